"""What editors do in the admin."""

import json
import re

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from articles import library
from articles.models import ArticlePage, Author, Reference, Topic
from tests.articles.bodies import block

FORMSETS = ("article_authors", "related_articles", "article_reviewers", "change_notes", "article_topics", "comments")


def claim(heading, **fields):
    value = {
        "heading": heading,
        "text": rich_text("<p>Text</p>"),
        "certainty": "",
        "sources-count": "0",
        "population": "",
        "outcome": "",
    }
    return value | fields


def posted(body, **fields):
    sets = {name: inline_formset([]) for name in FORMSETS}
    return nested_form_data({"title": "New", "slug": "new", "body": streamfield(body), **sets, **fields})


@pytest.fixture
def create_url(article_index):
    return reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])


class TestTheCreateForm:
    def test_it_starts_with_an_introduction_a_benefit_a_mechanism_and_the_evidence(self, editor_client, create_url):
        page = editor_client.get(create_url)
        state = re.search(r"data-w-block-arguments-value=\"(\[.*?\])\"", page.content.decode())
        assert page.status_code == 200
        assert state
        types = re.findall(r"&quot;type&quot;: ?&quot;(\w+)&quot;, ?&quot;value&quot;", state.group(1))
        assert types == ["section", "benefit", "mechanism", "evidence"]

    def test_a_draft_is_saved_with_nothing_filled_in_but_the_title(self, editor_client, create_url):
        empty = [
            ("section", {"heading": "", "text": rich_text("")}),
            ("benefit", claim("", text=rich_text(""))),
            ("evidence", {"heading": "", "text": rich_text(""), "certainty": "", "sources-count": "0"}
             | {"limitations-count": "0"}),
        ]  # fmt: skip
        response = editor_client.post(create_url, posted(empty))
        draft = ArticlePage.objects.get(slug="new")
        assert response.status_code == 302
        assert not draft.live
        assert draft.published_at is None
        assert [child.block_type for child in draft.get_latest_revision_as_object().body] == [
            "section",
            "benefit",
            "evidence",
        ]

    def test_publishing_asks_for_what_a_claim_needs(self, editor_client, create_url):
        response = editor_client.post(
            create_url, posted([("benefit", claim(""))]) | {"action-publish": "action-publish"}
        )
        assert response.status_code == 200
        assert not ArticlePage.objects.exists()

    def test_it_publishes_a_claim_with_a_source(self, editor_client, create_url, make_reference):
        reference = make_reference()
        source = {
            "sources-count": "1",
            "sources-0-deleted": "",
            "sources-0-order": "0",
            "sources-0-type": "",
            "sources-0-id": "",
            "sources-0-value-reference": str(reference.pk),
            "sources-0-value-finding": "It helped.",
            "sources-0-value-direction": "supports",
            "sources-0-value-participants": "14",
            "sources-0-value-effect-measure": "",
            "sources-0-value-effect-value": "-0.92",
            "sources-0-value-effect-ci_low": "",
            "sources-0-value-effect-ci_high": "",
            "sources-0-value-effect-p": "<0.001",
        }
        body = [("benefit", claim("Less pain", **source))]
        response = editor_client.post(create_url, posted(body) | {"action-publish": "action-publish"})
        article = ArticlePage.objects.get(slug="new")
        assert response.status_code == 302
        assert article.live
        assert article.published_at == article.updated_at is not None
        assert article.evidence_row.cited_claims == 1
        assert article.citations.get().reference == reference

    def test_it_refuses_a_slug_that_another_article_of_the_site_has(
        self, editor_client, create_url, make_article, article_index
    ):
        from articles.models import ArticleIndexPage

        elsewhere = ArticleIndexPage(title="News", slug="news")
        article_index.get_parent().add_child(instance=elsewhere)
        make_article("Taken", slug="new", parent=elsewhere)
        response = editor_client.post(create_url, posted([]))
        assert response.status_code == 200
        assert "The article “Taken” of this site and language has this slug already" in response.content.decode()

    def test_it_refuses_a_slug_of_digits(self, editor_client, create_url):
        response = editor_client.post(create_url, posted([], slug="2026"))
        assert "digits alone are read as an article&#x27;s id" in response.content.decode()


class TestTheEditForm:
    def test_it_opens_an_article_with_every_block(self, editor_client, make_article, every_block):
        article = make_article(body=every_block)
        assert editor_client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).status_code == 200

    def test_the_preview_shows_the_article_with_its_references(self, editor_client, make_article, every_block):
        article = make_article("Needles", body=every_block, publish=False)
        page = article.make_preview_request(preview_mode="").content.decode()
        assert "<h1>Needles</h1>" in page
        assert "Less fatigue" in page
        assert "<h2>References</h2>" in page


