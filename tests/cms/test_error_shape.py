"""Every error under the API's prefix has the one shape, wherever it comes from."""

import json

import pytest

SHAPE = {"message", "code"}


def shape(response) -> dict:
    body = response.json()
    assert set(body) - {"errors"} == SHAPE, body
    assert body["message"]
    for rows in body.get("errors", {}).values():
        assert all(set(row) == SHAPE for row in rows)
    assert response["Cache-Control"] == "no-store"
    return body


@pytest.mark.django_db
class TestErrors:
    @pytest.mark.parametrize(
        ("path", "status", "code"),
        [
            ("/api/v2/nothing/", 404, "not_found"),
            ("/api/v2/nothing", 404, "not_found"),
            ("/api/v2/pages/99999/", 404, "not_found"),
            ("/api/v2/pages/?nonsense=1", 400, "unknown_parameter"),
            ("/api/v2/pages/?limit=x", 400, "invalid"),
            ("/api/v2/pages/?type=nope.Nope", 400, "invalid"),
            ("/api/v2/pages/find/?html_path=/nowhere/", 404, "not_found"),
            ("/api/v2/images/99999/", 404, "not_found"),
            ("/api/v2/documents/?nonsense=1", 400, "unknown_parameter"),
            ("/api/v2/articles/?nonsense=1", 400, "unknown_parameter"),
            ("/api/v2/articles/no-such-article/", 404, "not_found"),
            ("/api/v2/comments/?page=99999", 404, "not_found"),
            ("/api/v2/comments/?page=1&nonsense=1", 400, "unknown_parameter"),
            ("/api/v2/comments/99999/", 404, "not_found"),
            ("/api/v2/moderation/comments/", 401, "not_authenticated"),
            ("/api/v2/schema/?nonsense=%00", 400, "invalid"),
        ],
    )
    def test_a_get_is_refused_in_it(self, client, path, status, code):
        response = client.get(path)
        assert response.status_code == status
        assert shape(response)["code"] == code

    @pytest.mark.parametrize("host", ["evil.example", "testserver:x", "a b"])
    @pytest.mark.parametrize("path", ["/api/v2/articles/", "/api/v2/schema/", "/api/v2/comments/form/?page=1"])
    def test_a_host_that_is_not_ours_is_refused_in_it(self, client, settings, host, path):
        settings.ALLOWED_HOSTS = ["testserver"]
        response = client.get(path, headers={"host": host})
        assert response.status_code == 400
        assert shape(response)["code"] == "invalid"
        assert b"<html" in client.get("/", headers={"host": host}).content

    def test_an_unknown_parameter_is_named(self, client):
        body = client.get("/api/v2/articles/?nonsense=1&limit=1").json()
        assert "nonsense" in body["message"]

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_a_method_nobody_takes_is_a_405(self, client, method):
        response = getattr(client, method)("/api/v2/articles/", content_type="application/json")
        assert response.status_code == 405
        assert shape(response)["code"] == "method_not_allowed"

    def test_a_wrong_token_is_a_401_with_a_challenge(self, client):
        response = client.get("/api/v2/moderation/comments/", headers={"Authorization": "Bearer wagtail_nonsense"})
        assert response.status_code == 401
        assert shape(response)["code"] == "authentication_failed"
        assert response["WWW-Authenticate"] == "Bearer"

    @pytest.mark.parametrize(
        ("body", "content_type", "status", "code"),
        [
            ("{", "application/json", 400, "parse_error"),
            ("[" * 100_000, "application/json", 400, "parse_error"),
            ("[]", "application/json", 400, "invalid"),
            ("page=1", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
            (json.dumps({"body": "x" * 300_000}), "application/json", 413, "too_large"),
            (json.dumps({"page": 10**30}), "application/json", 400, "invalid"),
            ('{"page": NaN}', "application/json", 400, "parse_error"),
            (
                '{"page": 1, "name": "\\ud800", "email": "a@b.co", "body": "x", "form_token": "y"}',
                "application/json",
                400,
                "invalid",
            ),
        ],
    )
    def test_a_body_that_cannot_be_read(self, client, body, content_type, status, code):
        response = client.post("/api/v2/comments/", data=body, content_type=content_type)
        assert response.status_code == status
        assert shape(response)["code"] == code

    def test_a_session_needs_its_csrf_token(self, django_user_model):
        from django.test import Client

        client = Client(enforce_csrf_checks=True)
        client.force_login(django_user_model.objects.create_superuser("root", "root@example.org", "x"))
        response = client.post("/api/v2/moderation/decisions/", {"ids": [1]}, content_type="application/json")
        assert response.status_code == 403
        assert shape(response)["code"] == "csrf_failed"

    def test_a_crash_is_told_without_its_cause(self, client, monkeypatch):
        from comments import discussions

        def crash(*args):
            raise RuntimeError("/srv/secret.sqlite3")

        monkeypatch.setattr(discussions, "public_page", crash)
        client.raise_request_exception = False
        response = client.get("/api/v2/comments/?page=1")
        assert response.status_code == 500
        assert shape(response)["code"] == "server_error"
        assert b"secret" not in response.content


@pytest.mark.django_db
class TestEveryResponse:
    def test_it_carries_the_callers_request_id_if_that_is_sane(self, client):
        for sane in ("7", "abc-123456", "x" * 128):
            assert client.get("/healthz/live", headers={"X-Request-ID": sane})["X-Request-ID"] == sane
        assert client.get("/healthz/live", headers={"X-Request-ID": "a b\n"})["X-Request-ID"] != "a b\n"
        assert len(client.get("/api/v2/nothing/")["X-Request-ID"]) == 32

    def test_any_origin_may_read_without_credentials(self, client):
        response = client.get("/api/v2/pages/", headers={"Origin": "https://front.example"})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response

    @pytest.mark.parametrize(
        "path",
        [
            "/feeds/articles.json",
            "/sitemap.xml",
            "/robots.txt",
            "/llms.txt",
            "/a/b.md",
            "/media/images/a.jpg",
            "/documents/1/a.pdf",
        ],
    )
    def test_public_files_are_read_as_the_api_is(self, client, path):
        assert client.get(path)["Access-Control-Allow-Origin"] == "*"
        asked = {"Origin": "https://front.example", "Access-Control-Request-Method": "GET"}
        assert client.options(path, headers=asked).status_code == 204

    @pytest.mark.parametrize("path", ["/", "/admin/login/", "/healthz/live", "/admin/x.md"])
    def test_the_pages_of_this_server_are_not(self, client, path):
        assert not client.get(path).has_header("Access-Control-Allow-Origin")

    def test_a_preflight_is_answered(self, client):
        response = client.options(
            "/api/v2/comments/",
            headers={"Origin": "https://front.example", "Access-Control-Request-Method": "POST"},
        )
        assert response.status_code == 204
        assert "POST" in response["Access-Control-Allow-Methods"]
        assert "Idempotency-Key" in response["Access-Control-Allow-Headers"]

    def test_named_origins_only_where_they_are_set(self, client, settings):
        settings.CORS_ORIGINS = ["https://front.example"]
        good = client.get("/api/v2/pages/", headers={"Origin": "https://front.example"})
        other = client.get("/api/v2/pages/", headers={"Origin": "https://other.example"})
        assert good["Access-Control-Allow-Origin"] == "https://front.example"
        assert "Access-Control-Allow-Origin" not in other
        assert "Origin" in other["Vary"]
