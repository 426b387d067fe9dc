"""Everybody at every address of the desk and of the moderation API: who gets in, and to whom what lies outside their
section is as what does not exist.

The addresses are those that the resolver has. A new one is in no column of TABLE, and fails until it says who may use it.
"""

import json
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Page

from comments import actions
from comments.models import SavedFilter
from tests import worlds
from tests.comments.conftest import Discussion, new_user
from tests.comments.sections import article_in, new_section, section_moderator

NOWHERE = 987_654
PREFIXES = ("admin/comments/", "admin/reports/moderation", "admin/reports/spam-score", "api/v2/moderation/")

# What an address is about, and so who may use it.
DESK = "every moderator"
COMMENT = "one comment: who moderates its page"
SITE = "one comment, by who moderates every page"
PAGE = "one page: who moderates it, and who publishes it"
SEEN = "one page: who moderates it, and its authors"
BAN = "one ban: whose authority reaches it"
OWN = "something of one's own: who made it"
EVERYWHERE = "who moderates every page"
SENIOR = "senior moderators"
LINK = "moderators with a link that was mailed to them"
OTHER = "other permissions"  # of readers' data and of settings; tested where these are

TABLE = {
    "reader_comments": DESK,
    "reader_comments:detail": COMMENT,
    "reader_comments:conversation": COMMENT,
    "reader_comments:moderating": COMMENT,
    "reader_comments:discussion": PAGE,
    "reader_comments:discussion_part": PAGE,
    "reader_comments:of_page": SEEN,
    "reader_comments:mailed": LINK,
    "reader_comments:bulk_run": OWN,
    "reader_comments:bulk_take_back": OWN,
    "reader_comments:forget_filter": OWN,
    "reader_bans:index": DESK,
    "reader_bans:index_results": DESK,
    "reader_bans:add": DESK,
    "reader_bans": BAN,
    "reader_data": OTHER,
    "token_issuers": OTHER,
    "rejection_reasons": EVERYWHERE,
    "reader_trusts": EVERYWHERE,
    "comment_rules": SENIOR,
    "moderation-rules": SENIOR,
    "moderation-rules-try": SENIOR,
    "moderation-seen": DESK,
    "moderation_log": SENIOR,
    "spam_score": SENIOR,
    "cms_report_moderation": DESK,
    "cms_report_moderation_by_moderator": DESK,
    "cms_report_moderation_by_article": DESK,
    "cms_report_moderation_by_reason": DESK,
    "cms_report_moderation_by_claim": DESK,
    "moderation-queue": DESK,
    "moderation-stats": DESK,
    "moderation-filters": DESK,
    "moderation-filter": OWN,
    "moderation-bans": DESK,
    "moderation-ban": BAN,
    "moderation-decisions": DESK,
    "moderation-reasons": DESK,
    "moderation-comment": COMMENT,
    "moderation-comment-decisions": COMMENT,
    "moderation-words": COMMENT,
    "moderation-replies": COMMENT,
    "moderation-feature": COMMENT,
    "moderation-closure": COMMENT,
    "moderation-handling": COMMENT,
    "moderation-author": COMMENT,
    "moderation-author-ban": COMMENT,
    "moderation-author-trust": SITE,
}
ABOUT_ONE = {COMMENT, SITE, PAGE, SEEN, BAN}
# Fits all that is posted to the API about one comment.
SENT = json.dumps({"decision": "approve", "body": "Other words.", "trusted": True, "domain": "b.example"}).encode()
# Those of a name space that do nothing but list, or that need no id.
LISTED = {"index", "index_results", "decide", "reject", "bulk", "save_filter", "refresh"}


def walk(patterns, prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, route, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern) and route.startswith(PREFIXES):
            view = getattr(entry.callback, "cls", None) or getattr(entry.callback, "view_class", None)
            taken = tuple(method.upper() for method in ("get", "put", "post", "delete") if hasattr(view, method))
            yield route, ":".join((*spaces[-1:], entry.name or "")), taken


ADDRESSES = sorted(set(walk(get_resolver().url_patterns)))


def kind_of(name: str) -> str:
    """Give what an address is about; raise KeyError for one of which nobody has said."""
    space, _, own = name.rpartition(":")
    space, own = (space, own) if space != "wagtailapi_v2" else ("", own)
    full = f"{space}:{own}" if space else own
    if full in TABLE:
        return TABLE[full]
    if space == "reader_comments" and own not in LISTED:
        raise KeyError(name)
    return TABLE[space or own.removesuffix("_results")]


