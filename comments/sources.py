"""What a reader cites for what they say: a DOI or an address of the web, in the one spelling that is kept."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LONGEST = 500
DOI = "https://doi.org/"
DOI_PREFIX = re.compile(r"^doi\s*:?\s*(?=10\.)", re.IGNORECASE)
NOT_OF_AN_ADDRESS = re.compile(r"[\s\x00-\x20\x7f-\xa0\"<>\\^`{|}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}\.?")


class BadSource(ValueError):
    """What was given is neither; the message says what one looks like."""


def read(text: str) -> str:
    """Give the address of a source, that of a DOI at doi.org; "" for nothing. Raises BadSource."""
    stripped = text.strip()
    if not stripped:
        return ""
    import idutils  # here, because it takes longer to load than most of Django, and few comments cite

    named = DOI_PREFIX.sub("", stripped)
    if idutils.is_doi(named) and not re.search(r"[\s<>\"]", named):
        found: str = DOI + idutils.normalize_doi(named).lower().rstrip(".,;")
    else:
        found = stripped
    if len(found) > LONGEST or not _is_of_the_web(found):
        raise BadSource("Give a DOI, such as 10.1155/2014/972935, or an address that begins with https://.")
    return found


def describe(address: str) -> dict[str, str] | None:
    """Give a kept source for people: {kind: doi or link, label, url}; None for none."""
    if not address:
        return None
    if address.startswith(DOI):
        return {"kind": "doi", "label": f"doi:{address.removeprefix(DOI)}", "url": address}
    return {"kind": "link", "label": re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/"), "url": address}


def _is_of_the_web(address: str) -> bool:
    """Tell whether this is a plain http(s) address of a named host: no credentials, no bare number, no odd port."""
    if NOT_OF_AN_ADDRESS.search(address):
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc and port in {None, 80, 443}
    return plain and bool(HOST.fullmatch(parts.hostname or ""))
