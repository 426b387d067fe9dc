"""Maps a neutral document to an article: what a line is goes by its words and its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from articles.importers import announced, furniture, masthead, roles, sections, sentences
from articles.importers.composition import Composition
from articles.importers.document import Facts, Hint, Passage, SourceDocument, passages
from articles.importers.draft import DraftArticle
from articles.importers.ledger import Ledger
from articles.importers.masthead import Masthead
from articles.importers.roles import Role

SUMMARY_LIMIT = 300


def map_document(document: SourceDocument) -> DraftArticle:
    """Gives the article in `document`, and the fate of each of its lines that is not blank; refuses nothing."""
    every = passages(document.lines)
    ledger = Ledger(every)
    facts = document.facts
    for position, passage in enumerate(every):
        if passage.has(Hint.LEFT_OUT):
            ledger.drop(position, passage.note)
        elif passage.has(Hint.FACT):
            ledger.place(position, None, passage.note)
    text = [position for position in range(len(every)) if not ledger.is_settled(position)]
    head = _masthead([every[position] for position in text], text, facts)
    for position, reason in head.placed.items():
        ledger.place(position, None, reason)
    for position, reason in head.dropped.items():
        ledger.drop(position, reason)
    _drop_discussion(every, ledger)
    places = [position for position in range(len(every)) if not ledger.is_settled(position)]
    composition = _compose(every, places, ledger, head)
    return DraftArticle(
        title=head.title,
        byline=head.byline,
        authors=head.authors,
        published_at=head.published or facts.published,
        updated_at=head.updated or facts.updated,
        summary=sentences.cut(facts.summary, SUMMARY_LIMIT) or summary(composition.opening),
        blocks=tuple(composition.finish()),
        lines=ledger.lines(document),
        reviewed_at=facts.reviewed,
        review_due_at=facts.review_due,
    )


def _masthead(text: Sequence[Passage], positions: Sequence[int], facts: Facts) -> Masthead:
    """Reads the masthead among the passages of the text, which stand at `positions` among all."""
    head = masthead.read(text, title=facts.title)
    return replace(
        head,
        byline=head.byline or facts.byline,
        placed={positions[index]: reason for index, reason in head.placed.items()},
        dropped={positions[index]: reason for index, reason in head.dropped.items()},
        standfirst=None if head.standfirst is None else positions[head.standfirst],
    )


def _compose(every: Sequence[Passage], places: Sequence[int], ledger: Ledger, head: Masthead) -> Composition:
    body = [every[position] for position in places]
    kinds = announced.kinds(body)
    part = roles.assign(body, frozenset(kinds))
    if head.standfirst in places:
        part[places.index(head.standfirst)] = Role.PARAGRAPH
    for index, role in enumerate(part):
        if role is Role.FURNITURE:
            ledger.drop(places[index], furniture.line_reason(body[index].text) or _other_reason(body[index]))
    composition = Composition(body, places, ledger)
    for section in sections.Outline(body, part, kinds, title=head.title).read():
        composition.add(section)
    return composition


def _other_reason(passage: Passage) -> str:
    has_words = any(character.isalnum() for character in passage.text)
    return "table of contents, made anew from the headings" if has_words else "no words in it"


def _drop_discussion(every: Sequence[Passage], ledger: Ledger) -> None:
    """Leaves out what readers wrote under the article: it is theirs, and belongs to the discussion."""
    total = sum(len(passage.text) for passage in every)
    passed = 0
    title = len(every)
    for position, passage in enumerate(every):
        passed += len(passage.text)
        # The last such title: a counter ("0 comments") often stands some way above it.
        if position and passed * 2 > total and furniture.is_comments_title(passage.text):
            title = position
    for position in range(title + 1, len(every)):
        if not ledger.is_settled(position):
            ledger.drop(position, "below the title of the readers' comments")


def summary(opening: Sequence[str]) -> str:
    """Gives the first sentence or two of the opening, at most 300 characters."""
    first = [sentence for text in opening[:2] for sentence in sentences.split(text[:4000])[:2]][:2]
    first = [sentence for sentence in first if not sentence.endswith(":")]
    if not first:
        return ""
    both = " ".join(first)
    return both if len(both) <= SUMMARY_LIMIT else sentences.cut(first[0], SUMMARY_LIMIT)
