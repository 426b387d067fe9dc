"""GET /api/v2/articles/{id-or-slug}/"""

from collections.abc import Iterator

import jsonschema
import pytest
from wagtail.models import Locale, PageViewRestriction, Site

from articles import library
from articles.models import ArticleIndexPage, ArticlePage, ArticleReviewer, Author, ChangeNote, RelatedArticle, Topic
from tests import caches, worlds
from tests.articles.bodies import block, items, source
from tests.articles.conftest import new_article, new_image, one_of_each_block

KEYS = [
    "id", "slug", "meta", "title", "summary", "image", "authors", "reviewed_by", "topics", "published_at", "updated_at",
    "change_history", "reviewed_at", "review_due_at", "word_count", "reading_time_minutes", "body", "evidence",
    "references", "related", "discussion", "seo",
]  # fmt: skip


def get(client, key, **query):
    return client.get(f"/api/v2/articles/{key}/", query)


def values(document):
    return {child["type"]: child["value"] for child in document["body"]}


@pytest.fixture(scope="class")
def published(django_db_setup, django_db_blocker) -> Iterator[int]:
    with worlds.kept(django_db_blocker):
        yield publish(ArticleIndexPage.objects.get()).pk


@pytest.fixture
def whole(db, published):
    """Give an article that has everything an article can have."""
    return ArticlePage.objects.get(pk=published)


def publish(index):
    from django.utils import timezone

    image = new_image("Cover", description="Hands", focal_point_x=10, focal_point_y=20)
    people = [library.add(Author(name=name, credentials="MD", image=image)) for name in ("Ana Silva", "Ben Ito")]
    article = new_article(
        index, "Needles", slug="needles", summary="Two sentences.", image=image, body=one_of_each_block(index),
        authors=people[:1], topics=[library.add(Topic(name="Fatigue"))], reviewed_at="2026-01-02", review_due_at="2027-01-02",
    )  # fmt: skip
    article.article_reviewers = [ArticleReviewer(author=people[1])]
    article.change_notes = [ChangeNote(at=timezone.now(), note="New trial")]
    article.related_articles = [RelatedArticle(article=new_article(index, "Sleep"))]
    article.save_revision().publish()
    return article


class TestTheDocument:
    def test_it_works(self, client, whole):
        document = get(client, "needles").json()
        assert list(document) == KEYS
        assert document["id"] == whole.pk
        assert document["meta"]["type"] == "articles.ArticlePage"
        assert document["meta"]["parent"] == {"id": whole.get_parent().pk, "title": "Articles"}
        assert document["meta"]["html_url"].endswith("/articles/needles/")
        assert document["meta"]["detail_url"].endswith(f"/api/v2/articles/{whole.pk}/")
        assert [person["name"] for person in document["authors"]] == ["Ana Silva"]
        assert list(document["authors"][0]) == ["id", "name", "credentials", "slug", "image"]
        assert [person["name"] for person in document["reviewed_by"]] == ["Ben Ito"]
        assert document["topics"] == [{"name": "Fatigue", "slug": "fatigue"}]
        assert [change["note"] for change in document["change_history"]] == ["New trial"]
        assert (document["reviewed_at"], document["review_due_at"]) == ("2026-01-02T00:00:00Z", "2027-01-02T00:00:00Z")
        assert [card["title"] for card in document["related"]] == ["Sleep"]
        assert document["reading_time_minutes"] == 1
        assert document["discussion"]["comments_url"].endswith(f"/api/v2/comments/?page={whole.pk}")
        assert list(document["discussion"]) == [
            "is_open",
            "closes_at",
            "comment_count",
            "comments_url",
            "by_block",
            "likes",
            "announcement",
        ]

    def test_it_is_what_the_openapi_document_says(self, client, whole):
        described = client.get("/api/v2/schema/").json()
        schema = {"$ref": "#/components/schemas/ArticleDocument", "components": described["components"]}
        document = get(client, whole.pk).json()
        jsonschema.Draft202012Validator(schema).validate(document)
        mapping = described["components"]["schemas"]["Block"]["discriminator"]["mapping"]
        assert {child["type"] for child in document["body"]} == set(mapping)

    def test_times_are_whole_seconds_in_utc(self, client, whole):
        document = get(client, whole.pk).json()
        assert document["published_at"].endswith("Z")
        assert len(document["published_at"]) == len("2026-11-22T04:30:00Z")

    def test_the_evidence_is_counted_from_its_blocks(self, client, whole):
        document = get(client, whole.pk).json()
        assert document["evidence"] == {
            "claims": 2,
            "cited_claims": 1,
            "declared_unsupported": 1,
            "uncited": [],
            "certainty": "low",
            "by_design": {"meta_analysis": 1},
            "retracted": 0,
        }
        (reference,) = document["references"]
        assert list(reference) == [
            "id", "number", "citation_html", "doi", "pmid", "url", "design", "retracted", "cited_by_blocks",
        ]  # fmt: skip
        by_type = {child["type"]: child["id"] for child in document["body"]}
        assert reference["number"] == 1
        assert reference["doi"] == "10.1155/2014/972935"
        assert reference["cited_by_blocks"] == [by_type["benefit"], by_type["evidence"]]

    def test_search_engines_are_told_the_same(self, client, whole):
        seo = get(client, whole.pk).json()["seo"]
        assert seo["title"] == "Needles"
        assert seo["description"] == "Two sentences."
        assert seo["canonical_url"] == seo["open_graph"]["og:url"]
        assert seo["canonical_url"].endswith("/articles/needles/")


