"""What the review page shows of a proposed article: its sections with their source, and what is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.importing import thumbnails
from articles.blocks import ArticleBody
from articles.importers import pictures, retyping, sentences
from articles.importers.draft import DraftArticle, DraftBlock, Fate, LineFate

DROP = retyping.DROP
NAMES = "authors"
MOST_NAMES = 50
_EXCERPT = 420
FATES = {
    Fate.PLACED: gettext_lazy("Placed"),
    Fate.KEPT: gettext_lazy("Look at it"),
    Fate.DROPPED: gettext_lazy("Left out"),
}


@dataclass(frozen=True)
class Choice:
    """A type that a section may be given."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class Section:
    """One block of the proposed article."""

    position: int
    number: int
    type: str
    proposed: str
    label: str
    icon: str
    heading: str
    excerpt: str
    note: str
    choices: list[Choice]
    lines: list[LineFate]
    is_as_before: bool = False  # of a type that was chosen when it was imported before
    thumbnail: str = ""

    @property
    def field(self) -> str:
        """The name of its choice in the form."""
        return field_name(self.position)

    @property
    def remarks(self) -> list[str]:
        """What an editor should look at."""
        return list(dict.fromkeys(line.reason for line in self.lines if line.fate is Fate.KEPT and line.reason))


@dataclass(frozen=True)
class Share:
    """How many lines met one fate, and which part of all that is."""

    fate: Fate
    label: str
    count: int
    percent: float


def field_name(position: int) -> str:
    """Gives the name under which the form sends the type of the section at a position."""
    return f"type-{position}"


def chosen_types(draft: DraftArticle, posted: Mapping[str, str]) -> dict[int, str]:
    """Gives the types somebody has chosen; what is no choice for a section is as if nothing was sent."""
    found = {}
    for position, block in enumerate(draft.blocks):
        kind = posted.get(field_name(position), "")
        if kind in retyping.choices(block):
            found[position] = kind
    return found


def chosen_names(draft: DraftArticle, posted: Mapping[str, str]) -> tuple[str, ...]:
    """Gives the authors somebody has written, one a line; those of the draft where nothing was sent."""
    if NAMES not in posted:
        return draft.authors
    names = (" ".join(line.split())[:400] for line in posted[NAMES].splitlines()[: 2 * MOST_NAMES])
    return tuple(dict.fromkeys(name for name in names if re.search(r"\w", name)))[:MOST_NAMES]


def sections(
    draft: DraftArticle, types: Mapping[int, str], before: Mapping[int, str], *, downloads: bool, refusal: str
) -> list[Section]:
    """Gives the sections of a draft in order, each with the type chosen for it, else the one it had `before`."""
    found: list[Section] = []
    for position, block in enumerate(draft.blocks):
        had = before.get(position, "")
        had = had if had in retyping.choices(block) else ""
        chosen = types.get(position) or had or block.type
        section = _section(position, block, chosen, draft, _picture_note(block, downloads, refusal))
        shown = sum(bool(one.thumbnail) for one in found)
        small = thumbnails.of(block.picture) if block.picture and shown < thumbnails.MOST else ""
        found.append(replace(section, is_as_before=bool(had) and chosen == had, thumbnail=small))
    return found


def shares(draft: DraftArticle) -> list[Share]:
    """Gives how many lines of a draft met which fate."""
    counts = Counter(line.fate for line in draft.lines)
    total = max(len(draft.lines), 1)
    return [Share(fate, str(FATES[fate]), counts[fate], round(counts[fate] * 100 / total, 2)) for fate in Fate]


def _section(position: int, block: DraftBlock, chosen: str, draft: DraftArticle, note: str) -> Section:
    definition = ArticleBody.base_blocks[block.type]
    return Section(
        position=position,
        number=position + 1,
        type=chosen,
        proposed=block.type,
        label=str(definition.label),
        icon=definition.meta.icon,
        heading=block.name,
        excerpt=sentences.cut(" ".join(_excerpt(block).split()), _EXCERPT),
        note=note,
        choices=[Choice(kind, type_label(kind), kind == chosen) for kind in retyping.choices(block)],
        lines=[line for line in draft.lines if position in line.blocks],
    )


def type_label(kind: str) -> str:
    """Gives what people call a type, dropping included."""
    return _("Leave out") if kind == DROP else str(ArticleBody.base_blocks[kind].label)


def _excerpt(block: DraftBlock) -> str:
    value = block.value
    if block.picture is not None:
        return block.picture.alt or _("A picture without a description: add one in the editor.")
    if block.type == "table":
        rows, columns = value["rows"], value["columns"]
        assert isinstance(rows, list)
        assert isinstance(columns, list)
        heads = ", ".join(column["heading"] for column in columns if column["heading"])
        counts = (
            ngettext("%(count)d row", "%(count)d rows", len(rows)) % {"count": len(rows)},
            ngettext("%(count)d column", "%(count)d columns", len(columns)) % {"count": len(columns)},
        )
        return ". ".join([", ".join(counts), *([heads] if heads else [])])
    if block.type == "embed":
        return str(value["url"])
    if block.type == "related_article":
        return str(value["url"])
    return retyping.plain(retyping.words(block).text)


def _picture_note(block: DraftBlock, downloads: bool, refusal: str) -> str:
    """Says what will become of a picture that is not simply taken."""
    if block.picture is None:
        return ""
    if refusal:
        return _("Will be left out: %(why)s.") % {"why": refusal}
    if block.picture.content is None and downloads and block.picture.address.startswith(("http://", "https://")):
        return _("Will be downloaded from %(address)s when you save.") % {"address": block.picture.address[:120]}
    try:
        pictures.suffix(pictures.contents(block.picture, None))
    except pictures.PictureRefused as refused:
        return _("Will be left out: %(why)s.") % {"why": refused}
    return ""
