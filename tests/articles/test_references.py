"""Identifiers, citations, and how a reference is completed."""

import pytest
from django.core.exceptions import ValidationError

from articles import citations, identifiers, references
from articles.models import Reference

ITEM = {
    "type": "article-journal",
    "title": "Comparison of two types of acupuncture",
    "author": [{"family": "Donnellan", "given": "C. P."}, {"family": "Shanley", "given": "J."}],
    "container-title": "Clinical Rehabilitation",
    "volume": "22",
    "issue": "3",
    "page": "195-205",
    "issued": {"date-parts": [[2008, 3]]},
    "DOI": "10.1177/0269215507082738",
    "PMCID": "PMC1",
}


class TestDoi:
    @pytest.mark.parametrize(
        "spelling",
        [
            "10.1155/2014/972935",
            " https://doi.org/10.1155/2014/972935 ",
            "http://dx.doi.org/10.1155/2014/972935",
            "doi:10.1155/2014/972935",
            "DOI: 10.1155/2014/972935.",
        ],
    )
    def test_every_spelling_is_the_same_one(self, spelling):
        assert identifiers.doi(spelling) == "10.1155/2014/972935"

    def test_it_is_lower_case(self):
        assert identifiers.doi("10.1016/S0140-6736(99)90421-6") == "10.1016/s0140-6736(99)90421-6"

    @pytest.mark.parametrize("text", ["nonsense", "10.1155", "https://example.org/x", "10.1/a b"])
    def test_it_refuses_what_is_none(self, text):
        with pytest.raises(identifiers.BadIdentifier, match="One looks like"):
            identifiers.doi(text)

    def test_nothing_stays_nothing(self):
        assert identifiers.doi("  ") == identifiers.pmid("") == ""


class TestPmid:
    @pytest.mark.parametrize("spelling", ["18285429", "PMID: 18285429", "pmid:018285429"])
    def test_every_spelling_is_the_same_one(self, spelling):
        assert identifiers.pmid(spelling) == "18285429"

    @pytest.mark.parametrize("text", ["PMC4086829", "abc", "0"])
    def test_it_refuses_what_is_none(self, text):
        with pytest.raises(identifiers.BadIdentifier, match="One looks like"):
            identifiers.pmid(text)


class TestTheCitation:
    def test_it_is_authors_year_title_journal_and_doi(self):
        assert citations.sentence(ITEM) == (
            "Donnellan CP, Shanley J. (2008). Comparison of two types of acupuncture. "
            "<i>Clinical Rehabilitation</i>, 22(3):195-205. "
            '<a href="https://doi.org/10.1177/0269215507082738">https://doi.org/10.1177/0269215507082738</a>'
        )

    def test_more_than_six_authors_are_cut(self):
        people = [{"family": f"Name{number}", "given": "A"} for number in range(8)]
        assert citations.sentence({"author": people}).endswith("Name5 A, et al.")

    def test_a_question_needs_no_full_stop(self):
        assert citations.sentence({"title": "Does it work?"}) == "Does it work?"

    def test_everything_is_escaped(self):
        hostile = "<script>alert(1)</script>"
        html = citations.sentence(
            {"title": hostile, "container-title": hostile, "author": [{"literal": hostile}], "volume": hostile,
             "DOI": f'10.1/"{hostile}', "URL": "javascript:alert(1)"}
        )  # fmt: skip
        assert "<script" not in html
        assert 'href="https://doi.org/10.1/%22%3Cscript' in html

    def test_an_address_that_could_run_is_no_link(self):
        assert citations.sentence({"title": "T", "URL": "javascript:alert(1)"}) == "T."

    def test_it_survives_members_of_the_wrong_kind(self):
        assert citations.sentence({"title": ["x"], "issued": {"date-parts": [[]]}, "volume": {"a": 1}}) == ""


class TestNames:
    def test_lines_and_names_are_each_others_reverse(self):
        people = [{"family": "von Glehn", "given": "Felipe"}, {"literal": "MS Society"}]
        assert citations.names(citations.name_lines(people)) == people

    def test_a_known_name_keeps_its_other_parts(self):
        known = {"family": "Beethoven", "given": "L.", "non-dropping-particle": "van"}
        assert citations.names("Beethoven, L.\nHaydn, J.", [known]) == [known, {"family": "Haydn", "given": "J."}]


class TestComplete:
    def test_columns_item_and_citation_agree(self):
        reference = references.from_csl(ITEM | {"design": "randomized_trial", "finding": "Something"})
        assert (reference.title, reference.year) == (ITEM["title"], 2008)
        assert reference.doi == "10.1177/0269215507082738"
        assert reference.pmid is None
        assert reference.design == "randomized_trial"
        assert reference.csl == ITEM
        assert "Clinical Rehabilitation" in reference.citation_html

    def test_a_column_wins_over_the_item(self):
        reference = references.complete(Reference(csl=ITEM, title="Another", doi="doi:10.1/NEW", pmid=""))
        assert reference.csl["title"] == "Another"
        assert reference.csl["DOI"] == reference.doi == "10.1/new"

    def test_a_title_longer_than_its_column_stays_whole_in_the_item(self):
        reference = references.from_csl({"title": "long " * 200})
        assert len(reference.title) == 500
        assert reference.csl["title"] == ("long " * 200).strip()

    @pytest.mark.parametrize(
        ("item", "field"), [({"title": "T", "DOI": "x"}, "doi"), ({"title": "T", "PMID": "x"}, "pmid"), ({}, "title")]
    )
    def test_it_refuses_by_field(self, item, field):
        with pytest.raises(ValidationError) as refused:
            references.from_csl(item)
        assert list(refused.value.message_dict) == [field]

    def test_two_references_have_no_doi_without_clashing(self, db):
        for title in ("One", "Two"):
            references.from_csl({"title": title}).save()
        assert Reference.objects.filter(doi=None).count() == 2
