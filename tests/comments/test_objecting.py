"""An article's editors answer objections: what changes, what readers are told, what is logged, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import tags
from comments import actions, errors
from comments.models import Decision, ReaderComment
from tests.comments import consistency
from tests.comments.conftest import BLOCKS, COMMENTS, MODERATION, Discussion, new_article, new_user

NOTE = actions.Note(text="Added a trial that found no difference.", at=datetime(2126, 3, 12, 9, tzinfo=UTC))
TOLD = {"note": "Added a trial that found no difference.", "at": "2126-03-12T09:00:00Z"}


@pytest.fixture
def editor(db) -> actions.Moderator:
    return actions.Moderator(user=new_user("eddy", first_name="Eddy", last_name="Tor"))


@pytest.fixture
def objection(discussion) -> ReaderComment:
    return discussion.approved("Is that so?", block=BLOCKS[0])


@pytest.fixture
def address(article, editor):
    """Give a function that lets the note address comments: `address(comment, …, versions={…})`."""

    def by_note(*comments, note=NOTE, **more):
        return actions.address(article.pk, [row.pk for row in comments], note=note, by=editor, **more)

    return by_note


def told(api, comment) -> dict | None:
    """Give what readers are told of the comment's being addressed."""
    return api.get(f"{COMMENTS}{comment.pk}/").json()["addressed"]


class TestAddress:
    def test_it_works(self, api, discussion, objection, address, editor, article):
        (outcome,) = address(objection, versions={objection.pk: 2})
        assert (outcome.id, outcome.status, outcome.outcome) == (objection.pk, "approved", "changed")
        changed = discussion.again(objection)
        assert (changed.objection, changed.version, changed.status) == ("addressed", 3, "approved")
        assert told(api, objection) == TOLD
        row = Decision.objects.filter(comment=objection).latest("pk")
        assert (row.decision, row.from_status, row.to_status, row.version) == ("address", "approved", "approved", 3)
        assert (row.actor, row.actor_name, row.actor_kind, row.note) == (editor.user, "Eddy Tor", "editor", NOTE.text)
        consistency.check(article)

    def test_readers_see_it_at_once(self, api, objection, address, article):
        path = f"{COMMENTS}?page={article.pk}"
        before, version = api.get(path), tags.version([f"comments:{article.pk}"])
        address(objection)
        after = api.get(path, If_None_Match=before["ETag"])
        assert after.status_code == 200
        assert after.json()["items"][0]["addressed"] == TOLD
        assert tags.version([f"comments:{article.pk}"]) == version + 1

    def test_moderators_see_it_with_who_said_so(self, moderation, objection, address):
        address(objection)
        document = moderation.get(f"{MODERATION}{objection.pk}/").json()
        assert document["addressed"] == TOLD
        last = document["decisions"][-1]
        assert (last["decision"], last["note"], last["actor"]) == (
            "address",
            NOTE.text,
            {"name": "Eddy Tor", "kind": "editor"},
        )

    def test_the_same_note_again_adds_no_row_and_another_takes_its_place(self, api, objection, address):
        address(objection)
        assert address(objection)[0].outcome == "unchanged"
        newer = actions.Note(text="Reworded.", at=NOTE.at + timedelta(days=3))
        assert address(objection, note=newer)[0].outcome == "changed"
        assert told(api, objection)["note"] == "Reworded."
        assert Decision.objects.filter(comment=objection, decision="address").count() == 2

    def test_it_refuses_a_version_that_is_no_longer_the_comments(self, discussion, objection, address):
        (outcome,) = address(objection, versions={objection.pk: 1})
        assert outcome.outcome == "conflict"
        assert isinstance(outcome.error, errors.AlreadyDecided)
        assert outcome.error.extra["current"]["version"] == 2
        assert discussion.again(objection).objection == ""

    def test_it_refuses_what_begins_no_thread_about_a_claim(self, discussion, objection, address):
        others = [
            discussion.approved("About it all."),
            discussion.approved("A reply.", parent=objection),
            discussion.pending("Waits.", block=BLOCKS[0]),
            discussion.decide(discussion.approved("Gone.", block=BLOCKS[0]), "remove"),
        ]
        outcomes = address(*others)
        assert [row.outcome for row in outcomes] == ["conflict"] * 4
        assert {row.error.code for row in outcomes} == {"not_an_objection"}
        assert not ReaderComment.norel_objects.exclude(objection="").exists()

    def test_it_refuses_a_note_of_a_day_before_the_comment(self, discussion, objection, address):
        same_day = objection.submitted_at.replace(hour=0, minute=0)
        notes = [actions.Note(text="Reviewed.", at=at) for at in (same_day - timedelta(days=1), same_day)]
        assert [address(objection, note=note)[0].outcome for note in notes] == ["conflict", "changed"]
        assert address(objection, note=notes[0])[0].error.code == "note_too_old"

    def test_it_does_not_find_comments_of_other_pages(self, rules, address):
        elsewhere = Discussion(new_article("Another")).approved(block=BLOCKS[0])
        (outcome,) = address(elsewhere)
        assert (outcome.outcome, outcome.error.code) == ("not_found", "not_found")
        assert Discussion.again(elsewhere).objection == ""

    def test_several_at_once_cost_no_more_statements(self, discussion, address):
        def statements(number: int) -> int:
            comments = [discussion.approved(block=BLOCKS[0]) for _ in range(number)]
            with CaptureQueriesContext(connection) as captured:
                assert {row.outcome for row in address(*comments)} == {"changed"}
            return len(captured)

        assert statements(1) == statements(20)

    def test_it_takes_a_thousand_at_most(self, article, editor):
        with pytest.raises(ValueError, match="1000"):
            actions.address(article.pk, range(1001), note=NOTE, by=editor)

    def test_what_is_removed_shows_no_note_and_what_comes_back_does(self, api, discussion, objection, address):
        discussion.approved("A reply keeps its place.", parent=objection)
        address(objection)
        discussion.decide(objection, "remove")
        assert told(api, objection) is None
        discussion.decide(objection, "restore")
        assert told(api, objection) == TOLD

    def test_other_words_are_not_what_was_addressed(self, discussion, objection, address):
        address(objection)
        actions.edit(objection.pk, body="Something else altogether.")
        edited = discussion.again(objection)
        assert (edited.objection, edited.addressed) == ("", None)

    def test_an_authors_deletion_takes_it_with_the_words(self, discussion, objection, address):
        address(objection)
        actions.delete(objection.pk)
        deleted = discussion.again(objection)
        assert (deleted.objection, deleted.addressed_note, deleted.addressed_at) == ("", "", None)

    def test_of_two_on_one_version_exactly_one_wins(self, race, rules, editor):
        talk = Discussion(new_article())
        for number in range(4):
            comment = talk.approved(block=BLOCKS[0])
            notes = [actions.Note(text=f"Note {number} {racer}", at=NOTE.at) for racer in "ab"]
            calls = [
                lambda note=note, row=comment: actions.address(
                    talk.page.pk, [row.pk], note=note, by=editor, versions={row.pk: row.version}
                )
                for note in notes
            ]
            outcomes = [outcome for (outcome,) in race(calls)]
            assert sorted(row.outcome for row in outcomes) == ["changed", "conflict"]
            winner = [row.outcome for row in outcomes].index("changed")
            assert talk.again(comment).addressed_note == notes[winner].text
            assert Decision.objects.filter(comment=comment, decision="address").count() == 1


