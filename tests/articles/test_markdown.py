"""Clean HTML as Markdown, read again by a CommonMark parser."""

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from articles.api import markdown
from tests.articles.bodies import block

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
SIGNS = st.text(alphabet="ab1 \n*_`[]()<>~#+-=.!&;:|\\/\"'", max_size=40)
WORDS = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=30)
INLINE = ["b", "strong", "i", "em", "code", "sub", "sup", "s"]


def words(html):
    """Give the text of HTML, its white space made regular."""
    return " ".join(re.sub(r"[ \t\r\n\f]+", " ", unescape(re.sub(r"<[^>]*>", "", html))).split())


def read(html):
    return READER.render(markdown.written(html)).strip()


class TestWritten:
    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("<p>One <b>bold</b>, one <i>slanted</i>.</p><p>Two.</p>", "One **bold**, one *slanted*.\n\nTwo."),
            ("<p>See <a href='https://e.org/a'>this <b>page</b></a>.</p>", "See [this **page**](https://e.org/a)."),
            ("<p><a href='https://e.org/a (b)'>x</a></p>", "[x](https://e.org/a%20%28b%29)"),
            ("<p>H<sub>2</sub>O, m<sup>2</sup></p>", "H<sub>2</sub>O, m<sup>2</sup>"),
            ("<p>one<br>two</p>", "one\\\ntwo"),
            ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
            ("<ol start='9'><li>a</li><li><p>b</p><p>c</p></li></ol>", "9. a\n10. b\n\n    c"),
            ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
            ("<h2>Title #</h2>", "## Title \\#"),
            ("<p><code>a`b</code> <s>no</s></p>", "``a`b`` ~~no~~"),
            ("<pre><code>x = 1\n```</code></pre>", "````\nx = 1\n```\n````"),
            ("<p>1. no list</p><p># no title</p><p>- no item</p>", "1\\. no list\n\n\\# no title\n\n\\- no item"),
            ("<p>see<footnote number='2'></p>", "see[^2]"),
            ("<p><img src='/a.png' alt='A [b]'></p>", "![A \\[b\\]](/a.png)"),
            (
                "<table><caption>C</caption><thead><tr><th>a|b</th></tr></thead>"
                "<tbody><tr><td>c<br>d</td></tr><tr></tr></tbody></table>",
                "C\n\n| a\\|b |\n| --- |\n| c<br>d |\n|  |",
            ),
            ("<p> </p><ul></ul>", ""),
            ("", ""),
        ],
    )
    def test_it_works(self, html, expected):
        assert markdown.written(html) == expected

    @given(SIGNS | WORDS)
    def test_whatever_is_written_reads_as_it_stands(self, text):
        assert words(read(f"<p>{escape(text)}</p>")) == words(escape(text))

    @given(SIGNS, st.sampled_from(INLINE), SIGNS, st.sampled_from(INLINE), SIGNS)
    def test_so_it_does_inside_of_emphasis_and_beside_it(self, before, first, inside, second, after):
        html = f"<p>{escape(before)}<{first}>{escape(inside)}</{first}><{second}>x</{second}>{escape(after)}</p>"
        assert words(read(html)) == words(html)

    @given(st.lists(SIGNS, min_size=1, max_size=4))
    def test_so_it_does_in_lists_and_tables(self, texts):
        rows = "".join(f"<tr><td>{escape(text)}</td><td>x</td></tr>" for text in texts)
        points = "".join(f"<li>{escape(text)}y</li>" for text in texts)
        assert read(f"<ul>{points}</ul>").count("<li>") == len(texts)
        table = f"<table><tr><th>a</th><th>b</th></tr>{rows}</table>"
        assert read(table).count("<tr>") == len(texts) + 1
        assert words(read(table)).replace(" ", "") == words(table).replace(" ", "")

    def test_emphasis_that_signs_cannot_make_is_made_by_a_tag(self):
        for html in ("<p><b>word.</b>Next</p>", "<p><b>a</b><i>b</i></p>", "<p><i><b>x</b></i></p>"):
            assert re.sub("strong", "b", re.sub(r"\bem\b", "i", read(html))) == html


@pytest.mark.django_db
class TestTheArticle:
    @pytest.fixture
    def article(self, make_article):
        other, draft = make_article("Other"), make_article("Draft", publish=False)
        text = f'<p><b>a</b> <a linktype="page" id="{other.pk}">b</a> <a linktype="page" id="{draft.pk}">c</a></p>'
        columns = [{"type": "rich_text", "heading": "T"}]
        return make_article(
            "Needles",
            body=[
                block("section", heading="", text=text),
                block("table", columns=columns, rows=[{"values": ["<p><i>x</i></p>"]}], caption=""),
            ],
        )

    def test_its_body_is_markdown_where_asked(self, client, article):
        asked = {"rich_text_format": "markdown"}
        body = client.get(f"/api/v2/articles/{article.pk}/", asked).json()["body"]
        assert re.fullmatch(r"\*\*a\*\* \[b\]\(https?://\S+/articles/other/\) c", body[0]["value"]["text"])
        assert body[1]["value"]["rows"] == [[{"markdown": "*x*"}]]
        assert client.get(f"/api/v2/pages/{article.pk}/", asked).json()["body"] == body

    def test_formats_of_the_database_are_not_for_readers(self, client, article):
        answer = client.get(f"/api/v2/articles/{article.pk}/", {"rich_text_format": "db_html"})
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
