"""Asks servers of the public Internet: never a private address, never longer than the caller says. The only way out.

Each host is resolved once and connected to by the address that was checked, so that a name cannot change its address
between the check and the connection. No proxy, no cookie and no credentials are used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Container, Iterator, Mapping
from urllib.parse import SplitResult, quote, urljoin, urlsplit

TIMEOUT = 5.0  # seconds without an answer
PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FAILURES = (OSError, http.client.HTTPException, ValueError)  # what asking raises where no answer is to be had


class NotAllowed(Exception):
    """An address that is never asked; the message names it, to follow "at" in a sentence."""


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


@contextlib.contextmanager
def asked(
    address: str,
    *,
    until: float,
    headers: Mapping[str, str],
    method: str = "GET",
    body: bytes | None = None,
    allowed: Callable[[str], bool] = is_public,
    ports: Container[int] = (),
) -> Iterator[http.client.HTTPResponse]:
    """Gives a server's answer, its body not read yet; `until` is on the monotonic clock, `allowed` asks of an IP address.

    `ports` may be asked as well as the usual ones. Raises NotAllowed, or one of FAILURES where there is no answer in time.
    """
    parts = urlsplit(address)
    connection = _connected(parts, until, allowed, ports)
    guard: threading.Timer | None = None
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        shared = {"Host": parts.netloc, "Accept-Encoding": "identity"}
        # Whoever takes or sends one byte at a time is cut off as well.
        guard = threading.Timer(max(0.1, until - time.monotonic()), _cut_off, [connection.sock])
        guard.start()
        connection.request(method, _quoted(path), body=body, headers={**shared, **headers})
        yield connection.getresponse()
    finally:
        if guard is not None:
            guard.cancel()
        connection.close()


def redirect(response: http.client.HTTPResponse, address: str) -> str | None:
    """Gives where an answer sends its asker, as a whole address; None where it does not."""
    location = response.getheader("Location")
    return urljoin(address, location) if response.status in REDIRECTS and location else None


def left(until: float) -> float:
    """Gives how long to wait for the next answer; raises TimeoutError where the time is up."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("took too long")
    return min(TIMEOUT, seconds)


def named(error: Exception) -> str:
    """Gives a failure in words."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "no such server"
    if isinstance(error, ssl.SSLError):
        return "its certificate is not valid"
    if isinstance(error, ConnectionError):
        return "the connection was refused or broken off"
    return type(error).__name__


def _connected(
    parts: SplitResult, until: float, allowed: Callable[[str], bool], ports: Container[int]
) -> http.client.HTTPConnection:
    host, port = parts.hostname, parts.port
    if parts.scheme not in PORTS or not host or parts.username is not None:
        raise NotAllowed("an address that is not of the web")
    if port not in {None, PORTS[parts.scheme]} and port not in ports:
        raise NotAllowed(f"an unusual port of {host}")
    port = port or PORTS[parts.scheme]
    found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(allowed(address) for address in found):
        raise NotAllowed(f"a private address ({host}), which is never asked")
    seconds = left(until)
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    raw = socket.create_connection((min(found, key=lambda address: ":" in address), port), timeout=seconds)
    if parts.scheme == "https":
        try:
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
        except BaseException:
            raw.close()
            raise
    connection.sock = raw
    return connection


def _cut_off(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _quoted(path: str) -> str:
    return quote(path, safe="/%?&=:;,@+$!*'()~#-._[]")
