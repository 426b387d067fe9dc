"""Writes clean HTML as Markdown (CommonMark, with GFM's tables and strikethrough): the one writer of all answers.

What Markdown has no sign for stays inline HTML, as CommonMark allows: superscript, subscript, and emphasis in the few
places where asterisks would not be read as such.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = {
    "article", "aside", "blockquote", "div", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
VOID = {"br", "hr", "img", "footnote"}
EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~"}
KEPT = {"sub", "sup"}

_SPACE = re.compile(r"[ \t\r\n\f]+")
_SIGNS = re.compile(r"[\\`*\[\]<>~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(?=[#+=:-])|^(\d+)(?=[.)](?:\s|$))", re.MULTILINE)
_CLOSING = re.compile(r"(#+)$")  # of a heading, where Markdown would drop it
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_IN_ADDRESS = {" ": "%20", "<": "%3C", ">": "%3E", "(": "%28", ")": "%29", "\\": "%5C", "\n": "", "\r": "", "\t": ""}


@dataclass
class Element:
    """One element of the HTML."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS


@dataclass
class Piece:
    """A run of Markdown inside of a line; `sign` and `tag` are those of an emphasis around it."""

    text: str
    sign: str = ""
    tag: str = ""


def written(html: str) -> str:
    """Give well-formed HTML as Markdown, without blank lines around it; "" for nothing to read."""
    return "\n\n".join(_blocks(_parsed(html).children))


def escaped(text: str) -> str:
    """Give plain text so that Markdown shows it as it stands, on one line."""
    return _at_line_start(_signs(_SPACE.sub(" ", text)).strip())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attributes})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and any(element.tag == tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, text: str) -> None:
        self.open[-1].children.append(text)


