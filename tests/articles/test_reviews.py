"""Reviews of live articles: marking one as reviewed, its log, and the reminders of those that are due."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from articles import library, reviews
from articles.models import ArticleIndexPage, ArticlePage, ArticleReviewer, Author, Review, ReviewReminder
from articles.vocabulary import ReviewOutcome
from tests import worlds
from tests.articles.bodies import block
from tests.articles.conftest import new_article

pytestmark = pytest.mark.django_db


def day(days):
    return timezone.localdate() + timedelta(days=days)


def new_member(group, name):
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "x", first_name=name.title())
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def doctor(db):
    return new_member("Medical reviewers", "vera")


@pytest.fixture
def editor(article):
    return article.owner


@pytest.fixture
def person(doctor):
    return library.add(Author(name="Dr Vera Stein", credentials="MD", user=doctor))


@pytest.fixture(scope="class")
def overdue(django_db_setup, django_db_blocker) -> Iterator[int]:
    with worlds.kept(django_db_blocker):
        body = [block("section", heading="", text="<p>Live</p>")]
        mara = new_member("Editors", "mara")
        page = new_article(ArticleIndexPage.objects.get(), "Acupuncture", body=body, owner=mara, review_due_at=day(-1))
        page.title = "Acupuncture, newly worded"
        page.save_revision()
        yield page.pk


@pytest.fixture
def article(db, overdue):
    """Give an article of an editor that is overdue, with a newer draft."""
    return ArticlePage.objects.get(pk=overdue)


def address(article):
    return f"/admin/articles/{article.pk}/reviews/"


def posted(person, **fields):
    return {
        "reviewer": person.pk,
        "outcome": "confirmed",
        "note": "Checked.",
        "next_due": day(365).isoformat(),
    } | fields


class TestMarkingAsReviewed:
    def test_it_moves_the_dates_and_makes_no_draft(self, client, article, doctor, person):
        client.force_login(doctor)
        revisions = article.revisions.count()
        answer = client.post(address(article), posted(person), follow=True)
        assert "is marked as reviewed. Its text was not touched." in answer.content.decode()
        updated_at = article.updated_at
        article.refresh_from_db()
        assert (article.reviewed_at, article.review_due_at) == (day(0), day(365))
        assert article.title == "Acupuncture"
        assert article.updated_at == updated_at
        assert article.revisions.count() == revisions
        review = Review.objects.get()
        assert (review.page_id, review.user, review.reviewer, review.name) == (
            article.pk, doctor, person, "Dr Vera Stein, MD",
        )  # fmt: skip
        document = client.get(f"/api/v2/articles/{article.pk}/").json()
        assert document["reviewed_at"].startswith(day(0).isoformat())
        assert [row["name"] for row in document["reviewed_by"]] == ["Dr Vera Stein"]
        assert set(document["reviewed_by"][0]) == {"id", "name", "credentials", "slug", "image", "orcid", "conflicts"}

    def test_the_draft_that_waits_does_not_bring_the_old_dates_back(self, client, article, doctor, person):
        client.force_login(doctor)
        client.post(address(article), posted(person))
        article.get_latest_revision().publish()
        article.refresh_from_db()
        assert article.title == "Acupuncture, newly worded"
        assert (article.reviewed_at, article.review_due_at) == (day(0), day(365))
        assert ArticleReviewer.objects.get(page=article).author == person

    def test_a_second_review_names_the_reviewer_once(self, article, doctor, person):
        for _ in range(2):
            reviews.record(article, by=doctor, outcome=ReviewOutcome.CONFIRMED, next_due=day(30), reviewer=person)
        assert ArticleReviewer.objects.filter(page=article).count() == 1
        assert len(article.get_latest_revision_as_object().article_reviewers.all()) == 1
        assert article.reviews.count() == 2

    def test_changes_needed_confirms_nothing(self, client, article, doctor, person):
        client.force_login(doctor)
        client.post(address(article), posted(person, outcome="changes_needed", note="The dose.", next_due=day(7)))
        article.refresh_from_db()
        assert (article.reviewed_at, article.review_due_at) == (None, day(7))
        assert not article.article_reviewers.exists()
        page = client.get(address(article)).content.decode()
        assert "Changes are needed" in page
        assert "The dose." in page

    def test_it_is_in_the_pages_history(self, client, editor_client, article, doctor, person):
        reviews.record(article, by=doctor, outcome=ReviewOutcome.CONFIRMED, next_due=day(30))
        page = editor_client.get(reverse("wagtailadmin_pages:history", args=[article.pk])).content.decode()
        assert "Reviewed: The content is still right" in page

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"next_due": ""}, "This field is required."),
            ({"next_due": day(0).isoformat()}, "Choose a day after today."),
            ({"outcome": "changes_needed", "note": " "}, "Say what has to change."),
        ],
    )
    def test_it_refuses_by_field(self, client, article, doctor, person, fields, message):
        client.force_login(doctor)
        answer = client.post(address(article), posted(person, **fields))
        assert answer.status_code == 200
        assert message in answer.content.decode()
        assert not Review.objects.exists()

    def test_a_draft_is_not_reviewed(self, client, article, doctor, person):
        article.unpublish()
        client.force_login(doctor)
        assert (
            "Only a live article can be reviewed."
            in client.post(address(article), posted(person), follow=True).content.decode()
        )
        assert "This article is not published." in client.get(address(article)).content.decode()

    def test_an_editor_reads_the_log_and_marks_nothing(self, client, article, editor, person):
        client.force_login(editor)
        page = client.get(address(article)).content.decode()
        assert "Nobody has reviewed this article here yet." in page
        assert "Save the review" not in page
        client.post(address(article), posted(person))
        assert not Review.objects.exists()

    @pytest.mark.parametrize("group", ["Moderators"])
    def test_others_do_not_see_it(self, client, article, group):
        client.force_login(new_member(group, "tom"))
        assert client.get(address(article)).status_code == 302

    def test_the_form_of_the_article_leads_there(self, client, article, doctor, editor):
        edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
        client.force_login(doctor)
        page = client.get(edit).content.decode()
        assert address(article) in page
        assert "Mark as reviewed" in page
        client.force_login(editor)
        assert "Mark as reviewed" not in client.get(edit).content.decode()


@pytest.fixture(scope="class")
def shown(django_db_setup, django_db_blocker, overdue) -> Iterator[dict]:
    with worlds.kept(django_db_blocker):
        client = Client()
        client.force_login(ArticlePage.objects.get(pk=overdue).owner)
        page = client.get(reverse("wagtailadmin_pages:edit", args=[overdue]))
        form = page.context["form"]
        assert '<input type="hidden" name="newest_review" value="0"' in page.content.decode()
        names = ("title", "slug", "review_due_at", "newest_review", "published_at", "updated_at")
        shown = {name: form[name].value() for name in names}
        sections = [("section", {"heading": "", "text": rich_text("<p>Newer</p>")})]
        formsets = ("article_authors", "related_articles", "article_reviewers", "article_topics", "change_notes")
        shown |= {"body": streamfield(sections), "comments": inline_formset([])}
        yield shown | {name: inline_formset([]) for name in formsets} | {"reviewed_at": ""}


class TestAFormThatWasOpenMeanwhile:
    """An editor has the article open, a reviewer marks it, and then the editor saves: the normal case."""

    @pytest.fixture
    def opened(self, client, article, shown):
        """Give the values of the editor's form as it was opened."""
        client.force_login(article.owner)
        return dict(shown)

    @staticmethod
    def save(client, article, form, action=""):
        posted = nested_form_data(form) | ({"action-publish": "Publish"} if action == "publish" else {})
        headers = {"Accept": "application/json"} if action == "autosave" else {}
        return client.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), posted, headers=headers)

    @pytest.mark.parametrize("action", ["publish", ""])
    def test_the_dates_of_the_review_stand(self, client, article, doctor, person, opened, action):
        reviews.record(article, by=doctor, outcome=ReviewOutcome.CONFIRMED, next_due=day(365), reviewer=person)
        assert self.save(client, article, opened, action).status_code == 302
        page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
        assert "Dr Vera Stein, MD has reviewed this article while you had it open." in page
        for version in (
            type(article).objects.get(pk=article.pk),
            type(article).objects.get(pk=article.pk).get_latest_revision_as_object(),
        ):
            assert (version.reviewed_at, version.review_due_at) == (day(0), day(365))
            assert [row.author for row in version.article_reviewers.all()] == [person]
        assert "Newer" in str(version.body)

    def test_an_autosave_puts_them_into_the_open_form(self, client, article, doctor, opened):
        review = reviews.record(article, by=doctor, outcome=ReviewOutcome.CONFIRMED, next_due=day(365))
        updates = self.save(client, article, opened, "autosave").json()["field_updates"]
        assert updates["review_due_at"] == day(365).isoformat()
        assert updates["newest_review"] == str(review.pk)
        opened |= {
            "newest_review": review.pk,
            "reviewed_at": updates["reviewed_at"],
            "review_due_at": day(30).isoformat(),
        }
        self.save(client, article, opened, "publish")
        article.refresh_from_db()
        assert (article.reviewed_at, article.review_due_at) == (day(0), day(30))

    def test_changes_needed_takes_over_the_next_date_only(self, client, article, doctor, opened):
        reviews.record(article, by=doctor, outcome=ReviewOutcome.CHANGES_NEEDED, next_due=day(7), note="The dose.")
        self.save(client, article, opened | {"reviewed_at": day(-2).isoformat()}, "publish")
        article.refresh_from_db()
        assert (article.reviewed_at, article.review_due_at) == (day(-2), day(7))

    def test_without_a_review_the_form_sets_them(self, client, article, opened):
        self.save(client, article, opened | {"review_due_at": day(90).isoformat()}, "publish")
        article.refresh_from_db()
        assert article.review_due_at == day(90)


