"""Web pages: the article found in them, its structure kept, and everything else accounted for."""

import contextlib
import html as entities
import re
import time
from datetime import date

import lxml.etree
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importers import html, mapping
from articles.importers.draft import Fate
from articles.importers.refusals import SourceRefused
from tests.articles.posts import PAGE


def mapped(markup: str):
    return mapping.map_document(html.read(markup.encode(), name="page.html"))


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>T | Site</title>{head}</head><body>{body}</body></html>"


def dropped(draft) -> dict[str, str]:
    return {line.text: line.reason for line in draft.lines if line.fate is Fate.DROPPED}


def types(draft) -> list[str]:
    return [block.type for block in draft.blocks]


def text_of(draft) -> str:
    return " ".join(str(block.value) for block in draft.blocks)


def refusal(content: bytes) -> str:
    with pytest.raises(SourceRefused) as refused:
        html.read(content)
    return refused.value.code


class TestWebPage:
    def test_it_becomes_blocks_by_its_headings_and_their_levels(self):
        draft = mapped(PAGE)

        assert [(block.type, block.name) for block in draft.blocks] == [
            ("section", ""),
            ("image", "The cobra pose."),
            ("section", "Benefits of yoga"),
            ("benefit", "Less pain"),
            ("benefit", "Better function"),
            ("section", "Risks and side effects"),
            ("mechanism", "How yoga works"),
            ("evidence", "Current evidence"),
            ("table", "Trials"),
            ("quote", ""),
            ("faq", ""),
            ("embed", ""),
            ("section", ""),
            ("call_to_action", "Book a free consultation"),
            ("related_article", "Pilates for beginners"),
            ("related_article", "Sleep and pain"),
            ("image", ""),
        ]

    def test_the_head_of_the_page_gives_what_the_text_does_not(self):
        draft = mapped(PAGE)

        assert (draft.title, draft.authors) == ("Yoga for Low Back Pain", ("Ana Lee",))
        assert (draft.published_at, draft.updated_at) == (date(2022, 3, 1), date(2023, 5, 6))
        assert draft.summary.startswith("What yoga can and cannot do")

    def test_formats_lists_and_links_stay_and_addresses_are_full(self):
        draft = mapped(PAGE)

        assert '<a href="https://clinic.example/about">many people</a>' in draft.blocks[0].value["text"]
        assert "trials<sup>1</sup>" in draft.blocks[3].value["text"]
        assert "<p><b>In the first weeks</b></p>" in draft.blocks[3].value["text"]
        assert "<li>bending<ul><li>forwards</li><li>backwards</li></ul></li>" in draft.blocks[4].value["text"]
        assert draft.blocks[6].value["text"].endswith("<ol><li>stretch</li><li>hold</li></ol>")
        assert draft.blocks[13].value["url"] == "https://clinic.example/book"
        assert draft.blocks[14].value["url"] == "https://clinic.example/blog/pilates"

    def test_questions_that_unfold_are_questions(self):
        items = mapped(PAGE).blocks[10].value["items"]

        assert [item["question"] for item in items] == ["Is it safe?", "How often?"]
        assert items[0]["answer"] == "<p>Mostly, yes.</p><ul><li>Start slowly</li></ul>"

    def test_a_quotation_has_its_author_and_source(self):
        assert mapped(PAGE).blocks[9].value == {
            "text": "Yoga was superior to usual care.",
            "attribution": "Dr Wu",
            "source_url": "https://e.org/q",
        }

    def test_what_is_around_the_article_is_dropped_with_reasons(self):
        reasons = dropped(mapped(PAGE))

        assert reasons["© Clinic 2022"] == "foot of the page"
        assert reasons["Buy now"] == "stands beside the article"
        assert reasons["2 comments Great!"].startswith("readers' comments")
        assert reasons["iframe: https://evil.example/frame"] == "a frame of another site"
        assert reasons["Facebook"] == "share buttons"
        assert all(reasons.values())

    def test_pictures_inside_of_the_page_have_their_bytes_and_others_their_address(self):
        pictures = [block.picture for block in mapped(PAGE).blocks if block.picture]

        assert (pictures[0].address, pictures[0].content) == ("https://clinic.example/img/cobra.jpg", None)
        assert pictures[1].content.startswith(b"\x89PNG")
        assert pictures[1].alt == "A dot"

    def test_the_title_may_stand_above_the_article(self):
        draft = mapped(page("<header><h1>Sleep</h1></header><main><p>Sleep is good. It is long.</p></main>"))

        assert draft.title == "Sleep"
        assert text_of(draft).count("Sleep is good") == 1

    def test_without_main_headings_the_title_of_the_page_is_taken_without_the_site(self):
        assert mapped(page("<p>One sentence here. And another.</p>")).title == "T"

    def test_a_page_without_landmarks_is_read_where_its_text_is(self):
        menu = "<div class='topnav'><a href='/'>Home</a><a href='/x'>Shop</a></div>"
        draft = mapped(
            page(f"{menu}<div><div><h1>Tea</h1><p>{'Tea is warm. ' * 30}</p></div></div><div><a>Imprint</a></div>")
        )

        assert types(draft) == ["section"]
        assert "Imprint" in dropped(draft)

    def test_a_table_that_lays_out_a_page_is_no_table(self):
        draft = mapped(page("<h1>X</h1><table><tr><td><h2>Benefits</h2><p>Calm.</p></td></tr></table>"))

        assert types(draft) == ["benefit"]

    def test_cells_over_several_columns_keep_the_grid(self):
        draft = mapped(
            page(
                "<h1>X</h1><h2>Doses</h2><table><tr><th>a</th><th>b</th><th>c</th></tr>"
                "<tr><td colspan=2>1</td><td rowspan=2>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
            )
        )
        table = draft.blocks[0].value

        assert table["caption"] == "Doses"
        assert [row["values"] for row in table["rows"]] == [["1", "", "2"], ["3", "4", ""]]

    def test_scripts_and_their_addresses_never_come_in(self):
        draft = mapped(
            page(
                "<h1>X</h1><p onclick='a()'>Read <a href='javascript:alert(1)'>this</a> &lt;script&gt; <b>now</b>.</p>"
            )
        )

        assert draft.blocks[0].value["text"] == "<p>Read this &lt;script&gt; <b>now</b>.</p>"
        assert [line.fate for line in draft.lines if "Read this" in line.text] == [Fate.KEPT]

    @pytest.mark.parametrize(
        ("encoding", "declared"),
        [("utf-8", ""), ("utf-16", ""), ("windows-1252", ""), ("iso-8859-1", "iso-8859-1"), ("shift_jis", "Shift_JIS")],
    )
    def test_its_encoding_is_found(self, encoding, declared):
        word = "日本" if encoding == "shift_jis" else "Über"
        markup = page(f"<h1>{word}</h1><p>Text. More.</p>", f'<meta charset="{declared}">' if declared else "")

        assert mapping.map_document(html.read(markup.encode(encoding))).title == word

    def test_terms_and_their_meanings_are_items_or_questions(self):
        draft = mapped(page("<h1>X</h1><dl><dt>Dose</dt><dd>Two</dd></dl><dl><dt>Is it safe?</dt><dd>Yes.</dd></dl>"))

        assert draft.blocks[0].value["text"] == "<ul><li><b>Dose</b>: Two</li></ul>"
        assert draft.blocks[1].value["items"] == [{"question": "Is it safe?", "answer": "<p>Yes.</p>"}]

    def test_a_caption_too_long_for_one_is_text_below_the_picture(self):
        caption = "A long story of a picture. " * 20
        draft = mapped(
            page(f'<h1>X</h1><figure><img src="https://e.org/a.png"><figcaption>{caption}</figcaption></figure>')
        )

        assert types(draft) == ["image", "section"]
        assert draft.blocks[1].value["text"].count("story") == 20

    def test_text_and_pictures_stay_in_their_order(self):
        draft = mapped(page('<h1>X</h1><h2>Walk</h2><p>One.</p><img src="https://e.org/a.png" alt="a"><p>Two.</p>'))

        assert [(block.type, block.value.get("text")) for block in draft.blocks] == [
            ("section", "<p>One.</p>"),
            ("image", None),
            ("section", "<p>Two.</p>"),
        ]


