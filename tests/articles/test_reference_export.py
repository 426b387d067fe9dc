"""What is written is what was read: every format that is written is read again."""

import json

import pytest

from articles.references import export, formats

ITEM = {
    "id": "ref-1",
    "type": "article-journal",
    "title": "50% of {needles} & pain_scores: 鍼 $5 #1 ~ \\ ^",
    "author": [
        {"family": "von Glehn", "given": "Felipe"},
        {"family": "Brandão", "given": "Carlos O.", "suffix": "Jr."},
        {"literal": "MS Society and Friends"},
    ],
    "container-title": "The J & J",
    "volume": "12",
    "issue": "3",
    "page": "209-215",
    "issued": {"date-parts": [[2012, 11, 5]]},
    "DOI": "10.1186/1472_6882-12-209",
    "PMID": "23131034",
    "URL": "https://e.org/a_b?x=1&y=2",
    "abstract": "Of 100% & more.",
}


def again(name, *items):
    return [entry.csl for entry in formats.read(export.FORMATS[name].write(items)).entries]


class TestWriting:
    @pytest.mark.parametrize(
        ("name", "lost"), [("csl", {"id"}), ("bibtex", {"id"}), ("ris", {"id"}), ("nbib", {"id", "URL"})]
    )
    def test_what_is_written_is_read_again(self, name, lost):
        expected = {member: value for member, value in ITEM.items() if member not in lost}
        assert again(name, ITEM) == [expected]

    @pytest.mark.parametrize("name", export.FORMATS)
    def test_every_item_keeps_its_place(self, name):
        items = [{"id": str(n), "type": "book", "title": f"T{n}", "PMID": str(n + 1)} for n in range(3)]
        assert [item["title"] for item in again(name, *items)] == ["T0", "T1", "T2"]

    @pytest.mark.parametrize("name", export.FORMATS)
    def test_nothing_but_a_title_can_be_written(self, name):
        assert again(name, {"type": "document", "title": "T"})[0]["title"] == "T"

    def test_keys_of_bibtex_are_their_own(self):
        item = {"type": "book", "title": "T", "author": [{"family": "Müller"}], "issued": {"date-parts": [[2000]]}}
        written = export.bibtex([item, item, {"type": "book", "title": "鍼"}])
        assert [line.partition("{")[2].rstrip(",") for line in written.splitlines() if line.startswith("@")] == [
            "muller2000",
            "muller2000-2",
            "reference",
        ]

    def test_italics_become_what_each_format_knows(self):
        item = {"type": "book", "title": "Effect <i>in vitro</i> of H<sub>2</sub>O"}
        assert r"title = {Effect \textit{in vitro} of H\textsubscript{2}O}" in export.bibtex([item])
        assert "TI  - Effect in vitro of H2O\r\n" in export.ris_text([item])
        assert json.loads(export.csl_json([item])) == [item]
