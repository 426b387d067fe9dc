"""What answers cost, side by side with the bare library in the same run (make bench).

Calls the WSGI application in this process, on a fresh demo in a temporary folder (or on DATABASE_URL and REDIS_URL, whose
database must be empty or Evident's), one request after the other: no network, no web server.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO

SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
HOST = "127.0.0.1"
UNSTORED = {"HTTP_AUTHORIZATION": "Basic none"}  # such a request is rendered anew, see cms/answers.py


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="evident-bench-") as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cms.settings"}
        import django

        django.setup()
        from django.conf import settings

        settings.ROOT_URLCONF = "bench.urls"
        from cms.serving import preparation

        preparation.prepare(lambda line: None, demo=True)
        report(list(measurements()))


def measurements() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Give what is measured, each with a call that makes one answer."""
    from django.core.wsgi import get_wsgi_application

    from articles.models import ArticlePage

    application = get_wsgi_application()
    page = ArticlePage.objects.get(slug="acupuncture-multiple-sclerosis")

    def get(path: str, **headers: str) -> Callable[[], bytes]:
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": HOST, "SERVER_PORT": "80",
            "REMOTE_ADDR": HOST, "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr, **headers,
        }  # fmt: skip

        def call() -> bytes:
            status = []
            answer = application(dict(environ), lambda line, headers: status.append(line))
            content = b"".join(answer)
            answer.close()
            if status != ["200 OK"]:
                sys.exit(f"{path}: {status[0]}\n{content[:500].decode()}")
            return content

        return call

    yield "Wagtail v2, bare: detail of the article", get(f"/bare/pages/{page.pk}/")
    for name, path in (
        ("article", f"/api/v2/articles/{page.pk}/"),
        ("list of articles", "/api/v2/articles/"),
        ("threads of its discussion", f"/api/v2/comments/?page={page.pk}"),
        ("site", "/api/v2/site/"),
    ):
        yield f"Evident: {name}, rendered", get(path, **UNSTORED)
        yield f"Evident: {name}, stored", get(path)


def report(measured: list[tuple[str, Callable[[], bytes]]]) -> None:
    """Print a line for each: bytes, queries, milliseconds, answers a second, and how many times the bare library's speed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    out = sys.stdout.write
    out(f"{connection.vendor}, Python {sys.version.split()[0]}, {SECONDS:g} s each, one process, one thread\n\n")
    out(f"{'':48}{'bytes':>9}{'queries':>9}{'ms':>9}{'a second':>10}{'x bare':>8}\n")
    bare = 0.0
    for name, call in measured:
        for _ in range(3):
            content = call()
        with CaptureQueriesContext(connection) as captured:
            call()
        queries = len(captured)
        number, began = 0, time.perf_counter()
        while (passed := time.perf_counter() - began) < SECONDS:
            call()
            number += 1
        rate = number / passed
        bare = bare or rate
        out(f"{name:48}{len(content):>9}{queries:>9}{1000 / rate:>9.2f}{rate:>10.0f}{rate / bare:>8.1f}\n")
    out(f"\nMost memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB\n")


main()
