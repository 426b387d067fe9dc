"""A moderator of a section: sees and decides what is in it, and nothing outside, by any address or id."""

import pytest

from comments import actions
from comments.errors import Banned
from comments.models import Ban, Status
from tests.comments.conftest import (
    BULK,
    COMMENTS,
    MODERATION,
    Discussion,
    assert_error,
    new_user,
    signed_in,
    with_token,
)
from tests.comments.desks import QUEUE, Desk, tabs, words
from tests.comments.sections import article_in, new_section, section_moderator
from tests.comments.test_desk_access import menu

NOWHERE = 987_654


@pytest.fixture
def sleep(rules):
    return new_section("sleep")


@pytest.fixture
def inside(sleep):
    return Discussion(article_in(sleep))


@pytest.fixture
def outside(rules):
    return Discussion(article_in(new_section("pain")))


@pytest.fixture
def sandman(sleep):
    return section_moderator("sandman", sleep)


@pytest.fixture
def desk(sandman) -> Desk:
    return Desk(sandman)


@pytest.fixture
def tool(sandman):
    return with_token(sandman)


class TestTheDesk:
    def test_the_queue_and_its_counts_are_of_the_section(self, inside, outside, desk):
        inside.pending(name="Ina")
        for name in ("Odo", "Ole"):
            outside.pending(name=name)
        outside.approved(name="Ota")
        assert desk.names() == ["Ina"]
        assert desk.names(status="all") == ["Ina"]
        counts = tabs(desk.get())
        assert counts["Pending"] == "1"
        assert counts["All"] == "1"
        assert menu(desk.client)["reader-comments"]["attrs"]["data-reader-comments-waiting"] == "1"
        assert "1 comment is waiting" in words(desk.get("/admin/").select_one(".reader-comments-panel"))

    def test_no_filter_leads_out(self, inside, outside, desk):
        inside.pending(name="Ina")
        outside.pending("A word.", name="Odo", email="odo@example.org")
        for query in ({"page": outside.page.pk}, {"q": "word"}, {"author": "odo@example.org"}, {"article": "Pain"}):
            page = desk.get(status="all", **query)
            assert "Odo" not in page.get_text()
            assert outside.page.title not in page.get_text()

    def test_a_comment_outside_is_not_there(self, inside, outside, desk):
        known, hidden = inside.pending(), outside.pending()
        assert desk.client.get(f"{QUEUE}{known.pk}/").status_code == 200
        assert desk.client.get(f"{QUEUE}{hidden.pk}/").status_code == 404
        assert desk.client.post(f"{QUEUE}{hidden.pk}/", {"decision": "approve"}).status_code == 404
        for part in ("", "part/"):
            path = f"{QUEUE}discussions/{outside.page.pk}/{part}"
            assert desk.client.get(path).status_code == 404
            assert desk.client.post(path, {"openness": "closed"}).status_code == 404
        assert desk.client.get(f"{QUEUE}discussions/{inside.page.pk}/").status_code == 200

    def test_a_decision_about_one_outside_is_about_nothing(self, inside, outside, desk):
        known, hidden = inside.pending(), outside.pending()
        answer = desk.decide("approve", known, hidden)
        assert [row["outcome"] for row in answer["items"]] == ["changed", "not_found"]
        assert inside.again(known).status == Status.APPROVED
        assert outside.again(hidden).status == Status.PENDING
        hidden.pk, missing = NOWHERE, answer["items"][1]
        unknown = desk.decide("approve", hidden)["items"][0]
        assert missing["html"].replace(str(missing["id"]), "") == unknown["html"].replace(str(NOWHERE), "")

    def test_an_author_is_known_by_what_they_wrote_in_the_section(self, inside, outside, desk, moderator):
        inside.approved(email="ana@example.org")
        comment = inside.pending(email="ana@example.org")
        outside.decide(outside.pending(email="ana@example.org"), "spam")
        row = desk.get(f"{QUEUE}{comment.pk}/")
        assert "1 approved, 1 pending" in row.get_text()
        assert "spam" not in words(row.select_one(".comment-row__history"))
        assert "1 spam" in Desk(moderator).get(f"{QUEUE}{comment.pk}/").get_text()


