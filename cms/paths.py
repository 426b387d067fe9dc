"""The paths of front ends, as people send them and as they are looked up. Pure: no database, no request."""

import hashlib
import re
import unicodedata
from urllib.parse import quote, unquote

MAX_LENGTH = 400  # characters of a path, decoded
MAX_ADDRESS_LENGTH = 4000  # of all that may come with it: scheme, host, query and fragment
AS_IN_URLS = "/~:@!$&'()*+,;="  # what Django leaves as it is when it makes an address

_ORIGIN = re.compile(r"^[a-z][a-z0-9+.\-]*://[^/?#]*", re.IGNORECASE)


class TooLong(ValueError):
    """Longer than any path that is looked up."""


def of(address: str) -> str:
    """Give the path of an address: decoded, one slash before and after each part, without host, query and fragment.

    Raises TooLong past the limits of this module.
    """
    if len(address) > MAX_ADDRESS_LENGTH:
        raise TooLong
    path = decoded(without_host(address).partition("#")[0].partition("?")[0])
    if len(path) > MAX_LENGTH:
        raise TooLong
    return path


def decoded(path: str) -> str:
    """Give a path decoded, with one slash before and after each part."""
    parts = [part for part in unquote(path).split("/") if part]
    return "/" + "".join(f"{part}/" for part in parts)


def without_host(address: str) -> str:
    """Give an address from its path on."""
    return _ORIGIN.sub("", address.strip())


def query_of(address: str) -> str:
    """Give the query of an address, without the question mark."""
    return address.strip().partition("#")[0].partition("?")[2]


def key(path: str) -> str:
    """Give what equal paths share, whatever their case and Unicode form, and however long they are."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


def encoded(path: str) -> str:
    """Give a decoded path as it stands in a URL."""
    return quote(path, safe=AS_IN_URLS)


def candidates(path: str, *, default_language: str) -> list[str]:
    """Give the paths that may be meant: the path itself, and it without the prefix that the default language does not have."""
    prefix = f"/{default_language}/"
    if path.casefold().startswith(prefix.casefold()):
        return [path, path[len(prefix) - 1 :]]
    return [path]
