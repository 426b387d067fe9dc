"""A receiver of webhooks and purges on this machine."""

import http.server
import threading
from dataclasses import dataclass, field


@dataclass
class Request:
    """What a receiver was sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Keeps what it is sent in `got`, and answers each with the next of `answers`, or 204 when there is none left.

    An answer is a status, or a function of the request that gives one.
    """

    url: str = ""
    got: list[Request] = field(default_factory=list)
    answers: list = field(default_factory=list)
    text: bytes = b""
    location: str = ""
    retry_after: str = ""


class Handler(http.server.BaseHTTPRequestHandler):
    def handle_any(self):
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body)
        receiver.got.append(request)
        answer = receiver.answers.pop(0) if receiver.answers else 204
        self.send_response(answer(request) if callable(answer) else answer)
        if receiver.location:
            self.send_header("Location", receiver.location)
        if receiver.retry_after:
            self.send_header("Retry-After", receiver.retry_after)
        self.send_header("Content-Length", str(len(receiver.text)))
        self.end_headers()
        self.wfile.write(receiver.text)

    do_POST = do_PURGE = do_BAN = do_GET = handle_any  # noqa: N815

    def log_message(self, *args):
        pass


def start() -> tuple[Receiver, http.server.ThreadingHTTPServer]:
    """Start a receiver on a free port; the caller shuts the server down."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.receiver = Receiver(url=f"http://127.0.0.1:{server.server_port}/hook")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server.receiver, server
