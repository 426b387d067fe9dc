"""Words that were searched for are marked in whichever form and case they stand there."""

from types import SimpleNamespace

import pytest

from articles.api import highlights


def marked(title: str, search: str) -> str:
    page = SimpleNamespace(title=title, summary="", body=SimpleNamespace(get_prep_value=list))
    return highlights.of(page, search)["title"]


@pytest.mark.parametrize(
    ("title", "search", "shown"),
    [
        ("Two studies of students", "study", "Two <mark>studies</mark> of students"),
        ("A study of needling", "studies needles", "A <mark>study</mark> of <mark>needling</mark>"),
        ("Für Müdigkeit, für alle", "fur MUDIGKEIT", "<mark>Für</mark> <mark>Müdigkeit</mark>, <mark>für</mark> alle"),
        ("Akupunkturtermin", "Akupunktur", "<mark>Akupunkturtermin</mark>"),
        ("Straße & İzmir & fin", "straße in", "<mark>Straße</mark> &amp; İzmir &amp; fin"),
        ("(a+b)", "...", "(a+b)"),
        ("This is its own", "is", "This <mark>is</mark> its own"),
    ],
)
def test_it_marks_the_words(title, search, shown):
    assert marked(title, search) == shown
