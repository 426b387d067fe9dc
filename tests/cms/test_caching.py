"""What HTTP caches are told."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.caching import CachingMiddleware

pytestmark = pytest.mark.usefixtures("rendering")


class Public:
    public = True


class Private:
    pass


def answer(view=Public, *, method="get", path="/api/v2/x/", status=200, content=b"{}", headers=None, **request_headers):
    """Give what the middleware makes of a view's answer."""
    request = getattr(RequestFactory(), method)(path, headers=request_headers)
    response = HttpResponse(content, status=status, headers=headers or {})
    response.cache_tags = {"page:2", "articles"}
    middleware = CachingMiddleware(lambda request: response)
    view_function = lambda request: response  # noqa: E731
    view_function.cls = view
    middleware.process_view(request, view_function, (), {})
    return middleware(request)


class TestAPublicAnswer:
    def test_it_has_validators_and_tags(self):
        response = answer()
        assert response["ETag"] == answer()["ETag"]
        assert response["ETag"] != answer(content=b"[]")["ETag"]
        assert response["Cache-Tag"] == "articles,page:2"
        assert "public" in response["Cache-Control"]
        assert "stale-while-revalidate" in response["Cache-Control"]

    @pytest.mark.parametrize("held", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
    def test_a_client_that_holds_it_gets_a_304(self, held):
        etag = answer()["ETag"].strip('"')
        response = answer(**{"if-none-match": held.format(etag)})
        assert (response.status_code, response.content) == (304, b"")
        assert response["Cache-Tag"] == "articles,page:2"

    def test_a_client_that_holds_another_gets_it_whole(self):
        assert answer(**{"if-none-match": '"other"'}).status_code == 200


class TestAnyOtherAnswer:
    @pytest.mark.parametrize(
        "given", [{"view": Private}, {"method": "post"}, {"status": 404}, {"status": 201}, {"status": 500}]
    )
    def test_it_is_never_stored(self, given):
        response = answer(**given)
        assert response["Cache-Control"] == "no-store"
        assert not response.has_header("ETag")
        assert not response.has_header("Cache-Tag")

    def test_what_a_view_says_itself_stays(self):
        assert answer(headers={"Cache-Control": "no-store"})["Cache-Control"] == "no-store"

    def test_pages_outside_of_the_api_are_left_alone(self):
        assert not answer(Private, path="/admin/").has_header("Cache-Control")

    def test_a_public_file_outside_of_the_api_is_told_of_like_an_answer(self):
        response = answer(path="/feeds/articles.rss")
        assert response["Cache-Tag"] == "articles,page:2"
        assert answer(path="/feeds/articles.rss", **{"if-none-match": response["ETag"]}).status_code == 304
