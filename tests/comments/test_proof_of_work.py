"""Against machines: a browser's work before a post, and no more posts in one discussion than its site wants in a minute."""

import base64
import json

import pytest
from altcha import v1

from comments import proof_of_work
from comments.models import ReaderComment
from tests import caches
from tests.comments.conftest import COMMENTS, Discussion, assert_error, new_article, signed_in


def solved(work: dict, **changed: object) -> str:
    found = v1.solve_challenge(work["challenge"], work["salt"], work["algorithm"], work["maxnumber"])
    sent = {name: work[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": found.number}
    return base64.b64encode(json.dumps(sent | changed).encode()).decode()


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    monkeypatch.setattr(proof_of_work, "MOST", 200)


def work_of(api, page) -> dict:
    return api.get(f"{COMMENTS}form/?page={page.pk}").json()["altcha"]


class TestProofOfWork:
    def test_it_works_once(self, api, form, rules, article):
        assert work_of(api, article) is None
        rules(proof_of_work=True)
        sent = form(altcha=solved(work_of(api, article)))
        first = api.post(COMMENTS, sent, Idempotency_Key="one")
        assert first.status_code == 202
        assert api.post(COMMENTS, sent, Idempotency_Key="one").json() == first.json()  # a retry needs no more work
        again = form(altcha=sent["altcha"])
        body = assert_error(api.post(COMMENTS, again), 400, "invalid", "altcha")
        assert body["errors"]["altcha"][0]["code"] == "used"

    def test_who_is_signed_in_is_spared(self, form, rules, reader):
        rules(proof_of_work=True)
        assert signed_in(reader).post(COMMENTS, form()).status_code == 202

    def test_what_solves_nothing_is_400(self, api, form, rules, article, monkeypatch):
        rules(proof_of_work=True)
        work, other = work_of(api, article), work_of(api, new_article("Another one"))
        good = json.loads(base64.b64decode(solved(work)))
        salt = work["salt"].replace("page=", "page=1&page=")
        wrong = [
            ("required", ""),
            ("invalid", "nonsense"),
            ("invalid", base64.b64encode(b"[" * 700).decode()),
            ("invalid", base64.b64encode(b"[1]").decode()),
            ("invalid", solved(work, number=good["number"] + 1)),
            ("invalid", solved(work, number=True)),
            ("invalid", solved(work, signature="0" * 64)),
            ("invalid", solved(work, algorithm="SHA-1")),
            ("invalid", solved(work, salt=salt)),
            ("invalid", solved(work, salt={"a": 1})),
            ("invalid", solved(other)),
        ]
        for code, altcha in wrong:
            body = assert_error(api.post(COMMENTS, form(altcha=altcha)), 400, "invalid", "altcha")
            assert body["errors"]["altcha"][0]["code"] == code
        monkeypatch.setattr(proof_of_work, "FORM_SECONDS", -1)
        body = assert_error(api.post(COMMENTS, form(altcha=solved(work_of(api, article)))), 400, "invalid", "altcha")
        assert body["errors"]["altcha"][0]["code"] == "expired"
        assert not ReaderComment.objects.exists()


class TestPace:
    def test_a_discussion_takes_so_many_a_minute(self, api, form, rules, discussion, settings):
        rules(comments_a_minute=2)
        for forwarded in ("203.0.113.1", "203.0.113.2"):
            assert api.post(COMMENTS, form(), X_Forwarded_For=forwarded).status_code == 202
        answer = api.post(COMMENTS, form(), X_Forwarded_For="203.0.113.3")
        assert_error(answer, 429, "throttled")
        assert answer["Retry-After"] == "60"
        elsewhere = Discussion(new_article("Another one")).page
        assert api.post(COMMENTS, form(page=elsewhere.pk)).status_code == 202
        settings.RATE_LIMITS = False
        assert api.post(COMMENTS, form()).status_code == 202

    def test_a_client_writes_so_often_whatever_it_says_of_its_address(self, api, form):
        statuses = []
        for number in range(32):
            statuses.append(api.post(COMMENTS, {}, X_Forwarded_For=f"203.0.113.{number}").status_code)
        assert set(statuses[:30]) == {400}
        assert statuses[30:] == [429, 429]
        caches.empty()
