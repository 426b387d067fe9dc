"""A page's discussion opened and closed by moderators."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, PageLogEntry

from comments import actions, discussions
from comments.errors import DiscussionClosed
from comments.models import Discussion as DiscussionRow
from comments.signals import discussion_changed
from tests.comments.conftest import COMMENTS, new_user
from tests.comments.desks import QUEUE, Desk, words


@pytest.fixture
def desk(moderator) -> Desk:
    return Desk(moderator)


@pytest.fixture
def told():
    """What discussion_changed has told, in order."""
    heard: list[set[int]] = []

    def listen(pages, **kwargs):
        heard.append(set(pages))

    discussion_changed.connect(listen)
    yield heard
    discussion_changed.disconnect(listen)


class TestOpenness:
    def test_closing_stops_new_comments_and_opening_takes_them_again(self, discussion, by, told):
        before = discussion.approved()
        told.clear()
        assert actions.set_openness(discussion.page, "closed", by=by) is True
        assert told == [{discussion.page.pk}]
        with pytest.raises(DiscussionClosed):
            discussion.pending()
        assert discussion.again(before).visible == 1
        assert actions.set_openness(discussion.page, "open", by=by) is True
        assert discussion.pending().pk

    def test_it_keeps_the_counts(self, discussion, by):
        discussion.approved()
        actions.set_openness(discussion.page, "closed", by=by)
        row = DiscussionRow.objects.get(page=discussion.page)
        assert (row.openness, row.comment_count, row.thread_count) == ("closed", 1, 1)

    def test_the_same_again_changes_nothing_and_tells_nobody(self, discussion, by, told):
        actions.set_openness(discussion.page, "closed", by=by)
        told.clear()
        assert actions.set_openness(discussion.page, "closed", by=by) is False
        assert told == []

    def test_open_wins_over_the_site(self, discussion, rules, by):
        rules(is_open=False)
        with pytest.raises(DiscussionClosed):
            discussion.pending()
        actions.set_openness(discussion.page, "open", by=by)
        assert discussion.pending().pk
        actions.set_openness(discussion.page, "site", by=by)
        with pytest.raises(DiscussionClosed):
            discussion.pending()

    def test_it_refuses_what_is_no_openness(self, discussion, by):
        with pytest.raises(ValueError, match="ajar"):
            actions.set_openness(discussion.page, "ajar", by=by)

    def test_it_stands_in_the_pages_history(self, discussion, by, moderator):
        actions.set_openness(discussion.page, "closed", by=by)
        entry = PageLogEntry.objects.get(page=discussion.page, action="comments.openness")
        assert entry.user == moderator
        assert entry.formatter.format_message(entry) == "Closed the discussion"


class TestArrangement:
    def test_it_closes_by_itself_at_the_very_second(self, discussion, by, api, monkeypatch):
        page = discussion.page
        actions.arrange(page, by=by, close_after_days=3)
        closes_at = page.published_at + timedelta(days=3)
        listed = f"{COMMENTS}?page={page.pk}"

        def told(at) -> set:
            monkeypatch.setattr("django.utils.timezone.now", lambda: at)
            known = [
                api.get(listed).json()["meta"],
                api.get(f"{COMMENTS}form/?page={page.pk}").json(),
                api.get(f"/api/v2/articles/{page.pk}/").json()["discussion"],
                api.get(f"{COMMENTS}counts/?pages={page.pk}").json()["items"][0],
                api.get("/api/v2/articles/").json()["items"][0]["discussion"],
            ]
            return {row["is_open"] for row in known}, {row["closes_at"][:19] for row in known[:3]}

        for _ in range(2):  # the second time from what is stored
            assert told(closes_at - timedelta(seconds=1)) == ({True}, {f"{closes_at:%Y-%m-%dT%H:%M:%S}"})
        assert told(closes_at)[0] == {False}
        with pytest.raises(DiscussionClosed):
            discussion.pending()

    @pytest.mark.parametrize(
        ("site_days", "openness", "own_days", "days"),
        [
            (30, "site", None, 30), (30, "site", 5, 5), (30, "site", 0, None), (0, "site", 5, 5),
            (30, "open", None, None), (30, "open", 5, 5), (30, "closed", 5, None), (0, "site", None, None),
        ],
    )  # fmt: skip
    def test_the_page_s_own_number_of_days_wins(self, discussion, rules, by, site_days, openness, own_days, days):
        rules(close_after_days=site_days)
        actions.arrange(discussion.page, by=by, openness=openness, close_after_days=own_days)
        expected = days and discussion.page.published_at + timedelta(days=days)
        assert discussions.summary(discussion.page).closes_at == expected
        assert discussions.summaries([discussion.page.pk])[discussion.page.pk]["closes_at"] == expected

    @pytest.mark.parametrize(
        ("site", "own", "status"),
        [
            (True, "site", "pending"),
            (False, "site", "approved"),
            (True, "post", "approved"),
            (False, "pre", "pending"),
        ],
    )
    def test_who_looks_first(self, discussion, rules, by, site, own, status):
        rules(pre_moderation=site)
        actions.arrange(discussion.page, by=by, moderation=own)
        assert discussion.submit().status == status

    def test_its_announcement_or_the_site_s(self, discussion, rules, by, api):
        def announced() -> set[str]:
            page = discussion.page.pk
            return {
                api.get(f"{COMMENTS}?page={page}").json()["meta"]["announcement"],
                api.get(f"{COMMENTS}form/?page={page}").json()["announcement"],
                api.get(f"/api/v2/articles/{page}/").json()["discussion"]["announcement"],
            }

        assert announced() == {""}
        rules(announcement="Be <b>kind</b>.")
        assert announced() == {"Be <b>kind</b>."}  # plain text
        actions.arrange(discussion.page, by=by, announcement="Mara answers until Friday.")
        assert announced() == {"Mara answers until Friday."}

    def test_it_refuses_what_it_does_not_know(self, discussion, by):
        for chosen in ({"moderation": "never"}, {"comment_count": 5}):
            with pytest.raises(ValueError, match="Unknown"):
                actions.arrange(discussion.page, by=by, **chosen)


class TestTheArticlesForm:
    def test_it_has_the_fields_of_a_form_of_their_own(self, discussion, admin_client):
        html = admin_client.get(f"/admin/pages/{discussion.page.pk}/edit/").content.decode()
        assert "comments/admin/discussion_panel.js" in html
        panel = BeautifulSoup(html, "html.parser").select_one("[data-discussion-panel]")
        fields = panel.select("input, textarea")
        assert {field["name"] for field in fields} == {"openness", "close_after_days", "moderation", "announcement"}
        assert {field["form"] for field in fields} == {panel["data-form"]}

    def test_it_is_saved_and_shown_again(self, discussion, admin_client):
        path = f"{QUEUE}discussions/{discussion.page.pk}/part/"
        answer = admin_client.post(path, {"openness": "closed", "moderation": "site", "close_after_days": ""})
        assert (answer.status_code, "takes no more comments" in answer.content.decode()) == (200, True)
        answer = admin_client.post(path, {"openness": "ajar"})
        assert (answer.status_code, "ajar is not one" in answer.content.decode()) == (422, True)
        assert DiscussionRow.objects.get().openness == "closed"

    def test_who_may_not_publish_only_looks(self, discussion):
        author = new_user("author", "access_admin")
        group = Group.objects.create(name="Authors")
        change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.create(group=group, page=discussion.page.get_parent(), permission=change)
        author.groups.add(group)
        client = Desk(author).client
        html = client.get(f"/admin/pages/{discussion.page.pk}/edit/").content.decode()
        panel = BeautifulSoup(html, "html.parser").select_one("[data-discussion-panel]")
        assert all(field.has_attr("disabled") for field in panel.select("input, textarea"))
        assert not panel.select("[data-discussion-save]")
        path = f"{QUEUE}discussions/{discussion.page.pk}/part/"
        assert client.post(path, {"openness": "closed"}).status_code == 302
        assert not DiscussionRow.objects.filter(openness="closed").exists()


class TestItsPage:
    def test_it_works(self, discussion, desk):
        discussion.approved()
        path = f"{QUEUE}discussions/{discussion.page.pk}/"
        page = desk.get(path)
        assert words(page.select_one(".openness__state")) == "Open moderated first · 1 comment"
        assert page.select_one("input[name=openness][checked]")["value"] == "site"
        sent = {"openness": "closed", "moderation": "post", "close_after_days": "7", "announcement": "Be kind."}
        answer = desk.client.post(path, sent)
        assert answer.headers["Location"] == path
        page = desk.get(path)
        assert "takes no more comments" in words(page.select_one(".messages"))
        assert words(page.select_one(".openness__state")) == "Closed shown at once · 1 comment"
        assert page.select_one("input[name=openness][checked]")["value"] == "closed"

        assert page.select_one("textarea[name=announcement]").text.strip() == "Be kind."
        assert page.select_one("input[name=moderation][checked]")["value"] == "post"

    def test_what_is_wrong_is_said_and_nothing_saved(self, discussion, desk):
        path = f"{QUEUE}discussions/{discussion.page.pk}/"
        answer = desk.client.post(path, {"openness": "open", "close_after_days": "-1", "announcement": "x" * 501})
        assert answer.status_code == 200
        assert "greater than or equal to 0" in answer.content.decode()
        assert not DiscussionRow.objects.filter(openness="open").exists()

    def test_it_goes_back_to_the_comment_one_came_from(self, discussion, desk):
        comment = discussion.pending()
        here = f"{QUEUE}{comment.pk}/"
        form = desk.get(here).select_one("form.openness")
        assert form.select_one("input[name=next]")["value"] == here
        answer = desk.client.post(form["action"], {"openness": "open", "next": here})
        assert answer.headers["Location"] == here

    def test_it_refuses_what_is_no_openness(self, discussion, desk):
        answer = desk.client.post(f"{QUEUE}discussions/{discussion.page.pk}/", {"openness": "ajar"})
        assert answer.status_code == 200
        assert "ajar is not one of the available choices" in answer.content.decode()
        assert not DiscussionRow.objects.filter(openness="ajar").exists()
