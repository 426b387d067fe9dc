"""Tells in a web page the article from what stands around it, by structure first and then by where the words are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

CODE = frozenset({"script", "style", "noscript", "template", "link", "meta", "head", "base", "title"})
_TAGS = {
    "nav": "navigation of the page",
    "aside": "stands beside the article",
    "form": "form of the page",
    "button": "button of the page",
    "select": "form of the page",
    "textarea": "form of the page",
    "input": "form of the page",
    "dialog": "window over the page",
    "menu": "navigation of the page",
    "canvas": "drawing made by a program",
    "object": "a program's own content",
    "embed": "a program's own content",
    "audio": "a sound: link to it in the editor",
    "map": "navigation of the page",
}
_ROLES = {
    "navigation": "navigation of the page",
    "banner": "head of the page",
    "contentinfo": "foot of the page",
    "complementary": "stands beside the article",
    "search": "form of the page",
    "dialog": "window over the page",
    "alertdialog": "window over the page",
    "menu": "navigation of the page",
    "menubar": "navigation of the page",
}
_NAMES = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
        (
            "readers' comments: they belong to the discussion",
            r"comments?|comment-?(?:s|list|section|area|respond|form|thread)s?|respond|disqus_thread|wp-block-comments",
        ),
        (
            "share buttons",
            r"(?:post-|article-|entry-)?(?:share|sharing|social)(?:-(?:share|buttons?|links|icons|bar|media))?|"
            r"sharedaddy|addtoany\w*",
        ),
        (
            "navigation of the page",
            r"breadcrumbs?|pagination|pager|navbar|nav|menu|(?:post|site|page)-(?:navigation|nav)|skip-links?|"
            r"toc|table-of-contents|mw-editsection|site-header",
        ),
        ("foot of the page", r"site-footer|page-footer"),
        ("advertisement", r"ads?|advert(?:isement)?s?|ad-(?:slot|container|wrapper|unit)|sponsored|promo"),
        ("notice about cookies", r"cookies?(?:-(?:banner|notice|consent))?|consent(?:-banner)?|gdpr"),
        ("asks to subscribe", r"newsletter(?:-\w+)?|subscribe(?:-\w+)?|mailing-list|popup|modal"),
        ("stands beside the article", r"sidebar|side-bar|widget|widget-area"),
        ("only for screen readers", r"screen-reader-text|sr-only|visually-hidden|nhsuk-u-visually-hidden"),
    )
)
_BODY_NAMES = re.compile(
    r"(?:entry|post|article|page|blog|story|main)-?(?:content|body|text)|content|post|article|hentry|mw-parser-output"
)
_TEXT = frozenset({"p", "li", "blockquote", "dd", "pre", "td"})
_NEVER = frozenset({"html", "body", "main", "article", "h1"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_FURNITURE = 4_000


def words(element: Any) -> str:
    """Gives the words in an element, without those of code in it."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in CODE:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail
    if element.tag not in {"a", "b", "i", "em", "strong", "span", "sup", "sub"}:
        yield " "


def reason_to_leave_out(element: Any) -> str:
    """Gives why an element of a page is no part of its article, or an empty string."""
    tag = element.tag
    if tag in _NEVER or tag == "head":
        return ""
    if tag == "footer":
        return "" if _is_within(element, {"blockquote", "figure"}) else "foot of the page"
    if tag in _TAGS:
        return "" if tag == "button" and _is_within(element, {"h2", "h3", "h4", "h5", "h6", "summary"}) else _TAGS[tag]
    if (role := (element.get("role") or "").lower()) in _ROLES:
        return _ROLES[role]
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return "hidden on the page"
    if _HIDDEN.search(element.get("style") or ""):
        return "hidden on the page"
    return _by_name(element)


def _by_name(element: Any) -> str:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    if not names:
        return ""
    for reason, pattern in _NAMES:
        if any(pattern.fullmatch(name) for name in names):
            # A name may mislead ("promo" around a whole page), so what holds much, or the title, is never left out.
            if next(element.iter("h1"), None) is None and (
                reason.startswith("readers'") or len(words(element)) <= _LONGEST_FURNITURE
            ):
                return reason
            return ""
    return ""


def _is_within(element: Any, tags: set[str]) -> bool:
    return any(ancestor.tag in tags for ancestor in element.iterancestors())


def find_article(body: Any) -> Any:
    """Gives the element that holds the article: what the page itself calls so, else where most of the text is."""
    sizes = _sizes(body)
    total = sizes.get(body, 0)
    whole = _largest(list(body.iter("main")), sizes)
    if whole is None:
        whole = _largest([element for element in body.iter() if _attribute(element, "role") == "main"], sizes)
    if whole is not None and sizes[whole] * 5 < total:
        whole = None
    start = whole if whole is not None else body
    articles = list(start.iter("article"))
    named = [element for element in start.iter() if _attribute(element, "itemprop") == "articleBody"]
    for group in (articles, named):
        found = _largest(group, sizes)
        if found is not None and sizes[found] * 2 >= sizes.get(start, 0):
            return found
    if whole is not None:
        return whole
    found = _largest([element for element in body.iter() if _has_body_name(element)], sizes)
    if found is not None and sizes[found] * 2 >= total > 0:
        return found
    return _densest(body, sizes)


def _sizes(body: Any) -> dict[Any, int]:
    """Gives for each element how many characters of running text are in it; what is left out counts for nothing."""
    sizes: dict[Any, int] = {}

    def measure(element: Any) -> int:
        if not isinstance(element.tag, str) or element.tag in CODE or reason_to_leave_out(element):
            return 0
        if element.tag in _TEXT:
            linked = sum(len(words(link)) for link in element.iter("a")) if element.tag in {"li", "td"} else 0
            sizes[element] = max(0, len(words(element)) - linked)
            for child in element:
                measure(child)
            return sizes[element]
        sizes[element] = sum(measure(child) for child in element)
        return sizes[element]

    measure(body)
    return sizes


def _largest(elements: list[Any], sizes: dict[Any, int]) -> Any:
    known = [element for element in elements if sizes.get(element)]
    return max(known, key=lambda element: sizes[element], default=None)


def _attribute(element: Any, name: str) -> str:
    return (element.get(name) or "") if isinstance(element.tag, str) else ""


def _has_body_name(element: Any) -> bool:
    names = f"{_attribute(element, 'class')} {_attribute(element, 'id')}".lower().split()
    return element.tag not in {"body", "html"} and any(_BODY_NAMES.fullmatch(name) for name in names)


def _densest(body: Any, sizes: dict[Any, int]) -> Any:
    """Goes down from the whole page as long as one child has nearly all of the text."""
    found, total = body, sizes.get(body, 0)
    while total:
        child = max(found, key=lambda element: sizes.get(element, 0), default=None)
        if child is None or child.tag in _TEXT or child.tag in {"ul", "ol", "table", "tbody", "tr", "dl"}:
            break
        loses_title = next(found.iter("h1"), None) is not None and next(child.iter("h1"), None) is None
        if loses_title or sizes.get(child, 0) < total * 0.9:
            break
        found = child
    return found
