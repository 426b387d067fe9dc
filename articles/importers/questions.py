"""Pairs the questions and answers of a FAQ section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from articles.importers import sentences
from articles.importers.document import Hint, Passage
from articles.importers.richtext import Part, tail

_Q = re.compile(r"^(?:q(?:uestion)?(?:\s*\d{1,2})?\s*[:.)]\s*)(?=\S)", re.IGNORECASE)
_A = re.compile(r"^(?:a(?:nswer)?(?:\s*\d{1,2})?\s*[:.)]\s*)(?=\S)", re.IGNORECASE)
_IN_ONE = re.compile(r"(?P<question>[^?]{5,199}\?)\s+(?P<answer>\S.*)", re.DOTALL)


@dataclass
class Question:
    """A question and the passages that answer it."""

    question: str
    answer: list[Part] = field(default_factory=list)


def pairs(body: Sequence[tuple[int, Passage]]) -> list[Question]:
    """Gives the questions with their answers in order; an empty list where the text does not start with a question,
    or one of them has no answer, because then it is not a list of questions."""
    found: list[Question] = []
    for _, passage in body:
        text = _Q.sub("", passage.text)
        in_one = _IN_ONE.fullmatch(text[:5000])
        if (
            (text.endswith("?") and len(text) <= 200 and not passage.has(Hint.ANSWER))
            or passage.has(Hint.QUESTION)
            or passage.level
        ):
            found.append(Question(sentences.cut(text, 200), [Part(text)] if len(text) > 200 else []))
        elif in_one and (text != passage.text or passage.hints & {Hint.LIST_ITEM, Hint.NUMBERED}):
            answer = _A.sub("", text[in_one.start("answer") :])
            found.append(Question(in_one.group("question"), [replace(tail(passage, answer), hints=frozenset())]))
        elif not found:
            return []
        else:
            found[-1].answer.append(tail(passage, _A.sub("", passage.text)))
    return found if all(question.answer for question in found) else []
