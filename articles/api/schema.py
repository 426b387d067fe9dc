"""The OpenAPI description of articles: their body's blocks read from the block classes, so that a new one appears itself."""

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from articles.blocks.structure import ArticleBlock
from articles.models import ArticlePage
from articles.vocabulary import Certainty, Design

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
URI: Schema = {"type": "string", "format": "uri"}
UUID: Schema = {"type": "string", "format": "uuid"}
HTML: Schema = {
    "type": "string",
    "contentMediaType": "text/html",
    "description": "Clean display HTML, absolute URLs; in the body Markdown where `rich_text_format` asks for it.",
}
EXCERPT: Schema = HTML | {"description": "A part of the text that has one of the words; empty where none is in it."}
OBJECT: Schema = {"type": "object", "additionalProperties": True}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def nullable(schema: Schema) -> Schema:
    """Give a schema that also allows null."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def listed(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def record(**properties: Schema) -> Schema:
    """Give an object all of whose members are always there."""
    return {"type": "object", "required": list(properties), "properties": properties}


def block_name(type_name: str) -> str:
    """Give the component's name of a block type: "call_to_action" is CallToActionBlock."""
    return "".join(part.capitalize() for part in type_name.split("_")) + "Block"


def body_components() -> dict[str, Schema]:
    """Give a component for each block of the body, and `Block`, their union by `type`."""
    known = ArticlePage._meta.get_field("body").stream_block.child_blocks
    components = {
        block_name(name): {
            "description": str(block.get_description()),
            **record(type={"type": "string", "const": name}, id=UUID, value=value_schema(block)),
        }
        for name, block in known.items()
    }
    union = {
        "oneOf": [ref(block_name(name)) for name in known],
        "discriminator": {
            "propertyName": "type",
            "mapping": {name: ref(block_name(name))["$ref"] for name in known},
        },
    }
    return components | {"Block": union}


def value_schema(block: blocks.Block) -> Schema:
    """Give the JSON schema of what articles.api.blocks.represent() gives for this block."""
    if isinstance(block, blocks.StructBlock):
        properties = {name: value_schema(child) for name, child in block.child_blocks.items()}
        if isinstance(block, ArticleBlock):
            properties = block.api_properties(properties)
        return nullable(record(**properties)) if getattr(block, "api_nullable", False) else record(**properties)
    if isinstance(block, blocks.ListBlock):
        return listed(value_schema(block.child_block))
    if isinstance(block, TypedTableBlock):
        cell = {"oneOf": [STRING, {"type": "number"}, {"type": "null"}, record(html=HTML), record(markdown=STRING)]}
        return record(caption=STRING, headers=listed(STRING), rows=listed(listed(cell)))
    return _field_schema(block)


def _field_schema(block: blocks.Block) -> Schema:
    if isinstance(block, blocks.RichTextBlock):
        return HTML
    if isinstance(block, blocks.PageChooserBlock):
        return nullable(ref("LinkedPage"))
    if isinstance(block, ImageChooserBlock):
        return nullable(ref("ArticleImage"))
    if isinstance(block, SnippetChooserBlock):
        return ref("CitedReference")
    if isinstance(block, blocks.MultipleChoiceBlock):
        return listed({"type": "string", "enum": _choices(block)})
    if isinstance(block, blocks.ChoiceBlock):
        choices = {"type": "string", "enum": _choices(block)}
        return choices if block.required or block.get_default() else nullable(choices)
    if isinstance(block, blocks.BooleanBlock):
        return BOOLEAN
    if isinstance(block, blocks.DateBlock):
        return nullable({"type": "string", "format": "date"})
    if isinstance(block, blocks.IntegerBlock):
        return nullable(INTEGER)
    if isinstance(block, blocks.FloatBlock):
        return nullable({"type": "number"})
    return STRING


def _choices(block: blocks.ChoiceBlock | blocks.MultipleChoiceBlock) -> list[str]:
    return [str(value) for value, _ in block.field.choices if value not in ("", None)]


def components() -> dict[str, Schema]:
    """Give every component that the articles' endpoints refer to."""
    return body_components() | _shared() | _documents()


