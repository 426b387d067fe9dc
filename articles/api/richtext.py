"""Rich text as front ends get it: display HTML, its links absolute, nothing in it that could run."""

import re
from collections.abc import Callable, Mapping
from html import unescape

import nh3
from django.utils.html import escape
from wagtail.rich_text.rewriters import FIND_A_TAG, LinkRewriter, extract_attrs

TAGS = {
    "a", "b", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "s", "strong", "sub",
    "sup", "ul",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
END_OF_LINE = re.compile(r"</(?:p|li|h\d|tr|blockquote)>|<br\s*/?>")
LINK_TO_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)


def targets(html: str) -> dict[str, set[int]]:
    """Give the ids that stored rich text links to, by kind: {"page": {3}, "document": {1}}."""
    found: dict[str, set[int]] = {"page": set(), "document": set()}
    for attributes in map(extract_attrs, FIND_A_TAG.findall(html)):
        pk = attributes.get("id") or ""
        if attributes.get("linktype") in found and pk.isdigit():
            found[attributes["linktype"]].add(int(pk))
    return found


def display(html: str, *, pages: Mapping[int, str], documents: Mapping[int, str], base: str) -> str:
    """Give stored rich text as clean HTML.

    `pages` and `documents` are the addresses of what may be linked to; a link to anything else is reduced to its text.
    `base` is what links that start with a slash are relative to.
    """
    expand = LinkRewriter(bulk_rules={"page": _opening_tags(pages), "document": _opening_tags(documents)})

    def absolute(tag: str, attribute: str, value: str) -> str:
        return f"{base}{value}" if value.startswith("/") and not value.startswith("//") else value

    clean = nh3.clean(
        expand(html),
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=absolute,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return LINK_TO_NOWHERE.sub(r"\1", clean)


def plain(html: str) -> str:
    """Give the words of display HTML, a line for each paragraph and item."""
    text = unescape(nh3.clean(END_OF_LINE.sub("\n", html), tags=set()))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _opening_tags(addresses: Mapping[int, str]) -> Callable[[list[dict]], list[str]]:
    def tags(links: list[dict]) -> list[str]:
        found = [addresses.get(int(link["id"])) if (link.get("id") or "").isdigit() else None for link in links]
        return [f'<a href="{escape(address)}">' if address else "<a>" for address in found]

    return tags