def _parsed(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def _blocks(children: Iterable[Element | str]) -> list[str]:
    """Give the blocks of what stands in a block; what is no block of its own makes a paragraph."""
    found: list[str] = []
    loose: list[Element | str] = []

    def paragraph() -> None:
        if text := _paragraph(loose):
            found.append(text)
        loose.clear()

    for child in children:
        if isinstance(child, Element) and child.is_block:
            paragraph()
            found.extend(_block(child))
        else:
            loose.append(child)
    paragraph()
    return found


def _block(element: Element) -> list[str]:
    tag = element.tag
    if tag in {"ul", "ol"}:
        return [text] if (text := _list(element)) else []
    if tag == "table":
        return _table(element)
    if tag == "hr":
        return ["---"]
    if tag == "pre":
        return [_fenced(_text(element))]
    if tag == "blockquote":
        quoted = "\n\n".join(_blocks(element.children))
        return ["\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))] if quoted else []
    if re.fullmatch(r"h[1-6]", tag):
        heading = _inline(element.children).replace("\\\n", " ")
        return ["#" * int(tag[1]) + " " + _CLOSING.sub(r"\\\1", heading)] if heading else []
    return _blocks(element.children)


def _paragraph(children: Sequence[Element | str]) -> str:
    return _at_line_start(_inline(children))


def _list(element: Element) -> str:
    items = [child for child in element.children if isinstance(child, Element) and child.tag == "li"]
    start = element.attributes.get("start", "1")
    number = int(start) if start.isdecimal() else 1
    lines = []
    for position, item in enumerate(items):
        mark = f"{number + position}. " if element.tag == "ol" else "- "
        parts = _blocks(item.children)
        # A list inside of an item stands right under its line; paragraphs want a blank one between them.
        text = "".join(
            part if not at else f"\n{part}" if _is_list(part) and at == 1 else f"\n\n{part}"
            for at, part in enumerate(parts)
        )
        indented = text.replace("\n", "\n" + " " * len(mark))
        lines.append((mark + re.sub(r"\n +(?=\n)", "\n", indented)).rstrip())
    return "\n".join(lines)


def _is_list(text: str) -> bool:
    return re.match(r"- |\d+\. ", text) is not None


def _table(element: Element) -> list[str]:
    """Give a table, its caption above it; its first row is its header."""
    rows = [
        [_cell(cell) for cell in row.children if isinstance(cell, Element) and cell.tag in {"td", "th"}]
        for row in _all(element, "tr")
    ]
    captions = [text for caption in _all(element, "caption") if (text := _inline(caption.children))]
    width = max(map(len, rows), default=0)
    if not width:
        return captions
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return [*captions, "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])]


def _cell(element: Element) -> str:
    text = "\n\n".join(_blocks(element.children))
    return re.sub(r"\\?\n+", "<br>", text).replace("|", "\\|")


def _all(element: Element, tag: str) -> list[Element]:
    found = []
    for child in element.children:
        if isinstance(child, Element):
            found += [child] if child.tag == tag else _all(child, tag)
    return found


def _fenced(text: str) -> str:
    text = text.strip("\n")
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}\n{text}\n{fence}"


def _inline(children: Iterable[Element | str]) -> str:
    return _joined(_pieces(children)).strip()


def _pieces(children: Iterable[Element | str]) -> list[Piece]:
    found: list[Piece] = []
    for child in children:
        if isinstance(child, str):
            found.append(Piece(_signs(_SPACE.sub(" ", child))))
        elif child.tag in EMPHASIS:
            found += _emphasis(child)
        elif child.tag == "code" and found and found[-1].text.endswith("`"):
            found.append(Piece(f"<code>{_signs(_text(child))}</code>"))  # two runs of backticks would be one
        else:
            found.append(Piece(_leaf(child)))
    return found


def _leaf(element: Element) -> str:
    tag, attributes = element.tag, element.attributes
    if tag == "br":
        return "\\\n"
    if tag == "img":
        return f"![{_signs(attributes.get('alt', ''))}]({_address(attributes.get('src', ''))})"
    if tag == "footnote":
        return f"[^{attributes.get('number', '')}]"
    if tag == "code":
        return _code(_text(element))
    text = _joined(_pieces(element.children))
    if tag == "a" and (address := attributes.get("href", "")):
        return f"[{text.strip() or _signs(address)}]({_address(address)})"
    return f"<{tag}>{text}</{tag}>" if tag in KEPT and text else text


def _emphasis(element: Element) -> list[Piece]:
    """Give an emphasis without the space at its ends, which no sign may stand beside."""
    text = _joined(_pieces(element.children))
    inner = text.strip()
    if not inner:
        return [Piece(text)]
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return [Piece(before), Piece(inner, EMPHASIS[element.tag], element.tag), Piece(after)]


def _joined(pieces: Sequence[Piece]) -> str:
    """Give a line of its pieces, with signs for an emphasis where they are read as such between their neighbours."""
    pieces = [piece for piece in pieces if piece.text]
    line = ""
    for at, piece in enumerate(pieces):
        if not piece.sign:
            line += piece.text
            continue
        after = pieces[at + 1] if at + 1 < len(pieces) else Piece("")
        following = after.sign or after.text
        signs = _can_open(line[-1:], piece.text) and _can_open(following[:1], piece.text[::-1])
        line += f"{piece.sign}{piece.text}{piece.sign}" if signs else f"<{piece.tag}>{piece.text}</{piece.tag}>"
    return re.sub(r" *\\\n *", "\\\\\n", line)


def _can_open(outside: str, inside: str) -> bool:
    """Tell whether a sign between these two characters flanks the inner one (CommonMark 0.31, 6.2)."""
    if outside in {"*", "~", "_", "\\"} or inside[:1] in {"*", "~", "\\"}:
        return False
    return inside[:1].isalnum() or not outside or outside.isspace()


def _text(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _text(child) for child in element.children)


def _code(text: str) -> str:
    text = _SPACE.sub(" ", text)
    fence = "`" * (_longest_run(text) + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}" if text else ""


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _address(address: str) -> str:
    return "".join(_IN_ADDRESS.get(character, character) for character in address)


def _signs(text: str) -> str:
    """Give text with every character that Markdown would take for a sign escaped, and without control characters."""
    return _SIGNS.sub(lambda found: "&amp;" if found[0] == "&" else f"\\{found[0]}", _CONTROLS.sub("", text))


def _at_line_start(text: str) -> str:
    """Give lines with what would make a heading, a list or a rule of them escaped."""
    return _LINE_START.sub(lambda found: f"{found[1]}\\" if found[1] else "\\", text)
