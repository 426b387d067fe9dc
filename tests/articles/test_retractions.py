"""Retracted references: who is told, where editors see them, and that a mark can be taken away."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from articles import library, retractions
from articles.models import Author, Reference, RetractionWarning
from tests.articles.bodies import block, items, source

CLAIM, EVIDENCE = "7f0c2c1e-0000-4000-8000-000000000001", "7f0c2c1e-0000-4000-8000-000000000002"

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(django_user_model):
    return django_user_model.objects.create_user("mara", "mara@example.org", "x", first_name="Mara")


@pytest.fixture
def leaning(make_published, make_reference, owner):
    """Publish an article of which one claim and the evidence cite one study, and give both."""
    study = make_reference("Needles help", DOI="10.1234/needles")
    cited = items(source(study))
    body = [
        block("benefit", id=CLAIM, heading="Less fatigue", text="<p>Yes.</p>", sources=cited),
        block("evidence", id=EVIDENCE, heading="", text="<p>Some.</p>", sources=items(source(study))),
    ]
    return make_published("Acupuncture", body=body, owner=owner), study


def retract(reference, *, retracted=True):
    reference.retracted = retracted
    reference.save()


class TestMarking:
    def test_it_tells_the_owner_by_one_mail(self, leaning, run_later, mailoutbox):
        article, study = leaning
        retract(study)
        assert not mailoutbox
        run_later()
        (mail,) = mailoutbox
        assert mail.to == ["mara@example.org"]
        assert mail.subject == "An article of yours leans on a retracted study"
        assert "Hello Mara," in mail.body
        assert "Needles help" in mail.body
        assert f"/admin/pages/{article.pk}/edit/#block-{CLAIM}-section" in mail.body
        assert RetractionWarning.objects.get().sent_at

    def test_it_tells_nobody_twice(self, leaning, run_later, mailoutbox):
        article, study = leaning
        retract(study)
        run_later()
        study.save()
        retract(study, retracted=False)
        retract(study)
        article.get_latest_revision().publish()
        run_later()
        assert len(mailoutbox) == 1

    def test_two_studies_and_two_articles_make_one_mail(
        self, leaning, make_reference, make_article, run_later, mailoutbox
    ):
        _, study = leaning
        other = make_reference("Another study")
        body = [block("benefit", heading="Sleep", text="", sources=items(source(other)))]
        make_article("Sleep well", body=body, owner=leaning[0].owner)
        retract(study)
        retract(other)
        run_later()
        (mail,) = mailoutbox
        assert mail.subject == "2 articles of yours lean on retracted studies"
        assert "Needles help" in mail.body
        assert "Another study" in mail.body

    def test_a_draft_leans_on_nothing(self, leaning, run_later, mailoutbox):
        article, study = leaning
        article.unpublish()
        retract(study)
        run_later()
        assert not mailoutbox

    def test_an_article_published_later_tells_its_owner_then(self, leaning, run_later, mailoutbox):
        article, study = leaning
        article.unpublish()
        retract(study)
        article.get_latest_revision().publish()
        run_later()
        assert len(mailoutbox) == 1

    def test_without_an_owner_the_author_is_told(self, leaning, make_article, django_user_model, run_later, mailoutbox):
        article, study = leaning
        writer = django_user_model.objects.create_user("ana", "ana@example.org", "x")
        body = article.body.get_prep_value()
        make_article("By Ana", body=body, authors=[library.add(Author(name="Ana", user=writer))])
        retract(study)
        run_later()
        assert sorted(mail.to[0] for mail in mailoutbox) == ["ana@example.org", "mara@example.org"]

    def test_a_mail_that_fails_is_sent_by_the_next_attempt(self, leaning, monkeypatch, mailoutbox, owner):
        def refuse(*args, **kwargs):
            raise OSError("no mail server")

        retract(leaning[1])
        with monkeypatch.context() as patch:
            patch.setattr(retractions, "send_mail", refuse)
            with pytest.raises(OSError, match="no mail server"):
                retractions.mail_warnings.func(owner.pk)
        assert retractions.mail_warnings.func(owner.pk) == 1
        assert retractions.mail_warnings.func(owner.pk) == 0
        assert len(mailoutbox) == 1

    def test_readers_see_it_by_the_api_until_it_is_taken_away(self, leaning, client):
        article, study = leaning
        address = f"/api/v2/articles/{article.pk}/"
        assert client.get(address).json()["evidence"]["retracted"] == 0
        retract(study)
        document = client.get(address).json()
        assert document["evidence"]["retracted"] == 1
        assert document["references"][0]["retracted"] is True
        retract(study, retracted=False)
        assert client.get(address).json()["evidence"]["retracted"] == 0


class TestTheEditor:
    def test_its_form_warns_and_leads_to_each_block(self, editor_client, leaning):
        article, study = leaning
        address = reverse("wagtailadmin_pages:edit", args=[article.pk])
        assert "retracted work" not in editor_client.get(address).content.decode()
        retract(study)
        page = editor_client.get(address).content.decode()
        assert "This article cites a retracted work." in page
        assert f'href="#block-{CLAIM}-section"' in page
        assert f'href="#block-{EVIDENCE}-section"' in page

    def test_the_explorer_marks_it(self, editor_client, leaning, make_article):
        article, study = leaning
        make_article("Unharmed")
        retract(study)
        page = editor_client.get(reverse("wagtailadmin_explore", args=[article.get_parent().pk])).content.decode()
        assert page.count("cites retracted work") >= 1
        assert "Acupuncture ⚠ cites retracted work" in page
        assert "Unharmed ⚠" not in page

    def test_the_explorer_asks_no_more_for_more_articles(
        self, editor_client, leaning, make_article, django_assert_num_queries, article_index
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        address = reverse("wagtailadmin_explore", args=[article_index.pk])
        retract(leaning[1])
        editor_client.get(address)
        make_article("Article 0", body=leaning[0].body.get_prep_value())
        with CaptureQueriesContext(
            connection,
        ) as before:
            editor_client.get(address)
        for number in range(1, 10):
            make_article(f"Article {number}", body=leaning[0].body.get_prep_value())
        with CaptureQueriesContext(connection) as after:
            page = editor_client.get(address).content.decode()
        assert page.count("⚠ cites retracted work") >= 11
        asking = [[row["sql"] for row in run if "articles_citation" in row["sql"]] for run in (before, after)]
        assert len(asking[0]) == len(asking[1])

    def test_saving_the_reference_tells_how_many_articles_lean_on_it(self, editor_client, leaning):
        _, study = leaning
        address = reverse(Reference.snippet_viewset.get_url_name("edit"), args=[study.pk])
        form = {"title": study.title, "authors": "", "journal": "", "year": "", "volume": "", "issue": "", "pages": ""}
        form |= {"type": "article-journal", "design": "cohort", "doi": study.doi, "pmid": "", "url": ""}
        page = editor_client.post(address, nested_form_data(form | {"retracted": "on"}), follow=True).content.decode()
        assert "1 live article leans on this retracted reference." in page
        assert f"/admin/reports/source-problems/?reference={study.pk}" in page
        page = editor_client.post(address, nested_form_data(form), follow=True).content.decode()
        assert "retracted reference" not in page
        study.refresh_from_db()
        assert not study.retracted
