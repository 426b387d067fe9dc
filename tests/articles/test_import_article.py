"""`manage.py import_article`: articles made, updated, left alone and refused."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import PageLogEntry, Revision, Site
from wagtail.rich_text import RichText

from articles import library
from articles.blocks.structure import RICH_TEXT
from articles.models import ArticleIndexPage, ArticlePage, Author, ImportRecord

pytestmark = pytest.mark.django_db

POST = """Swimming and the heart
By Ana Silva, PhD
17 August 2023

Swimming is wet. It is also good for you.

Benefits:
The heart gets stronger.

How it works:
Water carries you.

Current evidence:
There is a high risk of bias.
"""


@pytest.fixture
def index():
    home = Site.objects.get(is_default_site=True).root_page
    found = ArticleIndexPage.objects.descendant_of(home).first()
    return found or home.add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))


@pytest.fixture
def post(tmp_path):
    path = tmp_path / "swimming.txt"
    path.write_text(POST, encoding="utf-8")
    return path


def run(*args, **options) -> str:
    output = StringIO()
    call_command("import_article", *map(str, args), stdout=output, stderr=output, **options)
    return output.getvalue()


def account(*args, **options):
    return json.loads(run(*args, json=True, **options))


def article() -> ArticlePage:
    return ArticlePage.objects.get(title="Swimming and the heart")


def block_ids(page: ArticlePage) -> list[str]:
    return [block.id for block in page.get_latest_revision_as_object().body]


def edit(page: ArticlePage, **fields) -> None:
    latest = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(latest, name, value)
    latest.save_revision()


class TestImportArticle:
    def test_it_makes_a_draft_with_every_field(self, index, post):
        report = account(post)

        page = article()
        assert report["page"] == page.pk
        assert (report["status"], report["title"]) == ("created", "Swimming and the heart")
        assert (page.live, page.get_parent().pk, page.slug) == (False, index.pk, "swimming-and-the-heart")
        assert page.published_at == datetime(2023, 8, 17, tzinfo=UTC)
        assert page.summary == "Swimming is wet. It is also good for you."
        assert [row.author.name for row in page.article_authors.all()] == ["Ana Silva"]
        assert Author.objects.get(name="Ana Silva").credentials == "PhD"
        assert [block.block_type for block in page.body] == ["section", "benefit", "mechanism", "evidence"]
        assert list(page.body[3].value["limitations"]) == ["High risk of bias"]
        assert [line["block"] for line in report["lines"] if line["n"] == 8] == [page.body[1].id]

    def test_publish_makes_it_live_and_says_so_in_the_log(self, index, post):
        account(post, publish=True)

        page = article()
        assert (page.live, page.has_unpublished_changes) == (True, False)
        assert set(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)) >= {
            "wagtail.create",
            "wagtail.publish",
        }

    def test_the_account_can_be_read_as_a_table(self, index, post):
        shown = run(post, publish=True)

        assert f"Created “Swimming and the heart” (page {article().pk}, live)." in shown
        assert "benefit 2 Benefits" in shown
        assert "10 lines: 10 placed" in shown

    def test_every_block_is_one_that_the_editor_would_accept(self, index, post):
        account(post)

        body = article().body
        body.stream_block.clean(body)

    def test_one_that_another_import_has_just_made_is_left_to_it(self, index, post, monkeypatch):
        account(post)
        monkeypatch.setattr("articles.importers.saving._record", lambda draft: None)  # as before the other's commit
        with pytest.raises(CommandError, match="being imported by somebody else"):
            run(post)
        assert ArticlePage.objects.count() == 1

    def test_an_author_known_already_is_used(self, index, post):
        known = library.add(Author(name="ANA SILVA"))
        account(post)

        assert [row.author_id for row in article().article_authors.all()] == [known.pk]

    def test_a_card_finds_the_article_of_its_title(self, index, post, tmp_path):
        account(post)
        other = tmp_path / "other.txt"
        other.write_text(
            "Pools\n\nThey are blue. And wet.\n\nBenefits:\nThey cool.\nSwimming and the Heart\nHow it works:\nWater.\n"
        )
        report = account(other)

        (card,) = [
            block for block in ArticlePage.objects.get(title="Pools").body if block.block_type == "related_article"
        ]
        assert card.value["page"].pk == article().pk
        assert [line["fate"] for line in report["lines"] if line["text"] == "Swimming and the Heart"] == ["placed"]

    def test_titles_that_meet_get_slugs_of_their_own(self, index, post, tmp_path):
        account(post)
        other = tmp_path / "other.txt"
        other.write_text(POST.replace("Ana Silva, PhD", "Bo Chen"))
        account(other)

        slugs = ArticlePage.objects.filter(title="Swimming and the heart").values_list("slug", flat=True)
        assert sorted(slugs) == ["swimming-and-the-heart", "swimming-and-the-heart-2"]

    def test_a_title_of_digits_gets_a_slug_that_is_no_id(self, index, tmp_path):
        post = tmp_path / "number.txt"
        post.write_text("2024\n\nA year in words. And more.\n")
        account(post)

        assert ArticlePage.objects.get(title="2024").slug == "article-2024"


class TestImportArticleAgain:
    def test_the_same_file_changes_nothing(self, index, post):
        account(post, publish=True)
        revisions = Revision.objects.count()

        assert account(post, publish=True)["status"] == "unchanged"
        assert (Revision.objects.count(), ArticlePage.objects.filter(title=article().title).count()) == (revisions, 1)

    def test_a_changed_file_updates_the_article_and_keeps_the_blocks(self, index, post):
        account(post, publish=True)
        before = block_ids(article())
        post.write_text(POST.replace("gets stronger", "grows").replace("Swimming and", "SWIMMING  and"))
        report = account(post, publish=True)

        page = ArticlePage.objects.get(pk=report["page"])
        assert report["status"] == "updated"
        assert block_ids(page) == before
        assert "grows" in str(page.body[1].value["text"])
        assert ImportRecord.objects.count() == 1

    def test_without_publish_the_live_article_stays_as_it_is(self, index, post):
        account(post, publish=True)
        post.write_text(POST.replace("gets stronger", "grows"))
        account(post)

        page = article()
        assert "gets stronger" in str(page.body[1].value["text"])
        assert page.has_unpublished_changes

    def test_publish_makes_a_draft_live_without_a_new_revision(self, index, post):
        account(post)
        revisions = Revision.objects.count()

        assert account(post, publish=True)["status"] == "updated"
        assert article().live
        assert Revision.objects.count() == revisions

    def test_an_article_somebody_edited_is_refused(self, index, post):
        account(post)
        edit(article(), summary="Mine.")
        post.write_text(POST.replace("gets stronger", "grows"))

        with pytest.raises(CommandError, match=r"was edited after it was imported.*--overwrite"):
            account(post)
        assert article().get_latest_revision_as_object().summary == "Mine."

    def test_overwrite_replaces_the_edit_and_keeps_sources_and_ids(self, index, post):
        account(post)
        page = article()
        before = block_ids(page)
        body = page.get_latest_revision_as_object().body
        body[1].value["certainty"] = "low"
        edit(page, summary="Mine.", body=body)

        assert account(post, overwrite=True)["status"] == "updated"
        latest = article().get_latest_revision_as_object()
        assert latest.summary.startswith("Swimming is wet.")
        assert latest.body[1].value["certainty"] == "low"
        assert block_ids(page) == before
        assert account(post)["status"] == "unchanged"

    def test_a_date_filled_in_by_publishing_is_no_edit(self, index, post):
        post.write_text(POST.replace("17 August 2023\n", ""))
        account(post)
        article().get_latest_revision().publish()
        assert article().published_at is not None

        edit(article())
        assert account(post)["status"] == "unchanged"

    def test_publishing_every_version_of_an_undated_post_is_no_edit(self, index, post):
        undated = POST.replace("17 August 2023\n", "")
        for text in (undated, undated.replace("gets stronger", "grows"), undated.replace("gets stronger", "beats")):
            post.write_text(text)
            account(post, publish=True)

        assert account(post, publish=True)["status"] == "unchanged"
        assert "beats" in str(article().body[1].value["text"])

    def test_saving_it_unchanged_in_the_editor_is_no_edit(self, index, post):
        post.write_text(POST + '\nIt\'s "safe" & <cheap>:\n- one\n- two\n')
        account(post)
        editor = ContentstateConverter(features=RICH_TEXT)
        body = article().body
        for block in body:
            block.value["text"] = RichText(
                editor.to_database_format(editor.from_database_format(str(block.value["text"].source)))
            )
        edit(article(), body=body)

        assert "data-block-key" in str(article().get_latest_revision_as_object().body[0].value["text"].source)
        assert account(post)["status"] == "unchanged"

    def test_a_locked_article_is_refused(self, index, post):
        account(post)
        ArticlePage.objects.filter(title=article().title).update(locked=True)
        assert account(post)["status"] == "unchanged"
        post.write_text(POST.replace("gets stronger", "grows"))

        with pytest.raises(CommandError, match="locked"):
            account(post)


class TestImportsAtOnce:
    def test_one_file_twice_makes_one_article(self, race, index, post):
        statuses = race([lambda: account(post)["status"]] * 4)

        assert sorted(statuses) == ["created", "unchanged", "unchanged", "unchanged"]
        assert ArticlePage.objects.filter(title="Swimming and the heart").count() == 1

    def test_different_files_are_all_imported(self, race, index, tmp_path):
        posts = [tmp_path / f"{n}.txt" for n in range(4)]
        for n, path in enumerate(posts):
            path.write_text(POST.replace("Swimming and", f"Sport {n} and"))
        race([lambda path=path: account(path) for path in posts])

        assert ArticlePage.objects.filter(title__startswith="Sport").count() == 4


class TestDryRun:
    def test_it_writes_nothing(self, index, post):
        report = account(post, dry_run=True, publish=True)

        assert (report["status"], report["would"], report["page"]) == ("dry_run", "created", None)
        assert len(report["lines"]) == 10
        assert not ArticlePage.objects.filter(title="Swimming and the heart").exists()
        assert not Author.objects.filter(name="Ana Silva").exists()

    def test_it_names_the_article_there_is_and_leaves_it(self, index, post):
        page = account(post)["page"]
        revisions = Revision.objects.count()
        post.write_text(POST.replace("gets stronger", "grows"))

        report = account(post, dry_run=True)
        assert (report["page"], report["would"]) == (page, "updated")
        assert Revision.objects.count() == revisions


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (None, "There is no file"),
            (b"", "is empty"),
            (bytes(range(256)) * 40, "is not a text file"),
            ("naïve café".encode("latin-1"), "not in UTF-8"),
            (b"x" * 2_000_001, "the limit is 2 MB"),
            (b"...\n---\n", "holds no words"),
            (b"Ab Cd\n" * 3_000, "the limit is 1,000"),
        ],
    )
    def test_a_bad_file_is_refused_in_one_sentence(self, index, tmp_path, content, sentence):
        path = tmp_path / "bad.txt"
        if content is not None:
            path.write_bytes(content)
        pages = ArticlePage.objects.count()

        with pytest.raises(CommandError, match=sentence) as refused:
            run(path)
        assert "\n" not in str(refused.value)
        assert refused.value.returncode == 1
        assert ArticlePage.objects.count() == pages

    def test_a_folder_is_refused(self, index, tmp_path):
        with pytest.raises(CommandError, match="is a folder"):
            run(tmp_path)

    def test_of_several_files_the_good_ones_are_imported(self, index, post, tmp_path):
        empty = tmp_path / "empty.txt"
        empty.touch()
        output, errors = StringIO(), StringIO()
        with pytest.raises(CommandError, match=r"1 of 2 files not imported: .*empty\.txt"):
            call_command("import_article", str(empty), str(post), "--json", stdout=output, stderr=errors)

        refused, created = json.loads(output.getvalue())
        assert (refused["file"], refused["status"], refused["code"]) == (str(empty), "refused", "empty")
        assert (created["file"], created["status"]) == (str(post), "created")
        assert "is empty" in errors.getvalue()
        assert article().pk == created["page"]

    def test_a_parent_that_is_no_article_index_is_refused(self, index, post):
        with pytest.raises(CommandError, match="Page 1 is not an article index"):
            run(post, parent=1)

    def test_a_site_without_an_article_index_is_told_so(self, post):
        for page in ArticleIndexPage.objects.all():
            page.delete()

        with pytest.raises(CommandError, match="has no article index"):
            run(post)

    def test_an_article_the_site_will_not_publish_is_not_written(self, index, post, monkeypatch):
        def refuse(page, *args, **kwargs):
            if page.live:
                raise ValidationError("A claim has no source.")
            return save(page, *args, **kwargs)

        save = ArticlePage.save
        monkeypatch.setattr(ArticlePage, "save", refuse)

        with pytest.raises(CommandError, match=r"cannot be published: A claim has no source\..*without --publish"):
            run(post, publish=True)
        assert not ArticlePage.objects.filter(title="Swimming and the heart").exists()


class TestTheClinicsPost:
    def test_it_imports_twice_as_one_article_with_the_same_blocks(self, index, inputs):
        first = account(inputs / "acupuncture-ms.txt", publish=True)
        page = ArticlePage.objects.get(pk=first["page"])
        before = block_ids(page)
        second = account(inputs / "acupuncture-ms.txt", publish=True)

        assert (first["status"], second["status"]) == ("created", "unchanged")
        assert block_ids(page) == before
        assert [block.block_type for block in page.body].count("related_article") == 3
        assert [row.author.name for row in page.article_authors.all()] == ["www.Acute-Acupuncture.com"]
        assert page.updated_at == datetime(2024, 4, 18, tzinfo=UTC)
        body = page.body
        body.stream_block.clean(body)
