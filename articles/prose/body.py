"""The blocks of an article as plain, well-formed HTML: headings, paragraphs, lists and tables, no classes and no scripts.

Pure: what goes in are blocks as the API gives them, their rich text in HTML. Certainty, sources and effects are said in
words, and what has no source says so.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.html import escape

from articles.prose import words

Value = Mapping[str, Any]
Cite = Callable[[int], str]


def bracketed(number: int) -> str:
    """Give the mark of a reference for readers of HTML."""
    return f"<sup>[{number}]</sup>"


def written(blocks: Iterable[Value], *, language: str, cite: Cite = bracketed) -> str:
    """Give an article's blocks as HTML, in the words of `language`; `cite` gives the mark of a reference's number."""
    body = Body(words.of(language), cite)
    return "".join(body.block(block["type"], block["value"]) for block in blocks)


def references(rows: Iterable[Value], *, language: str) -> str:
    """Give the article's references as a list under a heading, "" for none; a citation is HTML already."""
    rows = list(rows)
    if not rows:
        return ""
    heading = words.of(language)["references"]
    points = "".join(f"<li>{row['citation_html']}</li>" for row in rows)
    return f"<h2>{heading}</h2><ol>{points}</ol>"


class Body:
    """Writes blocks in the words of one language."""

    def __init__(self, said: Mapping[str, str], cite: Cite):
        self.said = said
        self.cite = cite

    def block(self, kind: str, value: Value) -> str:
        """Give one block; "" for a type that has nothing to read."""
        if kind in {"benefit", "mechanism", "evidence"}:
            return self.graded(kind, value)
        write = getattr(self, kind, None)
        return write(value) if write else ""

    def section(self, value: Value) -> str:
        return _heading(value["heading"]) + value["text"]

    def graded(self, kind: str, value: Value) -> str:
        """Give a claim, or the evidence as a whole, with what stands behind it."""
        label = self.said[kind]
        heading = f"{label}: {value['heading']}" if value["heading"] else label
        facts = [(name, value.get(name)) for name in ("population", "outcome")]
        points = [f"<li>{self.said[name]}: {escape(fact)}</li>" for name, fact in facts if fact]
        if value["certainty"]:
            points.append(f"<li>{self.said['certainty']}: {self.certainty(value)}</li>")
        return (
            _heading(heading)
            + value["text"]
            + (f"<ul>{''.join(points)}</ul>" if points else "")
            + self.limitations(value.get("limitations") or [])
            + self.sources(kind, value)
        )

    def certainty(self, value: Value) -> str:
        reasons = ", ".join(self.said.get(reason, reason) for reason in value["certainty_reasons"])
        grade = self.said.get(value["certainty"], value["certainty"])
        return f"<strong>{grade}</strong>" + (f", {self.said['rated_down']} {reasons}" if reasons else "")

    def limitations(self, limitations: Iterable[str]) -> str:
        rows = "".join(f"<li>{escape(text)}</li>" for text in limitations)
        return f"<p>{self.said['limitations']}:</p><ul>{rows}</ul>" if rows else ""

    def sources(self, kind: str, value: Value) -> str:
        rows = "".join(f"<li>{self.source(source)}</li>" for source in value["sources"])
        if rows:
            return f"<p>{self.said['sources']}:</p><ul>{rows}</ul>"
        if kind == "evidence":
            return ""
        return f"<p><em>{self.said['no_evidence_found' if value['no_evidence_found'] else 'no_source']}</em></p>"

    def source(self, source: Value) -> str:
        """Give what one work found, how it bears on the claim, and its number."""
        reference = source["reference"]
        facts = [
            self.said.get(source["direction"], source["direction"]),
            f"{source['participants']} {self.said['participants']}" if source["participants"] else "",
            self.effect(source["effect"]) if source["effect"] else "",
            self.said["retracted"] if reference["retracted"] else "",
        ]
        finding = escape(source["finding"] or reference["title"])
        return f"{finding} ({escape('; '.join(filter(None, facts)))}){self.cite(reference['number'])}"

    def effect(self, effect: Value) -> str:
        low, high = effect["ci_low"], effect["ci_high"]
        interval = (
            "" if low is None or high is None else self.said["interval"].format(low=_number(low), high=_number(high))
        )
        value = "" if effect["value"] is None else _number(effect["value"])
        measured = " ".join(filter(None, [effect["measure"], value]))
        p = effect["p"]
        chance = "" if p is None else f"p {p}" if isinstance(p, str) else f"p = {_number(p)}"
        return ", ".join(filter(None, [measured, interval, chance]))

    def faq(self, value: Value) -> str:
        return "".join(f"<h3>{escape(item['question'])}</h3>{item['answer']}" for item in value["items"])

    def quote(self, value: Value) -> str:
        said_by = _link(value["attribution"] or value["source_url"] or "", value["source_url"])
        return f"<blockquote><p>{escape(value['text'])}</p>{f'<p>— {said_by}</p>' if said_by else ''}</blockquote>"

    def disclaimer(self, value: Value) -> str:
        return f"<blockquote><p><strong>{self.said['note']}:</strong></p>{value['text']}</blockquote>"

    def image(self, value: Value) -> str:
        picture = largest(value["image"])
        if not picture:
            return ""
        caption = " · ".join(escape(text) for text in (value["caption"], value["credit"]) if text)
        shown = f'<img src="{escape(picture["url"])}" alt="{escape(value["alt"])}">'
        return f"<figure><p>{shown}</p>{f'<figcaption><p>{caption}</p></figcaption>' if caption else ''}</figure>"

    def table(self, value: Value) -> str:
        head = "".join(f"<th>{escape(text)}</th>" for text in value["headers"])
        rows = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in value["rows"])
        caption = f"<caption>{escape(value['caption'])}</caption>" if value["caption"] else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if head else ""

    def embed(self, value: Value) -> str:
        link = _link(value["title"] or value["caption"] or value["url"] or "", value["url"])
        return f"<p>{link}</p>" if link else ""

    def related_article(self, value: Value) -> str:
        page = value["page"] or {}
        link = _link(value["label"] or page.get("title") or value["url"] or "", page.get("html_url") or value["url"])
        return f"<p>{link}</p>" if link else ""

    def call_to_action(self, value: Value) -> str:
        parts = [escape(value["text"]), _link(value["label"], value["url"])]
        return f"<p>{' '.join(filter(None, parts))}</p>" if any(parts) else ""


def largest(image: Value | None) -> Value | None:
    """Give the widest rendition in a format that every program reads, else the widest there is."""
    renditions = (image or {}).get("renditions") or []
    common = [rendition for rendition in renditions if rendition["format"] in {"jpeg", "png", "gif"}]
    return max(common or renditions, key=lambda rendition: rendition["width"], default=None)


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>" if text else ""


def _link(text: str, url: str | None) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url and text else escape(text)


def _cell(cell: Any) -> str:
    if isinstance(cell, Mapping):
        return str(cell["html"])
    return escape("" if cell is None else _number(cell) if isinstance(cell, float) else cell)


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
