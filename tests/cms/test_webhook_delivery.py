"""Webhooks are delivered by the worker, signed, again for days where they are not taken, and never to a private address."""

import json
import multiprocessing
import os
import signal
import socket
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from standardwebhooks import Webhook, WebhookVerificationError

from articles import public_web
from cms import worker
from cms.webhooks import delivering, events, secret_keys, sending
from cms.webhooks.delivering import BACK_OFF
from cms.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent


@pytest.fixture
def endpoint(make_endpoint):
    return make_endpoint()


@pytest.fixture
def happen(db):
    """Give a function that records an event for each endpoint, and has the worker come."""

    def record(number: int = 1) -> list[WebhookDelivery]:
        now, made = timezone.now(), []
        for _ in range(number):
            event = WebhookEvent.objects.create(type="article.published", body='{"type": "Ä"}', at=now)
            for row in WebhookEndpoint.objects.all():
                made.append(WebhookDelivery.objects.create(endpoint=row, event=event, due_at=now))
        for row in WebhookEndpoint.objects.all():
            delivering.deliver.enqueue(row.pk)
        return made

    return record


def pass_time(**ago: float) -> None:
    """Move everything that is planned or was begun into the past."""
    by = timedelta(**ago)
    for row in WebhookDelivery.objects.all():
        WebhookDelivery.objects.filter(pk=row.pk).update(due_at=row.due_at - by)
    for row in WebhookEndpoint.objects.all():
        WebhookEndpoint.objects.filter(pk=row.pk).update(
            failing_since=row.failing_since and row.failing_since - by,
            wake_at=row.wake_at and row.wake_at - by,
            old_secret_until=row.old_secret_until and row.old_secret_until - by,
        )
    for row in DBTaskResult.objects.filter(status="READY", run_after__lt=timezone.now() + timedelta(days=365)):
        DBTaskResult.objects.filter(pk=row.pk).update(run_after=row.run_after - by)


class TestDelivery:
    def test_it_works(self, endpoint, receiver, happen, run_later, caplog):
        receiver.answers, receiver.text = [202], b"Thank\x00 you\n" * 400
        (delivery,) = happen()
        run_later()
        (request,) = receiver.got
        assert (request.method, request.path) == ("POST", "/hook")
        assert request.headers["content-type"] == "application/json"
        assert request.headers["webhook-id"] == delivery.event.message_id
        assert Webhook(endpoint.secret).verify(request.body, request.headers) == {"type": "Ä"}
        delivery.refresh_from_db()
        assert (delivery.state, delivery.tries) == ("delivered", 1)
        attempt = WebhookAttempt.objects.get()
        assert (attempt.status, attempt.error) == (202, "")
        assert attempt.excerpt.startswith("Thank you Thank you")
        assert len(attempt.excerpt) <= sending.EXCERPT
        assert endpoint.secret not in caplog.text + str(list(DBTaskResult.objects.values()))

    def test_another_secret_does_not_verify(self, endpoint, receiver, happen, run_later):
        happen()
        run_later()
        other = WebhookEndpoint().secret
        assert other != endpoint.secret
        with pytest.raises(WebhookVerificationError):
            Webhook(other).verify(receiver.got[0].body, receiver.got[0].headers)

    def test_what_waits_is_sent_in_order(self, endpoint, receiver, happen, run_later):
        made = happen(5)
        run_later()
        assert [request.headers["webhook-id"] for request in receiver.got] == [row.event.message_id for row in made]

    def test_a_turn_is_short_and_another_follows(self, endpoint, receiver, happen, run_later, monkeypatch):
        monkeypatch.setattr(delivering, "TURN_SECONDS", 0.001)
        receiver.answers = [lambda request: (200, socket.socket().close())[0]] * 3
        happen(3)
        run_later()
        assert len(receiver.got) == 3
        assert DBTaskResult.objects.filter(task_path=delivering.deliver.module_path).count() > 1


