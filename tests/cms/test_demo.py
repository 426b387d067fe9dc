"""The demo: what it holds, and that it claims no more than its sources."""

import json
from collections import Counter
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from articles.blocks import ArticleBody
from articles.models import ArticlePage
from cms.demo import content, draw
from cms.demo.prose import rich_text
from comments.models import Decision, Discussion, Flag, ReaderComment, SavedFilter, Status, Trust
from home.models import User

MS = "acupuncture-multiple-sclerosis"
PASSWORD = "harbour-lights"


def load(**options):
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def comments():
    return ReaderComment.norel_objects.all()


class TestProse:
    def test_it_writes_what_wagtails_editor_would(self):
        assert rich_text("One *two*\n**three**.\n\n- four\n- five", {}) == (
            "<p>One <i>two</i> <b>three</b>.</p><ul><li>four</li><li>five</li></ul>"
        )

    def test_it_links_to_pages_by_their_slug(self):
        html = rich_text("See [this](article:first-visit).", {"first-visit": 7})
        assert html == '<p>See <a linktype="page" id="7">this</a>.</p>'

    def test_it_refuses_an_article_that_is_not_there(self):
        with pytest.raises(KeyError):
            rich_text("[this](article:nowhere)", {})


class TestContent:
    """The files themselves; no database."""

    def claims(self, slug=MS):
        return [block for block in content.articles()[slug]["body"] if block["type"] in {"benefit", "mechanism"}]

    def test_the_main_article_has_the_skeleton_of_its_kind(self):
        kinds = Counter(block["type"] for block in content.articles()[MS]["body"])
        assert [block["heading"] for block in self.claims()] == [
            "Symptom relief",
            "Immune modulation",
            "Neuroprotection and repair",
            "Neural modulation",
            "Regulation of inflammation",
            "Modulation of neurotransmitters",
        ]
        assert kinds["benefit"] == kinds["mechanism"] == 3
        assert kinds["evidence"] == kinds["call_to_action"] == kinds["faq"] == kinds["disclaimer"] == 1
        assert kinds["related_article"] >= 3

    def test_every_block_of_an_article_has_a_key_of_its_own(self):
        for article in content.articles().values():
            keys = [block["key"] for block in article["body"]]
            assert len(set(keys)) == len(keys)

    def test_the_references_are_the_studies_that_were_checked(self):
        items = content.references()
        assert set(items) == {"karpatkin2014", "donnellan2008", "quispe2012", "haider2024"}
        assert {item.get("DOI") for item in items.values()} == {
            None,
            "10.1155/2014/972935",
            "10.1186/1472-6882-12-209",
            "10.1016/j.ctcp.2024.101902",
        }

    def test_no_source_says_more_than_its_study(self):
        facts = json.loads((content.FOLDER / "references.json").read_text())["references"]
        participants = {fact["id"]: fact.get("participants") for fact in facts}
        known_effects = {
            ("haider2024", -0.92, -1.36, -0.47, None),
            ("haider2024", 0.91, 0.07, 1.74, None),
            ("donnellan2008", None, None, None, 0.04),
        }
        sources = [
            source
            for article in content.articles().values()
            for block in article["body"]
            for source in block.get("sources", [])
        ]
        assert len(sources) > 12
        for source in sources:
            key = source["reference"]
            assert source.get("participants") in {None, participants[key]}
            if effect := source.get("effect"):
                assert (key, *(effect.get(name) for name in ("value", "ci_low", "ci_high", "p"))) in known_effects
            if key == "karpatkin2014":
                assert source["direction"] == "unclear"
            if key == "donnellan2008":
                assert source["direction"] == "mixed"

    def test_every_graded_claim_is_of_low_certainty_with_its_reasons(self):
        for slug, article in content.articles().items():
            for block in article["body"]:
                if block.get("sources"):
                    assert block["certainty"] in {"low", "very_low"}, (slug, block["key"])
                    assert block["certainty_reasons"], (slug, block["key"])

    def test_a_claim_without_a_source_is_called_a_hypothesis(self):
        without = [claim for claim in self.claims() if not claim.get("sources")]
        assert len(without) == 2
        assert all("hypothesis" in claim["text"] for claim in without)
        assert sum(claim.get("no_evidence_found", False) for claim in without) == 1

    def test_each_article_has_a_picture_of_its_own_that_the_program_draws(self):
        pictures = [article["image"] for article in content.articles().values()]
        names = [Path(picture["file"]).stem for picture in pictures]
        assert set(names) == set(draw.PICTURES)
        assert len(names) == len(set(names))
        for picture in pictures:
            with Image.open(content.IMAGES / picture["file"]) as image:
                assert image.size == (1600, 1000)
            assert len(picture["alt"]) > 40