class TestTheApi:
    def test_the_queue_is_of_the_section(self, inside, outside, tool):
        known, hidden = inside.pending(email="ana@example.org"), outside.pending(email="ana@example.org")
        body = tool.get(MODERATION).json()
        assert [row["id"] for row in body["items"]] == [known.pk]
        assert body["meta"]["total_count"] == 1
        assert body["items"][0]["author"]["history"]["pending"] == 1
        assert tool.get(f"{MODERATION}?page={outside.page.pk}").json()["items"] == []
        assert hidden.pk not in [row["id"] for row in tool.get(f"{MODERATION}?author=ana@example.org").json()["items"]]

    def test_one_outside_is_answered_as_one_that_does_not_exist(self, inside, outside, tool):
        hidden = outside.pending()
        for pk in (hidden.pk, NOWHERE):
            assert_error(tool.get(f"{MODERATION}{pk}/"), 404, "not_found")
            assert_error(tool.post(f"{MODERATION}{pk}/decisions/", {"decision": "approve"}), 404, "not_found")
        assert outside.again(hidden).status == Status.PENDING
        answers = [tool.get(f"{MODERATION}{pk}/").json() for pk in (hidden.pk, NOWHERE)]
        assert answers[0] == answers[1]

    def test_many_at_once_do_not_reach_outside(self, inside, outside, tool):
        known, hidden = inside.pending(), outside.pending()
        body = tool.post(BULK, {"ids": [known.pk, hidden.pk, NOWHERE], "decision": "reject"}).json()
        assert [row["outcome"] for row in body["items"]] == ["changed", "not_found", "not_found"]
        sent = {"filter": {"status": "pending"}, "expected_count": 1, "decision": "reject"}
        assert tool.post(BULK, sent).json()["count"] == 0
        assert tool.post(BULK, sent | {"expected_count": 0}).json()["meta"]["changed"] == 0
        assert outside.again(hidden).status == Status.PENDING

    def test_the_numbers_are_of_the_section(self, inside, outside, tool, moderator):
        inside.pending()
        outside.pending()
        hidden = outside.pending()
        with_token(moderator).post(f"{MODERATION}{hidden.pk}/decisions/", {"decision": "spam"})
        body = tool.get("/api/v2/moderation/stats/").json()
        assert (body["waiting"]["pending"], body["statuses"]["spam"]) == (1, 0)
        assert (body["decisions"], body["moderators"]) == ({}, [])