def _shared() -> dict[str, Schema]:
    rendition = record(url=URI, width=INTEGER, height=INTEGER, format=STRING)
    focal_point = record(x=INTEGER, y=INTEGER, width=nullable(INTEGER), height=nullable(INTEGER))
    design = {"type": "string", "enum": Design.values}
    person = {"id": INTEGER, "name": STRING, "credentials": STRING, "slug": STRING}
    person["image"] = nullable(ref("ArticleImage"))
    return {
        "Certainty": {"type": "string", "enum": Certainty.values, "description": "GRADE."},
        "StudyDesign": design,
        "ArticleImage": record(
            id=INTEGER, title=STRING, alt=STRING, width=INTEGER, height=INTEGER, focal_point=nullable(focal_point),
            renditions=listed(rendition),
        ),
        "Person": record(**person),
        "Reviewer": record(
            **person, orcid=nullable(URI), conflicts=STRING | {"description": "Conflicts of interest; empty: not stated."},
        ),
        "Topic": record(name=STRING, slug=STRING),
        "LinkedPage": record(id=INTEGER, title=STRING, slug=STRING, html_url=URI, summary=STRING),
        "CitedReference": record(
            id=INTEGER, number=INTEGER, title=STRING, year=nullable(INTEGER), doi=nullable(STRING), url=nullable(URI),
            design=nullable(ref("StudyDesign")), retracted=BOOLEAN,
        ),
    }  # fmt: skip


def _documents() -> dict[str, Schema]:
    counts = {"claims": INTEGER, "cited_claims": INTEGER}
    card = {
        "id": INTEGER,
        "slug": STRING,
        "title": STRING,
        "summary": STRING,
        "html_url": URI,
        "detail_url": URI,
        "image": nullable(ref("ArticleImage")),
        "authors": listed(ref("Person")),
        "topics": listed(ref("Topic")),
        "published_at": nullable(MOMENT),
        "updated_at": nullable(MOMENT),
        "reading_time_minutes": INTEGER,
        "evidence": record(**counts, certainty=nullable(ref("Certainty"))),
        "discussion": record(is_open=BOOLEAN, comment_count=INTEGER),
    }
    reference = record(
        id=INTEGER, number=INTEGER, citation_html=HTML, doi=nullable(STRING), pmid=nullable(STRING), url=nullable(URI),
        design=nullable(ref("StudyDesign")), retracted=BOOLEAN, cited_by_blocks=listed(UUID),
    )  # fmt: skip
    translation = record(id=INTEGER, locale=STRING, title=STRING, slug=STRING, html_url=URI, detail_url=URI)
    highlights = {"description": "With `highlight=true` only.", **record(title=HTML, summary=HTML, text=EXCERPT)}
    cards = record(meta=record(total_count=INTEGER, next_cursor=nullable(STRING)), items=listed(ref("ArticleCard")))
    return {
        "ArticleCard": record(**card) | {"properties": card | {"highlights": highlights}},
        "ArticleCardList": cards,
        "ArticleDocument": record(
            id=INTEGER, slug=STRING,
            meta=record(
                type=STRING, detail_url=URI, html_url=URI, locale=STRING, translations=listed(translation),
                parent=nullable(record(id=INTEGER, title=STRING)),
            ),
            title=STRING, summary=STRING, image=nullable(ref("ArticleImage")), authors=listed(ref("Person")),
            reviewed_by=listed(ref("Reviewer")), topics=listed(ref("Topic")), published_at=nullable(MOMENT),
            updated_at=nullable(MOMENT), change_history=listed(record(at=MOMENT, note=STRING)),
            reviewed_at=nullable(MOMENT), review_due_at=nullable(MOMENT), word_count=INTEGER,
            reading_time_minutes=INTEGER, body=listed(ref("Block")),
            evidence=record(
                **counts, declared_unsupported=INTEGER, uncited=listed(UUID), certainty=nullable(ref("Certainty")),
                by_design={"type": "object", "additionalProperties": INTEGER}, retracted=INTEGER,
            ),
            references=listed(reference),
            related=listed(record(id=INTEGER, title=STRING, slug=STRING, html_url=URI)),
            discussion=record(
                is_open=BOOLEAN, closes_at=nullable(MOMENT), comment_count=INTEGER, comments_url=nullable(URI),
                by_block={"type": "object", "additionalProperties": INTEGER}, likes=INTEGER,
                announcement=STRING,
            ),
            seo=record(title=STRING, description=STRING, canonical_url=URI, open_graph=OBJECT, json_ld=OBJECT),
        ),
    }  # fmt: skip


def add_components(result: dict, **kwargs: object) -> dict:
    """Add the articles' components to the document (a drf-spectacular postprocessing hook)."""
    result.setdefault("components", {}).setdefault("schemas", {}).update(components())
    return result