class TestASecret:
    def test_both_sign_for_a_day_after_a_change(self, endpoint, receiver, happen, run_later):
        old, new = endpoint.secret, secret_keys.change(endpoint)
        happen()
        run_later()
        pass_time(hours=24)
        happen()
        run_later()
        first, second = receiver.got
        assert Webhook(old).verify(first.body, first.headers) == Webhook(new).verify(first.body, first.headers)
        assert Webhook(new).verify(second.body, second.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(old).verify(second.body, second.headers)

    def test_it_is_shown_once(self, endpoint):
        assert [secret_keys.show(endpoint), secret_keys.show(endpoint)] == [endpoint.secret, None]


class TestWhatIsNotTaken:
    def test_it_is_sent_again_under_the_same_id(self, endpoint, receiver, happen, run_later):
        receiver.answers = [500, 503]
        (delivery,) = happen()
        for wait in (timedelta(seconds=7), timedelta(minutes=7), timedelta(0)):
            run_later()
            pass_time(seconds=wait.total_seconds())
        assert len({request.headers["webhook-id"] for request in receiver.got}) == 1
        delivery.refresh_from_db()
        assert (delivery.state, len(receiver.got)) == ("delivered", 3)
        assert [row.status for row in delivery.attempts.all()] == [500, 503, 204]
        endpoint.refresh_from_db()
        assert endpoint.failing_since is None

    @pytest.mark.parametrize("tries", range(len(BACK_OFF)))
    def test_it_waits_longer_each_time(self, endpoint, receiver, happen, tries):
        receiver.answers = [500]
        (delivery,) = happen()
        WebhookDelivery.objects.update(tries=tries)
        before = timezone.now()
        delivering.deliver.func(endpoint.pk)
        delivery.refresh_from_db()
        assert delivery.state == "waiting"
        assert BACK_OFF[tries] <= delivery.due_at - before <= BACK_OFF[tries] * 1.2 + timedelta(seconds=5)

    def test_it_waits_as_long_as_the_receiver_asks(self, endpoint, receiver, happen, run_later):
        receiver.answers, receiver.retry_after = [429], "7200"
        first, _second = happen(2)
        before = timezone.now()
        run_later()
        pass_time(minutes=100)
        happen()
        run_later()
        assert len(receiver.got) == 1
        first.refresh_from_db()
        assert first.due_at - before >= timedelta(minutes=20)
        pass_time(minutes=60)
        run_later()
        assert len(receiver.got) == 4

    @pytest.mark.parametrize(
        ("asked", "waits"),
        [
            ("120", timedelta(minutes=2)),
            ("9" * 300, timedelta(days=1)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=1)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", timedelta(0)),
            ("-5", timedelta(0)),
            ("soon", timedelta(0)),
            ("", timedelta(0)),
        ],
    )
    def test_what_it_asks_is_read_and_bounded(self, asked, waits):
        assert sending.patience(asked) == waits

    def test_it_fails_for_good_in_the_end(self, endpoint, receiver, happen, run_later):
        receiver.answers = [500]
        (delivery,) = happen()
        WebhookDelivery.objects.update(tries=len(BACK_OFF))
        run_later()
        delivery.refresh_from_db()
        assert delivery.state == "failed"

    def test_it_is_sent_again_by_hand(self, endpoint, receiver, happen, run_later):
        happen(2)
        WebhookDelivery.objects.update(state="failed", tries=10)
        assert delivering.failed_again(endpoint) == 2
        run_later()
        assert set(WebhookDelivery.objects.values_list("state", "tries")) == {("delivered", 1)}
        delivering.again(WebhookDelivery.objects.first())
        run_later()
        assert len(receiver.got) == 3

    def test_a_receiver_that_is_away_is_asked_seldom_whatever_waits(self, endpoint, receiver, happen, run_later):
        receiver.answers = [500] * 100
        happen(10)
        happen(10)
        run_later()
        assert len(receiver.got) == 1
        for _ in range(4):
            pass_time(minutes=5)
            happen(1)
            run_later()
        assert len(receiver.got) <= 6
        receiver.answers = []
        pass_time(days=2)
        run_later()
        assert not WebhookDelivery.objects.exclude(state="delivered").exists()

    def test_an_event_that_is_never_taken_holds_up_no_other(self, endpoint, receiver, happen, run_later):
        poison, *_ = happen(3)
        refused = poison.event.message_id
        receiver.answers = [lambda request: 500 if request.headers["webhook-id"] == refused else 200] * 20
        for _ in range(3):
            run_later()
            pass_time(seconds=7)
        assert list(WebhookDelivery.objects.order_by("pk").values_list("state", flat=True)) == [
            "waiting",
            "delivered",
            "delivered",
        ]

    def test_what_nobody_comes_for_is_caught_up_with(self, endpoint, receiver, happen, run_later):
        happen()
        DBTaskResult.objects.all().delete()
        pass_time(hours=1)
        delivering.catch_up.enqueue()
        run_later()
        assert len(receiver.got) == 1


class TestTurningOff:
    @pytest.fixture
    def people(self, django_user_model):
        make = django_user_model.objects.create_user
        make("root", "root@example.org", is_superuser=True)
        make("keeper", "keeper@example.org").user_permissions.add(
            Permission.objects.get(codename="change_webhookendpoint")
        )
        make("editor", "editor@example.org")

    def test_gone_is_gone_at_once(self, endpoint, receiver, happen, run_later, people, mailoutbox):
        receiver.answers = [410]
        happen(3)
        run_later()
        endpoint.refresh_from_db()
        assert (endpoint.active, endpoint.off_reason, len(receiver.got)) == (False, "gone", 1)
        assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"failed"}
        assert sorted(mail.to[0] for mail in mailoutbox) == ["keeper@example.org", "root@example.org"]
        assert "Rebuild" in mailoutbox[0].subject
        assert f"/admin/webhooks/inspect/{endpoint.pk}/" in mailoutbox[0].body
        assert endpoint.secret not in mailoutbox[0].body

    def test_days_of_failure_turn_it_off(self, endpoint, receiver, happen, run_later, people, mailoutbox):
        receiver.answers = [500, 500]
        happen()
        run_later()
        pass_time(days=4.9)
        WebhookEndpoint.objects.update(wake_at=None)
        assert WebhookEndpoint.objects.get().active
        pass_time(days=0.2)
        run_later()
        endpoint.refresh_from_db()
        assert (endpoint.active, endpoint.off_reason) == (False, "failing")
        assert len(mailoutbox) == 2

    def test_nothing_is_sent_while_it_is_off_but_a_test_once(self, make_endpoint, receiver, happen, run_later):
        endpoint = make_endpoint(active=False)
        happen()
        run_later()
        assert receiver.got == []
        receiver.answers = [500]
        delivery = events.test(endpoint)
        run_later()
        pass_time(days=1)
        run_later()
        assert json.loads(receiver.got[0].body)["type"] == "webhook.test"
        delivery.refresh_from_db()
        assert (delivery.state, len(receiver.got)) == ("failed", 1)
        endpoint.refresh_from_db()
        assert endpoint.failing_since is None


