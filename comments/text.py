"""Readers' text: cleaned of what is no text, and rendered from a small Markdown to a few safe tags.

Markdown is CommonMark without HTML, images, headings and rules; what comes of it passes nh3, so that even a fault of the
renderer cannot bring a tag, an attribute or a URL scheme that is not on the list.
"""

import html as entities
import re
import unicodedata
from functools import cache

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https"}
MAX_NESTING = 12
MAX_MARKS = 4  # combining marks on one letter: Vietnamese needs two, pointed Hebrew three

# What shows nothing and only turns the reading order, hides letters or cannot be stored: controls but tab and newline,
# soft hyphens, bidirectional embeddings, overrides and isolates, invisible operators, interlinear marks, noncharacters.
# Joiners and direction marks stay, because emoji families, Persian and Hebrew are written with them.
NOT_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001fffe\U0001ffff]"
)
# Tag characters are invisible letters, but for those that make the flag of a region out of a black flag.
FLAG_OR_TAG = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]{1,16})|[\U000e0000-\U000e007f]")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]+", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
HREF = re.compile(r'<a href="([^"]*)"')
# An address that is written out, up to what no address has in it: blanks, marks that show nothing, quotes and brackets.
BARE = re.compile(
    r"(?<![\w@/.:=-])(?:https?://(?=\w)|www\.(?=[\w-]+\.\w))[^\s<>\"`{}|\\^\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+",
    re.IGNORECASE,
)
PIECES = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')  # tags, and what is between them
AS_THEY_ARE = {"a", "code", "pre"}  # in which nothing is made a link
ENDS_NO_ADDRESS = frozenset(".,;:!?'*_~")
CLOSING = {")": "(", "]": "["}
LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})
# Letters and symbols by name that are drawn as nothing: Hangul fillers and the empty Braille pattern.
UNDRAWN = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def clean(text: str) -> str:
    """Give `text` in NFC, without what is no text, its line ends and blank lines made regular."""
    text = _only_text(text.replace("\r\n", "\n").replace("\r", "\n").translate(LINE_ENDS))
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """Give `text` cleaned and on one line, as a name is."""
    return " ".join(clean(text).split())


def render(text: str) -> str:
    """Give cleaned `text` as HTML with nothing but the allowed tags; relative links are dropped, outside ones marked."""
    # Without what is no text once more, because Markdown knows `&#8238;` for a character.
    return _allowed(_only_text(_markdown().render(text))).strip()


def linked(html: str) -> str:
    """Give rendered `html` as it is shown: with links where addresses are written out, made as those of Markdown are.

    They are made when it is shown, so that what is kept, searched and judged stays what was written.
    """
    if "://" not in html and "www." not in html.lower():
        return html
    inside, pieces = 0, PIECES.split(html)
    for place, piece in enumerate(pieces):
        if place % 2:
            if piece.strip("</>").partition(" ")[0] in AS_THEY_ARE:
                inside += -1 if piece.startswith("</") else 1
        elif not inside and BARE.search(piece):
            pieces[place] = _with_links(entities.unescape(piece))
    return _allowed("".join(pieces))


def shown(html: str) -> str:
    """Give the words that rendered `html` shows, which emphasis and entities may keep apart in what was written."""
    return entities.unescape(TAG.sub("", html))


def is_blank(text: str) -> bool:
    """Tell whether `text` shows nothing at all: spaces, joiners, marks on no letter, and the like."""
    return all(character in UNDRAWN or unicodedata.category(character)[0] in "CMZ" for character in text)


def links(text: str, html: str) -> list[str]:
    """Give the addresses in `text`: those that are written out, or those of the links in its `html` if they are more."""
    written = LINK.findall(text)
    rendered = [entities.unescape(address) for address in HREF.findall(html)]
    return max(written, rendered, key=len)


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": MAX_NESTING})
    return markdown.disable(["image", "heading", "lheading", "hr", "html_block", "html_inline", "reference"])


def _allowed(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
        attribute_filter=_absolute_only,
    )


def _with_links(words: str) -> str:
    parts, behind = [], 0
    for match in BARE.finditer(words):
        address = _without_end(match[0])
        target = address if "://" in address else f"https://{address}"
        parts.append(entities.escape(words[behind : match.start()], quote=False))
        parts.append(f'<a href="{entities.escape(target)}">{entities.escape(address, quote=False)}</a>')
        behind = match.start() + len(address)
    return "".join(parts) + entities.escape(words[behind:], quote=False)


def _without_end(address: str) -> str:
    """Give an address without what belongs to the sentence around it: full stops, and brackets that it does not open."""
    while address:
        last = address[-1]
        if last in CLOSING:
            if address.count(CLOSING[last]) >= address.count(last):
                break
        elif last not in ENDS_NO_ADDRESS and (last.isascii() or unicodedata.category(last)[0] != "P"):
            break
        address = address[:-1]
    return address


def _absolute_only(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href" and not value.lower().startswith(("http://", "https://")):
        return None
    return value


def _only_text(text: str) -> str:
    """Give `text` without what is no text, then in NFC, and without marks piled up."""
    text = FLAG_OR_TAG.sub(lambda match: match[1] or "", NOT_TEXT.sub("", text))
    return _limit_marks(unicodedata.normalize("NFC", text))


def _limit_marks(text: str) -> str:
    """Give `text` with no more than MAX_MARKS combining marks on one letter."""
    if text.isascii():
        return text
    kept, run = [], 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if run <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)
