"""What is the same for everybody comes compressed to those who read that, and is as fresh as the plain form."""

import gzip

import pytest
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from cms import compression
from cms.compression import CompressionMiddleware
from comments import widget
from tests.articles.bodies import block

GZIP = {"accept-encoding": "gzip, deflate, br"}
BODY = [block("section", heading="Why", text=f"<p>{'It is said to help. ' * 60}</p>")]
FILE = "/static/home/reader/article.css"


@pytest.fixture
def article(make_article):
    return f"/api/v2/articles/{make_article('Needles', body=BODY).pk}/"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


class TestAPublicAnswer:
    def test_it_is_sent_compressed_whether_it_is_rendered_or_stored(self, client, article):
        plain = client.get(article)
        assert "Content-Encoding" not in plain
        for _ in range(3):
            packed = client.get(article, headers=GZIP)
            assert packed["Content-Encoding"] == "gzip"
            assert gzip.decompress(packed.content) == plain.content
            assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
            assert packed["ETag"] == compression.marked(plain["ETag"]) != plain["ETag"]
            assert not packed["ETag"].startswith("W/")
        assert packed["Cache-Status"] == "Evident; hit"
        assert client.get(article).content == plain.content

    def test_a_stored_one_was_compressed_once(self, client, article, monkeypatch):
        for _ in range(3):
            client.get(article)
        monkeypatch.setattr(gzip, "compress", None)
        assert client.get(article, headers=GZIP)["Content-Encoding"] == "gzip"

    def test_caches_are_told_that_there_are_two_of_it(self, client, article):
        for headers in ({}, GZIP):
            assert "Accept-Encoding" in client.get(article, headers=headers)["Vary"]
        held = client.get(article)["ETag"]
        assert "Accept-Encoding" in client.get(article, headers={"if-none-match": held})["Vary"]

    @pytest.mark.parametrize("asked", [{}, GZIP])
    def test_whoever_has_either_form_is_told_so(self, client, article, asked):
        for held in (client.get(article)["ETag"], client.get(article, headers=GZIP)["ETag"]):
            for sent in (held, f"W/{held}", f'"x", {held}'):
                response = client.get(article, headers={"if-none-match": sent, **asked})
                assert (response.status_code, response.content) == (304, b"")
                assert response["ETag"] == held
                assert "Content-Encoding" not in response

    def test_a_change_alters_both_forms(self, client, article):
        held = [client.get(article, headers=headers)["ETag"] for headers in ({}, GZIP)]
        from articles.models import ArticlePage

        page = ArticlePage.objects.get(slug="needles")
        page.title = "Pins"
        page.save_revision().publish()
        for etag, headers in zip(held, ({}, GZIP), strict=True):
            response = client.get(article, headers={"if-none-match": etag, **headers})
            assert response.status_code == 200
            assert response["ETag"] != etag
        assert b"Pins" in gzip.decompress(response.content)

    def test_head_tells_what_get_would_send(self, client, article):
        client.get(article)
        for headers in ({}, GZIP):
            told, sent = (ask(article, headers=headers) for ask in (client.head, client.get))
            for name in ("ETag", "Content-Length", "Vary", "Last-Modified"):
                assert told[name] == sent[name]
            assert told.get("Content-Encoding") == sent.get("Content-Encoding")
            assert told.content == b""

    @pytest.mark.parametrize(
        "path", ["/api/v2/schema/", "/feeds/articles.rss", "/feeds/articles.json", "/llms.txt", "/"]
    )
    def test_so_is_every_public_file_and_the_reader_page(self, client, article, path):
        packed = client.get(path, headers=GZIP)
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content)

    def test_one_of_a_few_bytes_is_left_as_it_is(self, client, db):
        assert "Content-Encoding" not in client.get("/api/v2/redirects/", headers=GZIP)

    @pytest.mark.parametrize(
        ("accepted", "reads"),
        [
            ("gzip", True), ("GZIP;q=0.5", True), ("br, *", True), ("x-gzip", True), ("deflate, gzip ; q=1.0", True),
            ("", False), ("identity", False), ("gzip;q=0", False), ("gzip; q=0.000, *", False), ("*;q=0", False),
            ("notgzip", False),
        ],
    )  # fmt: skip
    def test_who_reads_it(self, accepted, reads):
        assert compression.reads_gzip(accepted) is reads


