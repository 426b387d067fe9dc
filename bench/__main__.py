"""What answers cost, side by side with the bare library in the same run (make bench).

Calls the WSGI application in this process, on a fresh demo in a temporary folder (or on DATABASE_URL and REDIS_URL, whose
database must be empty or Evident's), one request after the other: no network, no web server. Everything is measured in
turns and by its best turn, so that what else the machine does weighs on all alike.
"""

import gzip
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from bench import discussion, payloads

ROOT = Path(__file__).resolve().parent.parent
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
TURNS = 5
LISTED = 20  # articles
HOST = "127.0.0.1"
UNSTORED = {"HTTP_AUTHORIZATION": "Basic none"}  # such a request is rendered anew, see cms/answers.py


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="evident-bench-") as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cms.settings", "RATE_LIMITS": "0"}
        import django

        django.setup()
        from django.conf import settings

        settings.ROOT_URLCONF = "bench.urls"
        from cms.serving import preparation

        preparation.prepare(lambda line: None, demo=True)
        report(list(measurements()))


BARE = "Wagtail v2, bare: detail of the article"


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

    for number in range(LISTED):
        page.copy(update_attrs={"title": f"Copy {number}", "slug": f"copy-{number}"}, recursive=False)
    yield BARE, get(f"/bare/pages/{page.pk}/")
    yield (
        f"Wagtail v2, bare: list of {LISTED}, all fields",
        get(f"/bare/pages/?type=articles.ArticlePage&fields=*&limit={LISTED}"),
    )
    for name, path in (
        ("article", f"/api/v2/articles/{page.pk}/"),
        (f"list of {LISTED} articles", f"/api/v2/articles/?limit={LISTED}"),
        ("threads of its discussion", f"/api/v2/comments/?page={page.pk}"),
        ("site", "/api/v2/site/"),
    ):
        yield f"Evident: {name}, rendered", get(path, **UNSTORED)
        yield f"Evident: {name}, stored", get(path)
    for name, path in discussion.paths():
        yield name, get(path, **UNSTORED)


def report(measured: list[tuple[str, Callable[[], bytes]]]) -> None:
    """Print a line for each: bytes, queries, milliseconds, answers a second, and how many times the bare library's speed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    out = sys.stdout.write
    out(f"{connection.vendor}, Python {sys.version.split()[0]}, {SECONDS:g} s each, one process, one thread\n\n")
    contents, queries = {}, {}
    for name, call in measured:
        for _ in range(3):
            contents[name] = call()
        with CaptureQueriesContext(connection) as captured:
            call()
        queries[name] = len(captured)
    turns = [{name: rate(call) for name, call in measured} for _ in range(TURNS)]
    out(f"{'':50}{'bytes':>9}{'queries':>9}{'ms':>9}{'a second':>10}{'x bare':>8}\n")
    for name, _ in measured:
        best, bare = (max(turn[which] for turn in turns) for which in (name, BARE))
        size = len(contents[name])
        out(f"{name:50}{size:>9}{queries[name]:>9}{1000 / best:>9.2f}{best:>10.0f}{best / bare:>8.1f}\n")
    article = contents["Evident: article, stored"]
    out(f"\nTo render the article: 1 call, {len(article)} bytes, {len(gzip.compress(article))} with gzip\n")
    folder = Path(os.environ.get("EVIDENT_INPUTS", ROOT.parent / "shared" / "inputs"))
    if folder.is_dir():
        number, seconds = payloads.slowest(folder)
        out(f"Slowest of {number} packets of payloads, cleaned and rendered as a comment: {1000 * seconds:.1f} ms\n")
    out(f"Most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB\n")


def rate(call: Callable[[], bytes]) -> float:
    """Give how many answers a second a call makes, in one turn."""
    number, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < SECONDS / TURNS:
        call()
        number += 1
    return number / passed


main()