class TestLoadDemo(TestCase):
    """Loaded once for all tests here, because they only read."""

    @classmethod
    def setUpTestData(cls):
        cls.said = load(password=PASSWORD)

    def test_it_works(self):
        assert "admin, editor, reviewer, moderator" in self.said
        assert PASSWORD not in self.said
        english = ArticlePage.objects.live().filter(locale__language_code="en")
        assert set(english.values_list("slug", flat=True)) == set(content.articles())
        document = self.client.get(f"/api/v2/articles/{MS}/").json()
        assert document["evidence"]["claims"] == 6
        assert document["evidence"]["cited_claims"] == 4
        assert document["evidence"]["declared_unsupported"] == 1
        assert document["evidence"]["certainty"] == "low"
        assert [author["name"] for author in document["authors"]] == ["Mara Ellison", "Joel Adeyemi"]
        assert [person["name"] for person in document["reviewed_by"]] == ["Dr Ingrid Halvorsen"]
        assert len(document["topics"]) == 3
        assert len(document["references"]) == 4
        assert document["published_at"] == "2026-06-16T08:30:00Z"
        assert document["updated_at"] == "2026-09-24T09:00:00Z"
        assert [change["note"] for change in document["change_history"]][-1] == "First published."
        assert document["image"]["alt"].startswith("Abstract drawing")
        fatigue = document["body"][2]["value"]["sources"][0]
        assert fatigue["effect"] | {"measure": ""} == {
            "measure": "",
            "value": -0.92,
            "ci_low": -1.36,
            "ci_high": -0.47,
            "p": None,
        }
        assert self.client.get("/api/v2/site/").json()["title"] == "Harbour Clinic"

    def test_its_users_sign_in_with_the_password(self):
        known = {"admin": [], "editor": ["Editors"], "reviewer": ["Medical reviewers"], "moderator": ["Moderators"]}
        for username, groups in known.items():
            user = User.objects.get(username=username)
            assert self.client.login(username=username, password=PASSWORD)
            assert self.client.get("/admin/").status_code == 200
            assert list(user.groups.values_list("name", flat=True)) == groups
            assert user.is_superuser is not bool(groups)

    def test_the_history_of_the_list_of_articles_says_that_it_was_loaded(self):
        self.client.login(username="admin", password=PASSWORD)
        index = Page.objects.get(depth=3, slug="articles")
        history = self.client.get(f"/admin/pages/{index.pk}/history/")
        assert "Loaded the demo content below this page" in history.content.decode()

    def test_an_editor_could_save_every_article_as_it_is(self):
        for page in ArticlePage.objects.all():
            ArticleBody().clean(page.body)
            page.full_clean()

    def test_blocks_have_the_same_ids_in_every_installation(self):
        first = ArticlePage.objects.get(slug=MS).body[2]
        assert first.id == content.block_id(MS, "symptom-relief")