class TestAStaticFile:
    def test_it_is_compressed_once_and_revalidated_in_either_form(self, client, monkeypatch):
        plain = client.get(FILE)
        content = body(plain)
        for _ in range(2):
            packed = client.get(FILE, headers=GZIP)
            assert packed["Content-Encoding"] == "gzip"
            assert "Accept-Encoding" in packed["Vary"]
            packed_content = body(packed)
            assert gzip.decompress(packed_content) == content
            assert int(packed["Content-Length"]) == len(packed_content) < len(content)
            monkeypatch.setattr(gzip, "compress", None)
        for held in (plain["ETag"], packed["ETag"]):
            response = client.get(FILE, headers={"if-none-match": held, **GZIP})
            assert (response.status_code, response["ETag"]) == (304, held)
        head = client.head(FILE, headers=GZIP)
        assert (head["Content-Length"], head["ETag"]) == (packed["Content-Length"], packed["ETag"])

    def test_a_part_of_it_is_a_part_of_the_plain_one(self, client):
        response = client.get(FILE, headers={"range": "bytes=0-99", **GZIP})
        assert (response.status_code, len(body(response))) == (206, 100)
        assert "Content-Encoding" not in response

    def test_the_component_has_its_own(self, client):
        path = f"/embed/{widget.version()}/comments.js"
        packed = client.get(path, headers=GZIP)
        assert gzip.decompress(packed.content) == client.get(path).content
        assert client.get(path, headers={"if-none-match": packed["ETag"], **GZIP}).status_code == 304

    def test_a_picture_is_left_as_it_is_but_for_one_that_is_text(self, client):
        assert client.get("/static/home/reader/icons.svg", headers=GZIP)["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in client.get("/static/wagtailadmin/images/default-user-avatar.png", headers=GZIP)


class TestWhatIsNotPublic:
    """Nothing that holds somebody's secret is compressed: its size would tell of it."""

    def test_the_form_for_a_comment_with_its_token(self, client, make_article):
        response = client.get(f"/api/v2/comments/form/?page={make_article('Needles', body=BODY).pk}", headers=GZIP)
        assert response.status_code == 200
        assert "Content-Encoding" not in response

    def test_the_pages_of_the_admin_with_their_csrf_tokens(self, client, db):
        response = client.get("/admin/login/", headers=GZIP)
        assert b"csrfmiddlewaretoken" in response.content
        assert "Content-Encoding" not in response

    def test_what_moderators_read(self, admin_client):
        response = admin_client.get("/api/v2/moderation/stats/", headers=GZIP)
        assert response.status_code == 200
        assert "Content-Encoding" not in response

    @pytest.mark.parametrize(
        "cache_control", ["", "no-store", "private, max-age=60", "max-age=60", "no-cache=publicly"]
    )
    def test_any_answer_that_does_not_say_so(self, cache_control):
        def view(request):
            return HttpResponse("x" * 5000, headers={"Cache-Control": cache_control} if cache_control else {})

        response = CompressionMiddleware(view)(RequestFactory().get("/", headers=GZIP))
        assert (len(response.content), "Content-Encoding" in response) == (5000, False)

    def test_a_stream_of_nobody_s_file_is_left_alone(self):
        def view(request):
            return StreamingHttpResponse(["x" * 5000], headers={"Cache-Control": "public"}, content_type="text/plain")

        assert "Content-Encoding" not in CompressionMiddleware(view)(RequestFactory().get("/", headers=GZIP))

    def test_it_stands_before_what_answers_for_files(self):
        order = settings.MIDDLEWARE
        assert order.index("cms.compression.CompressionMiddleware") < order.index(
            "whitenoise.middleware.WhiteNoiseMiddleware"
        )
