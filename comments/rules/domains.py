"""Finds listed domains among the hosts of a text's links, label by label: who lists example.org means mail.example.org as
well, and never notexample.org. A `*` stands for one whole label."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

MAX_PATTERNS = 2000
LONGEST = 253  # of a host's name (RFC 1035)
MOST_HOSTS = 100
MOST_LABELS = 8  # of a listed domain
# Written without a scheme: two labels at least, the last one of letters. It begins where a word begins, so that each letter
# is looked at once.
BARE = re.compile(r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}(?![\w-])")
ADDRESS = re.compile(r"@((?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62})")

Labels = tuple[str, ...]


@dataclass
class _Node:
    """A label of listed domains: the labels before it, and the places in the list of the domains that it completes."""

    below: dict[str, "_Node"] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)


def find(text: str, links: Iterable[str], email: str, patterns: Sequence[str]) -> list[str]:
    """Give those of `patterns` that one of the hosts is: of links, written out in the text, or of e-mail addresses."""
    tree = _tree(tuple(patterns))
    if not tree:
        return []
    found: set[int] = set()
    for host in hosts(text, links, email):
        found |= _listed(tree, host)
    return [pattern.strip() for place, pattern in enumerate(patterns) if place in found]


def hosts(text: str, links: Iterable[str], email: str = "") -> list[Labels]:
    """Give the different hosts that a text leads to, each as its labels in ASCII (RFC 5891), the last one first."""
    found = [*map(_host, links), *BARE.findall(text), *ADDRESS.findall(text), email.rpartition("@")[2]]
    return [labels for labels in dict.fromkeys(map(_labels, found)) if labels][:MOST_HOSTS]


def is_one(pattern: str) -> bool:
    """Tell whether a line of a list is a domain: at least two labels, of which not all are stars."""
    labels = _labels(pattern)
    return 1 < len(labels) <= MOST_LABELS and set(labels) != {"*"}


def _listed(tree: _Node, host: Labels) -> set[int]:
    """Give the places of the listed domains that a host is of. Each node of the tree is visited at most once."""
    found: set[int] = set()
    nodes = [tree]
    for label in host:
        nodes = [node.below[name] for node in nodes for name in (label, "*") if name in node.below]
        found.update(place for node in nodes for place in node.ends)
        if not nodes:
            break
    return found


@lru_cache(maxsize=64)
def _tree(patterns: tuple[str, ...]) -> _Node | None:
    top = _Node()
    for place, pattern in enumerate(patterns[:MAX_PATTERNS]):
        if not is_one(pattern):
            continue
        node = top
        for label in _labels(pattern):
            node = node.below.setdefault(label, _Node())
        node.ends.append(place)
    return top if top.below else None


def _host(link: str) -> str:
    """Give the host that a browser would ask: what stands before an @ is none."""
    address = link if "://" in link else f"http://{link}"
    try:
        return urlsplit(unicodedata.normalize("NFKC", address[:2000]).replace("\\", "/")).hostname or ""
    except ValueError:
        return ""


def _labels(host: str) -> Labels:
    plain = unicodedata.normalize("NFKC", host).strip().strip(".").casefold()
    if "://" in plain or "/" in plain:
        plain = _host(plain)
    plain = plain.removeprefix("www.")
    if not plain or len(plain) > LONGEST:
        return ()
    labels = [_ascii(label) for label in plain.split(".")]
    return tuple(reversed(labels)) if all(labels) else ()


def _ascii(label: str) -> str:
    if label.isascii():
        return label
    try:
        return label[:63].encode("idna").decode("ascii")
    except UnicodeError:
        return label
