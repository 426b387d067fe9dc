"""The moderation log: what stands in it, how it is narrowed and downloaded, and that nothing in it changes."""

import io
from datetime import timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from wagtail.snippets.models import get_snippet_models

from comments import actions
from comments.admin import log
from comments.models import Ban, Decision
from comments.models.decisions import AppendOnly
from tests.comments.conftest import new_article, new_user

LOG = "/admin/reports/moderation-log/"


@pytest.fixture
def superuser(db):
    return get_user_model().objects.create_superuser("root", "root@example.org", "secret")


@pytest.fixture
def reader_of_log(superuser):
    client = Client()
    client.force_login(superuser)
    return client


def listed(client: Client, **query: str) -> list[list[str]]:
    """Give the cells of the log's rows as words: when, what, about, who, why."""
    answer = client.get(LOG, query)
    assert answer.status_code == 200, answer.headers.get("Location")
    rows = BeautifulSoup(answer.content, "html.parser").select("table.listing tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for row in rows]


def what(client: Client, **query: str) -> list[str]:
    return [row[1] for row in listed(client, **query)]


class TestLog:
    def test_it_tells_what_was_decided_by_whom_and_why(self, reader_of_log, discussion, by):
        comment = discussion.pending(block="11111111-1111-4111-8111-111111111111")
        actions.reject(comment.pk, by=by, reason="Off topic", note="Belongs elsewhere.")
        newest = listed(reader_of_log)[0]
        assert newest[1:] == [
            "Rejected (Pending → Rejected)",
            f"#{comment.pk} · {discussion.page.title} · Benefit 1",
            "Mona Deer",
            "Off topic: Belongs elsewhere.",
        ]
        assert what(reader_of_log)[-1] == "Submitted (Pending)"

    def test_nobody_stands_in_it_by_their_address(self, discussion):
        moderator = actions.Moderator(user=new_user("mia@example.org", "moderate_comment", "senior_moderator"))
        comment = discussion.pending()
        actions.ban_and_reject(comment.pk, by=moderator, expected_count=1, reason="Off topic")
        actions.ban("email", "ben@example.org", by=moderator)
        row = actions.trust("email", "ida@example.org", by=moderator)
        actions.forget_trust(row.pk, by=moderator)
        assert set(Decision.objects.exclude(actor=None).values_list("actor_name", flat=True)) == {"mia"}
        assert "@" not in str(list(Decision.objects.values()))

    def test_it_outlives_comment_article_and_moderator(self, reader_of_log, discussion, by, moderator):
        comment = discussion.pending()
        actions.reject(comment.pk, by=by, reason="Off topic")
        before = [row[1:] for row in listed(reader_of_log)]
        discussion.page.delete()
        moderator.delete()
        assert [row[1:] for row in listed(reader_of_log)] == before

    def test_bans_stand_in_it_without_the_address(self, reader_of_log, by):
        row = actions.ban("email", "ana@example.org", by=by, reason="Third warning")
        actions.lift(row.pk, by=by)
        lifted, banned = listed(reader_of_log)
        assert banned[1:] == ["Banned", f"E-mail address #{row.pk}", "Mona Deer", "Third warning"]
        assert lifted[1:] == ["Ban lifted", f"E-mail address #{row.pk}", "Mona Deer", ""]
        assert "ana@example.org" not in reader_of_log.get(LOG).content.decode()
        assert not Ban.objects.exists()

    def test_its_filters(self, reader_of_log, discussion, by):
        other = new_article("Walking")
        rejected, approved = discussion.pending(), discussion.pending()
        actions.reject(rejected.pk, by=by, reason="Off topic")
        actions.approve(
            approved.pk,
            by=actions.Moderator(user=new_user("max", "moderate_comment", first_name="Max", last_name="Mole")),
        )
        old = timezone.now() - timedelta(days=9)
        actions.decide(approved.pk, "remove", by=by, at=old)
        assert what(reader_of_log, actor_name="Max Mole") == ["Approved (Pending → Approved)"]
        assert what(reader_of_log, decision="reject", reason="Off topic") == ["Rejected (Pending → Rejected)"]
        assert what(reader_of_log, actor_kind="rule") == ["Submitted (Pending)"] * 2
        assert len(what(reader_of_log, article=discussion.page.title[:9])) == 5
        assert len(what(reader_of_log, article=f"#{discussion.page.pk}")) == 5
        assert what(reader_of_log, article=str(other.pk)) == what(reader_of_log, article="walk") == []
        assert what(reader_of_log, at_to=f"{old + timedelta(days=1):%Y-%m-%d}") == ["Removed (Approved → Removed)"]
        assert what(reader_of_log, at_from=f"{old + timedelta(days=1):%Y-%m-%d}", decision="remove") == []

    def test_it_counts_and_pages_no_further_than_it_says(self, reader_of_log, discussion, monkeypatch):
        monkeypatch.setattr(log, "LISTED", 2)
        for _number in range(3):
            discussion.pending()
        assert len(listed(reader_of_log)) == 2
        assert "These are the newest 2 entries" in reader_of_log.get(LOG).content.decode()

    def test_it_takes_as_many_queries_for_one_as_for_twenty(self, reader_of_log, discussion, by):
        def queries() -> int:
            with CaptureQueriesContext(connection) as counted:
                reader_of_log.get(LOG)
            return len(counted)

        actions.reject(discussion.pending().pk, by=by, reason="Off topic")
        reader_of_log.get(LOG)
        one = queries()
        for number in range(19):
            actions.reject(discussion.pending().pk, by=by, reason=f"Reason {number}")
        assert queries() <= one

    def test_only_senior_moderators(self, db, client):
        client.force_login(new_user("max", "moderate_comment", "access_admin"))
        assert client.get(LOG).status_code == 302
        assert client.get(f"{LOG}?export=csv").status_code == 302


class TestDownload:
    def test_as_csv(self, reader_of_log, discussion, by):
        comment = discussion.pending()
        actions.reject(comment.pk, by=by, reason="=1+1")
        answer = reader_of_log.get(LOG, {"export": "csv", "decision": "reject"})
        lines = b"".join(answer.streaming_content).decode().splitlines()
        assert answer["Content-Disposition"] == 'attachment; filename="moderation-log.csv"'
        assert lines[0].startswith(
            "When,Decision,From,To,Comment,Article,Title of the article,Claim,About,By,Moderator"
        )
        assert f",Rejected,pending,rejected,{comment.pk},{discussion.page.pk}," in lines[1]
        assert len(lines) == 2

    def test_as_a_workbook(self, reader_of_log, discussion, by):
        actions.reject(discussion.pending().pk, by=by, reason="Off topic")
        answer = reader_of_log.get(LOG, {"export": "xlsx"})
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        rows = list(sheet.values)
        assert rows[0][:4] == ("When", "Decision", "From", "To")
        assert [row[1] for row in rows[1:]] == ["Rejected", "Submitted"]


class TestAppendOnly:
    def test_rows_are_neither_changed_nor_deleted(self, discussion):
        discussion.pending()
        row = Decision.objects.get()
        for change in (
            lambda: Decision.objects.update(note="other"),
            lambda: Decision.objects.filter(pk=row.pk).delete(),
            row.save,
            row.delete,
        ):
            with pytest.raises(AppendOnly):
                change()
        assert Decision.objects.get() == row

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    @pytest.mark.parametrize("name", ["index", "index_results"])
    def test_its_addresses_only_read(self, reader_of_log, discussion, method, name):
        discussion.pending()
        before = list(Decision.objects.values())
        assert getattr(reader_of_log, method)(reverse(f"moderation_log:{name}")).status_code == 405
        assert list(Decision.objects.values()) == before

    def test_no_other_address_of_the_admin_is_about_its_rows(self, db):
        views = [view for view in admin_views(get_resolver()) if model_of(view) is Decision]
        assert {view.view_class for view in views} == {log.LogView}
        assert Decision not in get_snippet_models()


def admin_views(resolver):
    """Give the view behind every address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from admin_views(pattern)


def model_of(view):
    """Give the model that a class-based view is about, also below decorators; None where it is about none."""
    while view is not None and not hasattr(view, "view_class"):
        view = getattr(view, "__wrapped__", None)
    if view is None:
        return None
    return view.view_initkwargs.get("model") or getattr(view.view_class, "model", None)
