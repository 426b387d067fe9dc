"""What the rules say of a submission, and what their opinions come to."""

from datetime import datetime, time

import pytest

from comments.rules import History, Policy, Reason, Submission, Verdict, judge

LENIENT = Policy(pre_moderation=False, min_seconds=3, max_links=2, held_words=("miracle",), banned_words=("casino",))


def submission(**values: object) -> Submission:
    return Submission(**({"text": "It helped me.", "name": "Ana", "policy": LENIENT} | values))


def codes(judged) -> list[str]:
    return [reason.code for reason in judged.reasons]


class TestJudge:
    def test_silence_means_approval(self):
        judged = judge(submission(seconds=60))
        assert (judged.verdict, judged.reasons, judged.as_json()) == (Verdict.APPROVE, (), [])

    @pytest.mark.parametrize(
        ("values", "verdict", "code"),
        [
            ({"honeypot": "x"}, Verdict.SPAM, "honeypot"),
            ({"is_open": False}, Verdict.REFUSE, "closed"),
            ({"seconds": 2.9}, Verdict.REFUSE, "too_fast"),
            ({"text": "A Casino!"}, Verdict.SPAM, "banned_words"),
            ({"name": "Casino"}, Verdict.SPAM, "banned_words"),
            ({"text": "A miracle."}, Verdict.HOLD, "held_words"),
            ({"links": ("http://a", "http://b", "http://c")}, Verdict.HOLD, "links"),
            ({"policy": Policy(pre_moderation=True)}, Verdict.HOLD, "pre_moderation"),
        ],
    )
    def test_each_rule_alone(self, values, verdict, code):
        judged = judge(submission(**values))
        assert (judged.verdict, codes(judged)) == (verdict, [code])
        assert all(reason.detail for reason in judged.reasons)

    @pytest.mark.parametrize(
        "values", [{"seconds": 3}, {"seconds": None}, {"links": ("http://a", "http://b")}, {"text": "miracles casinos"}]
    )
    def test_what_just_passes(self, values):
        assert judge(submission(**values)).verdict == Verdict.APPROVE

    def test_every_rule_is_asked_and_the_strictest_wins(self):
        judged = judge(submission(text="A miracle casino", links=("a",) * 3, seconds=1))
        assert codes(judged) == ["too_fast", "banned_words", "held_words", "links"]
        assert judged.verdict == Verdict.REFUSE

    def test_a_trap_ends_the_run_so_that_a_program_learns_nothing(self):
        judged = judge(submission(honeypot="x", seconds=0, text="casino"))
        assert (judged.verdict, codes(judged)) == (Verdict.SPAM, ["honeypot"])

    def test_a_closed_discussion_is_closed_to_programs_too(self):
        judged = judge(submission(honeypot="x", is_open=False))
        assert (judged.verdict, codes(judged)) == (Verdict.REFUSE, ["closed", "honeypot"])

    def test_trust_lifts_pre_moderation_and_nothing_else(self):
        strict = Policy(pre_moderation=True, banned_words=("casino",), max_links=0)
        assert judge(submission(trusted=True, policy=strict)).verdict == Verdict.APPROVE
        assert judge(submission(trusted=True, policy=strict, text="casino")).verdict == Verdict.SPAM
        assert judge(submission(trusted=True, policy=strict, links=("http://a",))).verdict == Verdict.HOLD
        assert judge(submission(trusted=True, policy=strict, is_open=False)).verdict == Verdict.REFUSE

    def test_the_words_found_are_named_for_the_moderator(self):
        assert judge(submission(text="Miracle")).as_json() == [{"code": "held_words", "detail": "word: miracle"}]

    def test_it_asks_the_rules_it_is_given(self):
        def grumble(asked):
            return Reason(code="grumble", detail=asked.name, verdict=Verdict.HOLD)

        judged = judge(submission(), rules=[grumble, lambda asked: None])
        assert judged.as_json() == [{"code": "grumble", "detail": "Ana"}]
        assert judge(submission(honeypot="x"), rules=[]).verdict == Verdict.APPROVE


class TestWhatIsKnownOfTheAuthor:
    NEW, KNOWN = History(), History(approved=3, decided_lately=3)

    @pytest.mark.parametrize(
        ("values", "found"),
        [
            ({"history": NEW}, ["new_commenter"]),
            ({"history": NEW, "trusted": True}, []),
            ({"history": NEW, "granted": True}, []),
            ({"history": KNOWN}, []),
            ({"history": History(approved=1, decided_lately=4, rejected_lately=2)}, ["rejections"]),
            ({"history": History(approved=1, decided_lately=2, rejected_lately=2)}, []),
            ({"repeats": 1}, ["repeated"]),
        ],
    )
    def test_it_holds(self, values, found):
        assert codes(judge(submission(**values))) == found

    @pytest.mark.parametrize(
        ("values", "verdict"),
        [
            ({"verified": True, "history": KNOWN}, Verdict.APPROVE),
            ({"verified": False, "history": KNOWN}, Verdict.HOLD),
            ({"verified": True, "history": History(approved=2)}, Verdict.HOLD),
            ({"verified": True, "history": KNOWN, "granted": False}, Verdict.HOLD),
            ({"verified": True, "history": KNOWN, "text": "A casino"}, Verdict.SPAM),
        ],
    )
    def test_trust_is_earned_by_who_is_known(self, values, verdict):
        policy = Policy(pre_moderation=True, trust_after=3, banned_words=("casino",))
        assert judge(submission(policy=policy, **values)).verdict == verdict

    def test_a_rule_that_is_off_is_not_asked(self):
        policy = Policy(pre_moderation=False, off=frozenset({"new_commenter"}))
        assert judge(submission(policy=policy, history=History())).verdict == Verdict.APPROVE


class TestQuietHours:
    @pytest.mark.parametrize(
        ("begin", "end", "at", "held"),
        [
            (8, 18, datetime(2026, 11, 23, 8, 0), False),  # a Monday
            (8, 18, datetime(2026, 11, 23, 18, 0), True),
            (8, 18, datetime(2026, 11, 22, 12, 0), True),  # a Sunday
            (22, 6, datetime(2026, 11, 24, 5, 59), False),
            (22, 6, datetime(2026, 11, 23, 5, 59), True),  # belongs to Sunday
            (8, 8, datetime(2026, 11, 23, 3, 0), False),
        ],
    )
    def test_it_holds_what_is_sent_when_nobody_looks(self, begin, end, at, held):
        policy = Policy(
            pre_moderation=False,
            moderated_from=time(begin),
            moderated_until=time(end),
            moderated_days=frozenset(range(5)),
        )
        assert codes(judge(submission(policy=policy, local_time=at))) == (["quiet_hours"] if held else [])
