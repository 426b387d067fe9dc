"""Readers' text, cleaned and rendered: whatever is sent in, only a few safe tags come out."""

import json
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import text

ALLOWED = {tag: set() for tag in text.TAGS} | {"a": {"href", "rel"}, "ol": {"start"}}
HOSTILE = st.text(
    alphabet=st.sampled_from(list("<>\"'&;/()[]!#*_`~-+=:\\ \n\tajvscriptonerhf0129\u202e\u0301\x00é")), max_size=200
)
STALLED_SECONDS = 10  # on any machine, however busy; what is quadratic or worse takes longer


class Reading(HTMLParser):
    """Notes every tag and attribute that a browser would see."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, comment):
        raise AssertionError(f"a comment came out: {comment}")

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration came out: {decl}")

    handle_pi = unknown_decl = handle_decl


def assert_safe(html: str) -> None:
    reading = Reading()
    reading.feed(html)
    reading.close()
    assert reading.open == []
    for tag, attributes in reading.tags:
        assert tag in ALLOWED, html
        assert {name for name, _ in attributes} <= ALLOWED[tag], html
        values = dict(attributes)
        if "href" in values:
            assert values["href"].lower().startswith(("http://", "https://")), html
            assert values["rel"] == "nofollow ugc noopener"


def assert_only_links_are_added(html: str) -> None:
    """What is shown is as safe as what is kept, says the same, and is linked once and for all."""
    linked = text.linked(html)
    assert_safe(linked)
    assert text.shown(linked) == text.shown(html)
    assert text.linked(linked) == linked
    if "<a " not in linked:
        assert linked == html


def assert_rendered_safely(raw: str) -> None:
    started = time.perf_counter()
    cleaned = text.clean(raw)
    html = text.render(cleaned)
    assert time.perf_counter() - started < STALLED_SECONDS
    assert_safe(html)
    assert_only_links_are_added(html)
    assert text.clean(cleaned) == cleaned
    assert not text.NOT_TEXT.search(cleaned)


class TestRender:
    def test_it_gives_the_small_markdown(self):
        html = text.render("It *helped* **me**:\n\n- one\n- two\n\n> said `she`\n\n1. first\nand\nso on")
        assert html == (
            "<p>It <em>helped</em> <strong>me</strong>:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<blockquote>\n"
            "<p>said <code>she</code></p>\n</blockquote>\n<ol>\n<li>first<br>\nand<br>\nso on</li>\n</ol>"
        )

    def test_it_marks_links_and_drops_those_that_are_not_absolute(self):
        assert text.render("[a](https://example.org/?x=1&y=2)") == (
            '<p><a href="https://example.org/?x=1&amp;y=2" rel="nofollow ugc noopener">a</a></p>'
        )
        for target in (
            "/admin/",
            "//example.org",
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:a@b.example",
            "#c1",
        ):
            assert "href" not in text.render(f"[a]({target})")

    @pytest.mark.parametrize(
        "raw",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![x](https://example.org/track.gif)",
            "# Heading",
            "Heading\n=====",
            "***",
            "<!-- hidden -->",
            "[x]: javascript:alert(1)\n\n[x]",
        ],
    )
    def test_it_shows_what_it_does_not_allow_as_words(self, raw):
        html = text.render(text.clean(raw))
        assert_safe(html)
        assert not any(f"<{tag}" in html for tag in ("script", "img", "h1", "hr", "!--"))

    def test_what_is_no_text_does_not_come_back_as_an_entity(self):
        html = text.render("a&#8238;b&#x2066;c" + "z" + "&#x335;" * 50)
        assert not text.NOT_TEXT.search(html)
        assert html.count("\u0335") == text.MAX_MARKS

    @given(HOSTILE)
    def test_it_gives_nothing_but_allowed_tags_for_hostile_text(self, raw):
        assert_rendered_safely(raw)

    @given(st.text(max_size=300))
    def test_it_gives_nothing_but_allowed_tags_for_any_text(self, raw):
        assert_rendered_safely(raw)

    @pytest.mark.parametrize(
        "piece",
        [
            "[",
            "](",
            "*",
            "**a",
            "_",
            "`",
            "> ",
            "- ",
            "1. ",
            "<",
            "&",
            "![",
            "[a](",
            "\\",
            "<a ",
            "    x\n",
            "* * ",
            "http://",
        ],
    )
    def test_no_repetition_stalls_it(self, piece):
        assert_rendered_safely((piece * 3000)[:3000])

    def test_the_collected_payloads_do_no_harm(self, inputs):
        lines = []
        for path in sorted((inputs / "payloads").glob("*.txt")):
            lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
        lines += json.loads((inputs / "payloads" / "blns.json").read_text(encoding="utf-8"))
        assert len(lines) > 1000
        for line in lines:
            assert_rendered_safely(line)


class TestLinked:
    """What writes an address out means a link to it."""

    REL = 'rel="nofollow ugc noopener"'

    @pytest.mark.parametrize(
        ("raw", "address", "words"),
        [
            ("See https://example.org/a_b?x=1&y=2#c here", "https://example.org/a_b?x=1&amp;y=2#c", None),
            ("See www.example.org.", "https://www.example.org", "www.example.org"),
            ("HTTPS://Example.ORG/Path", "HTTPS://Example.ORG/Path", None),
            ("(as in https://example.org/a_(b), or so)", "https://example.org/a_(b)", None),
            ("Wirklich? https://example.org/?q=ja!", "https://example.org/?q=ja", None),
            ("“https://example.org/x”…", "https://example.org/x", None),
            ("見よhttps://example.org/語。", None, None),
            ("見よ https://example.org/語。", "https://example.org/語", None),
            ("**https://example.org/bold**", "https://example.org/bold", None),
            ("- https://example.org/one", "https://example.org/one", None),
            ("> https://example.org/one", "https://example.org/one", None),
            ("https://example.org/a\nnext", "https://example.org/a", None),
            ("https://example.org/'x'", "https://example.org/'x", None),
            ("http://localhost:8000/x", "http://localhost:8000/x", None),
            ("https://example.org/%3Cscript%3E", "https://example.org/%3Cscript%3E", None),
        ],
    )
    def test_an_address_becomes_a_link_without_the_sentence_around_it(self, raw, address, words):
        html = text.render(text.clean(raw))
        linked = text.linked(html)
        assert_only_links_are_added(html)
        if address is None:
            assert linked == html
        else:
            assert f'<a href="{address}" {self.REL}>{words or address}</a>' in linked

    @pytest.mark.parametrize(
        "raw",
        [
            "Nothing here", "a:// b", "www.", "www.x", "http://", "https:// example.org", "ana@www.example.org", "ftp://x.org",
            "javascript://example.org/%0aalert(1)", "`https://example.org/`", "text\n\n    https://example.org/",
            "[https://example.org/](https://example.org/)", "<https://example.org/>", "https://<script>alert(1)</script>",
            "xhttps://example.org", "data:text/html,www", "//www.example.org/",
        ],
    )  # fmt: skip
    def test_what_is_none_or_is_one_already_is_left_alone(self, raw):
        html = text.render(text.clean(raw))
        assert text.linked(html) == html

    @pytest.mark.parametrize(
        "raw",
        [
            'https://example.org/"onmouseover="alert(1)', "https://example.org/<img src=x onerror=alert(1)>",
            "https://example.org/'onclick='x", "www.example.org/\u202egpj.exe", "https://a.example/&quot;&gt;&lt;script&gt;",
            "https://example.org/`x`", "[x](https://a.example/\"https://b.example)", "https://x.example/" + "(" * 900,
            "https://x.example/" + ")." * 900, "www.a.b " * 300, "https://a.example/" * 150,
        ],
    )  # fmt: skip
    def test_hostile_ones_are_addresses_and_nothing_more(self, raw):
        assert_rendered_safely(raw)


class TestClean:
    @pytest.mark.parametrize(
        ("raw", "cleaned"),
        [
            ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
            ("  a  \n\n\n\n\nb \t", "a\n\nb"),
            ("a\x00b\x07c\x85d", "abcd"),
            ("abc\u202edef\u2066", "abcdef"),
            ("cafe\u0301", "café"),
            ("cafe\u202e\u0301", "café"),
            ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
            ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
            ("hi\U000e0041\U000e0042", "hi"),
        ],
    )
    def test_it_keeps_the_words_and_drops_what_is_none(self, raw, cleaned):
        assert text.clean(raw) == cleaned

    def test_it_keeps_the_flag_of_scotland(self):
        flag = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
        assert text.clean(flag) == flag

    def test_it_bounds_marks_piled_on_one_letter(self):
        assert text.clean("z" + "\u0335" * 200) == "z" + "\u0335" * text.MAX_MARKS

    def test_a_line_is_one_line(self):
        assert text.clean_line("  Ana \n\t of\u2028Spain ") == "Ana of Spain"


class TestIsBlank:
    @pytest.mark.parametrize(
        "raw", ["", " \n", "\u200b\u200d", "\u3164", "\u2800\u2800", "\u115f\u1160\uffa0", "\ufe0f", "\u0301", "\u034f"]
    )
    def test_it_sees_through_what_shows_nothing(self, raw):
        assert text.is_blank(raw)

    @pytest.mark.parametrize("raw", ["a", ".", "\U0001f44d", "\u0e01", "\u4e2d", "&"])
    def test_it_lets_be_what_shows_something(self, raw):
        assert not text.is_blank(raw)


class TestIsBlankOnceRendered:
    @pytest.mark.parametrize("raw", ["&nbsp;", "[](https://example.org)", "- ", "> ", "&#8203;", "1.\n2.", "```\n```"])
    def test_markup_around_nothing_is_nothing(self, raw):
        assert text.is_blank(text.shown(text.render(text.clean(raw)))), text.render(text.clean(raw))

    @pytest.mark.parametrize("raw", ["a", "**.**", "1 &lt; 2", "`x`", "&amp;"])
    def test_what_shows_is_something(self, raw):
        assert not text.is_blank(text.shown(text.render(text.clean(raw))))


def links(written: str) -> list[str]:
    return text.links(written, text.render(written))


class TestLinks:
    def test_it_finds_addresses_however_they_are_written(self):
        found = links("see http://a.example, <https://b.example/x> or [c](www.c.example) HTTP://D.EXAMPLE")
        assert [link.rstrip(",") for link in found] == [
            "http://a.example",
            "https://b.example/x",
            "www.c.example",
            "HTTP://D.EXAMPLE",
        ]

    def test_an_address_written_in_entities_counts(self):
        assert len(links("[a](&#104;ttp://a.example) [b](&#104;ttp://b.example)")) == 2

    def test_it_finds_none_in_plain_words(self):
        assert links("It costs 3.50 at the clinic.") == []
