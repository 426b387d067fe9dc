"""Reading plain text: bytes in, numbered lines with hints out."""

import pytest

from articles.importers import text
from articles.importers.document import Hint, passages
from articles.importers.refusals import SourceRefused


def contents(content: bytes) -> list[str]:
    return [line.content for line in text.read(content).lines]


class TestRead:
    def test_it_numbers_every_line_from_one_and_keeps_it_as_written(self):
        document = text.read(b"Title\n\n  - an item \n", name="post.txt")

        assert document.name == "post.txt"
        assert [(line.n, line.text, line.content) for line in document.lines] == [
            (1, "Title", "Title"),
            (2, "", ""),
            (3, "  - an item ", "an item"),
        ]

    def test_it_reads_windows_line_ends_and_a_byte_order_mark(self):
        assert contents(b"\xef\xbb\xbfTitle\r\n\r\nText.\r\n") == ["Title", "", "Text."]

    def test_it_reads_utf_16_with_a_mark(self):
        assert contents("Título\nText.".encode("utf-16")) == ["Título", "Text."]

    def test_it_leaves_out_characters_nobody_can_see(self):
        assert contents("So\u00adft\u200b hy\u00a0phen\u2060".encode()) == ["Soft hy phen"]

    @pytest.mark.parametrize("mark", ["- ", "• ", "•", "* ", "– ", "· "])
    def test_it_takes_bullets_off_list_items(self, mark):
        (line,) = text.read(f"{mark}Rest".encode()).lines

        assert (line.content, line.hints) == ("Rest", {Hint.LIST_ITEM})

    @pytest.mark.parametrize("mark", ["1. ", "12) ", "(3) "])
    def test_it_takes_numbers_off_numbered_lines(self, mark):
        (line,) = text.read(f"{mark}Rest".encode()).lines

        assert (line.content, line.hints) == ("Rest", {Hint.NUMBERED})

    def test_a_year_at_the_start_is_no_number_of_a_list(self):
        (line,) = text.read(b"2023. A year to forget").lines

        assert (line.content, line.hints) == ("2023. A year to forget", frozenset())

    @pytest.mark.parametrize("marked", ["## Evidence", "**Evidence**", "## Evidence ##", "__Evidence__"])
    def test_it_takes_the_marks_of_headings(self, marked):
        (line,) = text.read(marked.encode()).lines

        assert (line.content, line.hints) == ("Evidence", {Hint.HEADING})

    def test_a_line_that_is_only_a_link_becomes_its_words(self):
        (line,) = text.read(b"[Sleep and needles](https://example.org/sleep)").lines

        assert (line.content, line.hints) == ("Sleep and needles", {Hint.LINK})


class TestReadRefuses:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty"),
            (b" \n\t\r\n", "empty"),
            ("\u200b\n\ufeff".encode(), "empty"),
            (bytes(range(256)) * 40, "not_text"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not_text"),
            (b"Title\n\x00text", "not_text"),
            ("Café, naïve".encode("cp1252"), "wrong_encoding"),
            (b"%PDF-1.7 ...", "unsupported_format"),
            (b"PK\x03\x04word/document.xml", "unsupported_format"),
            (b"{\\rtf1\\ansi Hello}", "unsupported_format"),
            (b"\xef\xbb\xbf\n<!DOCTYPE html><title>x</title>", "unsupported_format"),
            (b"a" * (text.MAX_BYTES + 1), "too_large"),
        ],
    )
    def test_what_is_not_an_article_in_plain_text(self, content, code):
        with pytest.raises(SourceRefused) as refused:
            text.read(content, name="post.txt")

        assert refused.value.code == code
        assert "post.txt" in refused.value.message
        assert refused.value.message.endswith(".")


class TestWrappedText:
    WRAPPED = (
        "Tai chi for balance\n\n"
        "Falls are the most common cause of injury in people over seventy-five, and\n"
        "most of them happen at home. Tai chi is a slow martial art that trains the\n"
        "legs and attention together, which is why researchers became interested in\n"
        "it. The evidence has grown in recent years.\n\n"
        "Fewer falls\n"
        "The number of falls went down by a fifth.\n"
    )

    def test_its_lines_are_joined_into_paragraphs(self):
        found = passages(text.read(self.WRAPPED.encode()).lines)

        assert [passage.numbers for passage in found] == [(1,), (3, 4, 5, 6), (8,), (9,)]
        assert found[1].text.endswith("became interested in it. The evidence has grown in recent years.")

    def test_a_page_with_long_lines_is_left_as_it_is(self):
        long = "One paragraph of a page goes on and on without a break, " * 5
        found = passages(text.read(f"{long}\n{long}\nand a short one\n".encode()).lines)

        assert len(found) == 3