class TestWhereItIsSent:
    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",  # noqa: S104
            "224.0.0.1",
            "::1",
            "fd00:ec2::254",
            "fe80::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::7f00:1",
            "2002:7f00:1::",
            "100:64::1",
        ],
    )
    def test_a_name_for_a_private_address_is_refused(self, address, monkeypatch, settings):
        settings.WEBHOOKS_PRIVATE = False
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
        monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("it was asked"))
        answer = sending.post("https://hooks.example/", body="{}", headers={})
        assert answer.status is None
        assert "private address (hooks.example)" in answer.error

    def test_it_connects_to_the_very_address_that_was_checked(self, monkeypatch, settings):
        settings.WEBHOOKS_PRIVATE = False
        asked, connected = [], []

        def resolve(host, port, **kwargs):
            asked.append(host)
            return [
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14" if len(asked) == 1 else "10.0.0.1", port))
            ]

        def connect(address, **kwargs):
            connected.append(address)
            raise ConnectionRefusedError

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        monkeypatch.setattr(socket, "create_connection", connect)
        answer = sending.post("https://hooks.example:8443/", body="{}", headers={})
        assert (asked, connected) == (["hooks.example"], [("93.184.215.14", 8443)])
        assert answer.error == "The connection was refused or broken off."

    def test_only_https(self, receiver, settings):
        settings.WEBHOOKS_PRIVATE = False
        answer = sending.post(receiver.url, body="{}", headers={})
        assert answer.error == "Not sent: this is an address that is not https."
        assert receiver.got == []

    def test_redirects_are_not_followed(self, endpoint, receiver, happen, run_later):
        receiver.answers, receiver.location = [302], receiver.url + "/elsewhere"
        happen()
        run_later()
        assert len(receiver.got) == 1
        attempt = WebhookAttempt.objects.get()
        assert attempt.status == 302
        assert "redirects are not followed" in attempt.error

    def test_one_that_keeps_silent_is_left(self, monkeypatch, settings):
        settings.WEBHOOKS_PRIVATE = True
        monkeypatch.setattr(public_web, "TIMEOUT", 0.1)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            answer = sending.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", body="{}", headers={})
        assert (answer.status, answer.error) == (None, "No answer in time.")


class TestAWorkerThatIsKilled:
    def test_another_sends_the_same_again(self, transactional_db, make_endpoint, receiver, happen, run_later):
        """The receiver kills the worker the moment it has the event, so that nobody writes down that it was taken."""
        fork = multiprocessing.get_context("fork")
        make_endpoint()
        (delivery,) = happen()
        connections.close_all()
        victim = fork.Process(target=_work)
        receiver.answers = [lambda request: (204, os.kill(victim.pid, signal.SIGKILL))[0]]
        victim.start()
        victim.join(30)
        assert victim.exitcode == -signal.SIGKILL
        assert (len(receiver.got), WebhookAttempt.objects.count()) == (1, 0)
        assert WebhookDelivery.objects.get().state == "waiting"
        run_later()
        assert len(receiver.got) == 1  # it is the dead one's, for a while
        long_ago = timezone.now() - worker.ABANDONED - timedelta(seconds=1)
        DBTaskResult.objects.filter(status="RUNNING").update(started_at=long_ago)
        pass_time(minutes=3)
        assert worker.take_up_abandoned(asking="another") == 1
        run_later()
        assert len(receiver.got) == 2
        assert len({request.headers["webhook-id"] for request in receiver.got}) == 1
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts.count()) == ("delivered", 1)

    def test_two_workers_send_it_once(self, make_endpoint, receiver, race):
        endpoint = make_endpoint()
        now = timezone.now()
        for _ in range(6):
            event = WebhookEvent.objects.create(type="article.published", body="{}", at=now)
            WebhookDelivery.objects.create(endpoint=endpoint, event=event, due_at=now)
        race([lambda: delivering.deliver.func(endpoint.pk)] * 3)
        assert len(receiver.got) == len({request.headers["webhook-id"] for request in receiver.got}) == 6


def _work() -> None:
    connections.close_all()
    worker.LaterWorker(batch=True).run()
