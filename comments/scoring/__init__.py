"""A spam score that learns from moderators: an online logistic regression over hashed features. Pure, no database."""

from comments.scoring.features import Feature, read
from comments.scoring.measures import Measures, measure
from comments.scoring.model import Example, Model, Score

__all__ = ["Example", "Feature", "Measures", "Model", "Score", "measure", "read"]
