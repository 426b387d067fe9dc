"""The report of sources that are retracted or cannot be had, and the asking for them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site

from articles.models import ArticleIndexPage, ArticlePage, LibrarySettings, Reference, SourceCheck
from articles.references import reaching
from articles.references.reaching import Answer
from tests import worlds
from tests.articles.bodies import block, items, source
from tests.articles.conftest import new_article, new_reference
from tests.articles.reports import exported, page_of, queries, sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/reports/source-problems/"
CHECK = "/admin/reports/source-problems/check/"
GONE, UNSURE = Answer(False, "404 from example.org"), Answer(None, "403 from example.org")


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker) -> Iterator[tuple[int, int]]:
    with worlds.kept(django_db_blocker):
        study = new_reference("Needles help", DOI="10.1234/needles")
        owner = get_user_model().objects.create_user("mara", "mara@example.org", "x", first_name="Mara")
        body = [
            block("benefit", id="claim-1", heading="Less fatigue", text="<p>Yes.</p>", sources=items(source(study))),
            block("evidence", id="evidence-1", heading="", text="<p>Some.</p>", sources=items(source(study))),
        ]
        yield study.pk, new_article(ArticleIndexPage.objects.get(), "Acupuncture", body=body, owner=owner).pk


@pytest.fixture
def study(db, published):
    return Reference.objects.get(pk=published[0])


@pytest.fixture
def leaning(db, published):
    """Give an article of which one claim and the evidence cite the study."""
    return ArticlePage.objects.get(pk=published[1])


@pytest.fixture
def asking():
    """Allow looking up."""
    LibrarySettings.objects.create(site=Site.objects.get(is_default_site=True), look_up=True)


def retract(reference):
    reference.retracted = True
    reference.save()


def found_gone(reference, times=2):
    """Have the work found gone so many times, an hour and more apart."""
    for _ in range(times):
        reaching.record(reference, reaching.address_of(reference), GONE)
        SourceCheck.objects.update(failing_since=timezone.now() - timedelta(hours=2))


class TestTheReport:
    def test_it_lists_each_block_that_leans_on_retracted_work(self, editor_client, leaning, study, run_later):
        retract(study)
        run_later()
        page = page_of(editor_client, ADDRESS)
        for shown in (
            "#block-claim-1-section",
            "#block-evidence-1-section",
            "Less fatigue",
            "Supports the claim",
            "Mara",
        ):
            assert shown in page
        first, second = exported(editor_client, ADDRESS)
        assert first.pop("Owner told of the retraction")
        assert first.pop("Address").endswith(f"/admin/pages/{leaning.pk}/edit/#block-claim-1-section")
        assert first == {
            "Article": "Acupuncture",
            "Claim": "Less fatigue",
            "Cited as": "Supports the claim",
            "Source": "Needles help",
            "DOI": "10.1234/needles",
            "Address of the source": "https://doi.org/10.1234/needles",
            "State": "Retracted",
            "Why": "",
            "Asked for": "",
            "Gone since": "",
            "Owner": "Mara",
        }
        assert second["Claim"] == "Evidence"

    def test_a_source_that_was_gone_twice_is_listed_with_what_was_answered(self, editor_client, leaning, study):
        found_gone(study, times=1)
        assert exported(editor_client, ADDRESS) == []
        assert len(exported(editor_client, ADDRESS, state="unsure")) == 2
        found_gone(study, times=1)
        rows = exported(editor_client, ADDRESS)
        assert {(row["State"], row["Why"].partition(",")[0]) for row in rows} == {
            ("Unreachable", "404 from example.org")
        }
        assert all(row["Gone since"] and row["Asked for"] for row in rows)
        retract(study)
        assert exported(editor_client, ADDRESS)[0]["State"] == "Retracted, Unreachable"

    def test_it_says_so_where_there_is_nothing(self, editor_client, leaning):
        page = page_of(editor_client, ADDRESS)
        assert "No live article leans on a source that is retracted or unreachable." in page
        assert "looking up is switched off" in page

    def test_it_can_be_narrowed(self, editor_client, leaning, study, make_reference):
        retract(study)
        other = make_reference("Uncited", retracted=True)
        assert len(exported(editor_client, ADDRESS, reference=study.pk)) == 2
        assert "No live article cites" in page_of(editor_client, ADDRESS, reference=other.pk)
        assert "in this state" in page_of(editor_client, ADDRESS, state="reachable")
        for state, count in [("unchecked", 2), ("unreachable", 0), ("no-address", 0), ("all", 2)]:
            assert len(exported(editor_client, ADDRESS, state=state)) == count

    def test_its_chart_counts_each_work_once(self, editor_client, leaning, study, make_reference, make_article):
        retract(study)
        plain = make_reference("Without an address")
        make_article(body=[block("benefit", heading="H", sources=items(source(plain), source(study)))])
        (chart,) = editor_client.get(ADDRESS).context["charts"]
        assert {bar.label: bar.total for bar in chart.bars if bar.total} == {
            "Retracted": 1,
            "Not asked for yet": 1,
            "No DOI or address": 1,
        }

    @pytest.mark.usefixtures("untold")
    def test_it_asks_the_same_of_one_and_of_twenty(self, editor_client, leaning, study, make_article, make_reference):
        retract(study)
        one = queries(editor_client, ADDRESS), queries(editor_client, ADDRESS, export="csv")
        for number in range(20):
            other = make_reference(f"Study {number}", retracted=True)
            body = [block("benefit", heading="H", sources=items(source(study), source(other)))]
            make_article(f"Article {number}", body=body)
        assert (queries(editor_client, ADDRESS), queries(editor_client, ADDRESS, export="csv")) == one

    def test_a_moderator_does_not_see_it(self, client, django_user_model):
        sign_in(client, django_user_model, "Moderators")
        assert client.get(ADDRESS).status_code == 302
        assert client.post(CHECK).status_code == 302
        assert not DBTaskResult.objects.filter(task_path=reaching.check.module_path).exists()


class TestCheckingNow:
    def test_those_that_are_shown_are_asked_for_by_a_task(
        self, editor_client, leaning, study, asking, monkeypatch, run_later
    ):
        asked = []
        monkeypatch.setattr(reaching, "ask", lambda address: asked.append(address) or Answer(True, "200 from doi.org"))
        retract(study)
        assert "Check these sources now" in page_of(editor_client, ADDRESS)
        answer = editor_client.post(f"{CHECK}?state=retracted", follow=True)
        assert answer.redirect_chain == [(f"{ADDRESS}?state=retracted", 302)]
        assert "1 source is asked for in the next minutes." in answer.content.decode()
        assert asked == []
        run_later()
        assert asked == ["https://doi.org/10.1234/needles"]
        assert study.source_check.outcome == "reachable"
        editor_client.post(f"{CHECK}?state=all", {"reference": study.pk})
        run_later()
        assert len(asked) == 1, "it was asked for minutes ago"

    def test_one_of_them_can_be_meant(self, editor_client, leaning, asking, make_reference, make_article):
        other = make_reference("Other", DOI="10.1234/other")
        make_article("Yoga", body=[block("benefit", heading="H", sources=items(source(other)))])
        DBTaskResult.objects.all().delete()
        editor_client.post(f"{CHECK}?state=unchecked", {"reference": other.pk})
        assert DBTaskResult.objects.get().args_kwargs["args"] == [[other.pk]]

    def test_nothing_is_asked_where_it_is_switched_off_or_there_is_nothing(self, editor_client, leaning, study):
        retract(study)
        DBTaskResult.objects.all().delete()
        assert "switched off" in editor_client.post(CHECK, follow=True).content.decode()
        LibrarySettings.objects.create(site=Site.objects.get(is_default_site=True), look_up=True)
        answer = editor_client.post(f"{CHECK}?state=unreachable", follow=True)
        assert "There is no source" in answer.content.decode()
        assert not DBTaskResult.objects.exists()

    def test_a_get_changes_nothing(self, editor_client):
        assert editor_client.get(CHECK).status_code == 405