class TestRealPosts:
    def test_no_word_of_the_posts_of_a_wordpress_export_is_lost(self, inputs):
        export = lxml.etree.parse(
            inputs / "exports" / "themeunittestdata.wordpress.xml", lxml.etree.XMLParser(recover=True, huge_tree=True)
        )
        content = "{http://purl.org/rss/1.0/modules/content/}encoded"
        read = 0
        for item in export.iter("item"):
            body = item.findtext(content) or ""
            markup = f"<article><h1>A title</h1>{body}</article>"
            try:
                draft = mapping.map_document(html.document(markup))
            except SourceRefused:
                continue
            read += 1
            said = entities.unescape(
                re.sub(r"(?s)<!--.*?-->|<(?:script|style).*?</(?:script|style)>|<[^>]*>", " ", body)
            )
            shown = " ".join([*(line.text for line in draft.lines), entities.unescape(text_of(draft))])
            lost = set(re.findall(r"\w+", said.casefold())) - set(re.findall(r"\w+", shown.casefold()))
            assert not lost, (item.findtext("title"), lost)
        assert read > 80


class TestRefusedPage:
    def test_elements_within_elements_are_refused(self):
        assert refusal(b"<div>" * 50_000 + b"x") == "too_deep"
        assert refusal(b"<b>" * 200 + b"x") == "too_deep"

    def test_too_many_elements_are_refused(self):
        assert refusal(b"<p>a" * 60_000) == "too_large"

    def test_too_many_bytes_are_refused(self):
        assert refusal(b"<p>" + b"a" * 10_000_001) == "too_large"

    @pytest.mark.parametrize("content", [b"", b"  \n", b"<html></html>", b"<!-- nothing -->", b"<p>&nbsp;</p>"])
    def test_nothing_is_refused(self, content):
        assert refusal(content) == "empty"

    def test_an_unknown_encoding_is_refused(self):
        assert refusal(b'<meta charset="martian"><p>x</p>') == "wrong_encoding"

    def test_entities_are_not_resolved(self):
        markup = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><h1>T</h1><p>Words here &x; end.</p>'

        assert "root:" not in text_of(mapped(markup))

    @pytest.mark.parametrize("piece", ["<!--", "<a ", "<", "&", "<p>a", "<td>x", "<li>x", "word "])
    def test_the_time_is_bounded(self, piece):
        started = time.process_time()
        with contextlib.suppress(SourceRefused):
            mapped(f"<h1>T</h1><p>Text.</p>{piece * (20_000 if '<' in piece else 300_000)}")
        assert time.process_time() - started < 20


