"""Search in the library's lists and choosers: by words in any order, names and identifiers included."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from articles import citations, library
from articles.models import (
    Author,
    AuthorTranslation,
    FaqEntry,
    FaqEntryTranslation,
    Reference,
    Topic,
    TopicTranslation,
)

HAIDER = {
    "author": [{"family": "Haider", "given": "S"}, {"family": "O'Brien", "given": "P"}],
    "issued": {"date-parts": [[2024]]},
    "DOI": "10.1016/j.ctcp.2024.101902",
    "PMID": "39244984",
}


def listed(client, model, query):
    url = reverse(model.snippet_viewset.get_url_name("list"))
    return {str(row) for row in client.get(url, {"q": query}).context["object_list"]}


def offered(client, model, query, view="choose_results"):
    url = reverse(model.snippet_viewset.chooser_viewset.get_url_name(view))
    return client.get(url, {"q": query})


@pytest.fixture
def works(make_reference):
    make_reference("Acupuncture and fatigue", design="meta_analysis", **HAIDER)
    make_reference("Fatigue in general", design="cohort", issued={"date-parts": [[2019]]})


class TestReferences:
    @pytest.mark.parametrize(
        "query",
        [
            "fatigue acupuncture", "ACUP fatig", "haider", "Haider 2024", "2024 fatigue haider", "o'brien",
            "10.1016/j.ctcp.2024.101902", "https://doi.org/10.1016/j.ctcp.2024.101902", "ctcp.2024", "39244984",
            "pmid:39244984",
        ],
    )  # fmt: skip
    def test_the_list_and_the_chooser_find_by_what_is_known(self, editor_client, works, query):
        assert listed(editor_client, Reference, query) == {"Acupuncture and fatigue (2024)"}
        html = offered(editor_client, Reference, query).content.decode()
        assert "Acupuncture and fatigue" in html
        assert "Fatigue in general" not in html

    @pytest.mark.parametrize("query", ["haider 2019", "fatigue sleep", "%", "strong"])
    def test_what_lacks_a_word_is_not_found(self, editor_client, works, query):
        assert listed(editor_client, Reference, query) == set()

    def test_all_are_there_without_a_word(self, editor_client, works):
        assert len(listed(editor_client, Reference, " ")) == 2

    def test_the_chooser_tells_author_year_and_design(self, editor_client, works, make_reference):
        make_reference("Withdrawn", retracted=True)
        html = offered(editor_client, Reference, "").content.decode()
        for words in ("Haider", "2024", "Meta-analysis", "Retracted"):
            assert words in html

    def test_choosing_tells_the_form_the_short_name(self, editor_client, works):
        url = Reference.snippet_viewset.chooser_viewset.get_url_name("chosen")
        row = Reference.objects.get(year=2024)
        assert editor_client.get(reverse(url, args=[row.pk])).json()["result"]["short"] == "Haider 2024"


class TestTheOthers:
    @pytest.fixture(autouse=True)
    def _rows(self, db):
        for name in ("Ana Silva", "Ben Ito"):
            library.add(Author(name=name, credentials="MD"))
            library.add(Topic(name=f"Fatigue of {name}"))
            FaqEntry.objects.create(question=f"Who is {name}?", answer="<p>A doctor.</p>")

    @pytest.mark.parametrize(
        ("model", "query", "found"),
        [
            (Author, "silva ana", "Ana Silva, MD"),
            (Author, "md ito", "Ben Ito, MD"),
            (Topic, "ana fatigue", "Fatigue of Ana Silva"),
            (FaqEntry, "doctor silva", "Who is Ana Silva?"),
        ],
    )
    def test_they_are_found_by_words_in_any_order(self, editor_client, model, query, found):
        assert listed(editor_client, model, query) == {found}
        answer = offered(editor_client, model, query)
        assert [str(row) for row in answer.context["results"]] == [found]


class TestOtherLanguages:
    @pytest.fixture
    def german(self, db):
        return Locale.objects.create(language_code="de")

    def test_a_row_is_found_once_by_its_words_in_any_language(self, editor_client, german):
        entry = FaqEntry.objects.create(question="May I drive?", answer="<p>Yes, you may.</p>")
        FaqEntryTranslation.objects.create(
            entry=entry, locale=german, question="Darf ich Auto fahren?", answer="<p>Ja, dürfen Sie.</p>"
        )
        topic = library.add(Topic(name="Everyday life"))
        TopicTranslation.objects.create(topic=topic, locale=german, name="Alltag")
        person = library.add(Author(name="Ana Silva", credentials="physiotherapist"))
        AuthorTranslation.objects.create(author=person, locale=german, credentials="Physiotherapeutin")
        for model, query, row in (
            (FaqEntry, "fahren dürfen", entry),
            (FaqEntry, "drive fahren", entry),
            (Topic, "alltag", topic),
            (Author, "silva therapeutin", person),
        ):
            assert listed(editor_client, model, query) == {str(row)}
            assert list(offered(editor_client, model, query).context["results"]) == [row]
        assert listed(editor_client, FaqEntry, "fliegen") == set()


class TestItsCost:
    def add(self, model, number):
        if model is Reference:
            return Reference.objects.create(title=f"Study {number}", csl=HAIDER | {"DOI": "", "PMID": ""})
        if model is FaqEntry:
            return FaqEntry.objects.create(question=f"Study {number}?", answer="<p>Yes.</p>")
        return library.add(model(name=f"Study {number}"))

    @pytest.mark.parametrize("model", [Reference, Author, Topic, FaqEntry])
    @pytest.mark.parametrize("view", ["list", "chooser"])
    def test_it_does_not_grow_with_the_rows(self, editor_client, model, view):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                listed(editor_client, model, "study") if view == "list" else offered(editor_client, model, "study")
            return len(captured)

        self.add(model, 0)
        queries()
        one = queries()
        for number in range(1, 20):
            self.add(model, number)
        assert queries() == one


class TestTheShortName:
    @pytest.mark.parametrize(
        ("csl", "short"),
        [
            (HAIDER, "Haider 2024"),
            ({"author": [{"literal": "WHO"}]}, "WHO"),
            ({"author": [{"family": "Berg", "non-dropping-particle": "van den"}]}, "van den Berg"),
            ({"issued": {"date-parts": [[2024]]}}, ""),
            ({"author": "somebody"}, ""),
        ],
    )
    def test_it_is_the_first_author_and_the_year(self, csl, short):
        assert citations.short(csl) == short
