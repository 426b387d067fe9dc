"""Whether cited works are still there: what is asked of servers, what their answers mean, and how often they are asked."""

import http.server
import socket
import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from articles import public_web
from articles.models import LibrarySettings, Reference, SourceCheck
from articles.references import reaching
from articles.references.reaching import Answer
from tests.articles.bodies import block, items, source


class Publisher(http.server.BaseHTTPRequestHandler):
    """A server whose paths say what it answers: /405-200 is 405 to HEAD and 200 to GET."""

    def do_HEAD(self):
        self._answer(self.path.strip("/").partition("-")[0])

    def do_GET(self):
        self._answer(self.path.strip("/").rpartition("-")[2])

    def _answer(self, what):
        self.server.asked.append(f"{self.command} {self.path}")
        if what == "loop":
            self.send_response(302)
            self.send_header("Location", self.path)
        elif what == "moved":
            self.send_response(301)
            self.send_header("Location", "/200")
        elif what == "inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/secret")
        else:
            self.send_response(int(what))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def publisher(monkeypatch):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    server.asked = []
    server.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    monkeypatch.setitem(public_web.PORTS, "http", server.server_port)
    yield server
    server.shutdown()
    server.server_close()


def allow_loopback(address):
    return address == "127.0.0.1"


class TestAsking:
    @pytest.mark.parametrize(
        ("path", "is_there", "asked"),
        [
            ("/200", True, 1),
            ("/moved", True, 2),
            ("/405-200", True, 2),
            ("/404-200", True, 2),
            ("/404", False, 2),
            ("/410", False, 2),
            ("/403", None, 2),
            ("/429", None, 2),
            ("/500", None, 2),
            ("/loop", None, 18),
        ],
    )
    def test_what_an_answer_means(self, publisher, path, is_there, asked):
        answer = reaching.ask(publisher.address + path, allowed=allow_loopback)
        assert answer.is_there is is_there
        assert len(publisher.asked) == asked
        assert publisher.asked[0].startswith("HEAD ")

    def test_a_private_address_is_never_asked(self, publisher):
        answer = reaching.ask(f"{publisher.address}/200")
        assert answer == Answer(None, "Leads to a private address (127.0.0.1), which is never asked")
        assert publisher.asked == []

    def test_a_redirect_to_a_private_address_is_not_followed(self, publisher):
        answer = reaching.ask(f"{publisher.address}/inside", allowed=allow_loopback)
        assert answer == Answer(None, "Leads to a private address (10.0.0.1), which is never asked")

    def test_a_name_that_leads_to_a_private_address_is_not_followed(self, monkeypatch):
        inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.1.1", 443))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: inside)
        assert reaching.ask("https://journal.example/").is_there is None

    @pytest.mark.parametrize(
        ("resolver", "errno", "is_there"),
        [(True, socket.EAI_NONAME, False), (True, socket.EAI_AGAIN, None), (False, socket.EAI_NONAME, None)],
    )
    def test_a_server_without_a_name_is_gone_unless_it_is_we_who_are_cut_off(
        self, monkeypatch, resolver, errno, is_there
    ):
        def resolve(host, *args, **kwargs):
            if host == reaching.RESOLVER and resolver:
                return ["somewhere"]
            raise socket.gaierror(errno, "not known")

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        assert reaching.ask("https://gone.example/paper") == Answer(is_there, "No such server: gone.example")

    def test_a_server_that_keeps_silent_is_left(self, monkeypatch):
        monkeypatch.setattr(reaching, "SECONDS", 0.2)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            monkeypatch.setitem(public_web.PORTS, "http", silent.getsockname()[1])
            answer = reaching.ask(f"http://127.0.0.1:{silent.getsockname()[1]}/", allowed=allow_loopback)
        assert answer.is_there is None


@pytest.fixture
def cited(make_article, make_reference):
    """Publish an article that cites one work with a DOI, and give that work."""
    work = make_reference("Needles", DOI="10.1234/(a)<b>")
    make_article(body=[block("benefit", heading="Rest", sources=items(source(work)))])
    return work


