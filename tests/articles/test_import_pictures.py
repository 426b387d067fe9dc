"""Pictures of a source: which are taken, and from where they are fetched."""

import http.server
import io
import threading
from dataclasses import replace

import pytest
from PIL import Image

from articles import public_web
from articles.importers import mapping, markdown, pictures
from articles.importers.downloads import Downloads
from articles.importers.draft import Fate
from articles.importers.pictures import PictureRefused
from tests.articles import word


def drafted(address: str = "https://e.org/a.png"):
    return mapping.map_document(markdown.read(f"# T\n\nWords. More.\n\n![An apple]({address})\n".encode()))


def refused(content: bytes) -> str:
    with pytest.raises(PictureRefused) as error:
        pictures.suffix(content)
    return str(error.value)


class TestSettle:
    def test_without_permission_a_picture_elsewhere_is_left_out_with_its_address(self):
        draft = pictures.settle(drafted())

        assert [block.type for block in draft.blocks] == ["section"]
        (line,) = [line for line in draft.lines if line.n == 5]
        assert (line.fate, line.blocks) == (Fate.DROPPED, ())
        assert "https://e.org/a.png" in line.reason

    def test_with_permission_it_is_fetched(self):
        asked = []
        draft = pictures.settle(drafted(), fetch=lambda address: asked.append(address) or word.png())

        assert asked == ["https://e.org/a.png"]
        assert draft.blocks[1].picture.content == word.png()

    def test_what_was_fetched_and_is_no_picture_is_left_out(self):
        draft = pictures.settle(drafted(), fetch=lambda address: b"<html>")

        assert [block.type for block in draft.blocks] == ["section"]

    def test_a_file_beside_the_source_is_never_opened(self):
        draft = pictures.settle(drafted("../../etc/passwd"), fetch=lambda address: pytest.fail("asked"))

        assert "beside the file" in draft.lines[-1].reason

    def test_a_refusal_holds_for_all(self):
        assert pictures.settle(drafted(), refusal="no").lines[-1].reason == "no"

    def test_there_is_a_limit_to_their_number(self):
        draft = drafted()
        many = replace(draft, blocks=(draft.blocks[0], *[draft.blocks[1]] * (pictures.MOST + 5)))

        assert len(pictures.settle(many, fetch=lambda address: word.png()).blocks) == pictures.MOST + 1


class TestPictureFormat:
    @pytest.mark.parametrize(
        ("kind", "ending"), [("PNG", ".png"), ("JPEG", ".jpg"), ("GIF", ".gif"), ("WEBP", ".webp")]
    )
    def test_it_goes_by_content(self, kind, ending):
        file = io.BytesIO()
        Image.new("RGB", (5, 5), "red").save(file, kind)

        assert pictures.suffix(file.getvalue()) == ending

    def test_drawings_with_scripts_documents_and_broken_files_are_refused(self):
        assert "not a picture" in refused(b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
        assert "not a picture" in refused(b"%PDF-1.7")
        assert "not a picture" in refused(word.png()[:40])
        assert "without content" in refused(b"")

    def test_a_bomb_of_pixels_is_refused(self):
        file = io.BytesIO()
        Image.new("1", (9000, 9000)).save(file, "PNG")
        assert "pixels" in refused(file.getvalue())

    def test_too_many_bytes_are_refused(self):
        assert "limit is 10 MB" in refused(word.png() + b"\0" * 10_000_000)


class TestPublicAddress:
    @pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
    def test_one_of_the_internet_is_public(self, address):
        assert public_web.is_public(address)

    @pytest.mark.parametrize(
        "address",
        [
            *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),  # noqa: S104
            *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
            *("64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1", "2001:db8::1"),
        ],
    )
    def test_one_of_a_house_is_not(self, address):
        assert not public_web.is_public(address)


class Answers(http.server.BaseHTTPRequestHandler):
    """A server with good and bad manners."""

    def do_GET(self):
        if self.path == "/good.png":
            self._answer(200, word.png(), "image/png")
        elif self.path == "/page":
            self._answer(200, b"<html>", "text/html")
        elif self.path == "/huge":
            self._answer(200, b"", "image/png", {"Content-Length": "99000000"})
        elif self.path == "/endless":
            self._answer(200, b"\0" * 10_100_000, "image/png", {"Connection": "close"}, length=False)
        elif self.path == "/moved":
            self._answer(302, b"", "text/plain", {"Location": "/good.png"})
        elif self.path == "/loop":
            self._answer(302, b"", "text/plain", {"Location": "/loop"})
        elif self.path == "/inside":
            self._answer(302, b"", "text/plain", {"Location": "http://10.0.0.1/good.png"})
        elif self.path == "/file":
            self._answer(302, b"", "text/plain", {"Location": "file:///etc/passwd"})
        else:
            self._answer(404, b"", "text/plain")

    def _answer(self, status, body, kind, headers=None, length=True):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length and "Content-Length" not in (headers or {}):
            self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:  # the client has hung up, as it should
            self.close_connection = True

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch):
    """Give the address of a server on this machine, on a port taken for a usual one."""
    found = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    monkeypatch.setitem(public_web.PORTS, "http", found.server_port)
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


def allow_loopback(address: str) -> bool:
    return address == "127.0.0.1"


class TestDownloads:
    @pytest.mark.parametrize("path", ["/good.png", "/moved"])
    def test_a_picture_is_fetched_also_behind_a_redirect(self, server, path):
        assert Downloads(allowed=allow_loopback).fetch(server + path) == word.png()

    def test_a_private_address_is_never_asked(self, server):
        with pytest.raises(PictureRefused, match="private address"):
            Downloads().fetch(f"{server}/good.png")

    def test_a_redirect_to_a_private_address_is_not_followed(self, server):
        with pytest.raises(PictureRefused, match=r"private address \(10\.0\.0\.1\)"):
            Downloads(allowed=allow_loopback).fetch(f"{server}/inside")

    @pytest.mark.parametrize(
        ("path", "reason"),
        [
            ("/missing", "answered 404"),
            ("/page", "no picture but text/html"),
            ("/huge", "99 MB"),
            ("/endless", "more than 10 MB"),
            ("/loop", "more than 3 redirects"),
            ("/file", "not of the web"),
        ],
    )
    def test_what_is_no_picture_of_good_size_is_refused(self, server, path, reason):
        with pytest.raises(PictureRefused, match=reason):
            Downloads(allowed=allow_loopback).fetch(server + path)

    @pytest.mark.parametrize(
        "address",
        ["ftp://e.org/a.png", "http:///a.png", "http://user:pw@e.org/a.png", "http://127.0.0.1:6379/", "http://[::1/a"],
    )
    def test_an_address_that_is_not_of_the_web_is_refused(self, address):
        with pytest.raises(PictureRefused):
            Downloads(allowed=allow_loopback).fetch(address)

    def test_all_together_have_a_deadline(self, server):
        with pytest.raises(PictureRefused, match="no answer in time"):
            Downloads(allowed=allow_loopback, seconds=-1).fetch(f"{server}/good.png")
