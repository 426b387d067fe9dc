"""Citation styles, and how citations are stored."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Site
from wagtail.search.backends import get_search_backend

from articles.models import LibrarySettings, Reference
from articles.references import citing, styles
from articles.vocabulary import CitationStyle
from cms import tags

ITEM = {
    "type": "article-journal",
    "title": "Impact of electroacupuncture on quality of life",
    "author": [
        {"family": "Quispe-Cabanillas", "given": "Juan G."},
        {"family": "von Glehn", "given": "Felipe"},
        {"family": "Brandão", "given": "Carlos O."},
    ],
    "container-title": "BMC Complementary and Alternative Medicine",
    "volume": "12",
    "page": "209-215",
    "issued": {"date-parts": [[2012, 11, 5]]},
    "DOI": "10.1186/1472-6882-12-209",
    "PMID": "23131034",
}
DOI = '<a href="https://doi.org/10.1186/1472-6882-12-209">{}</a>'


class TestStyles:
    @pytest.mark.parametrize(
        ("style", "citation"),
        [
            (
                "ama",
                "Quispe-Cabanillas JG, von Glehn F, Brandão CO. Impact of electroacupuncture on quality of life. "
                "<i>BMC Complementary and Alternative Medicine</i>. 2012;12:209-215. "
                + DOI.format("doi:10.1186/1472-6882-12-209"),
            ),
            (
                "nlm",
                "Quispe-Cabanillas JG, von Glehn F, Brandão CO. Impact of electroacupuncture on quality of life. "
                "BMC Complementary and Alternative Medicine. 2012 Nov 5;12:209–15. "
                + DOI.format("doi:10.1186/1472-6882-12-209")
                + ' PubMed <a href="https://pubmed.ncbi.nlm.nih.gov/23131034/">PMID: 23131034</a>.',
            ),
            (
                "apa",
                "Quispe-Cabanillas, J. G., von Glehn, F., &amp; Brandão, C. O. (2012). Impact of electroacupuncture on "
                "quality of life. <i>BMC Complementary and Alternative Medicine</i>, <i>12</i>, 209–215. "
                + DOI.format("https://doi.org/10.1186/1472-6882-12-209"),
            ),
            (
                "harvard",
                "Quispe-Cabanillas, J.G., von Glehn, F. and Brandão, C.O. (2012) “Impact of electroacupuncture on "
                "quality of life”, <i>BMC Complementary and Alternative Medicine</i>, 12, pp. 209–215. Available at: "
                + DOI.format("https://doi.org/10.1186/1472-6882-12-209")
                + ".",
            ),
            (
                "plain",
                "Quispe-Cabanillas JG, von Glehn F, Brandão CO. (2012). Impact of electroacupuncture on quality of "
                "life. <i>BMC Complementary and Alternative Medicine</i>, 12:209-215. "
                + DOI.format("https://doi.org/10.1186/1472-6882-12-209"),
            ),
        ],
    )
    def test_each_writes_as_its_manual_says(self, style, citation):
        assert styles.formatted(ITEM, style) == citation

    @pytest.mark.parametrize("style", CitationStyle.values)
    def test_none_lets_markup_through(self, style):
        hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> & 5 < 6"
        html = styles.formatted(
            {"type": "article-journal", "title": hostile, "container-title": hostile, "volume": hostile,
             "author": [{"literal": hostile}, {"family": hostile, "given": hostile}], "DOI": '10.1/"><script>',
             "URL": 'https://e.org/"onmouseover="x', "publisher": hostile},
            style,
        )  # fmt: skip
        assert "<script" not in html
        assert "<img" not in html
        assert '"onmouseover' not in html
        assert "5 &lt; 6" in html

    @pytest.mark.parametrize("style", ["ama", "nlm", "apa", "harvard"])
    def test_italics_of_a_title_stay(self, style):
        html = styles.formatted({"title": "Effect <i>in vitro</i> of H<sub>2</sub>O", "type": "article-journal"}, style)
        assert "<i>in vitro</i> of H<sub>2</sub>O" in html

    @pytest.mark.parametrize(
        ("style", "citation"),
        [
            ("ama", 'Page. <a href="https://e.org/?a=1&amp;b=2">https://e.org/?a=1&amp;b=2</a>'),
            ("apa", '<i>Page</i>. (n.d.). Retrieved <a href="https://e.org/?a=1&amp;b=2">https://e.org/?a=1&amp;b=2</a>'),
            ("harvard", '<i>Page</i> (no date). Available at: <a href="https://e.org/?a=1&amp;b=2">'
             "https://e.org/?a=1&amp;b=2</a>."),
        ],
    )  # fmt: skip
    def test_a_work_without_an_author_names_its_title_once(self, style, citation):
        assert (
            styles.formatted({"type": "webpage", "title": "Page", "URL": "https://e.org/?a=1&b=2"}, style) == citation
        )

    def test_a_name_in_a_script_without_capitals_is_written_whole(self):
        item = {"type": "article-journal", "title": "鍼治療", "author": [{"family": "李", "given": "明"}]}
        assert styles.formatted(item, "apa").startswith("李明.")

    @pytest.mark.parametrize(
        "odd",
        [
            {"title": "T", "type": "no such type"},
            {"title": "T", "author": "Smith", "issued": {"date-parts": [["x"]]}},
            {"title": "T", "issued": {"date-parts": [[2012, 13, 40]]}},
            {"title": "T", "issued": {"raw": "spring 2012"}, "volume": {"a": 1}, "editor": [None]},
            {"title": "T", "issued": {"date-parts": [[]]}},
        ],
    )
    def test_odd_items_are_written_all_the_same(self, odd):
        for style in CitationStyle.values:
            assert "T" in styles.formatted(odd, style)


class TestStoring:
    def test_a_saved_reference_is_cited_in_the_sites_style(self, make_reference):
        reference = make_reference("A study", **{name: value for name, value in ITEM.items() if name != "title"})
        reference.refresh_from_db()
        assert reference.citation_html == styles.formatted(reference.csl, "ama")
        assert reference.citations_by_style == {}

    def test_another_style_has_the_library_cited_anew_later(self, make_reference, run_later):
        reference = make_reference("A study", author=[{"family": "Ito", "given": "Ben"}])
        version = tags.version([f"reference:{reference.pk}"])
        LibrarySettings.objects.create(site=Site.objects.get(), citation_style="apa")
        run_later()
        reference.refresh_from_db()
        assert reference.citation_html.startswith("Ito, B. ")
        assert tags.version([f"reference:{reference.pk}"]) > version
        assert [found.pk for found in get_search_backend().search("Ito", Reference)] == [reference.pk]

    def test_settings_saved_with_the_same_style_do_nothing(self, make_reference, django_assert_num_queries):
        make_reference()
        settings = LibrarySettings.objects.create(site=Site.objects.get(), look_up=True)
        with django_assert_num_queries(3):  # the style before, the settings, the site's tag
            settings.save()

    def test_sites_of_different_styles_each_have_theirs(self, make_reference):
        first = Site.objects.get()
        second = Site.objects.create(hostname="two.example.org", root_page=first.root_page)
        LibrarySettings.objects.create(site=second, citation_style="harvard")
        reference = make_reference("A study", author=[{"family": "Ito", "given": "Ben"}])
        reference.refresh_from_db()
        assert reference.citation_in("ama").startswith("Ito B. ")
        assert reference.citation_in("harvard").startswith("Ito, B. (no date)")
        assert reference.citation_in("") == reference.citation_html

    def test_other_languages_have_their_words_where_these_differ(self, make_reference, run_later):
        LibrarySettings.objects.create(site=Site.objects.get(), citation_style="harvard")
        authors = [{"family": "Ito", "given": "Ben"}, {"family": "Lee", "given": "Ann"}]
        two, one = make_reference("Two", author=authors), make_reference("One", author=authors[:1], issued=None)
        Locale.objects.create(language_code="de")
        run_later()
        two.refresh_from_db()
        assert two.citation_html.startswith("Ito, B. and Lee, A.")
        assert two.citation_in("", "de").startswith("Ito, B. und Lee, A.")
        assert two.citation_in("harvard", "de") == two.citation_in("", "de")
        assert two.citation_in("", "fr") == two.citation_in("", "en") == two.citation_html
        assert make_reference("Three", author=authors).citation_in("", "de").startswith("Ito, B. und")
        assert one.citation_in("", "de").startswith("Ito, B. (")

    @pytest.mark.parametrize(
        ("language", "locale"), [("de", "de-DE"), ("de-at", "de-AT"), ("pt-br", "pt-BR"), ("tlh", "en-US")]
    )
    def test_a_language_has_the_locale_that_csl_has_for_it(self, language, locale):
        assert styles.locale_of(language) == locale

    def test_a_change_that_leaves_the_work_alone_writes_no_citation(self, make_reference):
        reference = make_reference()
        Reference.objects.filter(pk=reference.pk).update(citation_html="Mine")
        reference.retracted = True
        reference.save(update_fields=["retracted"])
        assert Reference.objects.get().citation_html == "Mine"

    def test_what_an_older_version_has_written_is_written_anew_once(self, make_reference, run_later):
        old, same = make_reference("One"), make_reference("Two")
        Reference.objects.filter(pk=old.pk).update(citation_html="Old.")
        Reference.objects.update(citations_layout=0)
        version = tags.version([f"reference:{same.pk}"])
        assert citing.catch_up.func() == 2
        run_later()
        old.refresh_from_db()
        assert old.citation_html == styles.formatted(old.csl, "ama")
        assert tags.version([f"reference:{same.pk}"]) == version  # it reads as it did
        assert citing.catch_up.func() == 0

    def test_the_command_formats_all_and_counts(self, make_reference):
        for title in ("One", "Two"):
            make_reference(title)
        Reference.objects.filter(title="One").update(citation_html="old")
        out = StringIO()
        call_command("format_citations", stdout=out, stderr=out)
        assert "Formatted 2 references" in out.getvalue()
        assert "1 of them read differently now" in out.getvalue()
        assert "How to cite 0 live articles is written as well." in out.getvalue()
        assert citing.styles_in_use() == ("ama", [])
