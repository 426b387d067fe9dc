"""Serves the discussion as a web component (`<evident-comments>`) to this site and to any other.

Its source is the ES modules in `static/comments/widget`, without a build step: on the first request they are joined into
one script, in the order of their imports, without comments and blanks. What few readers ask for (`asked/`) is loaded when
they do, and takes what it needs from that script. `/embed/comments.js` stays the same for ever and
names the version; what it names is kept by browsers for a year.
"""

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import rjsmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

SOURCE = Path(__file__).parent / "static" / "comments" / "widget"
ENTRY = "comments"
IMPORT = re.compile(r'^import (?:[^;"]* from )?"\./([\w-]+)\.js";\n', re.MULTILINE)
ASKED_IMPORT = re.compile(r'^import \{ ([^}]*) \} from "\.\./[\w-]+\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default )", re.MULTILINE)
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
YEAR = 365 * 24 * 60 * 60


class File(NamedTuple):
    """A file as it is sent: plain, and compressed."""

    content: bytes
    compressed: bytes
    content_type: str


def script(folder: Path = SOURCE) -> str:
    """Give the modules of `folder` as one, each behind those that it imports; their names at the top are all different.

    It exports what the parts that are asked for import.
    """
    joined: dict[str, str] = {}

    def add(name: str) -> None:
        source = (folder / f"{name}.js").read_text(encoding="utf-8")
        joined[name] = ""  # its turn has come: whoever asks for it again is answered by now
        for needed in IMPORT.findall(source):
            if needed not in joined:
                add(needed)
        del joined[name]
        joined[name] = EXPORT.sub("", IMPORT.sub("", source))

    add(ENTRY)
    wanted = {name for path in folder.glob("asked/*.js") for name in _imported(path.read_text(encoding="utf-8"))}
    return "\n".join([*joined.values(), f"export{{{','.join(sorted(wanted))}}}"])


def asked(source: str) -> str:
    """Give a part that is loaded when it is asked for: what it imports from several modules comes from the one script."""
    names = ",".join(_imported(source))
    return f'import{{{names}}}from"../{ENTRY}.js";\n{ASKED_IMPORT.sub("", source)}' if names else source


def _imported(source: str) -> list[str]:
    return [name for names in ASKED_IMPORT.findall(source) for name in names.split(", ")]


def style(source: str) -> str:
    """Give a style sheet without comments and blanks; it has one declaration, or one rule, on each line."""
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL).splitlines())
    text = "".join(lines).replace(": ", ":").replace(", ", ",").replace(" {", "{").replace("{ ", "{").replace("; ", ";")
    return text.replace(";}", "}")


def words(source: str) -> str:
    """Give a dictionary without comments, blanks, and the quotation marks around its names."""
    return re.sub(r'"(\w+)":', r"\1:", rjsmin.jsmin(source))


@cache
def files() -> dict[str, File]:
    """Give everything that is served, by its name below the version."""
    texts = {f"{ENTRY}.js": rjsmin.jsmin(script())}
    texts |= {f"words/{path.name}": words(path.read_text(encoding="utf-8")) for path in SOURCE.glob("words/*.js")}
    parts = {path.name: asked(path.read_text(encoding="utf-8")) for path in SOURCE.glob("asked/*.js")}
    texts |= {f"asked/{name}": rjsmin.jsmin(text) for name, text in parts.items()}
    texts |= {path.name: style(path.read_text(encoding="utf-8")) for path in SOURCE.glob("*.css")}
    return {
        name: File(text.encode(), gzip.compress(text.encode(), 9, mtime=0), TYPES[Path(name).suffix])
        for name, text in texts.items()
    }


@cache
def version() -> str:
    """Give the name of what is served, by its content."""
    digest = hashlib.sha256()
    for name, file in sorted(files().items()):
        digest.update(name.encode() + b"\0" + file.content)
    return digest.hexdigest()[:16]


@require_safe
def entry(request: HttpRequest) -> HttpResponse:
    """Give the script that sites embed: it never changes its address, and names the version in a few bytes."""
    text = f'import "./{version()}/{ENTRY}.js";\n'.encode()
    return _answer(request, File(text, b"", TYPES[".js"]), "public, max-age=300, stale-while-revalidate=86400")


@require_safe
def part(request: HttpRequest, of_version: str, name: str) -> HttpResponse:
    """Give one file of a version.

    Another version is a page that was opened before an upgrade, or a machine that has its upgrade ahead: it gets what is
    here, and keeps it not.
    """
    file = files().get(name)
    if file is None:
        raise Http404
    is_current = of_version == version()
    return _answer(request, file, f"public, max-age={YEAR}, immutable" if is_current else "no-cache")


def _answer(request: HttpRequest, file: File, cache_control: str) -> HttpResponse:
    compressed = file.compressed and "gzip" in request.headers.get("Accept-Encoding", "")
    content = file.compressed if compressed else file.content
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    held = parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponseNotModified() if etag in held else HttpResponse(content, content_type=file.content_type)
    if compressed and response.status_code == 200:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
