"""Durations counted in steps: what percentiles they give, alone and added up."""

from collections import Counter

import pytest

from comments import durations


def counted(*seconds: float) -> Counter[int]:
    return Counter(durations.step(each) for each in seconds)


class TestPercentile:
    def test_it_is_within_a_twentieth_of_the_truth(self):
        waits = [float(each) for each in range(1, 100_001)]
        counts = counted(*waits)
        for share, true in ((0.5, 50_000), (0.9, 90_000), (0.99, 99_000)):
            assert durations.percentile(counts, share) == pytest.approx(true, rel=0.05)

    def test_days_add_up_to_what_they_are_together(self):
        first, second = counted(1, 60, 3600), counted(7200, 86400)
        assert durations.percentile(first + second, 0.5) == pytest.approx(3600, rel=0.05)

    def test_of_one_and_of_none(self):
        assert durations.percentile(counted(0.2), 0.9) == 0
        assert durations.percentile(counted(600), 0.5) == pytest.approx(600, rel=0.05)
        assert durations.percentile({}, 0.5) is None

    def test_what_lasted_longer_than_all_steps(self):
        assert durations.percentile(counted(1e12), 0.5) > 365 * 86_400


class TestWithin:
    def test_it_counts_between_limits(self):
        assert durations.within(counted(5, 30, 600, 90_000), (60, 3600, 86_400)) == [2, 1, 0, 1]
        assert durations.within({}, (60,)) == [0, 0]
