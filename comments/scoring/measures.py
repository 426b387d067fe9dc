"""How good a score is: measured on texts that it has not learnt from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from comments.scoring.model import Example, Model

FOLDS = 5
WANTED = (0.9, 0.95, 0.99)


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The lowest score from which on at least `precision` of what was held was spam; `recall` of all spam was found.

    `score` and `recall` are None where no score is as precise as that.
    """

    precision: float
    score: float | None
    recall: float | None


@dataclass(frozen=True, kw_only=True)
class Measures:
    """The area under the ROC curve (None where all texts are of one kind) and the thresholds, over `count` texts."""

    count: int
    auc: float | None
    thresholds: tuple[Threshold, ...]

    def as_json(self) -> dict[str, Any]:
        """Give it as it is stored."""
        return asdict(self)


def measure(scores: Sequence[float], truth: Sequence[bool]) -> Measures:
    """Measure scores against what moderators said."""
    return Measures(
        count=len(truth),
        auc=_auc(scores, truth),
        thresholds=tuple(_threshold(wanted, scores, truth) for wanted in WANTED),
    )


def cross_validated(examples: Sequence[Example]) -> Measures:
    """Measure a model on each fifth of the examples, having learnt the other four."""
    scores = [0.0] * len(examples)
    for fold in range(FOLDS):
        model = Model()
        model.learn(example for place, example in enumerate(examples) if place % FOLDS != fold)
        left_out = range(fold, len(examples), FOLDS)
        for place, score in zip(left_out, model.values(examples[place].text for place in left_out), strict=True):
            scores[place] = score
    return measure(scores, [example.is_spam for example in examples])


def _auc(scores: Sequence[float], truth: Sequence[bool]) -> float | None:
    """Give how often a spam text scores above another one, ties counting half (the Mann-Whitney U statistic)."""
    spam, total = sum(truth), len(truth)
    if spam in {0, total}:
        return None
    order = sorted(range(total), key=scores.__getitem__)
    ranks, start = 0.0, 0
    while start < total:
        end = start
        while end < total and scores[order[end]] == scores[order[start]]:
            end += 1
        middle = (start + 1 + end) / 2
        ranks += middle * sum(truth[place] for place in order[start:end])
        start = end
    return (ranks - spam * (spam + 1) / 2) / (spam * (total - spam))


def _threshold(wanted: float, scores: Sequence[float], truth: Sequence[bool]) -> Threshold:
    spam, found = sum(truth), 0
    best: tuple[float, float] | None = None
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
    for held, place in enumerate(order, start=1):
        found += truth[place]
        is_last_of_its_score = held == len(order) or scores[order[held]] < scores[place]
        if is_last_of_its_score and found and found / held >= wanted:
            best = (scores[place], found / spam)
    score, recall = best or (None, None)
    return Threshold(precision=wanted, score=score, recall=recall)
