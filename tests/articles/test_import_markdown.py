"""Markdown: its blocks, its fields above the text, and the account of its lines by their numbers."""

from datetime import date

import pytest

from articles.importers import formats, mapping, markdown
from articles.importers.draft import Fate
from articles.importers.formats import Format
from articles.importers.refusals import SourceRefused
from tests.articles.posts import MARKDOWN


def mapped(source: str):
    return mapping.map_document(markdown.read(source.encode(), name="post.md"))


class TestMarkdown:
    def test_it_becomes_blocks_by_its_headings(self):
        draft = mapped(MARKDOWN)

        assert [(block.type, block.name) for block in draft.blocks] == [
            ("section", ""),
            ("benefit", "Fewer falls"),
            ("benefit", "Better mood"),
            ("mechanism", "How tai chi works"),
            ("image", "In the park"),
            ("table", ""),
            ("quote", ""),
            ("faq", ""),
            ("section", ""),
            ("evidence", "Evidence"),
        ]

    def test_the_fields_above_the_text_fill_those_of_the_article(self):
        draft = mapped(MARKDOWN)

        assert draft.title == "Tai chi and balance"
        assert draft.authors == ("Bo Chen", "Ana Lee")
        assert (draft.published_at, draft.updated_at) == (date(2021, 2, 3), None)
        reasons = {line.n: line.reason for line in draft.lines}
        assert reasons[5] == "topics: choose those of the library in the editor, under Topics and search"
        assert "cannot be read as the updated date" in reasons[8]

    def test_tags_are_said_to_be_topics_of_the_library(self):
        reasons = {
            line.n: line.reason for line in mapped("---\ntitle: Sleep\nTags:\n- rest\nlayout: post\n---\nText.").lines
        }
        assert reasons[3] == reasons[4] == "topics: choose those of the library in the editor, under Topics and search"
        assert reasons[5] == "a field that articles do not have"

    def test_every_line_that_is_not_blank_is_in_the_account_by_its_number(self):
        draft = mapped(MARKDOWN)

        wanted = [(n, text) for n, text in enumerate(MARKDOWN.splitlines(), 1) if text.strip()]
        assert [(line.n, line.text) for line in draft.lines] == wanted
        assert all(line.reason for line in draft.lines if line.fate is Fate.DROPPED)

    def test_formats_and_links_stay(self):
        draft = mapped(MARKDOWN)

        text = draft.blocks[0].value["text"]
        assert '<i>kind</i> to joints and <a href="https://doi.org/10.2/y">well studied</a>' in text
        assert draft.blocks[3].value["text"] == (
            "<ol><li>Balance is trained</li><li>Legs grow stronger <br/>and quicker</li></ol>"
        )

    def test_html_in_it_is_read_as_such(self):
        assert mapped(MARKDOWN).blocks[7].value["items"] == [
            {"question": "Is it hard?", "answer": "<p>No, it is <b>easy</b>.</p>"}
        ]

    def test_a_title_of_its_own_is_the_first_heading(self):
        draft = mapped("# Swimming\n\nSwimming is wet.\n\n## Benefits\n\nCalm.\n")

        assert (draft.title, [block.type for block in draft.blocks]) == ("Swimming", ["section", "benefit"])

    def test_several_parts_of_one_line_are_one_line_of_the_account(self):
        draft = mapped("# T\n\nBefore ![a](https://e.org/a.png) after.\n")

        (line,) = [line for line in draft.lines if line.n == 3]
        assert [draft.blocks[position].type for position in sorted(line.blocks)] == ["image", "section"] or [
            draft.blocks[position].type for position in sorted(line.blocks)
        ] == ["section", "image"]

    @pytest.mark.parametrize(
        ("content", "code"),
        [(b"", "empty"), (b"***\n", "empty"), (b"\x00\x01\x02" * 50, "not_text"), (b"caf\xe9", "wrong_encoding")],
    )
    def test_what_is_no_text_is_refused(self, content, code):
        with pytest.raises(SourceRefused) as refused:
            markdown.read(content)
        assert refused.value.code == code

    def test_deep_nesting_ends(self):
        draft = mapped("# T\n\nWords.\n\n" + "> " * 3000 + "deep\n\n" + "- " * 3000 + "deeper\n")

        assert draft.title == "T"


class TestRecognise:
    @pytest.mark.parametrize(
        ("content", "name", "expected"),
        [
            (b"Plain words", "post.txt", Format.TEXT),
            (b"# Words", "post.md", Format.MARKDOWN),
            (b"<!DOCTYPE html><p>x", "post.txt", Format.HTML),
            (b"\xef\xbb\xbf \n<html>", "", Format.HTML),
            (b"<p>x</p>", "post", Format.HTML),
            (b"<p>x</p>", "post.md", Format.MARKDOWN),
            (b'<?xml version="1.0"?><html xmlns="x">', "a.xhtml", Format.HTML),
            (b"PK\x03\x04....", "renamed.txt", Format.DOCX),
            (b'{"@context": "http://schema.org", "@type": "MedicalWebPage"}', "x", Format.NHS_JSON),
            (b"{curly} words", "post.txt", Format.TEXT),
        ],
    )
    def test_it_goes_by_content_then_by_name(self, content, name, expected):
        assert formats.recognise(content, name) is expected
