"""Readers of BibTeX, RIS, .nbib and CSL-JSON: nothing is lost, and one broken entry stops no other."""

import json

import pytest

from articles import markup
from articles.references import formats
from articles.references.formats import Unreadable, latex

NBIB = """
PMID- 39260078
OWN - NLM
DP  - 2024 Nov
TI  - Assessment of acupuncture's effectiveness in mitigating fatigue: A systematic
      review and meta-analysis.
PG  - 1101-9
LID - 10.1016/j.ctcp.2024.101902 [doi]
LID - S1744-3881(24)00075-0 [pii]
FAU - Haider, Samna
AU  - Haider S
FAU - Fatmi, Warda
CN  - The Fatigue Group
LA  - eng
PT  - Journal Article
PT  - Systematic Review
PT  - Meta-Analysis
DEP - 20240903
TA  - Complement Ther Clin Pract
JT  - Complementary therapies in clinical practice
VI  - 57

PMID- 11111111
TI  - Taken back.
DP  - 2010 Jul-Aug
AU  - van der Berg JP
PT  - Retracted Publication
"""


def items(text):
    return [entry.csl for entry in formats.read(text).entries]


class TestRecognising:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("% a comment\n@article{a, title={TY  - x}}", "bibtex"),
            ("\ufeffTY  - JOUR\nTI  - @article{x}\nER  - ", "ris"),
            ("\n\nPMID- 1\nTI  - T", "nbib"),
            (' [{"title": "T"}]', "csl"),
            ("10.1155/2014/972935\nhttps://doi.org/10.1186/1472-6882-12-209", "identifiers"),
            ("PMID: 39260078\nhttps://pubmed.ncbi.nlm.nih.gov/24987428/", "identifiers"),
        ],
    )
    def test_it_tells_the_format_by_the_content(self, text, name):
        assert formats.read(text).format == name

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "empty"),
            (" \n", "empty"),
            ("Dear colleague, see my list.", "unknown_format"),
            ("FN Clarivate\nVR 1.0", "unknown_format"),
            ("[{", "not_json"),
            ('{"name": "x"}', "unknown_format"),
            ("[" * 100_000, "not_json"),
            ("[]", "no_entries"),
            ("@comment{nothing else}", "no_entries"),
        ],
    )
    def test_it_says_why_it_can_read_nothing(self, text, code):
        with pytest.raises(Unreadable) as refused:
            formats.read(text)
        assert refused.value.code == code
        assert str(refused.value).endswith((".", "?"))

    def test_it_refuses_more_than_its_limits(self, monkeypatch):
        monkeypatch.setattr(formats.reading, "MOST_ENTRIES", 2)
        with pytest.raises(Unreadable, match="more than 2 entries"):
            formats.read("TY  - JOUR\nTI  - T\nER  -\n" * 3)
        monkeypatch.setattr(formats.reading, "MOST_BYTES", 10)
        with pytest.raises(Unreadable, match="larger than"):
            formats.decode(b"x" * 11)


class TestDecoding:
    @pytest.mark.parametrize(
        "raw",
        ["\ufeffTitel: Größe".encode(), "Titel: Größe".encode(), "Titel: Größe".encode("cp1252"),
         "\ufeffTitel: Größe".encode("utf-16-le"), "\ufeffTitel: Größe".encode("utf-16-be")],
    )  # fmt: skip
    def test_it_knows_the_encoding(self, raw):
        assert formats.decode(raw) == "Titel: Größe"

    def test_it_refuses_what_is_no_text(self):
        with pytest.raises(Unreadable, match="not a text file"):
            formats.decode(b"PK\x03\x04\x00\x00")


