"""Makes an article's raw body, as a StreamField stores it, from its content file: no database is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cms.demo.content import block_id
from cms.demo.prose import rich_text

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The ids of what a body points at: references by key, pages by slug."""

    references: Mapping[str, int]
    pages: Mapping[str, int]


def raw_body(article: Mapping[str, Any], shelf: Shelf) -> list[Values]:
    """Give the blocks of an article's content file with ids that stay the same; raise KeyError for an unknown target."""
    slug = article["slug"]
    return [
        {
            "type": block["type"],
            "id": block_id(slug, block["key"]),
            "value": _VALUE[block["type"]](_Writer(slug, block["key"], shelf), block),
        }
        for block in article["body"]
    ]


@dataclass(frozen=True)
class _Writer:
    """Writes the members that several types of blocks have in common."""

    slug: str
    key: str
    shelf: Shelf

    def text(self, markdown: str) -> str:
        return rich_text(markdown, self.shelf.pages)

    def items(self, name: str, values: list[Any]) -> list[Values]:
        return [
            {"type": "item", "id": block_id(self.slug, self.key, name, number), "value": value}
            for number, value in enumerate(values)
        ]

    def graded(self, block: Mapping[str, Any]) -> Values:
        return {
            "heading": block["heading"],
            "text": self.text(block["text"]),
            "certainty": block.get("certainty", ""),
            "certainty_reasons": block.get("certainty_reasons", []),
            "sources": self.items("sources", [self.source(source) for source in block.get("sources", [])]),
        }

    def source(self, source: Mapping[str, Any]) -> Values:
        effect = {"measure": "", "value": None, "ci_low": None, "ci_high": None, "p": ""} | source.get("effect", {})
        return {
            "reference": self.shelf.references[source["reference"]],
            "finding": source["finding"],
            "direction": source["direction"],
            "participants": source.get("participants"),
            "effect": effect | {"p": str(effect["p"])},
        }

    def target(self, block: Mapping[str, Any]) -> Values:
        page = self.shelf.pages[block["article"]] if "article" in block else None
        return {"page": page, "url": block.get("url", ""), "label": block["label"]}


def _section(write: _Writer, block: Mapping[str, Any]) -> Values:
    return {"heading": block["heading"], "text": write.text(block["text"])}


def _benefit(write: _Writer, block: Mapping[str, Any]) -> Values:
    return _mechanism(write, block) | {"population": block.get("population", ""), "outcome": block.get("outcome", "")}


def _mechanism(write: _Writer, block: Mapping[str, Any]) -> Values:
    return write.graded(block) | {"no_evidence_found": block.get("no_evidence_found", False)}


def _evidence(write: _Writer, block: Mapping[str, Any]) -> Values:
    return write.graded(block) | {"limitations": write.items("limitations", block["limitations"])}


def _table(write: _Writer, block: Mapping[str, Any]) -> Values:
    return {
        "columns": [{"type": "text", "heading": heading} for heading in block["columns"]],
        "rows": [{"values": row} for row in block["rows"]],
        "caption": block["caption"],
    }


def _faq(write: _Writer, block: Mapping[str, Any]) -> Values:
    answered = [{"question": item["question"], "answer": write.text(item["answer"])} for item in block["items"]]
    return {"items": write.items("items", answered)}


def _quote(write: _Writer, block: Mapping[str, Any]) -> Values:
    return {"text": block["text"], "attribution": block["attribution"], "source_url": ""}


def _related_article(write: _Writer, block: Mapping[str, Any]) -> Values:
    return write.target(block)


def _call_to_action(write: _Writer, block: Mapping[str, Any]) -> Values:
    return write.target(block) | {"text": block["text"], "style": block["style"]}


def _disclaimer(write: _Writer, block: Mapping[str, Any]) -> Values:
    return {"text": write.text(block["text"])}


_VALUE: dict[str, Callable[[_Writer, Mapping[str, Any]], Values]] = {
    "section": _section,
    "benefit": _benefit,
    "mechanism": _mechanism,
    "evidence": _evidence,
    "table": _table,
    "faq": _faq,
    "quote": _quote,
    "related_article": _related_article,
    "call_to_action": _call_to_action,
    "disclaimer": _disclaimer,
}
