"""Logistic regression, learnt one text at a time by stochastic gradient descent with a step per weight (AdaGrad: Duchi,
Hazan, Singer 2011), over hashed features (Weinberger et al. 2009)."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from comments.scoring.features import Feature, read

STEP = 0.3
DECAY = 1e-3
EPOCHS = 10
STEEPEST = 30.0  # the exponent's bound: what is further away is as good as certain
TOLD = 3  # how many features a score names
DIGITS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A text and whether a moderator has called it spam."""

    text: str
    is_spam: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How likely a text is spam, 0 to 1, and what spoke for it most, the strongest first."""

    value: float
    because: tuple[str, ...]


@dataclass
class Model:
    """Weights by feature number, each with the sum of its squared gradients; number -1 is the bias."""

    weights: dict[int, tuple[float, float]] = field(default_factory=dict)

    def score(self, text: str) -> Score:
        """Give the score of a text."""
        features = read(text)
        said = sorted(((self._weight(one.index) * one.value, one.name) for one in features), reverse=True)
        because = tuple(dict.fromkeys(name for part, name in said if part > 0))[:TOLD]
        return Score(_likely(self._sum(features)), because)

    def learn(self, examples: Iterable[Example], *, epochs: int = EPOCHS, seed: int = 0) -> None:
        """Go through the examples `epochs` times, each time in another order; the same examples give the same weights."""
        known = [(read(example.text), example.is_spam) for example in examples]
        self._learn(known, epochs, seed)

    def values(self, texts: Iterable[str]) -> list[float]:
        """Give the scores of many texts, without reasons."""
        return [_likely(self._sum(read(text))) for text in texts]

    def as_json(self) -> dict[str, list[float]]:
        """Give the weights as they are stored; those that mean nothing are left out."""
        return {
            str(index): [_short(weight), _short(past)] for index, (weight, past) in self.weights.items() if _short(past)
        }

    @classmethod
    def from_json(cls, stored: dict[str, Sequence[float]]) -> Model:
        """Give the model that as_json() gave."""
        return cls({int(index): (weight, past) for index, (weight, past) in stored.items()})

    def _learn(self, known: list[tuple[list[Feature], bool]], epochs: int, seed: int) -> None:
        order = list(range(len(known)))
        shuffling = random.Random(seed)  # noqa: S311 - an order, no secret
        for _ in range(epochs):
            shuffling.shuffle(order)
            for place in order:
                features, is_spam = known[place]
                error = _likely(self._sum(features)) - is_spam
                for one in features:
                    self._step(one.index, error * one.value + DECAY * self._weight(one.index))
                self._step(-1, error)

    def _step(self, index: int, gradient: float) -> None:
        weight, past = self.weights.get(index, (0.0, 0.0))
        past += gradient * gradient
        if past:
            self.weights[index] = (weight - STEP * gradient / math.sqrt(past), past)

    def _sum(self, features: Iterable[Feature]) -> float:
        return self._weight(-1) + sum(self._weight(one.index) * one.value for one in features)

    def _weight(self, index: int) -> float:
        known = self.weights.get(index)
        return known[0] if known else 0.0


def _likely(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-STEEPEST, min(STEEPEST, logit))))


def _short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")