class TestDue:
    def test_it_is_from_the_due_day_on_and_of_live_originals_only(self, make_article):
        due = make_article("Due", review_due_at=day(0))
        make_article("Later", review_due_at=day(1))
        make_article("Draft", review_due_at=day(-1), publish=False)
        make_article("Never")
        due.create_alias(update_slug="alias")
        assert [page.title for page in reviews.due()] == ["Due"]


class TestReminders:
    def test_owner_and_reviewers_get_one_mail_each(
        self, article, make_article, editor, doctor, person, run_later, mailoutbox
    ):
        ArticleReviewer.objects.create(page=article, author=person)
        make_article("Second", owner=editor, review_due_at=day(-3))
        assert reviews.remind.func() == 3
        run_later()
        mails = {mail.to[0]: mail for mail in mailoutbox}
        assert set(mails) == {"mara@example.org", "vera@example.org"}
        assert mails["mara@example.org"].subject == "2 articles are due for review"
        assert mails["vera@example.org"].subject == "An article is due for review"
        assert f"/admin/pages/{article.pk}/edit/" in mails["vera@example.org"].body

    def test_each_due_date_is_reminded_of_once(self, article, doctor, run_later, mailoutbox):
        assert [reviews.remind.func(), reviews.remind.func()] == [1, 0]
        run_later()
        reviews.record(article, by=doctor, outcome=ReviewOutcome.CONFIRMED, next_due=day(1))
        assert reviews.remind.func() == 0
        type(article).objects.filter(pk=article.pk).update(review_due_at=day(0))
        assert reviews.remind.func() == 1
        run_later()
        assert len(mailoutbox) == 2

    def test_a_mail_that_fails_is_sent_by_the_next_attempt(self, article, editor, monkeypatch, mailoutbox):
        def refuse(*args, **kwargs):
            raise OSError("no mail server")

        reviews.remind.func()
        with monkeypatch.context() as patch:
            patch.setattr(reviews, "send_mail", refuse)
            with pytest.raises(OSError, match="no mail server"):
                reviews.mail_reminders.func(editor.pk)
        assert reviews.mail_reminders.func(editor.pk) == 1
        assert len(mailoutbox) == 1
        assert ReviewReminder.objects.get().sent_at

    def test_a_worker_asks_for_them_once_a_day(self, article, run_later, mailoutbox):
        from cms import daily

        assert [daily.enqueue(), daily.enqueue()] == [len(daily.TASKS), 0]
        run_later()
        assert len(mailoutbox) == 1