@pytest.fixture
def answers(db, monkeypatch):
    """Allow looking up, and give a function that sets what every server answers; it holds what was asked."""
    LibrarySettings.objects.create(site=Site.objects.get(is_default_site=True), look_up=True)
    asked = []

    def set_answer(is_there, detail="said so"):
        monkeypatch.setattr(reaching, "ask", lambda address: asked.append(address) or Answer(is_there, detail))

    set_answer(True)
    set_answer.asked = asked
    return set_answer


def later(**ago):
    """Move what was found into the past."""
    for check in SourceCheck.objects.all():
        check.checked_at -= timedelta(**ago)
        check.failing_since = check.failing_since and check.failing_since - timedelta(**ago)
        check.save()


class TestChecking:
    def test_each_work_is_asked_for_once_a_week(self, cited, answers):
        assert reaching.check_due.func() == 1
        assert answers.asked == ["https://doi.org/10.1234/(a)%3Cb%3E"]
        check = cited.source_check
        assert (check.outcome, check.detail, check.failing_since) == ("reachable", "said so", None)
        later(days=6)
        assert reaching.check_due.func() == 0
        later(days=1)
        assert reaching.check_due.func() == 1

    def test_gone_counts_from_the_second_time_in_a_row(self, cited, answers):
        def next_day(is_there):
            answers(is_there)
            later(days=8)
            reaching.check_due.func()
            return SourceCheck.objects.get().outcome

        reaching.check_due.func()
        assert [next_day(answer) for answer in (False, None, False, False)] == [
            "failing",
            "unsure",
            "failing",
            "unreachable",
        ]
        since = SourceCheck.objects.get().failing_since
        assert since < timezone.now() - timedelta(days=7)
        assert [next_day(answer) for answer in (None, True)] == ["unreachable", "reachable"]
        assert SourceCheck.objects.get().failing_since is None

    def test_two_answers_of_one_hour_are_one(self, cited, answers):
        for _ in range(2):
            reaching.record(cited, reaching.address_of(cited), Answer(False, "404"))
        assert SourceCheck.objects.get().outcome == "failing"

    def test_what_was_gone_once_is_asked_for_the_next_day(self, cited, answers):
        answers(False)
        assert reaching.check_due.func() == 1
        later(hours=23)
        assert reaching.check_due.func() == 0
        later(hours=1)
        assert reaching.check_due.func() == 1
        assert SourceCheck.objects.get().outcome == "unreachable"

    def test_only_what_live_articles_cite_and_has_an_address_is_asked_for(self, cited, answers, make_reference):
        make_reference("Uncited", DOI="10.1234/uncited")
        reaching.check_due.func()
        assert len(answers.asked) == 1

    def test_many_are_asked_for_in_parts_until_all_are(
        self, answers, make_reference, make_article, monkeypatch, run_later
    ):
        monkeypatch.setattr(reaching, "AT_ONCE", 2)
        works = [make_reference(f"Work {n}", URL=f"https://e.org/{n}", DOI=f"10.1/{n}") for n in range(5)]
        make_article(body=[block("benefit", heading="H", sources=items(*map(source, works)))])
        reaching.check_due.enqueue()
        run_later()
        assert sorted(answers.asked) == [f"https://doi.org/10.1/{n}" for n in range(5)]

    def test_nothing_is_asked_where_it_is_switched_off(self, cited, answers):
        LibrarySettings.objects.update(look_up=False)
        assert [reaching.check_due.func(), reaching.check.func([cited.pk])] == [0, 0]
        assert answers.asked == []

    def test_another_address_makes_the_check_void_and_another_title_does_not(self, cited, answers):
        reaching.check_due.func()
        cited.title = "Needles again"
        cited.save()
        assert SourceCheck.objects.exists()
        cited.doi = "10.1234/other"
        cited.save()
        assert not SourceCheck.objects.exists()

    def test_a_form_that_was_open_before_does_not_write_the_check_back(self, cited, answers):
        opened = Reference.objects.get(pk=cited.pk)
        reaching.check_due.func()
        opened.title = "Needles, corrected"
        opened.save()
        assert SourceCheck.objects.get().outcome == "reachable"
