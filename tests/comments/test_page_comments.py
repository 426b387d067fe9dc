"""The comments of an article within its form: for who moderates it, and for its authors."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from articles.models import ArticleAuthor, Author
from comments.models import Decision, Status
from tests.comments.conftest import Discussion, new_article, new_user
from tests.comments.desks import Desk, words
from tests.comments.sections import article_in, new_section, section_moderator

SEEN = "You see these comments because the article is yours"


def address(page: Page) -> str:
    return f"/admin/comments/pages/{page.pk}/"


def buttons(part: BeautifulSoup) -> list[str]:
    return [words(button) for button in part.select("button[data-decision]")]


@pytest.fixture
def writer(article):
    """An editor who owns the article."""
    user = new_user("wanda")
    user.groups.add(Group.objects.get(name="Editors"))
    Page.objects.filter(pk=article.pk).update(owner=user)
    return user


@pytest.fixture
def desk(writer) -> Desk:
    return Desk(writer)


def post(desk: Desk, page: Page, decision: str, comment) -> BeautifulSoup:
    sent = {"decision": decision, "selected": f"{comment.pk}:{comment.version}"}
    return BeautifulSoup(desk.client.post(address(page), sent).content, "html.parser")


class TestWhoSees:
    def test_a_moderator_and_the_owner_and_nobody_else(self, discussion, desk, moderator):
        discussion.pending()
        assert desk.client.get(address(discussion.page)).status_code == 200
        assert Desk(moderator).client.get(address(discussion.page)).status_code == 200
        others = (new_user("other", "access_admin"), section_moderator("sandman", new_section("sleep")))
        for user in others:
            for page in (discussion.page.pk, 987_654, 1):
                assert Desk(user).client.get(f"/admin/comments/pages/{page}/").status_code == 404

    def test_somebody_who_is_named_as_an_author_does(self, discussion):
        user = new_user("ada", "access_admin")
        author = Author.objects.create(name="Ada", slug="ada", user=user)
        desk = Desk(user)
        assert desk.client.get(address(discussion.page)).status_code == 404
        ArticleAuthor.objects.create(page=discussion.page, author=author)
        assert desk.client.get(address(discussion.page)).status_code == 200

    def test_the_form_has_a_place_for_them(self, discussion, desk):
        edit = f"/admin/pages/{discussion.page.pk}/edit/"
        place = desk.get(edit).select_one("[data-controller=page-comments]")
        assert place["data-page-comments-url-value"] == address(discussion.page)
        other = new_user("eddy")
        other.groups.add(Group.objects.get(name="Editors"))
        assert Desk(other).get(edit).select_one("[data-controller=page-comments]") is None


class TestWhatIsShown:
    def test_an_author_reads_and_learns_no_address(self, discussion, desk):
        discussion.pending("Is that so?", name="Ana", email="ana@example.org")
        discussion.approved("It is.", name="Ben")
        part = desk.get(address(discussion.page))
        assert words(part.select_one("[aria-pressed=true]")) == "Pending 1"
        assert "Is that so?" in part.get_text()
        assert "ana@example.org" not in str(part)
        assert buttons(part) == []
        assert SEEN in part.get_text()
        assert not part.select("a[href^='/admin/comments/']")
        everything = desk.get(address(discussion.page), show="all")
        assert [words(row.strong) for row in everything.select(".page-comment")] == ["Ben", "Ana"]

    def test_a_moderator_has_the_buttons_and_the_way_to_the_queue(self, discussion, moderator):
        comment = discussion.pending()
        part = Desk(moderator).get(address(discussion.page))
        assert buttons(part) == ["Approve", "Reject", "Spam"]
        links = [link["href"] for link in part.select("a")]
        assert links == [f"/admin/comments/?page={discussion.page.pk}", f"/admin/comments/{comment.pk}/"]
        assert SEEN not in part.get_text()

    def test_other_articles_are_not_in_it(self, discussion, moderator):
        Discussion(new_article()).pending("Elsewhere.")
        assert "Elsewhere." not in Desk(moderator).get(address(discussion.page), show="all").get_text()

    def test_it_goes_on(self, discussion, moderator):
        for number in range(11):
            discussion.pending(name=f"Ana {number}")
        desk = Desk(moderator)
        part = desk.get(address(discussion.page))
        assert len(part.select(".page-comment")) == 10
        (more,) = [button for button in part.select("button[data-url]") if words(button) == "The next ones"]
        assert words(desk.get(more["data-url"]).select_one(".page-comment strong")) == "Ana 10"
        assert desk.client.get(address(discussion.page), {"after": "x"}).status_code == 404

    @pytest.mark.parametrize("who", ["moderator", "writer"])
    def test_it_costs_the_same_with_20(self, discussion, request, who, django_assert_num_queries):
        desk = Desk(request.getfixturevalue(who))
        discussion.pending()
        desk.get(address(discussion.page))
        with CaptureQueriesContext(connection) as asked:
            desk.get(address(discussion.page))
        for number in range(9):
            discussion.pending(name=f"Ana {number}")
        with django_assert_num_queries(len(asked)):
            desk.get(address(discussion.page))


class TestDeciding:
    def test_a_moderator_decides_in_place_and_takes_it_back(self, discussion, moderator):
        comment, desk = discussion.pending(name="Ana"), Desk(moderator)
        part = post(desk, discussion.page, "approve", comment)
        assert "Ana: Approved. Readers see it now." in words(part.select_one(".page-comments__done"))
        assert discussion.again(comment).status == Status.APPROVED
        undo = part.select_one("button[data-decision=restore]")
        part = desk.client.post(undo["data-url"], {"decision": "restore", "selected": undo["data-selected"]})
        assert "Taken back: pending again." in part.content.decode()
        assert discussion.again(comment).status == Status.PENDING

    def test_somebody_else_was_faster(self, discussion, moderator):
        comment = discussion.pending()
        discussion.decide(comment, "reject")
        part = post(Desk(moderator), discussion.page, "approve", comment)
        assert "changed nothing" in part.get_text()
        assert discussion.again(comment).status == Status.REJECTED

    def test_an_author_does_not(self, discussion, desk):
        comment = discussion.pending()
        sent = {"decision": "approve", "selected": f"{comment.pk}:{comment.version}"}
        assert desk.client.post(address(discussion.page), sent).status_code == 404
        assert desk.client.post("/admin/comments/decide/", sent).headers["Location"] == "/admin/"
        assert discussion.again(comment).status == Status.PENDING

    @pytest.mark.parametrize("way", ["setting", "permission"])
    def test_an_author_does_where_that_is_allowed(self, discussion, writer, rules, way):
        if way == "setting":
            rules(authors_decide=True)
        else:
            writer.user_permissions.add(Permission.objects.get(codename="decide_as_author"))
        comment, desk = discussion.pending(), Desk(writer)
        assert buttons(desk.get(address(discussion.page))) == ["Approve", "Reject", "Spam"]
        post(desk, discussion.page, "reject", comment)
        assert discussion.again(comment).status == Status.REJECTED
        logged = comment.decisions.get(decision="reject")
        assert (logged.actor, logged.actor_kind) == (writer, Decision.Kind.EDITOR)
        # The desk stays the moderators'.
        assert desk.client.get("/admin/comments/").status_code == 302

    def test_what_is_of_another_article_is_not_decided(self, discussion, desk, rules):
        rules(authors_decide=True)
        other = Discussion(new_article())
        comment = other.pending()
        assert "0 comments approved" in post(desk, discussion.page, "approve", comment).get_text()
        assert other.again(comment).status == Status.PENDING

    def test_a_bad_selection_is_said(self, discussion, moderator):
        answer = Desk(moderator).client.post(address(discussion.page), {"decision": "approve"})
        assert answer.status_code == 400
        assert "Select at least one comment first." in answer.content.decode()

    def test_a_moderator_of_the_section_decides(self, rules):
        sleep = new_section("sleep")
        talk = Discussion(article_in(sleep))
        comment = talk.pending()
        post(Desk(section_moderator("sandman", sleep)), talk.page, "spam", comment)
        assert talk.again(comment).status == Status.SPAM