class TestThePerson:
    def test_an_orcid_is_kept_in_one_spelling(self):
        person = Author(name="Ana", orcid="https://orcid.org/0000-0002-1825-0097", conflicts="None")
        person.full_clean()
        assert person.orcid == "0000-0002-1825-0097"

    @pytest.mark.parametrize("orcid", ["0000-0002-1825-0098", "12", "Ana"])
    def test_a_wrong_one_is_refused(self, orcid):
        from django.core.exceptions import ValidationError

        with pytest.raises(ValidationError, match="This is not an ORCID iD"):
            Author(name="Ana", orcid=orcid).full_clean()

    def test_the_form_keeps_it(self, editor_client):
        form = {"name": "Ana", "slug": "ana", "credentials": "MD", "image": "", "biography": "", "user": ""}
        form |= {"orcid": "https://orcid.org/0000-0002-1825-0097", "conflicts": "Shares in Needles Ltd"}
        form = nested_form_data(form | {"translations": inline_formset([])})
        editor_client.post(reverse(Author.snippet_viewset.get_url_name("add")), form)
        person = Author.objects.get()
        assert (person.orcid, person.conflicts) == ("0000-0002-1825-0097", "Shares in Needles Ltd")


class TestTheWorkflow:
    @staticmethod
    def act(client, article, action, **fields):
        state = article.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, action, state.pk])
        return client.post(url, {"comment": "", **fields})

    def test_a_draft_goes_from_editors_to_reviewers_to_readers(self, client, article, editor, doctor):
        draft = article.get_latest_revision_as_object()
        draft.public_change = "Newly worded."
        draft.save_revision()
        article = type(article).objects.get(pk=article.pk)
        article.get_workflow().start(article, editor)
        client.force_login(doctor)
        assert self.act(client, article, "approve").status_code in {302, 403}
        article.refresh_from_db()
        assert article.current_workflow_task.name == "Editorial review"
        client.force_login(editor)
        self.act(client, article, "approve")
        article = type(article).objects.get(pk=article.pk)
        assert article.current_workflow_task.name == "Medical review"
        assert article.title == "Acupuncture"
        client.force_login(doctor)
        self.act(client, article, "approve")
        article = type(article).objects.get(pk=article.pk)
        assert article.title == "Acupuncture, newly worded"
        assert article.current_workflow_state is None
        assert article.change_notes.get().note == "Newly worded."

    def test_a_reviewer_sends_it_back_with_a_reason(self, client, article, editor, doctor):
        article.get_workflow().start(article, editor)
        client.force_login(editor)
        self.act(client, article, "approve")
        article = type(article).objects.get(pk=article.pk)
        client.force_login(doctor)
        self.act(client, article, "reject", comment="The dose is wrong.")
        article = type(article).objects.get(pk=article.pk)
        assert article.current_workflow_state.status == "needs_changes"
        assert article.title == "Acupuncture"

    def test_an_editor_may_still_publish_at_once(self, article, editor):
        assert article.permissions_for_user(editor).can_publish()
        article.get_latest_revision().publish(user=editor)
        article.refresh_from_db()
        assert article.title == "Acupuncture, newly worded"
