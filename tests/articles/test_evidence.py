"""The evidence rows of what is live."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from articles import evidence, library
from articles.models import ArticleEvidence, ArticlePage, Citation
from tests.articles.bodies import block, items, source


@pytest.fixture
def body(make_reference):
    first, second = make_reference("First"), make_reference("Second", design="animal")
    return [
        block("section", heading="", text="<p>Four words in all</p>"),
        block("benefit", id="b", heading="Less", certainty="low", sources=items(source(second), source(first))),
        block("mechanism", id="m", heading="Nerves", sources=[], no_evidence_found=True),
        block("evidence", id="e", heading="Evidence", certainty="moderate", sources=items(source(second, direction="mixed"))),
    ]  # fmt: skip


class TestPublishing:
    def test_it_works(self, make_article, body):
        row = make_article(body=body).evidence_row
        assert (row.claims, row.cited_claims, row.cited, row.declared_unsupported) == (2, 1, 0, 1)
        assert (row.certainty, row.word_count) == ("moderate", 7)
        rows = Citation.objects.values_list("block", "number", "reference__title", "direction")
        assert list(rows) == [
            ("b", 1, "Second", "supports"),
            ("e", 1, "Second", "mixed"),
            ("b", 2, "First", "supports"),
        ]

    def test_a_draft_has_no_rows(self, make_article, body):
        make_article(body=body, publish=False)
        assert not ArticleEvidence.objects.exists()
        assert not Citation.objects.exists()

    def test_a_later_draft_leaves_the_rows_of_what_is_live(self, make_article, body):
        article = make_article(body=body)
        article.body = json.dumps([])
        article.save_revision()
        assert ArticleEvidence.objects.get().claims == 2
        article.get_latest_revision().publish()
        assert ArticleEvidence.objects.get().claims == 0
        assert not Citation.objects.exists()

    def test_unpublishing_clears(self, make_article, body):
        make_article(body=body).unpublish()
        assert not ArticleEvidence.objects.exists()
        assert not Citation.objects.exists()

    def test_deleting_clears(self, make_article, body):
        make_article(body=body).delete()
        assert not ArticleEvidence.objects.exists()

    def test_copies_and_aliases_have_rows_of_their_own(self, make_article, body):
        article = make_article(body=body)
        copy = article.copy(update_attrs={"slug": "copy"})
        alias = article.create_alias(update_slug="alias")
        assert copy.live
        assert set(ArticleEvidence.objects.values_list("page", "claims")) == {
            (article.pk, 2),
            (copy.pk, 2),
            (alias.pk, 2),
        }

    def test_a_copy_is_dated_anew_and_an_alias_like_its_source(self, make_article):
        from datetime import UTC, datetime

        long_ago = datetime(2023, 8, 17, tzinfo=UTC)
        article = make_article(published_at=long_ago, updated_at=long_ago)
        copy = article.copy(update_attrs={"slug": "copy"})
        alias = article.create_alias(update_slug="alias")
        copy.refresh_from_db()
        alias.refresh_from_db()
        assert copy.published_at == copy.updated_at
        assert copy.published_at > long_ago
        assert (alias.published_at, alias.updated_at) == (long_ago, long_ago)
        article.save_revision().publish()
        alias.refresh_from_db()
        assert alias.published_at == long_ago

    def test_a_page_that_code_makes_live_has_them_as_well(self, article_index, body):
        page = ArticlePage(title="Made live", body=json.dumps(body))
        article_index.add_child(instance=page)
        assert page.evidence_row.claims == 2
        assert page.published_at == page.updated_at is not None

    def test_the_first_publication_dates_the_article_and_a_change_note_moves_its_update(self, make_article):
        from datetime import timedelta

        from articles.models import ChangeNote

        article = make_article()
        first = article.published_at
        assert first == article.updated_at is not None
        article.save_revision().publish()
        article.refresh_from_db()
        assert (article.published_at, article.updated_at) == (first, first)
        later = article.last_published_at + timedelta(microseconds=1)
        article.change_notes = [ChangeNote(at=later, note="New trial")]
        article.save_revision().publish()
        article.refresh_from_db()
        assert (article.published_at, article.updated_at) == (first, later)


class TestIndex:
    @pytest.mark.parametrize("size", [1, 20])
    def test_it_costs_the_same_at_any_size(self, make_article, make_reference, django_assert_num_queries, size):
        references = [make_reference(f"Study {number}") for number in range(size)]
        claims = [block("benefit", heading="H", sources=items(source(reference))) for reference in references]
        article = make_article(body=claims)
        with django_assert_num_queries(11):  # a savepoint and its release among them
            evidence.index(article)


class TestTheCommand:
    def test_it_rebuilds_what_is_live_and_clears_the_rest(self, make_article, body):
        live, draft = make_article("Live", body=body), make_article("Draft", body=body)
        ArticlePage.objects.filter(pk=draft.pk).update(live=False)
        ArticleEvidence.objects.filter(page=live).update(claims=99)
        Citation.objects.filter(page=live).delete()
        out = StringIO()
        call_command("index_evidence", stdout=out)
        assert "Indexed 2 claims of 1 articles" in out.getvalue()
        assert list(ArticleEvidence.objects.values_list("page", "claims")) == [(live.pk, 2)]
        assert Citation.objects.filter(page=live).count() == 3
        assert not Citation.objects.filter(page=draft).exists()


class TestTheContractWithDiscussions:
    def test_benefits_mechanisms_and_evidence_can_be_commented_on(self, make_article, body):
        untitled = block("benefit", id="u", heading="", sources=[])
        article = make_article(body=[*body, untitled])
        assert article.comment_anchors() == {"b": "Less", "m": "Nerves", "e": "Evidence", "u": "Benefit"}

    def test_comments_of_its_authors_accounts_are_the_authors(self, make_article, django_user_model):
        from articles.models import Author

        user = django_user_model.objects.create_user("ana")
        authors = [library.add(Author(name="Ana", user=user)), library.add(Author(name="Ben"))]
        assert make_article(authors=authors).comment_author_users() == {user.pk}


class TestRenditions:
    def test_they_are_made_later_and_once(self, make_image, run_later):
        from articles.models import ArticleRendition
        from articles.pictures import filter_specs

        image = make_image(width=1400)
        assert not ArticleRendition.objects.exists()
        run_later()
        made = set(ArticleRendition.objects.filter(image=image).values_list("filter_spec", flat=True))
        assert made == set(filter_specs("png"))
        image.save()
        run_later()
        assert ArticleRendition.objects.count() == len(made)
        assert all(row.file_size == row.file.size > 0 for row in ArticleRendition.objects.all())

    def test_files_of_an_older_database_are_measured_within_a_day(self, make_image, run_later):
        from articles import pictures
        from articles.models import ArticleRendition

        image = make_image()
        run_later()
        rows = ArticleRendition.objects.filter(image=image)
        rows.update(file_size=None)
        lost = rows.first()
        lost.file.storage.delete(lost.file.name)
        assert pictures.catch_up.func() == 1
        run_later()
        assert rows.get(pk=lost.pk).file_size == 0
        assert all(row.file_size == row.file.size for row in rows.exclude(pk=lost.pk))
        assert pictures.catch_up.func() == 0

    def test_publishing_asks_for_those_of_every_picture_the_article_shows(self, make_article, make_image):
        from django_tasks_db.models import DBTaskResult

        from articles.models import Author

        cover, inside, portrait, other = (make_image(title) for title in ("cover", "inside", "portrait", "other"))
        author = library.add(Author(name="Ana", image=portrait))
        DBTaskResult.objects.all().delete()
        make_article(image=cover, authors=[author], body=[block("image", image=inside.pk)])
        asked = {
            task.args_kwargs["args"][0] for task in DBTaskResult.objects.filter(task_path__contains="make_renditions")
        }
        assert asked == {cover.pk, inside.pk, portrait.pk}
        assert other.pk not in asked


class TestWhatListsLeadTo:
    def test_each_block_has_its_name_and_each_link_its_block(self, make_article, every_block, article_index):
        from articles.models import LiveBlock, LiveLink

        article = make_article(body=every_block)
        names = dict(LiveBlock.objects.filter(page=article).values_list("type", "heading"))
        assert (names["benefit"], names["section"], names["call_to_action"]) == ("Less fatigue", "", "Book")
        assert len(names) == len(every_block)
        links = LiveLink.objects.values_list("block", "kind", "target", "text")
        assert list(links) == [
            (every_block[0]["id"], "page", article_index.pk, "all"),
            (every_block[4]["id"], "chosen_page", article_index.pk, ""),
        ]

    def test_rows_of_an_older_layout_are_written_anew_once_and_the_rest_is_left(self, make_article, body):
        from articles.models import LiveBlock

        old, lacking, new = make_article("Old", body=body), make_article("None", body=body), make_article("New")
        ArticleEvidence.objects.filter(page=old).update(layout=0, uncited=9)
        ArticleEvidence.objects.filter(page=lacking).delete()
        LiveBlock.objects.exclude(page=new).delete()
        assert [evidence.complete.func(), evidence.complete.func()] == [2, 0]
        assert set(ArticleEvidence.objects.values_list("uncited", flat=True)) == {0}
        assert LiveBlock.objects.filter(page__in=[old, lacking]).count() == 2 * len(body)

    def test_what_is_not_live_keeps_none(self, make_article, body):
        draft, live = make_article("Draft", body=body), make_article("Live", body=body)
        ArticlePage.objects.filter(pk=draft.pk).update(live=False)
        assert evidence.complete.func() == 0
        assert list(ArticleEvidence.objects.values_list("page", flat=True)) == [live.pk]

    def test_writing_them_anew_alters_the_answers_that_show_them(self, make_article, body):
        from articles.signals import evidence_rewritten

        told = []
        article = make_article("Old", body=body)
        ArticleEvidence.objects.filter(page=article).update(layout=0)
        evidence_rewritten.connect(receiver := lambda page, **kwargs: told.append(page.pk))
        try:
            evidence.complete.func()
            evidence.reindex([article.pk])
            list(evidence.rebuild())
        finally:
            evidence_rewritten.disconnect(receiver)
        assert told == [article.pk] * 3
