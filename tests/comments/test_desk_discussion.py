"""A page's discussion opened and closed by moderators."""

import pytest
from wagtail.models import PageLogEntry

from comments import actions
from comments.errors import DiscussionClosed
from comments.models import Discussion as DiscussionRow
from comments.signals import discussion_changed
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


class TestItsPage:
    def test_it_works(self, discussion, desk):
        discussion.approved()
        path = f"{QUEUE}discussions/{discussion.page.pk}/"
        page = desk.get(path)
        assert words(page.select_one(".openness__state")) == "Open 1 comment"
        assert page.select_one("input[name=openness][checked]")["value"] == "site"
        answer = desk.client.post(path, {"openness": "closed"})
        assert answer.headers["Location"] == path
        page = desk.get(path)
        assert "takes no more comments" in words(page.select_one(".messages"))
        assert words(page.select_one(".openness__state")) == "Closed 1 comment"
        assert page.select_one("input[name=openness][checked]")["value"] == "closed"

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
