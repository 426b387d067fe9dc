"""Reports › Moderation: its figures, charts and tables, whom they are shown, and what they cost."""

import io
from collections.abc import Iterator
from datetime import timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.insight import charts
from comments import actions, tallying
from tests import worlds
from tests.comments.conftest import BLOCKS, Discussion, new_article, new_user
from tests.comments.sections import section_moderator

REPORT = "/admin/reports/moderation/"
VIEWS = [REPORT, *(f"/admin/reports/moderation-by-{name}/" for name in ("moderator", "article", "reason", "claim"))]


@pytest.fixture(scope="class")
def by(django_db_setup, django_db_blocker) -> Iterator[actions.Moderator]:
    with worlds.kept(django_db_blocker):
        codenames = ("moderate_comment", "senior_moderator", "access_admin")
        yield actions.Moderator(user=new_user("moderator", *codenames, first_name="Mona", last_name="Deer"))


@pytest.fixture(scope="class")
def desk(by) -> Client:
    client = Client()
    client.force_login(by.user)
    return client


@pytest.fixture(scope="class")
def work(by) -> Discussion:
    """Two days ago: an approved thread about a claim, and a rejected comment that somebody else approved."""
    discussion = Discussion(new_article())
    noon = tallying.begin(tallying.today() - tallying.DAY * 2) + timedelta(hours=12)
    first = discussion.pending(submitted_at=noon, block=BLOCKS[0])
    actions.decide(first.pk, "approve", by=by, at=noon + timedelta(minutes=10))
    second = discussion.pending(submitted_at=noon)
    actions.decide(second.pk, "reject", by=by, reason="Off topic", at=noon + timedelta(hours=2))
    other = actions.Moderator(user=new_user("max", "moderate_comment", first_name="Max", last_name="Mole"))
    actions.decide(second.pk, "approve", by=other, at=noon + timedelta(hours=3))
    tallying.catch_up.func()
    return discussion


def page(client: Client, path: str = REPORT, **query: object) -> BeautifulSoup:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.headers.get("Location")
    return BeautifulSoup(answer.content, "html.parser")


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def table(client: Client, path: str, **query: object) -> list[list[str]]:
    rows = page(client, path, **query).select("table.listing tbody tr")
    return [[words(cell) for cell in row.select("td")] for row in rows]


@pytest.mark.django_db
class TestReport:
    def test_its_figures_and_charts(self, desk, work):
        shown = page(desk)
        figures = {words(row.dt): words(row.dd) for row in shown.select(".insight-figures > div")}
        assert figures["Comments written"] == "2"
        assert figures["Decisions"] == "3"
        assert figures["Agreement"] == "66.7 %"
        assert "from midnight to midnight UTC" in words(shown)
        drawn = [chart["data-chart"] for chart in shown.select(".report-chart")]
        assert drawn == ["volume", "decisions", "waits", "agreement", "reasons", "claims"]
        claims = shown.select_one("[data-chart=claims]")
        assert claims.select_one("a")["href"] == f"/admin/comments/discussions/{work.page.pk}/"

    def test_its_tables(self, desk, work):
        assert table(desk, VIEWS[1])[0][:3] == ["Mona Deer", "2", "1"]
        assert table(desk, VIEWS[2])[0][:3] == [work.page.title, "2", "3"]
        assert table(desk, VIEWS[3])[0][:4] == ["Off topic", "1", "0", "1"]
        assert table(desk, VIEWS[4]) == [["Benefit 1", "1", "1"]]
        assert [row[0] for row in table(desk, VIEWS[1], ordering="decisions")] == ["Max Mole", "Mona Deer"]

    def test_a_day_that_is_not_counted_is_said(self, desk, work):
        from comments.models import Tally

        assert "not counted yet" not in page(desk).text
        Tally.objects.all().delete()
        assert "1 day is not counted yet" in page(desk).text

    @pytest.mark.parametrize(("days", "lines"), [(7, 7), (30, 5), (90, 13)])
    def test_more_days_than_seven_are_drawn_as_weeks(self, desk, work, days, lines):
        assert len(page(desk, days=days).select("[data-chart=volume] .report-chart__line")) == lines

    @pytest.mark.parametrize("path", VIEWS)
    def test_as_files(self, desk, work, path):
        lines = b"".join(desk.get(path, {"export": "csv", "days": "7"}).streaming_content).decode().splitlines()
        answer = desk.get(path, {"export": "xlsx"})
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert len(list(sheet.values)) == len(lines) > 1
        assert answer["Content-Disposition"].endswith('-30-days.xlsx"')

    def test_of_a_section_nothing_else_is_told(self, desk, work):
        Discussion(new_article("Elsewhere")).pending(block=BLOCKS[1])
        client = Client()
        client.force_login(section_moderator("sandra", work.page))
        assert [row[0] for row in table(client, VIEWS[2])] == [work.page.title]
        assert [row[0] for row in table(client, VIEWS[4])] == ["Benefit 1"]
        assert [row[0] for row in table(client, VIEWS[1])] == ["Mona Deer", "Max Mole"]
        assert len(table(desk, VIEWS[2])) == 2


@pytest.fixture(scope="class")
def counted(desk, work, by) -> dict[str, list[int]]:
    """Give how many queries each view takes, after one article with a reason of its own and after twenty."""

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            page(desk, path)
        return len(counted)

    def reject(number: int) -> None:
        other = Discussion(new_article(f"Article {number}"))
        actions.reject(other.pending(block=BLOCKS[0]).pk, by=by, reason=f"Reason {number}")

    reject(0)
    few = {path: [queries(path), queries(path)][1] for path in VIEWS}
    for number in range(1, 20):
        reject(number)
    return {path: [few[path], queries(path)] for path in VIEWS}


@pytest.mark.django_db
class TestItsCost:
    @pytest.mark.parametrize("path", VIEWS)
    def test_it_takes_as_many_queries_for_one_as_for_twenty(self, counted, path):
        few, many = counted[path]
        assert many == few


@pytest.mark.django_db
class TestWithoutWork:
    @pytest.mark.parametrize("path", VIEWS)
    def test_where_nothing_has_happened(self, desk, path):
        shown = page(desk, path)
        assert not shown.select("table.listing, .report-chart")
        assert "in these days." in shown.text

    @pytest.mark.parametrize("path", VIEWS)
    def test_only_who_moderates(self, path):
        client = Client()
        client.force_login(new_user("ed", "access_admin"))
        assert client.get(path).status_code == 302


class TestSpoken:
    @pytest.mark.parametrize(
        ("seconds", "said"),
        [
            (None, "–"),
            (0, "0 seconds"),
            (1, "1 second"),
            (119, "119 seconds"),
            (120, "2 minutes"),
            (7200, "2 hours"),
            (200_000, "2 days"),
        ],
    )
    def test_it_speaks_of_the_largest_unit(self, seconds, said):
        assert charts.spoken(seconds) == said
