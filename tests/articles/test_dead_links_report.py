"""The report of links that lead readers nowhere."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.articles.bodies import block, items
from tests.articles.reports import exported, page_of, queries, sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/reports/dead-links/"


@pytest.fixture
def target(make_published):
    return make_published("Where it leads")


@pytest.fixture
def document():
    return get_document_model().objects.create(title="Leaflet", file=ContentFile(b"x", name="leaflet.txt"))


@pytest.fixture
def linking(make_article, target, document):
    """Publish an article with a link in a claim, one in a question, a button, and one to a document."""
    to_page = f'<p>See <a linktype="page" id="{target.pk}">the <b>other</b> article</a>.</p>'
    return make_article(
        "Linking",
        body=[
            block("benefit", id="b", heading="Rest", text=to_page, sources=[]),
            block("faq", id="f", items=items({"question": "Why?", "answer": to_page})),
            block("call_to_action", id="c", text="", label="Book", page=target.pk, url="", style="primary"),
            block("section", id="s", heading="", text=f'<p><a linktype="document" id="{document.pk}">Leaflet</a></p>'),
        ],
    )


def found(client, **query):
    return [(row["Block"], row["Link"], row["Why"], row["Leads to"]) for row in exported(client, ADDRESS, **query)]


class TestDeadLinks:
    def test_links_that_work_are_not_listed(self, editor_client, linking):
        page = page_of(editor_client, ADDRESS)
        assert "No dead links." in page
        assert "Rest" not in page

    def test_a_page_that_is_taken_down_shows_at_once_until_it_is_back(self, editor_client, linking, target):
        target.unpublish()
        assert found(editor_client) == [
            ("Rest", "the other article", "Not published", "Where it leads"),
            ("Questions and answers", "the other article", "Not published", "Where it leads"),
            ("Book", "Card or button", "Not published", "Where it leads"),
        ]
        page = page_of(editor_client, ADDRESS)
        assert f"/admin/pages/{linking.pk}/edit/#block-b-section" in page
        assert f"/admin/pages/{target.pk}/edit/" in page
        target.get_latest_revision().publish()
        assert found(editor_client) == []

    def test_a_page_that_is_deleted(self, editor_client, linking, target):
        pk = target.pk
        target.delete()
        rows = found(editor_client)
        assert rows[0] == ("Rest", "the other article", "Deleted", f"Page {pk}")
        assert len(rows) == 3

    def test_a_page_below_a_private_one(self, editor_client, linking, article_index):
        PageViewRestriction.objects.create(page=article_index, restriction_type=PageViewRestriction.LOGIN)
        assert {why for _, _, why, _ in found(editor_client)} == {"Private"}

    def test_a_page_that_belongs_to_no_site(self, editor_client, linking, target):
        from wagtail.models import Page

        target.move(Page.objects.get(depth=1), pos="last-child")
        assert {why for _, _, why, _ in found(editor_client)} == {"Outside of every site"}

    def test_a_document_that_is_deleted_or_private(self, editor_client, linking, document):
        closed = Collection.objects.get(depth=1).add_child(name="Staff only")
        CollectionViewRestriction.objects.create(collection=closed, restriction_type=CollectionViewRestriction.LOGIN)
        get_document_model().objects.filter(pk=document.pk).update(collection=closed)
        assert found(editor_client) == [("Section", "Leaflet", "Private", "Leaflet")]
        pk = document.pk
        document.delete()
        assert found(editor_client) == [("Section", "Leaflet", "Deleted", f"Document {pk}")]

    def test_only_what_is_live_counts(self, editor_client, linking, target):
        target.unpublish()
        linking.body = "[]"
        linking.save_revision()
        assert len(found(editor_client)) == 3
        linking.get_latest_revision().publish()
        assert found(editor_client) == []

    def test_it_can_be_narrowed_and_counts_reasons(self, editor_client, linking, target, document):
        target.unpublish()
        document.delete()
        assert len(found(editor_client, reason="unpublished")) == 3
        assert len(found(editor_client, kind="document")) == 1
        assert found(editor_client, ordering="reason")[0][2] == "Deleted"
        page = page_of(editor_client, ADDRESS)
        assert "Dead links by reason" in page
        assert f"{ADDRESS}?reason=unpublished" in page

    def test_it_asks_the_same_of_one_and_of_twenty(self, editor_client, linking, target, make_article):
        target.unpublish()
        one = queries(editor_client, ADDRESS), queries(editor_client, ADDRESS, export="csv")
        for number in range(20):
            make_article(f"Article {number}", body=linking.body.get_prep_value())
        assert (queries(editor_client, ADDRESS), queries(editor_client, ADDRESS, export="csv")) == one

    def test_a_moderator_does_not_see_it(self, client, django_user_model):
        sign_in(client, django_user_model, "Moderators")
        assert client.get(ADDRESS).status_code == 302
