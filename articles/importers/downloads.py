"""Downloads a picture from a public server: never from a private address, never more or longer than is stated here."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from articles.importers.pictures import MAX_BYTES, PictureRefused

TIMEOUT = 5.0  # seconds without an answer
DEADLINE = 15.0  # seconds for one picture, redirects included
MOST_REDIRECTS = 3
_PORTS = {"http": 80, "https": 443}
_AGENT = "Evident-importer"
_CHUNK = 1 << 16


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet, also where IPv6 only wraps an IPv4 address."""
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if wrapped is None and found in ipaddress.ip_network("64:ff9b::/96"):
            wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if wrapped is not None and not is_public(str(wrapped)):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


class Downloads:
    """Fetches the pictures of one import; together they have a deadline too.

    Each host is resolved once and connected to by the address that was checked, so that a name cannot change its
    address between the check and the connection. No proxy, no cookie and no credentials are used.
    """

    def __init__(self, *, allowed: Callable[[str], bool] = is_public, seconds: float = 60.0) -> None:
        """`allowed` says whether an IP address may be asked; `seconds` is for all pictures together."""
        self._allowed = allowed
        self._until = time.monotonic() + seconds

    def fetch(self, address: str) -> bytes:
        """Gives the bytes at an address; raises `PictureRefused` with the reason where they are not to be had."""
        until = min(time.monotonic() + DEADLINE, self._until)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                content, location = self._ask(address, until)
                if location is None:
                    return content
                address = urljoin(address, location)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise PictureRefused(f"a picture that could not be downloaded ({_named(error)}): {address[:120]}") from None
        raise PictureRefused(f"a picture behind more than {MOST_REDIRECTS} redirects: {address[:120]}")

    def _ask(self, address: str, until: float) -> tuple[bytes, str | None]:
        """Gives the body, or where the server redirects to."""
        parts = urlsplit(address)
        connection = self._connected(parts, until)
        guard: threading.Timer | None = None
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"Host": parts.netloc, "User-Agent": _AGENT, "Accept": "image/*", "Accept-Encoding": "identity"}
            connection.request("GET", _quoted(path), headers=headers)
            # Whoever sends one byte at a time is cut off as well.
            guard = threading.Timer(max(0.1, until - time.monotonic()), _cut_off, [connection.sock])
            guard.start()
            response = connection.getresponse()
            location = response.getheader("Location")
            if response.status in {301, 302, 303, 307, 308} and location:
                return b"", location
            if response.status != 200:
                raise PictureRefused(f"a picture whose server answered {response.status}: {address[:120]}")
            kind = (response.getheader("Content-Type") or "").split(";")[0].strip().lower()
            if not kind.startswith("image/") and kind != "application/octet-stream":
                raise PictureRefused(f"no picture but {kind or 'something unnamed'}: {address[:120]}")
            return _body(response, address, until), None
        finally:
            if guard is not None:
                guard.cancel()
            connection.close()

    def _connected(self, parts: SplitResult, until: float) -> http.client.HTTPConnection:
        host, port = parts.hostname, parts.port
        if parts.scheme not in _PORTS or not host or parts.username is not None:
            raise PictureRefused("a picture at an address that is not of the web")
        if port not in {None, _PORTS[parts.scheme]}:
            raise PictureRefused(f"a picture at an unusual port of {host}")
        port = port or _PORTS[parts.scheme]
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        if not found or not all(self._allowed(address) for address in found):
            raise PictureRefused(f"a picture at a private address ({host}), which is never asked")
        left = _left(until)
        connection = http.client.HTTPConnection(host, port, timeout=left)
        raw = socket.create_connection((min(found, key=lambda address: ":" in address), port), timeout=left)
        if parts.scheme == "https":
            try:
                raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
            except BaseException:
                raw.close()
                raise
        connection.sock = raw
        return connection


def _body(response: http.client.HTTPResponse, address: str, until: float) -> bytes:
    length = response.getheader("Content-Length") or ""
    if length.isdecimal() and int(length) > MAX_BYTES:
        raise PictureRefused(f"a picture of {int(length) / 1e6:.0f} MB; the limit is {MAX_BYTES // 1_000_000} MB")
    content = bytearray()
    while chunk := response.read1(_CHUNK):
        content += chunk
        if len(content) > MAX_BYTES:
            raise PictureRefused(f"a picture of more than {MAX_BYTES // 1_000_000} MB: {address[:120]}")
        _left(until)
    return bytes(content)


def _cut_off(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _left(until: float) -> float:
    """Gives how long to wait for the next answer; raises where the time is up."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("took too long")
    return min(TIMEOUT, left)


def _quoted(path: str) -> str:
    return quote(path, safe="/%?&=:;,@+$!*'()~#-._[]")


def _named(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "no such server"
    if isinstance(error, ssl.SSLError):
        return "its certificate is not valid"
    return type(error).__name__
