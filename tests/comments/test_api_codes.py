"""Status codes that all readers' endpoints share: what is new and what is not, who is not believed, what is no JSON."""

import pytest

from comments import actions, readers
from comments.actions import reacting
from tests.comments.conftest import BLOCKS, COMMENTS, Api, assert_error

READER = {"X-Reader": "one-reader-of-many"}


@pytest.fixture
def places(discussion, article) -> dict[str, str]:
    """The addresses below a shown comment and its page, by what they are."""
    root = discussion.approved(block=BLOCKS[0])
    discussion.approved(parent=root)
    one = f"{COMMENTS}{root.pk}/"
    return {
        "list": f"{COMMENTS}?page={article.pk}",
        "one": one,
        "replies": f"{one}replies/",
        "context": f"{one}context/",
        "counts": f"{COMMENTS}counts/?pages={article.pk}",
        "flags": f"{one}flags/",
        "like": f"{one}reactions/like/",
        "article": f"/api/v2/articles/{article.pk}/like/",
    }


class TestReads:
    @pytest.mark.parametrize("name", ["list", "one", "replies", "context", "counts"])
    def test_what_is_not_new_is_304_and_what_has_changed_is_200(self, api, places, discussion, name):
        first = api.get(places[name])
        assert first.status_code == 200
        assert first["Cache-Control"].startswith("public")
        assert first["Cache-Tag"]
        etag = first["ETag"]
        for method in ("GET", "HEAD"):
            again = api.request(method, places[name], If_None_Match=etag)
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        head = api.request("HEAD", places[name])
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", etag)
        reply = discussion.approved(parent=int(places["one"].removesuffix("/").rpartition("/")[2]))
        actions.react(reply.pk, "like", reader=readers.of_network("192.0.2.1"))
        changed = api.get(places[name], If_None_Match=etag)
        assert (changed.status_code, changed["ETag"] == etag) == (200, False)


class TestWrites:
    WRITES = (("POST", "list"), ("PATCH", "one"), ("DELETE", "one"), ("PUT", "like"), ("DELETE", "like"))
    WRITES += (("POST", "flags"), ("PUT", "article"), ("DELETE", "article"))

    def test_a_token_that_is_none_is_401(self, places):
        api = Api("nonsense")
        for method, name in self.WRITES:
            answer = api.request(method, places[name].partition("?")[0], {})
            assert_error(answer, 401, "authentication_failed")
            assert answer["WWW-Authenticate"]

    @pytest.mark.parametrize(("method", "name"), [("POST", "list"), ("PATCH", "one"), ("POST", "flags")])
    def test_what_is_no_json_is_400_what_is_of_another_kind_415_and_what_is_too_large_413(
        self, api, places, method, name
    ):
        path = places[name].partition("?")[0]
        assert_error(api.request(method, path, b"{"), 400, "parse_error")
        assert_error(api.request(method, path, b'{"body": "' + b"x" * 300_000 + b'"}'), 413, "too_large")
        answer = api.client.generic(method, path, b"body=x", content_type="application/x-www-form-urlencoded")
        assert_error(answer, 415, "unsupported_media_type")

    def test_unknown_paths_are_404_whatever_is_sent_there(self, places, reader):
        api = Api(enforce_csrf_checks=True)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            for path in ("/api/v2/articles/some-slug/like/", f"{places['one']}reactions/", "/api/v2/nowhere/"):
                assert_error(api.request(method, path, {}), 404, "not_found")

    def test_too_many_made_up_readers_of_an_article_are_429(self, api, places, monkeypatch):
        monkeypatch.setattr(reacting, "BROWSERS_OF_A_NETWORK", 1)
        assert api.put(places["article"], **READER).json() == {"likes": 1}
        answer = api.put(places["article"], **{"X-Reader": "another-reader-of-many"})
        assert_error(answer, 429, "throttled")
        assert int(answer["Retry-After"]) > 0
        assert_error(api.put(places["article"], **{"X-Reader": "short"}), 400, "invalid", "X-Reader")
        assert api.put(places["article"], **READER).json() == {"likes": 1}