class TestBlocks:
    def test_a_source_names_its_reference_and_its_effect_in_numbers(self, client, whole):
        benefit = values(get(client, whole.pk).json())["benefit"]
        (cited,) = benefit["sources"]
        assert cited["reference"]["number"] == 1
        assert cited["reference"]["design"] == "meta_analysis"
        assert cited["participants"] == 31
        assert cited["effect"] == {
            "measure": "mean difference", "value": -0.92, "ci_low": -1.36, "ci_high": -0.47, "p": "<0.001",
        }  # fmt: skip

    def test_what_was_never_filled_in_is_empty(self, client, make_article):
        kinds = ["section", "benefit", "evidence", "call_to_action", "related_article", "image", "table", "faq"]
        found = values(get(client, make_article(body=[block(kind) for kind in kinds]).pk).json())
        assert found["benefit"] == {
            "heading": "", "text": "", "population": None, "outcome": None, "certainty": None, "certainty_reasons": [],
            "sources": [], "no_evidence_found": False,
        }  # fmt: skip
        assert found["evidence"]["limitations"] == []
        assert found["call_to_action"] == {"text": "", "label": "", "url": None, "style": "primary"}
        assert found["related_article"] == {"page": None, "url": None, "label": None}
        assert found["image"]["image"] is None
        assert found["table"] == {"caption": "", "headers": [], "rows": []}
        assert found["faq"] == {"items": []}

    def test_lists_are_plain(self, client, whole):
        found = values(get(client, whole.pk).json())
        assert found["evidence"]["limitations"] == ["Small samples"]
        assert found["faq"] == {"items": [{"question": "Does it hurt?", "answer": "<p>No.</p>"}]}
        assert found["table"] == {"caption": "Trials", "headers": ["Study", "n"], "rows": [["Donnellan", 14]]}

    def test_a_card_and_a_call_lead_to_pages_that_readers_may_see(self, client, make_article):
        public, draft = make_article("Public", summary="S"), make_article("Draft", publish=False)
        body = [
            block("related_article", page=public.pk, label="Read"),
            block("call_to_action", page=public.pk, label="Go", url="https://e.org/", style="primary"),
            block("related_article", page=draft.pk, label="Hidden"),
            block("call_to_action", page=draft.pk, label="Go", url="https://e.org/", style="primary"),
        ]
        card, call, hidden, fallback = (
            child["value"] for child in get(client, make_article(body=body).pk).json()["body"]
        )
        assert card["page"].pop("html_url").endswith("/articles/public/")
        assert card["page"] == {"id": public.pk, "title": "Public", "slug": "public", "summary": "S"}
        assert call["url"].endswith("/articles/public/")
        assert hidden["page"] is None
        assert fallback["url"] == "https://e.org/"

    def test_a_deleted_reference_or_image_leaves_no_trace(self, client, make_article, make_reference, make_image):
        reference, image = make_reference(), make_image(description="x")
        body = [
            block("benefit", heading="H", text="", sources=items(source(reference))),
            block("image", image=image.pk, alt="", caption="C", decorative=False),
        ]
        article = make_article(body=body)
        reference.delete()
        image.delete()
        document = get(client, article.pk).json()
        found = values(document)
        assert found["benefit"]["sources"] == document["references"] == []
        assert document["evidence"]["cited_claims"] == 0
        assert found["image"] == {"image": None, "alt": "", "decorative": False, "caption": "C", "credit": ""}


