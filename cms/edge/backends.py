"""Each kind of cache and how it is asked to forget, by Wagtail's interface for them and, beyond it, by tag.

Where a cache does not do as asked the call raises, so that the task is tried again; Wagtail's own backends only log that.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlsplit, urlunsplit

import requests
from wagtail.contrib.frontend_cache.backends import BaseBackend

TIMEOUT_SECONDS = 10


class Refused(Exception):
    """A cache that did not do as asked; the message has its status, and nothing of what was sent."""


class Edge(BaseBackend):
    """A cache that forgets addresses and tags, so many in one request; `tags` may be those of everything (purging.py)."""

    most_tags = 50
    most_urls = 30

    def __init__(self, params: dict):
        super().__init__(params)
        self.location = params.get("LOCATION", "").rstrip("/")
        self.token = params.get("TOKEN", "")
        self.zone = params.get("ZONE", "")

    def purge(self, url: str) -> None:
        self.purge_batch([url])

    def purge_tags(self, tags: Sequence[str]) -> None:
        raise NotImplementedError

    def _send(self, method: str, address: str, **sent: object) -> requests.Response:
        try:
            answer = requests.request(method, address, timeout=TIMEOUT_SECONDS, allow_redirects=False, **sent)
        except requests.RequestException as error:
            raise Refused(f"The cache was not reached: {type(error).__name__}.") from None  # its text has the address
        if not 200 <= answer.status_code < 300:
            raise Refused(f"The cache answered {answer.status_code}.")
        return answer


class Http(Edge):
    """Any cache that takes `PURGE`: of an address, or of the tags that `Cache-Tag` names."""

    method = "PURGE"

    def purge_batch(self, urls: Sequence[str]) -> None:
        for url in urls:
            parts, where = urlsplit(url), urlsplit(self.location)
            address = urlunsplit((where.scheme, where.netloc, parts.path or "/", parts.query, ""))
            self._send(self.method, address, headers={"Host": parts.netloc, **self._own_headers()})

    def purge_tags(self, tags: Sequence[str]) -> None:
        for some in portions(tags, self.most_tags):
            headers = {"Cache-Tag": self._written(some), **self._own_headers()}
            self._send(self.method, f"{self.location}/", headers=headers)

    def _written(self, tags: Sequence[str]) -> str:
        return ",".join(tags)

    def _own_headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


class Varnish(Http):
    """Varnish: `PURGE` of an address, and `BAN` with a pattern for `obj.http.Cache-Tag`."""

    def purge_tags(self, tags: Sequence[str]) -> None:
        for some in portions(tags, self.most_tags):
            headers = {"Cache-Tag": self._written(some), **self._own_headers()}
            self._send("BAN", f"{self.location}/", headers=headers)

    def _written(self, tags: Sequence[str]) -> str:
        return f"(^|,)({'|'.join(map(re.escape, tags))})(,|$)"


class Fastly(Edge):
    """Fastly, by its API; answers name their tags in `Surrogate-Key` for it. ZONE is the service."""

    most_tags = 256

    def __init__(self, params: dict):
        super().__init__(params)
        self.location = self.location or "https://api.fastly.com"

    def purge_batch(self, urls: Sequence[str]) -> None:
        for url in urls:
            without_scheme = url.partition("://")[2]
            self._post(f"/purge/{quote(without_scheme, safe='/%?&=:;,@+$!*()~-._')}")

    def purge_tags(self, tags: Sequence[str]) -> None:
        for some in portions(tags, self.most_tags):
            self._post(f"/service/{self.zone}/purge", json={"surrogate_keys": list(some)})

    def _post(self, path: str, **sent: object) -> None:
        self._send(
            "POST", self.location + path, headers={"Fastly-Key": self.token, "Accept": "application/json"}, **sent
        )


class Cloudflare(Edge):
    """Cloudflare, by its API, in portions that every plan of it takes. ZONE is the zone."""

    most_tags = 30

    def __init__(self, params: dict):
        super().__init__(params)
        self.location = self.location or "https://api.cloudflare.com"

    def purge_batch(self, urls: Sequence[str]) -> None:
        for some in portions(urls, self.most_urls):
            self._post({"files": list(some)})

    def purge_tags(self, tags: Sequence[str]) -> None:
        for some in portions(tags, self.most_tags):
            self._post({"tags": list(some)})

    def _post(self, what: dict[str, list[str]]) -> None:
        address = f"{self.location}/client/v4/zones/{self.zone}/purge_cache"
        answer = self._send("POST", address, headers={"Authorization": f"Bearer {self.token}"}, json=what)
        try:
            is_done = answer.json()["success"] is True
        except (ValueError, KeyError, TypeError):
            is_done = False
        if not is_done:
            raise Refused("The cache did not say that it has purged anything.")


def portions(whole: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Give a list in parts of at most `size`."""
    for start in range(0, len(whole), size):
        yield whole[start : start + size]