class TestBibtex:
    def test_it_reads_an_entry_whole(self):
        (item,) = items(
            r"""@article{k, author={M{\"u}ller, J{\"o}rg and {World Health Organization} and de la Cruz, Mar\'{\i}a
                and Erd\H{o}s, Jr., Paul and others}, title={The {DNA} of 50% of {\o}thers \& {J & J}}, year=2019,
                journal={Ann. Phys.}, month=feb, volume={12}, number={3}, pages={12--23}, doi={10.1000/a\_b},
                url={https://e.org/a_b}, pmid={123}, abstract={Long}, issn={1234-5678}}"""
        )
        assert item == {
            "type": "article-journal",
            "title": "The DNA of 50% of øthers & J & J",
            "author": [
                {"family": "Müller", "given": "Jörg"},
                {"literal": "World Health Organization"},
                {"family": "de la Cruz", "given": "María"},
                {"family": "Erdős", "given": "Paul", "suffix": "Jr."},
            ],
            "issued": {"date-parts": [[2019, 2]]},
            "container-title": "Ann. Phys.",
            "volume": "12",
            "issue": "3",
            "page": "12-23",
            "DOI": "10.1000/a_b",
            "URL": "https://e.org/a_b",
            "PMID": "123",
            "abstract": "Long",
            "ISSN": "1234-5678",
        }

    def test_an_and_in_braces_divides_no_name(self):
        (item,) = items("@book{k, author={{Barnes and Noble} and Smith, A.}, title={T}}")
        assert item["author"] == [{"literal": "Barnes and Noble"}, {"family": "Smith", "given": "A."}]

    def test_strings_are_put_in_and_together(self):
        (item,) = items('@string{jnl = "Journal of "}\n@article{k, title={T}, journal=jnl # {Things # more}}')
        assert item["container-title"] == "Journal of Things # more"

    def test_broken_entries_lose_no_other(self):
        entries = formats.read(
            "@article{one, title={One}}\n@article{two, title={Unclosed, year=2000\n@article{one, title={Same key}}\n"
            "@article{none}\n@article{twice, title={First}, title={Second}}\n@article{last, title={Last}"
        ).entries
        assert [(entry.csl or {}).get("title") for entry in entries] == [
            "One", None, "Same key", None, "First", None,
        ]  # fmt: skip
        broken = [entry for entry in entries if entry.csl is None]
        assert broken[0].label == "two (line 2)"
        assert all(entry.reason for entry in broken)

    def test_scripts_of_all_kinds_stay_whole(self):
        (item,) = items("@article{k, title={五十肩の鍼治療: Опыт}, author={山田, 太郎 and Иванов, Иван}}")
        assert item["title"] == "五十肩の鍼治療: Опыт"
        assert item["author"][1] == {"family": "Иванов", "given": "Иван"}

    @pytest.mark.parametrize(
        ("raw", "text"),
        [
            (r"\'{e}t\'e \c{c}a na\"{\i}ve \ss{} \v{S} \~n", "été ça naïve ß Š ñ"),
            (r"$\alpha$-synuclein", "α-synuclein"),
            ("costs US$ 5 {each}", "costs US$ 5 each"),
            (r"\emph{in vitro} --- 95\% CI", "in vitro — 95% CI"),
            ("plain 5% & more #1", "plain 5% & more #1"),
            ("``quoted''", "“quoted”"),
        ],
    )
    def test_latex_becomes_text(self, raw, text):
        assert latex.text(raw) == text


class TestRis:
    def test_it_reads_a_record_whole(self):
        (item,) = items(
            "TY  - JOUR\nAU  - Müller, Jörg\nAU  - Society of MS\nA1  - Smith, J., Jr.\nTI  - A title\n"
            "that goes on\nT2  - The Journal\nJ2  - The J\nPY  - 2014\nDA  - 2014/06/18/\nVL  - 9\nIS  - 3\nSP  - 52\n"
            "EP  - 57\nSN  - 1932-6208\nDO  - https://doi.org/10.1155/2014/972935\nUR  - https://e.org/a;b\n"
            "KW  - One\nKW  - Two\nAB  - Abstract\nDB  - PubMed\nAN  - 24987428\nER  - \n"
        )
        assert item == {
            "type": "article-journal",
            "title": "A title that goes on",
            "author": [
                {"family": "Smith", "given": "J.", "suffix": "Jr."},
                {"family": "Müller", "given": "Jörg"},
                {"literal": "Society of MS"},
            ],
            "container-title": "The Journal",
            "container-title-short": "The J",
            "issued": {"date-parts": [[2014, 6, 18]]},
            "volume": "9",
            "issue": "3",
            "page": "52-57",
            "ISSN": "1932-6208",
            "DOI": "10.1155/2014/972935",
            "URL": "https://e.org/a;b",
            "keyword": "One, Two",
            "abstract": "Abstract",
            "PMID": "24987428",
        }

    def test_a_lost_end_and_an_empty_record_lose_no_other(self):
        entries = formats.read("TY  - JOUR\nTI  - One\nTY  - JOUR\nER  - \nTY  - BOOK\nTI  - Three\nER  -").entries
        assert [(entry.csl or {}).get("title") for entry in entries] == ["One", None, "Three"]
        assert "no fields" in entries[1].reason

    def test_a_chapter_has_its_book(self):
        (item,) = items("TY  - CHAP\nTI  - Chapter\nT2  - Book\nED  - Smith, A\nSN  - 978\nER  - \n")
        assert (item["type"], item["container-title"], item["ISBN"]) == ("chapter", "Book", "978")
        assert item["editor"] == [{"family": "Smith", "given": "A"}]