class TestRichText:
    def shown(self, client, make_article, text):
        return values(get(client, make_article(body=[block("section", heading="", text=text)]).pk).json())["section"][
            "text"
        ]

    def test_a_link_to_a_public_page_is_its_address(self, client, make_article):
        other = make_article("Other")
        shown = self.shown(client, make_article, f'<p><a linktype="page" id="{other.pk}">other</a></p>')
        assert shown == f'<p><a href="{other.full_url}">other</a></p>'
        assert shown.startswith('<p><a href="http')

    def test_a_link_to_any_other_page_is_its_text(self, client, make_article):
        draft = make_article("Draft", publish=False)
        links = f'<p><a linktype="page" id="{draft.pk}">draft <b>one</b></a>, <a linktype="page" id="99">none</a></p>'
        assert self.shown(client, make_article, links) == "<p>draft <b>one</b>, none</p>"

    def test_a_link_to_a_document_is_absolute(self, client, make_article):
        from django.core.files.base import ContentFile
        from wagtail.documents import get_document_model

        document = get_document_model().objects.create(title="D", file=ContentFile(b"x", name="d.pdf"))
        shown = self.shown(client, make_article, f'<p><a linktype="document" id="{document.pk}">d</a></p>')
        assert 'href="http' in shown
        assert f"/documents/{document.pk}/" in shown

    def test_nothing_in_it_runs(self, client, make_article):
        shown = self.shown(
            client,
            make_article,
            '<p onclick="x()" data-block-key="k">a<script>x()</script><a href="javascript:x()">b</a>'
            '<a href="/contact/" style="x">c</a><img src=x onerror=x()></p>',
        )
        assert shown.startswith('<p>ab<a href="http')
        assert shown.endswith('/contact/">c</a></p>')
        assert "x()" not in shown


class TestImages:
    def test_they_list_the_renditions_that_exist_and_make_none(self, client, make_article, make_image, run_later):
        image = make_image(width=800, height=500, description="Hands", focal_point_x=400, focal_point_y=250)
        article = make_article(image=image)
        before = get(client, article.pk).json()["image"]
        assert [(row["width"], row["format"]) for row in before["renditions"]] == [(800, "png")]
        assert not image.renditions.exists()
        run_later()
        after = get(client, article.pk).json()["image"]
        assert list(after) == ["id", "title", "alt", "width", "height", "focal_point", "renditions"]
        assert after["alt"] == "Hands"
        assert after["focal_point"] == {"x": 400, "y": 250, "width": None, "height": None}
        sizes = {(row["width"], row["height"], row["format"]) for row in after["renditions"]}
        assert {(320, 200, "webp"), (640, 400, "webp"), (640, 400, "png")} <= sizes
        assert len(sizes) == len(after["renditions"])
        assert all(row["url"].startswith("http") for row in after["renditions"])


class TestLookup:
    def test_digits_are_an_id_and_anything_else_a_slug(self, client, make_article):
        article = make_article(slug="needles-2026")
        assert get(client, article.pk).json()["id"] == get(client, "needles-2026").json()["id"] == article.pk

    @pytest.mark.parametrize("key", ["missing", "999999", "9" * 40, "٣"])
    def test_what_is_not_there_is_a_404(self, client, db, key):
        response = get(client, key)
        assert response.status_code == 404
        assert response.json()["code"] == "not_found"

    def test_a_draft_a_private_page_and_none_answer_the_same(self, client, make_article):
        draft, private = make_article("Draft", publish=False), make_article("Private")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        bodies = {get(client, key).content for key in (draft.pk, "draft", private.pk, "private", "none")}
        assert len(bodies) == 1
        assert get(client, private.pk).status_code == 404

    def test_nobody_gets_past_a_restriction_by_being_signed_in(self, editor_client, make_article):
        private = make_article("Private")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        assert get(editor_client, private.pk).status_code == 404

    def test_a_restriction_covers_what_lies_below_it(self, client, make_article, article_index):
        article = make_article()
        PageViewRestriction.objects.create(page=article_index, restriction_type=PageViewRestriction.LOGIN)
        assert get(client, article.pk).status_code == 404

    def test_a_page_of_another_site_is_not_there(self, client, make_article, article_index):
        from home.models import HomePage

        other_home = HomePage(title="Other", slug="other", locale=article_index.locale)
        article_index.get_root().add_child(instance=other_home)
        Site.objects.create(hostname="other.example", port=80, root_page=other_home)
        article = make_article()
        assert get(client, article.pk).status_code == 200
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.conf.settings.ALLOWED_HOSTS", ["*"])
            response = client.get(f"/api/v2/articles/{article.pk}/", headers={"host": "other.example"})
        assert response.status_code == 404

    def test_a_slug_is_looked_up_in_the_default_language_first(self, client, make_article, article_index):
        german = Locale.objects.create(language_code="de")
        article_index.get_parent().copy_for_translation(german)
        german_index = article_index.copy_for_translation(german)
        english = make_article("Needles", slug="needles")
        translated = english.copy_for_translation(german)
        translated.slug = "needles"
        translated.save_revision().publish()
        only_german = make_article("Nur deutsch", slug="nur", parent=german_index, locale=german)
        for page in (german_index.get_parent(), german_index):
            page.specific.save_revision().publish()
        caches.empty()
        assert get(client, "needles").json()["id"] == english.pk
        document = get(client, "needles", locale="de").json()
        assert document["id"] == translated.pk
        assert document["meta"]["locale"] == "de"
        assert [other["id"] for other in document["meta"]["translations"]] == [english.pk]
        assert get(client, "nur").json()["id"] == only_german.pk
        assert get(client, "nur", locale="en").status_code == 404

    def test_a_parameter_that_nobody_knows_is_named(self, client, make_article):
        response = get(client, make_article().pk, fields="*")
        assert response.status_code == 400
        assert "fields" in response.json()["message"]