class TestPlan:
    def test_the_next_note_addresses_what_was_left_to_it(self, api, discussion, objection, article, editor):
        other = discussion.approved(block=BLOCKS[1])
        actions.plan(article.pk, [objection.pk], by=editor)
        assert (discussion.again(objection).objection, told(api, objection)) == ("planned", None)
        assert actions.address_planned(article.pk, note=NOTE) == 1
        assert (told(api, objection), told(api, other)) == (TOLD, None)
        row = Decision.objects.filter(comment=objection).latest("pk")
        assert (row.decision, row.actor, row.actor_name) == ("address", editor.user, "Eddy Tor")
        assert actions.address_planned(article.pk, note=NOTE) == 0

    def test_readers_are_told_nothing_of_a_plan(self, objection, article, editor):
        version = tags.version([f"comments:{article.pk}"])
        actions.plan(article.pk, [objection.pk], by=editor)
        assert tags.version([f"comments:{article.pk}"]) == version

    def test_a_plan_whose_maker_has_left_is_kept(self, api, objection, article, editor):
        actions.plan(article.pk, [objection.pk], by=editor)
        editor.user.delete()
        assert actions.address_planned(article.pk, note=NOTE) == 1
        assert told(api, objection) == TOLD


class TestDismiss:
    def test_it_works(self, discussion, objection, article, editor):
        assert actions.dismiss(article.pk, [objection.pk], by=editor)[0].outcome == "changed"
        assert discussion.again(objection).objection == "dismissed"
        assert Decision.objects.filter(comment=objection).latest("pk").decision == "dismiss"


class TestReopen:
    def test_it_takes_the_note_from_readers_and_keeps_it_in_the_log(
        self, api, discussion, objection, address, article, editor
    ):
        address(objection)
        (outcome,) = actions.reopen(article.pk, [objection.pk], by=editor, versions={objection.pk: 3})
        assert outcome.outcome == "changed"
        assert (told(api, objection), discussion.again(objection).objection) == (None, "")
        log = Decision.objects.filter(comment=objection).order_by("pk").values_list("decision", "note")
        assert list(log)[-2:] == [("address", NOTE.text), ("reopen", "")]

    def test_what_is_open_stays_so(self, objection, article, editor):
        assert actions.reopen(article.pk, [objection.pk], by=editor)[0].outcome == "unchanged"

    def test_it_does_not_stand_in_the_way_of_taking_a_decision_back(self, discussion, objection, address, by):
        address(objection)
        assert actions.restore(objection.pk, by=by).status == "pending"