class TestQuotations:
    @pytest.mark.parametrize(
        "quoted",
        [
            "<figure> alpha <blockquote>",
            "<figure>alpha<blockquote>beta</blockquote>",
            "<blockquote><figcaption>alpha",
            "<figure><blockquote></blockquote><figcaption>alpha</figcaption></figure>",
        ],
    )
    def test_what_stands_about_one_or_under_none_is_kept(self, quoted):
        assert "alpha" in text_of(mapped(f"<h1>T</h1><p>Words.</p>{quoted}"))

    def test_what_is_too_long_for_a_quotation_keeps_its_signature(self):
        long = "word " * 700
        assert "alpha" in text_of(
            mapped(f"<h1>T</h1><p>Words.</p><blockquote><p>{long}</p><cite>alpha</cite></blockquote>")
        )


TAGS = st.sampled_from(
    [
        *(
            "p",
            "h2",
            "h3",
            "ul",
            "li",
            "ol",
            "table",
            "tr",
            "td",
            "th",
            "blockquote",
            "details",
            "summary",
            "a",
            "b",
            "i",
        ),
        *("div", "span", "figure", "figcaption", "dl", "dt", "dd", "nav", "main", "article", "br", "sup", "pre"),
    ]
)
WORDS = st.sampled_from(
    ["alpha", "Benefits", "How it works", "beta gamma.", "Is it?", "Evidence", "Delta: epsilon zeta eta theta iota"]
)
PIECES = st.one_of(TAGS.map("<{}>".format), TAGS.map("</{}>".format), WORDS)


class TestAnyPage:
    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(PIECES, max_size=40).map(" ".join))
    def test_every_word_has_a_fate_and_no_word_is_lost(self, body):
        try:
            document = html.document(f"<h1>Title</h1><p>Opening words.</p>{body}")
        except SourceRefused:
            return
        draft = mapping.map_document(document)

        said = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", body).casefold())
        listed = set(re.findall(r"\w+", " ".join(line.text for line in draft.lines).casefold()))
        listed |= set(re.findall(r"\w+", text_of(draft).casefold()))
        assert not set(said) - listed
        assert all(line.reason for line in draft.lines if line.fate is Fate.DROPPED)
        assert all(0 <= block < len(draft.blocks) for line in draft.lines for block in line.blocks)
