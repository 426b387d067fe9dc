"""Gives a block of a draft another type, without losing its words, or takes it out of the article."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from articles.importers import calls, limitations, sentences
from articles.importers.draft import DraftArticle, DraftBlock, Fate, LineFate

DROP = "drop"
TEXTUAL = (
    "section",
    "benefit",
    "mechanism",
    "evidence",
    "related_article",
    "call_to_action",
    "quote",
    "faq",
    "disclaimer",
)
LEFT_OUT = "left out by the editor"
_HEADING_LIMIT = 200
_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH_END = re.compile(r"</(?:p|li)>|</?(?:ul|ol)>|<br/?>")
_HREF = re.compile(r'<a href="(https?://[^"]{1,200})"')


@dataclass(frozen=True)
class Words:
    """What a block says, whatever its type."""

    heading: str = ""
    text: str = ""  # HTML
    url: str = ""


def choices(block: DraftBlock) -> tuple[str, ...]:
    """Gives the types a block may have: any of the textual ones, or only its own; it can always be dropped."""
    return (*TEXTUAL, DROP) if block.type in TEXTUAL else (block.type, DROP)


def retyped(draft: DraftArticle, types: Mapping[int, str]) -> DraftArticle:
    """Gives `draft` with the blocks at these positions made what is asked, and those dropped taken out.

    A type that a block cannot have is no choice, and is ignored.
    """
    wanted = {
        position: kind
        for position, kind in types.items()
        if 0 <= position < len(draft.blocks)
        and kind in choices(draft.blocks[position])
        and kind != draft.blocks[position].type
    }
    blocks = [
        _as(block, wanted[position]) if wanted.get(position, DROP) != DROP else block
        for position, block in enumerate(draft.blocks)
    ]
    lines = tuple(_line(line, wanted, draft) for line in draft.lines)
    changed = replace(draft, blocks=tuple(blocks), lines=lines)
    return without(changed, {position: LEFT_OUT for position, kind in wanted.items() if kind == DROP})


def _line(line: LineFate, wanted: Mapping[int, str], draft: DraftArticle) -> LineFate:
    """A line whose block an editor has chosen stands where it belongs; a card has room for a label only."""
    chosen = [position for position in line.blocks if position in wanted]
    if not chosen:
        return line
    if wanted[chosen[0]] == "related_article" and len(plain(words(draft.blocks[chosen[0]]).text)) > 0:
        return replace(line, fate=Fate.KEPT, reason="made a card, which has room for a label only")
    return replace(line, fate=Fate.PLACED, reason="the editor chose the type")


def without(draft: DraftArticle, reasons: Mapping[int, str]) -> DraftArticle:
    """Gives `draft` without the blocks at these positions; lines that stood in no other are dropped for the reason."""
    if not reasons:
        return draft
    kept = [position for position in range(len(draft.blocks)) if position not in reasons]
    moved = {position: place for place, position in enumerate(kept)}
    return replace(
        draft,
        blocks=tuple(draft.blocks[position] for position in kept),
        lines=tuple(_moved(line, moved, reasons) for line in draft.lines),
    )


def _moved(line: LineFate, moved: Mapping[int, int], reasons: Mapping[int, str]) -> LineFate:
    blocks = tuple(moved[position] for position in line.blocks if position in moved)
    gone = [reasons[position] for position in line.blocks if position in reasons]
    if not gone:
        return replace(line, blocks=blocks)
    reason = "; ".join(dict.fromkeys([*([line.reason] if line.reason and blocks else []), *gone]))
    return replace(line, blocks=blocks, fate=line.fate if blocks else Fate.DROPPED, reason=reason)


def words(block: DraftBlock) -> Words:
    """Gives what a textual block says."""
    value = block.value
    heading, text = str(value.get("heading") or ""), str(value.get("text") or "")
    if block.type == "related_article":
        return Words(str(value["label"]), "", str(value["url"]))
    if block.type == "call_to_action":
        return Words("", f"<p>{html.escape(text, quote=False)}</p>" if text else "", str(value["url"]))
    if block.type == "quote":
        by = f" — {value['attribution']}" if value.get("attribution") else ""
        return Words("", f"<p>{html.escape(f'“{text}”{by}', quote=False)}</p>", str(value.get("source_url") or ""))
    if block.type == "faq":
        items = value["items"]
        assert isinstance(items, list)
        asked = (f"<p><b>{html.escape(str(i['question']), quote=False)}</b></p>{i['answer']}" for i in items)
        return Words("", "".join(asked))
    return Words(heading, text)


def _as(block: DraftBlock, kind: str) -> DraftBlock:
    said = words(block)
    heading, text = said.heading, said.text
    if kind in {"benefit", "mechanism", "evidence", "section"}:
        return DraftBlock(kind, _claim(kind, heading, text))
    if kind == "related_article":
        label = sentences.cut(heading or " ".join(plain(text).split()), _HEADING_LIMIT)
        return DraftBlock(kind, {"page": None, "url": said.url or _address(text), "label": label})
    everything = _together(heading, text)
    if kind == "call_to_action":
        asked = plain(everything)
        address = said.url or _address(text) or calls.url(asked)
        return DraftBlock(
            kind,
            {"text": asked, "label": calls.label(asked), "url": address[:200], "page": None, "style": "primary"},
        )
    if kind == "quote":
        return DraftBlock(kind, {"text": plain(everything).strip('“”" '), "attribution": "", "source_url": said.url})
    if kind == "faq":
        return DraftBlock(kind, {"items": [_question(heading, text)]})
    return DraftBlock("disclaimer", {"text": everything})


def _claim(kind: str, heading: str, text: str) -> dict[str, object]:
    value: dict[str, object] = {"heading": heading, "text": text}
    rated: dict[str, object] = {"certainty": "", "certainty_reasons": [], "sources": []}
    if kind == "section":
        if heading and not text:
            return {"heading": "", "text": f"<p>{html.escape(heading, quote=False)}</p>"}
        return value
    if kind == "benefit":
        return {**value, "population": "", "outcome": "", **rated}
    if kind == "evidence":
        return {**value, "limitations": limitations.find(plain(text).split("\n")), **rated}
    return {**value, **rated}


def _question(heading: str, text: str) -> dict[str, object]:
    """The heading is the question; without one the first sentence is, and the rest answers it."""
    if heading:
        return {"question": heading[:_HEADING_LIMIT], "answer": text}
    said = sentences.split(" ".join(plain(text).split()))
    question, answer = (said[0], " ".join(said[1:])) if said else ("", "")
    return {
        "question": sentences.cut(question, _HEADING_LIMIT),
        "answer": f"<p>{html.escape(answer, quote=False)}</p>" if answer else "",
    }


def _together(heading: str, text: str) -> str:
    return f"<p><b>{html.escape(heading, quote=False)}</b></p>{text}" if heading else text


def plain(text: str) -> str:
    """Gives the words of rich text, paragraphs one below the other."""
    lines = html.unescape(_TAG.sub("", _PARAGRAPH_END.sub("\n", text))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _address(text: str) -> str:
    found = _HREF.search(text)
    return html.unescape(found.group(1)) if found else ""