class TestTheDiscussion(TestCase):
    """Loaded once for all tests here, because they only read."""

    @classmethod
    def setUpTestData(cls):
        load(password=PASSWORD)

    def test_it_has_comments_in_every_status(self):
        statuses = Counter(comments().values_list("status", flat=True))
        assert set(statuses) == set(Status)
        assert statuses[Status.PENDING] >= 4

    def test_comments_wait_for_different_reasons(self):
        codes = {reason["code"] for reasons in comments().values_list("reasons", flat=True) for reason in reasons}
        assert {"links", "held_words", "banned_words", "pre_moderation"} <= codes

    def test_replies_go_three_deep_and_the_author_answers(self):
        assert comments().filter(depth__gte=3, visible=1).exists()
        page = ArticlePage.objects.get(slug=MS)
        _, thread = self.client.get(f"/api/v2/comments/?page={page.pk}&limit=2").json()["items"]
        reply = thread["replies"][0]
        assert reply["author"] == {"name": "Mara Ellison", "role": "author", "avatar_url": None}
        assert reply["replies"][0]["replies"]

    def test_an_objection_is_addressed_by_a_note_in_the_articles_history(self):
        document = self.client.get(f"/api/v2/articles/{MS}/").json()
        (first,) = self.client.get(f"/api/v2/comments/?page={document['id']}&limit=1").json()["items"]
        assert first["addressed"] in [{"note": row["note"], "at": row["at"]} for row in document["change_history"]]
        assert first["submitted_at"] < first["addressed"]["at"]
        assert first["block"] == content.block_id(MS, "immune-modulation")
        row = Decision.objects.get(comment=first["id"], decision=Decision.Verb.ADDRESS)
        assert (row.actor.username, row.actor_kind) == ("editor", "editor")

    def test_a_removed_comment_leaves_a_tombstone_above_its_replies(self):
        page = ArticlePage.objects.get(slug=MS)
        threads = self.client.get(f"/api/v2/comments/?page={page.pk}&limit=100").json()["items"]
        (tombstone,) = [thread for thread in threads if thread["status"] == "removed"]
        assert tombstone["body_html"] == ""
        assert [reply["author"]["role"] for reply in tombstone["replies"]] == [None, "moderator"]

    def test_some_are_about_a_claim(self):
        counts = self.client.get(f"/api/v2/articles/{MS}/").json()["discussion"]["by_block"]
        assert counts[content.block_id(MS, "symptom-relief")] >= 4

    def test_totals_are_those_of_what_readers_see(self):
        for discussion in Discussion.objects.all():
            shown = comments().filter(page_id=discussion.page_id, visible=1, status=Status.APPROVED)
            assert discussion.comment_count == shown.count() > 0

    def test_it_is_spread_over_the_weeks_before_the_demo_was_loaded(self):
        times = sorted(comments().order_by("pk").values_list("submitted_at", flat=True))
        assert list(comments().order_by("pk").values_list("submitted_at", flat=True)) == times
        # The first two are dated like the change note that they led to.
        assert [time.date().isoformat() for time in times[:2]] == ["2026-09-03", "2026-09-24"]
        assert timedelta(days=20) < timezone.now() - times[2] < timedelta(days=40)
        assert times[-1] < timezone.now()

    def test_decisions_are_made_by_the_moderator_between_a_comment_and_its_replies(self):
        decisions = Decision.objects.filter(actor_kind=Decision.Kind.MODERATOR)
        assert set(decisions.values_list("actor__username", flat=True)) == {"moderator"}
        for decision in decisions.select_related("comment"):
            assert decision.comment.submitted_at < decision.at < timezone.now()
        for reply in comments().filter(parent_comment__isnull=False, parent_comment__author_role=""):
            approved = decisions.get(comment=reply.parent_comment_id, decision="approve")
            assert approved.at < reply.submitted_at

    def test_every_tab_and_mark_of_the_desk_has_something_to_show(self):
        reported = comments().reported().get()
        assert reported.status == Status.APPROVED
        assert all(flag.note for flag in Flag.objects.filter(comment=reported))
        assert Flag.objects.count() == 2
        new = comments().unseen().get()
        assert (new.page.slug, new.visible) == ("how-to-read-a-study", 1)
        assert comments().get(featured=1).visible
        trusted = Trust.objects.get()
        assert (trusted.is_granted, trusted.created_by.username) == (True, "moderator")
        assert SavedFilter.objects.get(is_shared=True).owner.username == "moderator"
        verbs = set(Decision.objects.values_list("decision", flat=True))
        assert {Decision.Verb.TRUST, Decision.Verb.FEATURE} <= verbs

    def test_no_address_of_a_reader_leaves_by_the_public_api(self):
        for page in ArticlePage.objects.all():
            answer = self.client.get(f"/api/v2/comments/?page={page.pk}&limit=100").content.decode()
            assert "@" not in answer