class TestTheBlockChooser:
    @pytest.mark.parametrize("name", sorted(ArticlePage._meta.get_field("body").stream_block.child_blocks))
    def test_it_has_a_preview_of_each_block(self, editor_client, name):
        definition = ArticlePage._meta.get_field("body").stream_block.child_blocks[name]
        assert definition.is_previewable
        assert definition.get_description()
        assert definition.meta.group
        url = reverse("wagtailadmin_block_preview")
        response = editor_client.get(url, {"id": definition.definition_prefix})
        assert response.status_code == 200
        assert "articles/preview.css" in response.content.decode()


class TestTheLibrary:
    def fields(self, **changed):
        return {
            "title": "A trial of needles",
            "authors": "Haider, Samna\nMS Society",
            "journal": "Clinical Rehabilitation",
            "year": "2008",
            "volume": "22",
            "issue": "3",
            "pages": "195-205",
            "doi": "https://doi.org/10.1177/ABC",
            "pmid": "PMID: 18285429",
            "url": "",
            "type": "article-journal",
            "design": "randomized_trial",
            **changed,
        }

    def add(self, client, **changed):
        return client.post(reverse("wagtailsnippets_articles_reference:add"), self.fields(**changed))

    @pytest.mark.parametrize("model", ["reference", "author", "topic"])
    def test_it_lists(self, editor_client, make_reference, model):
        make_reference("Needles")
        library.add(Author(name="Ana Silva"))
        library.add(Topic(name="Fatigue"))
        response = editor_client.get(reverse(f"wagtailsnippets_articles_{model}:list"))
        assert response.status_code == 200

    def test_it_searches_and_filters_references(self, editor_client, make_reference):
        make_reference("Needles and pain", design="cohort")
        make_reference("Needles and sleep", design="animal")
        url = reverse("wagtailsnippets_articles_reference:list")
        page = editor_client.get(url, {"q": "needles", "design": "animal"}).content.decode()
        assert "Needles and sleep" in page
        assert "Needles and pain" not in page

    def test_it_saves_a_reference_as_csl(self, editor_client):
        response = self.add(editor_client)
        reference = Reference.objects.get()
        assert response.status_code == 302
        assert (reference.doi, reference.pmid, reference.year) == ("10.1177/abc", "18285429", 2008)
        assert reference.csl["author"] == [{"family": "Haider", "given": "Samna"}, {"literal": "MS Society"}]
        assert "Haider S, MS Society. A trial of needles." in reference.citation_html

    def test_an_edit_keeps_what_the_form_does_not_show(self, editor_client, make_reference):
        known = {"family": "Haider", "given": "Samna", "suffix": "Jr"}
        reference = make_reference(
            "Old", author=[known], abstract="Long.", issued={"date-parts": [[2008, 3, 1]]}, DOI="10.1177/abc"
        )
        editor_client.post(
            reverse("wagtailsnippets_articles_reference:edit", args=[reference.pk]), self.fields(title="New")
        )
        reference.refresh_from_db()
        assert reference.title == reference.csl["title"] == "New"
        assert reference.csl["abstract"] == "Long."
        assert reference.csl["issued"] == {"date-parts": [[2008, 3, 1]]}
        assert reference.csl["author"][0] == known

    def test_it_refuses_a_doi_that_is_there(self, editor_client, make_reference):
        make_reference("The first one", DOI="10.1177/abc")
        response = self.add(editor_client)
        assert "A reference with this DOI is already there: The first one" in response.content.decode()
        assert Reference.objects.count() == 1

    @pytest.mark.parametrize(("field", "value"), [("doi", "nonsense"), ("pmid", "PMC408")])
    def test_it_refuses_what_is_no_identifier(self, editor_client, field, value):
        response = self.add(editor_client, **{field: value})
        assert "One looks like" in response.content.decode()
        assert not Reference.objects.exists()

    def test_a_reference_can_be_added_while_choosing_one(self, editor_client):
        from wagtail.snippets.models import get_snippet_models

        assert Reference in get_snippet_models()
        names = Reference.snippet_viewset.chooser_viewset
        url = reverse(names.get_url_name("create"))
        fields = {f"{names.url_namespace}-x": "", **{f"{name}": value for name, value in self.fields().items()}}
        prefixed = {f"reference-chooser-{name}": value for name, value in self.fields().items()}
        response = editor_client.post(url, fields | prefixed)
        assert json.loads(response.content)["step"] == "chosen"
        assert Reference.objects.get().doi == "10.1177/abc"

    def test_deleting_a_cited_reference_leaves_the_claim_uncited(self, editor_client, make_article, make_reference):
        from tests.articles.bodies import items, source

        reference = make_reference()
        article = make_article(body=[block("benefit", heading="H", text="<p>t</p>", sources=items(source(reference)))])
        assert article.evidence_row.cited_claims == 1
        editor_client.post(reverse("wagtailsnippets_articles_reference:delete", args=[reference.pk]))
        article = ArticlePage.objects.get(pk=article.pk)
        assert article.evidence_row.cited_claims == 0
        assert not article.citations.exists()