class TestNbib:
    def test_it_reads_records_whole(self):
        first, second = items(NBIB)
        assert first == {
            "type": "article-journal",
            "title": "Assessment of acupuncture's effectiveness in mitigating fatigue: A systematic review and "
            "meta-analysis",
            "author": [
                {"family": "Haider", "given": "Samna"},
                {"family": "Fatmi", "given": "Warda"},
                {"literal": "The Fatigue Group"},
            ],
            "issued": {"date-parts": [[2024, 11]]},
            "container-title": "Complementary therapies in clinical practice",
            "container-title-short": "Complement Ther Clin Pract",
            "volume": "57",
            "page": "1101-1109",
            "language": "eng",
            "DOI": "10.1016/j.ctcp.2024.101902",
            "PMID": "39260078",
            "design": "meta_analysis",
        }
        assert second["retracted"] is True
        assert second["author"] == [{"family": "van der Berg", "given": "J P"}]
        assert second["issued"] == {"date-parts": [[2010, 7]]}


class TestCsl:
    @pytest.mark.parametrize("holder", ['[{"title": "T"}]', '{"items": [{"title": "T"}]}', '{"title": "T", "id": 1}'])
    def test_it_finds_the_items(self, holder):
        assert items(holder) == [{"title": "T"}]

    @pytest.mark.parametrize(
        ("item", "reason"),
        [
            (1, "not an object"),
            ({"title": "T", "author": "Smith"}, "not a list of names"),
            ({"title": "T", "issued": "2014"}, "not a CSL date"),
            ({"title": {"a": 1}}, "not text"),
            ({"title": "T", "custom": [[[[[[[1]]]]]]]}, "too deeply"),
        ],
    )
    def test_an_item_that_is_none_loses_no_other(self, item, reason):
        first, second = formats.read(json.dumps([item, {"title": "Good"}])).entries
        assert reason in first.reason
        assert second.csl == {"title": "Good"}

    def test_nul_characters_do_not_get_in(self):
        assert items('[{"title": "a\\u0000b"}]') == [{"title": "ab"}]


class TestMarkup:
    @pytest.mark.parametrize(
        ("deposited", "title"),
        [
            ("<i>In vitro</i> &amp; H<sub>2</sub>O", "<i>In vitro</i> & H<sub>2</sub>O"),
            ("&lt;i&gt;E. coli&lt;/i&gt; p &lt; 0.05", "<i>E. coli</i> p < 0.05"),
            ("<jats:p>Of <jats:italic>x</jats:italic></jats:p>", "Of <i>x</i>"),
            ("<script>x</script>", "x"),
        ],
    )
    def test_only_what_csl_knows_is_kept(self, deposited, title):
        assert markup.csl(deposited) == title


class TestRealFiles:
    """Exports of reference managers, as people have them."""

    @pytest.mark.parametrize(
        ("name", "titles"),
        [
            ("bibtex.bib", ["An amazing title"]),
            ("example_bom.ris", [None]),
            ("example_full.ris", ["Title of reference", "The title of the reference"]),
            ("example_utf_chars.ris", ["Состояние рецепторного аппарата эндометрия и метаболизм эстрогенов при "
             "гиперплазиях эндометрия в позднем репродуктивном периоде"]),
        ],
    )  # fmt: skip
    def test_they_are_read_completely(self, inputs, name, titles):
        entries = formats.read(formats.decode((inputs / "references" / name).read_bytes())).entries
        assert [entry.csl.get("title") for entry in entries] == titles
        assert all(entry.csl and not entry.reason for entry in entries)
