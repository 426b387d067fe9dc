"""Sorts sentences: what the article says, what it asks readers to do, and what concerned the old page only."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.importers import calls, furniture, sentences


@dataclass
class Sorted:
    """The sentences of one passage by what they do."""

    says: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)  # the sentence and why


def sort(text: str) -> Sorted:
    """Gives the sentences of `text`, each in exactly one place."""
    found = Sorted()
    asked = False
    for sentence in sentences.split(text):
        if reason := furniture.sentence_reason(sentence):
            found.left_out.append((sentence, reason))
            continue
        if calls.asks(sentence) or (asked and calls.follows_on(sentence)):
            if found.says and not asked and calls.leads_up(found.says[-1]):
                found.asks.append(found.says.pop())
            found.asks.append(sentence)
            asked = True
            continue
        found.says.append(sentence)
        asked = False
    return found
