"""Secrets that this server signs or checks with cannot be read from its database alone."""

import hmac
from importlib import import_module

import jwt
import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection

from cms.webhooks import secret_keys
from cms.webhooks.models import WebhookEndpoint
from comments import sealing
from comments.models import TokenIssuer
from tests.comments.test_visitors import SECRET, issuer, token

ROWS = [(WebhookEndpoint, "secret"), (WebhookEndpoint, "old_secret"), (TokenIssuer, "secret")]


def stored(model, column) -> str:
    """Give what a row has in the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table}")
        return cursor.fetchone()[0]


def store(model, column, value) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s", [value])


@pytest.fixture
def endpoint(db) -> WebhookEndpoint:
    made = WebhookEndpoint.objects.create(name="Rebuild", url="https://example.org/")
    secret_keys.change(made)
    return WebhookEndpoint.objects.get()


class TestASecret:
    def test_it_is_plain_for_the_code_and_sealed_in_the_database(self, endpoint):
        issuer()
        for model, column in ROWS:
            secret = getattr(model.objects.get(), column)
            assert secret
            assert not secret.startswith(sealing.SEALED)
            assert stored(model, column).startswith(sealing.SEALED)
            assert secret not in stored(model, column)
        assert endpoint.secret.startswith("whsec_")
        assert endpoint.secret != endpoint.old_secret
        assert TokenIssuer.objects.get().secret == SECRET

    def test_none_is_none(self, db):
        WebhookEndpoint.objects.create(name="Rebuild", url="https://example.org/")
        assert stored(WebhookEndpoint, "old_secret") == WebhookEndpoint.objects.get().old_secret == ""

    def test_two_that_are_the_same_do_not_look_so(self):
        assert sealing.seal("secret") != sealing.seal("secret")
        assert sealing.unseal(sealing.seal("sealed:ünder")) == "sealed:ünder"

    def test_a_fixture_gives_none_away_and_can_be_loaded(self, endpoint):
        text = serializers.serialize("json", [endpoint])
        assert endpoint.secret not in text
        endpoint.delete()
        next(serializers.deserialize("json", text)).save()
        assert WebhookEndpoint.objects.get().secret == endpoint.secret

    @pytest.mark.parametrize(
        "migration", ["cms.migrations.0015_sealed_secrets", "comments.migrations.0033_sealed_secrets"]
    )
    def test_one_of_before_is_sealed_by_the_migration(self, endpoint, migration):
        issuer()
        for model, column in ROWS:
            store(model, column, f"plain-{column}")
            assert getattr(model.objects.get(), column) == f"plain-{column}"  # and can be used until then
        import_module(migration).seal(apps, None)
        for model, column in ROWS:
            if model._meta.app_label == migration.partition(".")[0]:
                assert stored(model, column).startswith(sealing.SEALED)
            assert getattr(model.objects.get(), column) == f"plain-{column}"


class TestAnotherSecretKey:
    def test_the_old_one_may_be_named_as_a_fallback(self, endpoint, settings):
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another"
        assert WebhookEndpoint.objects.get().secret == endpoint.secret

    def test_else_nothing_is_sent_unsigned_and_the_log_says_why(self, endpoint, settings, run_later):
        from cms.webhooks import events
        from cms.webhooks.models import WebhookAttempt

        kept = stored(WebhookEndpoint, "secret")
        settings.SECRET_KEY = "another"
        found = WebhookEndpoint.objects.get()
        assert (found.secret, secret_keys.show(found)) == ("", None)
        found.name = "Renamed"
        found.save()
        assert stored(WebhookEndpoint, "secret") == kept  # for who sets the old key again
        events.test(found)
        run_later()
        attempt = WebhookAttempt.objects.get()
        assert attempt.status is None
        assert "SECRET_KEY" in attempt.error
        assert secret_keys.change(found).startswith("whsec_")
        assert WebhookEndpoint.objects.get().secret.startswith("whsec_")

    def test_nobody_signs_in_with_an_empty_one(self, api, article, settings):
        row = issuer()
        told = str(row.key_state)
        settings.SECRET_KEY = "another"
        signed = token().rpartition(".")[0]
        mac = jwt.utils.base64url_encode(hmac.digest(b"", signed.encode(), "sha256")).decode()
        forged = f"{signed}.{mac}"
        for sent in (forged, token()):
            answer = api.post("/api/v2/comments/", {"page": article.pk, "body": "x"}, Authorization=f"Bearer {sent}")
            assert answer.status_code == 401
        assert str(TokenIssuer.objects.get().key_state) != told
