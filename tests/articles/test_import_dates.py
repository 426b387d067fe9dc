"""Dates as pages print them."""

from datetime import date

import pytest

from articles.importers import dates
from articles.importers.dates import Role

DAY = date(2023, 8, 17)


class TestOnlyDates:
    @pytest.mark.parametrize(
        "printed",
        [
            "Aug 17, 2023",
            "Aug. 17 2023",
            "August 17th, 2023",
            "17 August 2023",
            "17th of August, 2023",
            "17-Aug-2023",
            "Thursday, 17 August 2023",
            "Thu, Aug 17, 2023, 10:30 AM",
            "2023-08-17",
            "2023/08/17",
            "2023-08-17T10:30:00Z",
            "17/08/2023",
            "08/17/2023",
            "17.08.2023",
        ],
    )
    def test_a_date_in_any_spelling(self, printed):
        assert dates.only_dates(printed) == [dates.PrintedDate(Role.UNSAID, DAY)]

    @pytest.mark.parametrize(
        ("label", "role"),
        [
            ("Published:", Role.PUBLISHED),
            ("Posted on", Role.PUBLISHED),
            ("First published", Role.PUBLISHED),
            ("Updated:", Role.UPDATED),
            ("Last updated", Role.UPDATED),
            ("Last modified on", Role.UPDATED),
            ("Page last reviewed:", Role.REVIEWED),
            ("Date:", Role.UNSAID),
        ],
    )
    def test_its_label_says_what_it_is(self, label, role):
        assert dates.only_dates(f"{label} 17 August 2023") == [dates.PrintedDate(role, DAY)]

    def test_two_dates_on_one_line(self):
        found = dates.only_dates("Published: Aug 17, 2023 | Last updated: 18 April 2024")

        assert [(printed.role, printed.day) for printed in found] == [
            (Role.PUBLISHED, DAY),
            (Role.UPDATED, date(2024, 4, 18)),
        ]

    @pytest.mark.parametrize("printed", ["03/04/2023", "Aug 17", "17 August", "3 days ago", "31 February 2023"])
    def test_a_date_that_is_not_certain_is_not_guessed(self, printed):
        (found,) = dates.only_dates(printed)

        assert found.day is None
        assert found.problem

    @pytest.mark.parametrize(
        "line", ["In August 2023 we met.", "On Aug 17, 2023 the study ended", "May helps", "12 of 30"]
    )
    def test_a_sentence_with_a_date_in_it_is_not_one(self, line):
        assert dates.only_dates(line) == []