class TestBans:
    BANS = "/api/v2/moderation/bans/"

    def test_an_author_is_banned_in_the_section_and_nowhere_else(self, inside, outside, desk, sleep, rules):
        comment = inside.pending(email="ana@example.org")
        page = desk.get(f"{QUEUE}{comment.pk}/")
        labels = [link.get_text() for link in page.select("a[href*='/bans/new/']")]
        assert labels == ["Ban this e-mail address"]  # and not the network
        form = desk.get(page.select_one("a[href*='/bans/new/']")["href"])
        assert [option["value"] for option in form.select("select[name=kind] option")] == [
            "email",
            "user",
            "visitor",
        ]
        assert [option.get_text() for option in form.select("select[name=section] option")] == ["Sleep"]
        sent = {"kind": "email", "value": "ana@example.org", "section": sleep.pk}
        assert desk.client.post("/admin/comments/bans/new/", sent).status_code == 302
        ban = Ban.objects.get()
        assert (ban.section_id, ban.where) == (sleep.pk, "Sleep")
        with pytest.raises(Banned):
            inside.pending(email="ana@example.org")
        assert outside.pending(email="ana@example.org").status == Status.PENDING
        assert "Sleep" in desk.get("/admin/comments/bans/").select_one(".listing tbody").get_text()
        assert desk.client.post(f"/admin/comments/bans/delete/{ban.pk}/").status_code == 302
        assert inside.pending(email="ana@example.org").status == Status.PENDING

    def test_a_ban_of_a_section_hits_reactions_and_reports_there(self, inside, outside, reader, sandman):
        inside.pending(writer=actions.Writer.signed_in(reader))
        actions.ban("user", str(reader.pk), by=actions.Moderator(user=sandman))
        known = signed_in(reader)
        for talk, status in ((inside, 403), (outside, 200)):
            comment = talk.approved()
            assert known.put(f"{COMMENTS}{comment.pk}/reactions/like/").status_code == status
            assert known.put(f"/api/v2/articles/{talk.page.pk}/like/").status_code == status
            flagged = known.post(f"{COMMENTS}{comment.pk}/flags/", {"reason": "spam"})
            assert (flagged.status_code == 403) == (status == 403)
        assert_error(known.put(f"{COMMENTS}987654/reactions/like/"), 404, "not_found")

    def test_bans_outside_are_not_there(self, inside, outside, desk, tool, by):
        hidden = [
            actions.ban("email", "all@example.org", by=by),
            actions.ban("email", "odo@example.org", by=by, section=outside.page.get_parent()),
            actions.ban("domain", "b.example", by=by, section=inside.page.get_parent()),
        ]
        assert "example" not in words(desk.get("/admin/comments/bans/").select_one("main"))
        assert tool.get(self.BANS).json()["meta"]["total_count"] == 0
        for ban in hidden:
            assert_error(tool.delete(f"{self.BANS}{ban.pk}/"), 404, "not_found")
            for part in ("edit", "delete", "history", "usage"):
                assert desk.client.get(f"/admin/comments/bans/{part}/{ban.pk}/").status_code == 404
            desk.client.post(f"/admin/comments/bans/delete/{ban.pk}/")
        assert Ban.objects.count() == 3

    def test_nobody_is_banned_elsewhere(self, inside, outside, tool, desk, reader):
        elsewhere = outside.page.get_parent().pk
        for page in (elsewhere, NOWHERE):
            answer = assert_error(
                tool.post(self.BANS, {"email": "a@b.example", "section": page}), 400, "invalid", "section"
            )
            assert "no such page" in answer["errors"]["section"][0]["message"]
        desk.client.post("/admin/comments/bans/new/", {"kind": "email", "value": "a@b.example", "section": elsewhere})
        assert_error(tool.post(self.BANS, {"domain": "b.example"}), 403, "permission_denied")
        # Who has not written in the section is nobody there.
        assert_error(tool.post(self.BANS, {"user": reader.pk}), 400, "invalid", "user")
        assert not Ban.objects.exists()
        made = tool.post(self.BANS, {"email": "a@b.example"}).json()
        assert made["section"] == {"id": inside.page.get_parent().pk, "title": "Sleep"}

    def test_one_ban_does_not_change_another(self, inside, tool, moderation):
        wide = moderation.post(self.BANS, {"email": "a@b.example", "reason": "Insults"}).json()
        own = tool.post(self.BANS, {"email": "a@b.example"}).json()
        assert own["id"] != wide["id"]
        assert {row["id"]: row["reason"] for row in moderation.get(self.BANS).json()["items"]} == {
            wide["id"]: "Insults",
            own["id"]: "",
        }

    def test_who_moderates_two_sections_says_which(self, sleep, outside, inside):
        both = section_moderator("both", sleep, outside.page.get_parent())
        assert_error(with_token(both).post(self.BANS, {"email": "a@b.example"}), 400, "invalid", "section")
        comment = outside.pending()
        by = actions.Moderator(user=both)
        ban = actions.ban("email", comment.user_email, by=by, about=comment)
        assert ban.section_id == outside.page.get_parent().pk

    def test_networks_and_domains_are_for_seniors(self, discussion):
        site = new_user("mona", "moderate_comment", "access_admin")
        tool, comment = with_token(site), discussion.pending()
        assert_error(tool.post(self.BANS, {"domain": "b.example"}), 403, "permission_denied")
        assert_error(tool.post(self.BANS, {"ip_hash": comment.ip_hash}), 403, "permission_denied")
        assert tool.post(self.BANS, {"email": "a@b.example"}).json()["section"] is None
        sent = {"kind": "domain", "value": "b.example"}
        refused = Desk(site).client.post("/admin/comments/bans/new/", sent)
        assert "Select a valid choice" in refused.content.decode()
        assert Ban.objects.get().kind == "email"


class TestElsewhere:
    def test_they_write_as_a_moderator_in_the_section_alone(self, inside, outside, sandman):
        writer = actions.Writer.signed_in(sandman)
        assert inside.pending(writer=writer).author_role == "moderator"
        assert outside.pending(writer=writer).author_role == ""
