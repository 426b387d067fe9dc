"""Akismet, played by a server on this machine: what it is asked and told, and what becomes of comments without it."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from urllib.parse import parse_qs

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import actions, opinions
from comments.models import Scorer
from comments.models.rules import off_at_first

KEY = "k3y-of-the-site"


class Akismet:
    """Answers as the real one does; `says` by the text, and `waits` on this event before it does."""

    def __init__(self):
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.status, self.key = 200, KEY

    def answer(self, path: str, sent: dict[str, str]) -> tuple[str, dict[str, str]]:
        self.asked.append((path.rpartition("/")[2], sent))
        self.gate.wait(10)
        if sent["api_key"] != self.key:
            return "invalid", {}
        if path.endswith("comment-check"):
            is_spam = "pills" in sent["comment_content"]
            return ("true" if is_spam else "false"), (
                {"X-akismet-pro-tip": "discard"} if "sure" in sent["comment_content"] else {}
            )
        return "Thanks for making the web a better place.", {}

    @contextmanager
    def running(self):
        akismet = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                sent = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
                body, headers = akismet.answer(self.path, sent)
                self.send_response(akismet.status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            self.gate.set()
            server.shutdown()
            server.server_close()


@pytest.fixture
def akismet(settings, rules):
    service = Akismet()
    with service.running() as address:
        settings.AKISMET_URL, settings.AKISMET_SECONDS = address, 10.0
        off = [code for code in off_at_first() if code != "second_opinion"]
        rules(pre_moderation=False, off_rules=off, akismet_key=KEY)
        yield service


def reasons(comment) -> list[str]:
    return [reason["detail"] for reason in comment.reasons if reason["code"] == "second_opinion"]


class TestAsking:
    def test_it_works(self, akismet, discussion, article):
        fine = discussion.submit("Fine words", name="Ana", email="ana@example.org")
        spam = discussion.submit("Buy pills", parent=fine.comment)
        assert (fine.status, spam.status) == ("approved", "pending")
        assert (reasons(fine.comment), reasons(spam.comment)) == ([], ["Akismet: calls it spam"])
        ((call, sent), (_, second)) = akismet.asked
        assert call == "comment-check"
        assert sent == {
            "api_key": KEY,
            "blog": article.get_site().root_url,
            "user_ip": "192.0.2.7",
            "comment_type": "comment",
            "comment_content": "Fine words",
            "comment_author": "Ana",
            "comment_author_email": "ana@example.org",
            "permalink": sent["permalink"],
            "blog_lang": "en",
            "blog_charset": "UTF-8",
        }
        assert article.slug in sent["permalink"]
        assert second["comment_type"] == "reply"

    def test_it_marks_as_spam_alone_only_where_a_site_says_so(self, akismet, discussion, rules):
        rules(second_opinion_is_spam=True)
        comment = discussion.submit("For sure, pills").comment
        assert (comment.status, reasons(comment)) == ("spam", ["Akismet: is sure that it is spam"])

    def test_whoever_works_here_a_trap_and_a_retry_are_not_asked_about(self, akismet, discussion, moderator):
        discussion.submit("Fine", writer=actions.Writer.signed_in(moderator, ip_address="192.0.2.7"))
        discussion.submit("Fine words", honeypot="x")
        writer = actions.Writer(name="Ana", email="ana@example.org", ip_address="192.0.2.7")
        for _ in range(2):
            discussion.submit("The same", writer=writer, idempotency_key="once")
        assert [sent["comment_content"] for _, sent in akismet.asked] == ["The same"]

    def test_an_edit_is_asked_about(self, akismet, discussion):
        comment = discussion.submit("Fine words").comment
        edited = actions.edit(comment.pk, body="Now pills", ip_address="192.0.2.8")
        assert (edited.status, reasons(edited)) == ("pending", ["Akismet: calls it spam"])

    def test_the_server_s_key_serves_a_site_without_one(self, akismet, discussion, rules, settings):
        rules(akismet_key="")
        discussion.submit("Fine words")
        assert akismet.asked == []
        settings.AKISMET_KEY = KEY
        discussion.submit("Fine words again")
        assert len(akismet.asked) == 1


class TestWithoutAnAnswer:
    @pytest.mark.parametrize(
        ("status", "key", "told"), [(500, KEY, "gave no answer"), (200, "another", "refuses the key")]
    )
    def test_a_comment_is_held(self, akismet, discussion, caplog, status, key, told):
        akismet.status, akismet.key = status, key
        comment = discussion.submit("Fine words").comment
        assert (comment.status, reasons(comment)) == ("pending", [f"Akismet: {told}"])
        assert KEY not in caplog.text + str(comment.reasons)

    def test_one_that_hangs_is_not_waited_for(self, akismet, discussion, settings):
        akismet.gate.clear()
        settings.AKISMET_SECONDS = 0.05
        comment = discussion.submit("Fine words").comment
        assert (comment.status, reasons(comment)) == ("pending", ["Akismet: gave no answer within 0.05 s"])

    def test_its_connection_may_be_the_first_to_say_so(self, akismet, discussion, settings, monkeypatch):
        class Patient(Queue):
            def get(self, timeout):
                return super().get(timeout=10)

        monkeypatch.setattr(opinions, "SimpleQueue", Patient)
        akismet.gate.clear()
        settings.AKISMET_SECONDS = 0.05
        assert reasons(discussion.submit("Fine words").comment) == ["Akismet: gave no answer within 0.05 s"]

    def test_nobody_there(self, akismet, discussion, settings):
        settings.AKISMET_URL = "http://127.0.0.1:9"
        assert reasons(discussion.submit("Fine words").comment) == ["Akismet: gave no answer"]


class TestTelling:
    @pytest.fixture
    def begun(self, akismet, discussion):
        opinions.tell.func()
        return discussion

    def calls(self, akismet) -> list[tuple[str, str]]:
        return [(call, sent["comment_content"]) for call, sent in akismet.asked if call != "comment-check"]

    def test_it_hears_once_of_what_it_did_not_foresee(self, akismet, begun, by):
        texts = [
            ("Foreseen pills", "spam"),
            ("Wanted pills", "approve"),
            ("Fine words", "spam"),
            ("Good words", "approve"),
        ]
        for text, decision in texts:
            comment = begun.submit(text).comment
            actions.decide(comment.pk, decision, by=by)
        assert opinions.tell.func() == 2
        assert opinions.tell.func() == 0
        assert self.calls(akismet) == [("submit-ham", "Wanted pills"), ("submit-spam", "Fine words")]
        assert akismet.asked[-1][1]["user_ip"] == "127.0.0.1"

    def test_the_worker_does_it_once_it_can_no_longer_be_undone(self, akismet, begun, by, run_later):
        slip = begun.submit("Good words").comment
        for comment in (begun.submit("Fine words").comment, slip):
            actions.spam(comment.pk, by=by)
        run_later()
        assert self.calls(akismet) == []
        actions.restore(slip.pk, by=by)
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        run_later()
        assert self.calls(akismet) == [("submit-spam", "Fine words")]

    def test_it_hears_of_no_words_that_nobody_has_judged(self, akismet, begun, by):
        comment = begun.submit("Wanted pills").comment
        actions.approve(comment.pk, by=by)
        actions.edit(comment.pk, body="Other pills that nobody wants")
        assert opinions.tell.func() == 0

    def test_without_an_answer_it_begins_there_the_next_time(self, akismet, begun, by):
        actions.spam(begun.submit("Fine words").comment.pk, by=by)
        akismet.status = 500
        assert opinions.tell.func() == 0
        akismet.status = 200
        assert opinions.tell.func() == 1

    def test_what_was_decided_before_it_was_turned_on_stays_here(self, akismet, discussion, by):
        actions.spam(discussion.submit("Fine words").comment.pk, by=by)
        assert opinions.tell.func() == 0
        assert opinions.tell.func() == 0
        assert Scorer.objects.get().told_through
        assert self.calls(akismet) == []
