"""Webhooks in the admin: who may keep them, what is refused, secrets that are shown once, and the log."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from standardwebhooks import Webhook

from cms.webhooks.models import EventType, WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent

INDEX = reverse("webhooks:index")
LOG = reverse("webhooks:deliveries")


def page_of(endpoint: WebhookEndpoint) -> str:
    return reverse("webhooks:inspect", args=[endpoint.pk])


@pytest.fixture
def keeper(client, django_user_model):
    """Sign in somebody who may change webhooks, and nothing else."""
    user = django_user_model.objects.create_user("keeper", "keeper@example.org", "secret")
    names = ["access_admin", "add_webhookendpoint", "change_webhookendpoint", "delete_webhookendpoint"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


@pytest.fixture
def fill(db):
    """Give a function that leaves deliveries to an endpoint behind, each with an attempt that failed."""

    def leave(endpoint: WebhookEndpoint, count: int, state: str = "failed") -> None:
        now = timezone.now()
        for _ in range(count):
            event = WebhookEvent.objects.create(type="article.moved", body='{"type": "article.moved"}', at=now)
            row = WebhookDelivery.objects.create(endpoint=endpoint, event=event, due_at=now, state=state)
            WebhookAttempt.objects.create(
                delivery=row, at=now, milliseconds=12, status=502, excerpt="<b>Bad</b> gateway"
            )

    return leave


def sent(**fields: object) -> dict:
    return {
        "name": "Rebuild",
        "url": "https://Hooks.Example/evident?key=1",
        "events": ["article.published"],
        "section": "articles",
        "active": "on",
    } | fields


class TestAdding:
    def test_it_works(self, keeper):
        assert "No webhook yet" in keeper.get(INDEX).content.decode()
        assert keeper.get(reverse("webhooks:add")).status_code == 200
        answer = keeper.post(reverse("webhooks:add"), sent())
        endpoint = WebhookEndpoint.objects.get()
        assert answer.url == page_of(endpoint)
        assert (endpoint.url, endpoint.section) == ("https://hooks.example/evident?key=1", "/articles/")
        assert (endpoint.events, endpoint.site, endpoint.active) == (["article.published"], None, True)
        assert endpoint.secret.startswith("whsec_")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("url", "http://hooks.example/"),
            ("url", "https://127.0.0.1/"),
            ("url", "https://[::ffff:10.0.0.1]/"),
            ("url", "https://localhost/"),
            ("url", "https://metadata.google.internal/"),
            ("url", "https://user:password@hooks.example/"),
            ("url", "https://hooks.example:x/"),
            ("url", "ftp://hooks.example/"),
            ("url", "https://"),
            ("events", []),
            ("events", ["article.eaten"]),
            ("name", ""),
            ("section", "x" * 500),
        ],
    )
    def test_what_cannot_be_is_refused(self, keeper, field, value):
        answer = keeper.post(reverse("webhooks:add"), sent(**{field: value}))
        assert answer.status_code == 200
        assert field in answer.context["form"].errors
        assert not WebhookEndpoint.objects.exists()

    def test_a_name_in_any_script_is_taken(self, keeper):
        keeper.post(reverse("webhooks:add"), sent(url="https://bücher.example/ä"))
        assert WebhookEndpoint.objects.get().url == "https://xn--bcher-kva.example/ä"

    def test_turning_on_again_begins_anew(self, keeper, make_endpoint):
        endpoint = make_endpoint(
            active=False, off_reason="failing", off_at=timezone.now(), failing_since=timezone.now()
        )
        keeper.post(reverse("webhooks:edit", args=[endpoint.pk]), sent())
        endpoint.refresh_from_db()
        assert (endpoint.active, endpoint.off_reason, endpoint.failing_since) == (True, "", None)


class TestAccess:
    @pytest.mark.parametrize("codenames", [[], ["change_article"], ["moderate_comment"]])
    def test_nobody_else_comes_near(self, client, django_user_model, make_endpoint, fill, codenames):
        endpoint = make_endpoint()
        fill(endpoint, 1)
        user = django_user_model.objects.create_user("editor", "editor@example.org", "secret")
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        client.force_login(user)
        delivery = WebhookDelivery.objects.get()
        for address in (INDEX, LOG, page_of(endpoint), reverse("webhooks:delivery", args=[delivery.pk])):
            assert client.get(address).status_code == 302
        for name in ("test", "show_secret", "change_secret", "failed_again"):
            assert client.post(reverse(f"webhooks:{name}", args=[endpoint.pk])).status_code == 302
        assert client.post(reverse("webhooks:again", args=[delivery.pk])).status_code == 302
        endpoint.refresh_from_db()
        assert endpoint.secret_seen_at is None
        assert WebhookDelivery.objects.get().state == "failed"

    @pytest.mark.parametrize("name", ["test", "show_secret", "change_secret", "failed_again"])
    def test_buttons_do_nothing_on_a_get(self, keeper, make_endpoint, name):
        assert keeper.get(reverse(f"webhooks:{name}", args=[make_endpoint().pk])).status_code == 405


class TestTheSecret:
    def test_it_is_shown_once(self, keeper, make_endpoint):
        endpoint = make_endpoint()
        show = reverse("webhooks:show_secret", args=[endpoint.pk])
        first, second = keeper.post(show), keeper.post(show)
        assert endpoint.secret in first.content.decode()
        assert "no-store" in first["Cache-Control"]
        assert second.url == page_of(endpoint)
        for address in (page_of(endpoint), INDEX, reverse("webhooks:edit", args=[endpoint.pk])):
            assert endpoint.secret not in keeper.get(address).content.decode()

    def test_a_new_one_is_shown_once_and_the_old_one_stays_a_while(self, keeper, make_endpoint, receiver, run_later):
        endpoint = make_endpoint()
        answer = keeper.post(reverse("webhooks:change_secret", args=[endpoint.pk]))
        old = endpoint.secret
        endpoint.refresh_from_db()
        assert endpoint.secret in answer.content.decode()
        assert endpoint.secret != old
        keeper.post(reverse("webhooks:test", args=[endpoint.pk]))
        run_later()
        for secret in (old, endpoint.secret):
            Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
        history = keeper.get(reverse("webhooks:history", args=[endpoint.pk])).content.decode()
        assert "Made a new secret" in history


class TestDeliveries:
    def test_a_test_is_sent_by_the_worker(self, keeper, make_endpoint, receiver, run_later):
        endpoint = make_endpoint()
        answer = keeper.post(reverse("webhooks:test", args=[endpoint.pk]))
        assert receiver.got == []
        assert "data-waiting" in keeper.get(answer.url).content.decode()
        receiver.answers, receiver.text = [200], b"<script>alert(1)</script>"
        run_later()
        assert json.loads(receiver.got[0].body)["data"]["webhook"] == "Rebuild"
        page = keeper.get(answer.url).content.decode()
        assert "data-waiting" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_one_or_all_that_failed_are_sent_again(self, keeper, make_endpoint, fill, receiver, run_later):
        endpoint = make_endpoint()
        fill(endpoint, 3)
        assert "Send 3 failed ones again" in keeper.get(page_of(endpoint)).content.decode()
        first = WebhookDelivery.objects.earliest("pk")
        keeper.post(reverse("webhooks:again", args=[first.pk]))
        run_later()
        assert len(receiver.got) == 1
        keeper.post(reverse("webhooks:failed_again", args=[endpoint.pk]))
        run_later()
        assert len(receiver.got) == 3
        assert not WebhookDelivery.objects.exclude(state="delivered").exists()

    def test_nothing_is_sent_again_while_it_is_off(self, keeper, make_endpoint, fill):
        endpoint = make_endpoint(active=False)
        fill(endpoint, 1)
        keeper.post(reverse("webhooks:failed_again", args=[endpoint.pk]))
        keeper.post(reverse("webhooks:again", args=[WebhookDelivery.objects.get().pk]))
        assert WebhookDelivery.objects.get().state == "failed"

    def test_the_log_is_filtered(self, keeper, make_endpoint, fill):
        one, other = make_endpoint(), make_endpoint(name="Bell")
        fill(one, 2)
        fill(other, 1, "delivered")

        def rows(**query) -> int:
            return len(keeper.get(LOG, query).context["object_list"])

        assert [rows(), rows(endpoint=one.pk), rows(state="delivered"), rows(event__type="article.moved")] == [
            3,
            2,
            1,
            3,
        ]
        assert rows(event__type=EventType.COMMENT_PENDING) == 0

    @pytest.mark.parametrize("address", [lambda endpoint: LOG, page_of, lambda endpoint: INDEX])
    def test_twenty_rows_cost_no_more_than_one(
        self, keeper, make_endpoint, fill, address, django_assert_max_num_queries
    ):
        endpoint = make_endpoint()
        fill(endpoint, 1)
        keeper.get(address(endpoint))
        with django_assert_max_num_queries(60) as asked:
            keeper.get(address(endpoint))
        before = len(asked)
        fill(endpoint, 19)
        for number in range(5):
            make_endpoint(name=f"Another {number}")
        with django_assert_max_num_queries(before):
            keeper.get(address(endpoint))
