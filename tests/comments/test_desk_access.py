"""Who gets to the moderation desk, and what leads there."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client

from comments import actions, discussions
from comments.models import DiscussionSettings, ReaderComment, Status
from comments.readers import Reader
from tests.comments.conftest import new_user
from tests.comments.desks import DECIDE, QUEUE, Desk, words


@pytest.fixture
def editor(db):
    user = new_user("editor")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def member(db):
    """Somebody who is in the group of moderators, and nothing else."""
    user = new_user("member")
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


def addresses(comment: ReaderComment) -> list[str]:
    return [QUEUE, f"{QUEUE}results/", f"{QUEUE}{comment.pk}/", f"{QUEUE}discussions/{comment.page_id}/"]


def menu(client: Client) -> dict[str, dict]:
    """Give the items of the admin's main menu by name."""
    html = client.get("/admin/").content.decode()
    props = json.loads(re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', html, re.DOTALL)[1])
    found: dict[str, dict] = {}

    def walk(value):
        if isinstance(value, dict):
            if {"name", "label"} <= value.keys() and isinstance(value["name"], str):
                found[value["name"]] = value
            value = list(value.values())
        if isinstance(value, list):
            for part in value:
                walk(part)

    walk(props)
    return found


class TestTheDesk:
    def test_it_sends_an_anonymous_to_the_login(self, discussion, client):
        comment = discussion.pending()
        for path in addresses(comment):
            answer = client.get(path)
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/admin/login/?next=")
        sent = {"decision": "approve", "selected": [f"{comment.pk}:{comment.version}"]}
        assert client.post(DECIDE, sent).status_code == 302
        assert discussion.again(comment).status == Status.PENDING

    def test_it_refuses_an_editor(self, discussion, editor):
        comment = discussion.pending()
        desk = Desk(editor)
        for path in set(addresses(comment)) - {f"{QUEUE}discussions/{comment.page_id}/"}:
            answer = desk.client.get(path, follow=True)
            assert answer.redirect_chain == [("/admin/", 302)]
            assert "you do not have permission" in answer.content.decode()
        assert desk.post("approve", comment).headers["Location"] == "/admin/"
        forbidden = desk.client.post(
            DECIDE, {}, headers={"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
        )
        assert forbidden.status_code == 403
        assert discussion.again(comment).status == Status.PENDING

    def test_how_a_discussion_is_held_says_also_who_publishes_the_page(self, discussion, editor):
        path = f"{QUEUE}discussions/{discussion.page.pk}/"
        assert Desk(editor).client.post(path, {"openness": "closed"}).headers["Location"] == path
        answer = Desk(new_user("other", "access_admin")).client.post(path, {"openness": "open"})
        assert answer.headers["Location"] == "/admin/"
        assert discussions.summary(discussion.page).is_open is False

    def test_it_is_open_to_the_group_of_moderators(self, discussion, member):
        comment = discussion.pending()
        desk = Desk(member)
        for path in addresses(comment):
            answer = desk.client.get(path)
            assert answer.status_code == 200
            assert "no-store" in answer.headers["Cache-Control"]

    def test_what_is_not_there_is_a_404_for_moderators(self, article, member):
        home = article.get_parent().get_parent()
        desk = Desk(member)
        for path in ("4711/", "discussions/4711/", f"discussions/{home.pk}/", "discussions/1/"):
            assert desk.client.get(QUEUE + path).status_code == 404

    def test_decisions_are_only_posted(self, member):
        assert Desk(member).client.get(DECIDE).status_code == 405


class TestTheMenu:
    def test_a_moderator_sees_the_desk_and_what_belongs_to_it(self, discussion, member):
        discussion.pending()
        discussion.pending()
        discussion.approved()
        items = menu(Desk(member).client)
        assert items["reader-comments"]["label"] == "Reader comments"
        assert items["reader-comments"]["url"] == QUEUE
        assert items["reader-comments"]["attrs"]["data-reader-comments-waiting"] == "2"
        own = {"reader-comments", "settings", "banned-readers", "comment-rules"}
        own |= {"reports", "spam-score", "moderation-log", "moderation", "trusted-readers", "reasons-to-reject"}
        everybodys = {"account", "logout", "help", "editor-guide", "keyboard-shortcuts-trigger"}
        assert set(items) <= own | everybodys

    def test_the_badge_is_empty_when_nothing_waits(self, member):
        items = menu(Desk(member).client)
        assert items["reader-comments"]["attrs"]["data-reader-comments-waiting"] == ""

    def test_the_badge_counts_to_99(self, discussion, member):
        comment = discussion.pending()
        copies = []
        for number in range(1, 101):
            copy = ReaderComment(
                page=comment.page,
                content_type=comment.content_type,
                object_pk=comment.object_pk,
                site_id=comment.site_id,
                user_name="Ana",
                comment=f"Remark {number}",
                status=Status.PENDING,
                submitted_at=comment.submitted_at,
            )
            copy.save()
            copies.append(copy)
        items = menu(Desk(member).client)
        assert items["reader-comments"]["attrs"]["data-reader-comments-waiting"] == "99+"

    def test_an_editor_does_not_see_it(self, discussion, editor):
        discussion.pending()
        answer = Desk(editor).client.get("/admin/")
        assert "reader-comments" not in menu(Desk(editor).client)
        assert "waiting for a decision" not in answer.content.decode()

    def test_the_home_page_tells_what_waits_and_the_oldest(self, discussion, member):
        desk = Desk(member)
        panel = desk.get("/admin/").select_one(".reader-comments-panel")
        assert "Nothing is waiting" in words(panel)
        discussion.pending(name="Ana")
        discussion.pending(name="Ben")
        panel = desk.get("/admin/").select_one(".reader-comments-panel")
        assert "2 comments are waiting for a decision, the oldest by Ana" in words(panel)
        assert panel.a["href"] == QUEUE
        assert "reported" not in words(panel)

    def test_the_home_page_tells_what_is_reported(self, discussion, member):
        comment = discussion.approved()
        actions.flag(comment.pk, reader=Reader(key="id:one", network="one"), reason="abuse")
        panel = Desk(member).get("/admin/").select_one(".reader-comments-panel")
        assert "Readers have reported 1 comment." in words(panel)
        assert f"{QUEUE}?tab=flagged" in [link["href"] for link in panel.select("a")]


class TestTheGroupEditor:
    def test_it_offers_the_permission_by_a_clear_name(self, admin_client):
        permission = Permission.objects.get(codename="moderate_comment")
        answer = admin_client.get("/admin/groups/new/").content.decode()
        assert "Can moderate reader comments" in answer
        assert f'value="{permission.pk}"' in answer


class TestTheSettings:
    def test_the_form_is_saved(self, admin_client, rules):
        path = "/admin/settings/comments/discussionsettings/"
        answer = admin_client.get(path, follow=True)
        html = answer.content.decode()
        for label in ("Reports that hide a comment", "Guests may comment", "Longest comment"):
            assert label in html
        form = BeautifulSoup(html, "html.parser").select_one("input[name=edit_minutes]").find_parent("form")
        sent = {field["name"]: field.get("value", "") for field in form.select("input[type=number]")}
        sent |= {"is_open": "on", "guests": "on", "edit_minutes": "7"}
        rules(max_links=9)  # changed on their own page, while this one was open
        saved = admin_client.post(answer.redirect_chain[-1][0], sent, follow=True)
        assert "Discussion settings updated" in saved.content.decode()
        row = DiscussionSettings.objects.get()
        assert (row.edit_minutes, row.max_links) == (7, 9)

    def test_a_moderator_does_not_reach_them(self, member):
        answer = Desk(member).client.get("/admin/settings/comments/discussionsettings/", follow=True)
        assert answer.redirect_chain[-1][0] == "/admin/"


class TestSignedInDecisions:
    def test_they_carry_the_name_of_who_decided(self, discussion, member):
        comment = discussion.pending()
        Desk(member).decide("approve", comment)
        decision = discussion.again(comment).decisions.get(decision="approve")
        assert (decision.actor, decision.actor_name) == (member, "member")
        assert actions.Moderator(user=member).name == "member"