class World:
    """A section with a comment, a ban and what its moderator has made; the same outside; and everybody who may come by."""

    def __init__(self):
        sleep, pain = new_section("sleep"), new_section("pain")
        self.inside, self.outside = Discussion(article_in(sleep)), Discussion(article_in(pain))
        self.author = new_user("wanda", "access_admin")
        Page.objects.filter(pk__in=[self.inside.page.pk, self.outside.page.pk]).update(owner=self.author)
        editor = new_user("eddy")
        editor.groups.add(Group.objects.get(name="Editors"))
        self.sandman = section_moderator("sandman", sleep)
        self.people = {
            "anonymous": AnonymousUser(),
            "editor": editor,
            "author": self.author,
            "section": self.sandman,
            "site": new_user("mona", "moderate_comment", "access_admin"),
            "senior": new_user("sonia", "moderate_comment", "senior_moderator", "access_admin"),
            "superuser": new_user("root", is_superuser=True),
        }
        self.clients = {name: Client(raise_request_exception=True) for name in self.people}
        for name, user in self.people.items():
            if user.is_authenticated:
                self.clients[name].force_login(user)
        self.ids = {"inside": self._ids(self.inside, sleep), "outside": self._ids(self.outside, pain)}
        self.ids["nowhere"] = dict.fromkeys(self.ids["inside"], NOWHERE)
        # Somebody else's, shared: seen and not deleted.
        self.shared = SavedFilter.objects.create(owner=self.author, name="Theirs", is_shared=True).pk

    @staticmethod
    def _ids(talk: Discussion, section: Page) -> dict[str, int]:
        ban = actions.ban("email", "a@b.example", by=actions.Moderator(), section=section)
        return {"page": talk.page.pk, "comment": talk.approved().pk, "ban": ban.pk}

    def path(self, route: str, kind: str, where: str) -> str:
        """Give the address `where`: inside the section, outside, or of nothing that exists."""
        ids = self.ids[where]
        pk = ids["ban"] if kind == BAN else ids["comment"] if kind in {COMMENT, SITE} else NOWHERE
        if route.endswith("moderation/filters/<int:pk>/") and where == "inside":
            pk = self.shared
        path = re.sub(r"<int:(pk|page_id|site_id)>", lambda name: str(pk if name[1] == "pk" else ids["page"]), route)
        return "/" + path.replace("<slug:what>", "more")

    def ask(self, who: str, method: str, path: str):
        client = self.clients[who]
        if path.startswith("/api/"):
            return client.generic(method, path, SENT if method != "GET" else b"", content_type="application/json")
        return client.generic(method, path)


@pytest.fixture(scope="class")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with worlds.kept(django_db_blocker):
        yield World()


def outcome(answer) -> str:
    """Give what became of somebody: asked to sign in, refused, told that nothing is there, or let in."""
    place = answer.headers.get("Location", "")
    if answer.status_code == 401 or place.startswith("/admin/login/"):
        return "sign in"
    if answer.status_code == 403 or place == "/admin/":
        return "refused"
    return "not there" if answer.status_code == 404 else "in"


def expected(kind: str, who: str, where: str) -> set[str]:
    if who == "anonymous":
        return {"sign in"}
    moderates = who in {"section", "site", "senior", "superuser"}
    if kind == SEEN and who == "author" and where != "nowhere":
        return {"in"}
    if kind == SEEN and not moderates:
        return {"not there"}
    if kind == PAGE and who == "editor" and where != "nowhere":
        return {"in"}
    if kind == PAGE and not moderates:
        return {"refused", "not there"}  # whether a page exists is no secret to who opens the admin
    if not moderates:
        return {"refused", "not there"} if kind in {BAN, EVERYWHERE} else {"refused"}
    if kind == EVERYWHERE:
        # What was said of somebody is taken back and said anew, and edited by nobody.
        return {"refused", "not there"} if who == "section" else {"in", "not there", "refused"}
    if kind == SENIOR:
        return {"in", "not there"} if who in {"senior", "superuser"} else {"refused"}
    if kind in {DESK, LINK}:
        return {"in", "not there"} if kind == LINK else {"in", "refused", "not there"}
    if kind == OWN or where == "nowhere" or (who == "section" and where == "outside"):
        return {"not there"}
    return {"refused"} if kind == SITE and who == "section" else {"in"}


class TestTheTable:
    def test_it_has_every_address(self):
        missing = []
        for _route, name, _taken in ADDRESSES:
            try:
                kind_of(name)
            except KeyError:
                missing.append(name)
        assert missing == [], "say in TABLE who may use these"
        assert len(ADDRESSES) > 40


@pytest.mark.django_db
class TestEverybody:
    @pytest.mark.parametrize("who", ["anonymous", "editor", "author", "section", "site", "senior", "superuser"])
    def test_at_every_address(self, world, who):
        wrong = []
        for route, name, taken in ADDRESSES:
            kind = kind_of(name)
            for where in places(kind, who):
                path, right = world.path(route, kind, where), expected(kind, who, where)
                with transaction.atomic():
                    for method in methods(taken, right):
                        answer = world.ask(who, method, path)
                        if answer.status_code != 405 and outcome(answer) not in right:
                            wrong.append((method, path, where, outcome(answer), answer.status_code))
                    transaction.set_rollback(True)  # what one address has done is not there for the next
        assert wrong == []


def places(kind: str, who: str) -> list[str]:
    if kind == OTHER or (who in {"senior", "superuser"} and kind != SENIOR):  # elsewhere they are as who moderates all
        return []
    return ["inside", "outside", "nowhere"] if who == "section" and kind in ABOUT_ONE else ["inside"]


def methods(taken: tuple[str, ...], right: set[str]) -> tuple[str, ...]:
    """Give the methods to try, of those that a view takes: all of them where nothing may come of it."""
    return ("GET",) if "in" in right and "GET" in taken else taken
