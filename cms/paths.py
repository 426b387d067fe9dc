"""The paths of front ends, as people send them and as they are looked up. Pure: no database, no request."""

import hashlib
import itertools
import re
import unicodedata
from urllib.parse import quote, unquote

MAX_LENGTH = 400  # characters of a path, decoded
MAX_ADDRESS_LENGTH = 4000  # of all that may come with it: scheme, host, query and fragment
MOST_LETTERS = 5  # beyond ASCII, that are looked up in either case
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


def as_lowered(path: str) -> set[str]:
    """Give what a database may make of this path, written in any case, by LOWER().

    SQLite, and PostgreSQL in the collation C, lower ASCII alone, so that each other letter may be left in either case; of
    paths with many of them only those are told whose letters are as in `path`, or all in one case.
    """
    own = "".join(letter.lower() if letter.isascii() else letter for letter in path)
    lower = own.lower()
    either = [(letter, _upper(letter)) for letter in lower]
    if sum(len(set(cases)) > 1 for cases in either) > MOST_LETTERS:
        return {own, lower, "".join(upper for _, upper in either)}
    return {own, *map("".join, itertools.product(*(dict.fromkeys(cases) for cases in either)))}


def _upper(letter: str) -> str:
    """Give a letter beyond ASCII as a capital, where that is one letter as well."""
    upper = letter.upper()
    return letter if letter.isascii() or len(upper) > 1 else upper


def encoded(path: str) -> str:
    """Give a decoded path as it stands in a URL."""
    return quote(path, safe=AS_IN_URLS)


def candidates(path: str, *, default_language: str) -> list[str]:
    """Give the paths that may be meant: the path itself, and it without the prefix that the default language does not have."""
    prefix = f"/{default_language}/"
    if path.casefold().startswith(prefix.casefold()):
        return [path, path[len(prefix) - 1 :]]
    return [path]