class TestHttp:
    def test_a_client_that_has_it_is_told_so(self, client, make_article):
        article = make_article()
        first = get(client, article.pk)
        assert first["ETag"].startswith('"')
        assert first["Cache-Control"].startswith("public, max-age=0")
        assert f"page:{article.pk}" in first["Cache-Tag"].split(",")
        assert first["Last-Modified"]
        again = client.get(f"/api/v2/articles/{article.pk}/", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
        assert not again.content
        assert again["ETag"] == first["ETag"]

    def test_a_change_alters_the_etag(self, client, make_article, make_reference):
        reference = make_reference()
        article = make_article(body=[block("benefit", heading="H", sources=items(source(reference)))])
        etag = get(client, article.pk)["ETag"]
        reference.retracted = True
        reference.save()
        assert get(client, article.pk)["ETag"] != etag

    def test_the_tags_name_everything_that_is_shown(self, client, whole):
        document = get(client, whole.pk)
        tags = set(document["Cache-Tag"].split(","))
        shown = document.json()
        expected = {f"slug:{whole.slug}", f"comments:{whole.pk}", f"reference:{shown['references'][0]['id']}"}
        expected |= {f"author:{shown['authors'][0]['id']}", f"author:{shown['reviewed_by'][0]['id']}"}
        expected |= {f"image:{shown['image']['id']}", f"page:{shown['related'][0]['id']}"}
        expected |= {f"topic:{row.topic_id}" for row in whole.article_topics.all()}
        assert expected <= tags

    def test_head_has_the_same_headers(self, client, make_article):
        article = make_article()
        assert client.head(f"/api/v2/articles/{article.pk}/")["ETag"] == get(client, article.pk)["ETag"]

    def test_an_error_is_never_stored(self, client, db):
        assert get(client, "missing")["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("rendering", "untold")
class TestItsCost:
    @pytest.mark.parametrize("times", [1, 20])
    def test_it_is_twelve_queries_at_most_whatever_it_holds(
        self, client, make_article, make_reference, make_image, django_assert_max_num_queries, times
    ):
        from django.core.files.base import ContentFile
        from wagtail.documents import get_document_model

        document = get_document_model().objects.create(title="D", file=ContentFile(b"x", name="d.pdf"))
        body = []
        for number in range(times):
            other = make_article(f"Other {number}")
            links = f'<a linktype="page" id="{other.pk}">p</a><a linktype="document" id="{document.pk}">d</a>'
            body += [
                block("section", heading="", text=f"<p>{links}</p>"),
                block("benefit", heading="H", sources=items(source(make_reference(f"R{number}")))),
                block("related_article", page=other.pk),
                block("image", image=make_image().pk),
            ]
        people = [library.add(Author(name=f"A{number}", image=make_image())) for number in range(times)]
        article = make_article(body=body, authors=people, image=make_image())
        get(client, article.pk)
        with django_assert_max_num_queries(12) as captured:
            assert get(client, article.pk).status_code == 200
        assert len(captured) == 11
