"""The spam score as a pure model: what it learns, tells and measures."""

import json

import pytest

from bench import spam
from comments.scoring import Example, Model, measure
from comments.scoring.features import BITS, read
from comments.scoring.measures import cross_validated

SPAM = ["Buy cheap pills at http://pills.example/shop now", "Subscribe to my channel!!!", "cheap pills, buy them"]
HAM = ["The needles helped with my fatigue.", "Which study is that?", "My doctor said the same about sleep."]
EXAMPLES = [*(Example(text, True) for text in SPAM), *(Example(text, False) for text in HAM)]


@pytest.fixture
def model():
    learnt = Model()
    learnt.learn(EXAMPLES)
    return learnt


class TestTheModel:
    def test_it_tells_what_it_learnt_apart_and_why(self, model):
        score = model.score("Buy my cheap pills")
        assert score.value > 0.5 > model.score("Which needles helped?").value
        assert {"*cheap*", "*pills*"} & set(score.because)
        assert len(score.because) <= 3

    def test_a_model_that_knows_nothing_is_undecided(self):
        assert Model().score("Anything").value == 0.5
        assert Model().score("").because == ()

    def test_it_is_the_same_each_time_and_when_stored(self, model):
        again = Model()
        again.learn(EXAMPLES)
        assert again.weights == model.weights
        stored = Model.from_json(json.loads(json.dumps(model.as_json())))
        assert stored.values(SPAM) == pytest.approx(model.values(SPAM), abs=1e-3)

    def test_it_can_be_taught_the_contrary(self, model):
        before = model.score(HAM[0]).value
        model.learn([Example(HAM[0], True)], epochs=3)
        assert model.score(HAM[0]).value > before


class TestFeatures:
    def test_links_are_read_by_host_and_path(self):
        names = {one.name for one in read("see https://www.tube.example/channel/abc?sub=1 and pills.biz")}
        assert {"a link", "2 links", "link to tube.example", "“channel” in a link", "link to pills.biz"} <= names

    @pytest.mark.parametrize(
        "text", ["a" * 3000, "é" * 3000, "http://" * 400, "a." * 1500, "w.com/" * 500, "😀" * 3000]
    )
    def test_no_text_takes_long_or_fills_the_memory(self, text):
        found = read(text)
        assert len(found) < 1000
        assert all(0 <= one.index < 2**BITS for one in found)


class TestMeasures:
    def test_a_perfect_score(self):
        found = measure([0.9, 0.8, 0.2], [True, True, False])
        assert found.auc == 1
        assert [(row.score, row.recall) for row in found.thresholds] == [(0.8, 1.0)] * 3

    def test_a_useless_one(self):
        found = measure([0.5] * 4, [True, False] * 2)
        assert found.auc == 0.5
        assert found.thresholds[0].score is None

    def test_one_kind_alone_measures_nothing(self):
        assert measure([0.5, 0.6], [True, True]).auc is None

    def test_no_example_is_scored_by_a_model_that_learnt_it(self):
        # Each text is of words of its own: a model that has not learnt it cannot tell.
        examples = [Example(f"{chr(97 + place) * 5}", place % 2 == 0) for place in range(20)]
        assert 0.2 < cross_validated(examples).auc < 0.8


class TestRealComments:
    def test_on_videos_it_has_not_seen(self, inputs):
        rows = spam.each_way(inputs / "comments")
        assert len(rows) == 3
        for _, found, _ in rows:
            assert found.auc >= 0.97
            assert found.thresholds[-1].recall >= 0.75
