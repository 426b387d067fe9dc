"""Word documents: what of them becomes an article, and which are refused."""

import io
import zipfile

import pytest

from articles.importers import docx, formats, mapping
from articles.importers.draft import Fate
from articles.importers.refusals import SourceRefused
from tests.articles import word
from tests.articles.word import paragraph

POST = (
    paragraph("Walking and sleep", style="Title"),
    paragraph("By Ana Silva"),
    paragraph("Walking is ", word.run("cheap", bold=True), ". It may help sleep, says ", word.link("a trial"), "."),
    paragraph("Benefits", style="heading 1"),
    paragraph("Deeper sleep", style="heading 2"),
    paragraph("People slept longer."),
    paragraph("at night", level=0),
    paragraph("in summer", level=1),
    paragraph(word.picture("A path in a park")),
    paragraph("Current evidence", style="heading 1"),
    paragraph("There are limitations, such as small samples and short follow-up."),
    word.table(("Study", "People"), ("Lee", "40"), ("Chen", "12")),
    paragraph("Walking is the best sleeping pill we have.", style="Quote"),
)


def mapped(content: bytes):
    return mapping.map_document(docx.read(content, name="walk.docx"))


def refusal(content: bytes) -> str:
    with pytest.raises(SourceRefused) as refused:
        formats.read(content, name="walk.docx")
    return refused.value.code


class TestWordDocument:
    def test_it_becomes_blocks_by_its_headings(self):
        draft = mapped(word.document(*POST))

        assert (draft.title, draft.byline) == ("Walking and sleep", "Ana Silva")
        assert [block.type for block in draft.blocks] == ["section", "benefit", "image", "evidence", "table", "quote"]
        assert draft.blocks[1].name == "Deeper sleep"
        assert draft.blocks[3].value["limitations"] == ["Small samples", "Short follow-up"]

    def test_bold_links_and_nested_lists_stay(self):
        draft = mapped(word.document(*POST))

        introduction = draft.blocks[0].value["text"]
        assert "<b>cheap</b>" in introduction
        assert '<a href="https://example.org/trial">a trial</a>' in introduction
        assert "<ul><li>at night<ul><li>in summer</li></ul></li></ul>" in draft.blocks[1].value["text"]

    def test_its_pictures_are_in_it_with_their_descriptions(self):
        picture = mapped(word.document(*POST)).blocks[2].picture

        assert picture.content == word.png()
        assert picture.alt == "A path in a park"

    def test_its_table_has_its_head_and_rows(self):
        table = mapped(word.document(*POST)).blocks[4].value

        assert [column["heading"] for column in table["columns"]] == ["Study", "People"]
        assert [row["values"] for row in table["rows"]] == [["Lee", "40"], ["Chen", "12"]]

    def test_every_line_has_a_fate_and_the_head_of_pages_is_left_out(self):
        header = (
            f'<w:hdr xmlns:w="{"http://schemas.openxmlformats.org/wordprocessingml/2006/main"}">Secret draft</w:hdr>'
        )
        core = (
            '<cp:coreProperties xmlns:cp="urn:x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<dc:creator>Office User</dc:creator></cp:coreProperties>"
        )
        parts = {"word/header1.xml": header, "docProps/core.xml": core}
        draft = mapped(word.document(*POST, parts=parts))

        dropped = {line.text: line.reason for line in draft.lines if line.fate is Fate.DROPPED}
        assert "every page" in dropped["Secret draft"]
        assert "property" in dropped["author: Office User"]
        assert draft.authors == ("Ana Silva",)

    def test_a_picture_that_is_only_linked_reads_no_file_of_the_server(self):
        linked = word.picture("x", "rIdLinked", "link")
        draft = mapped(word.document(paragraph("A title", style="Title"), paragraph("Words.", linked)))

        assert [block.type for block in draft.blocks] == ["section"]
        assert [line.text for line in draft.lines if line.fate is Fate.DROPPED] == ["Linked picture"]


class TestRefusedWordDocument:
    def test_a_bomb_is_refused_before_it_is_unpacked(self):
        content = word.document(paragraph("x"), parts={"word/media/bomb.bin": b"\0" * 70_000_000})

        assert len(content) < 200_000
        assert refusal(content) == "too_large"

    def test_a_bomb_of_xml_is_refused(self):
        assert refusal(word.document(paragraph("x" * 13_000_000))) == "too_large"

    def test_a_book_is_refused(self):
        assert refusal(word.document(*[paragraph("x")] * 20_000)) == "too_large"

    def test_entities_are_refused(self):
        bomb = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'

        assert refusal(word.document(paragraph("x"), declaration=bomb)) == "unsafe"

    def test_an_external_entity_is_refused(self):
        bomb = '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

        assert refusal(word.document("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", declaration=bomb)) == "unsafe"

    def test_parts_within_parts_are_refused(self):
        deep = "<w:sdt><w:sdtContent>" * 200 + paragraph("x") + "</w:sdtContent></w:sdt>" * 200

        assert refusal(word.document(deep)) == "too_deep"

    def test_other_archives_are_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("readme.txt", "hello")

        assert refusal(out.getvalue()) == "unsupported_format"

    @pytest.mark.parametrize("cut", [30, 400, -40])
    def test_a_damaged_file_is_refused(self, cut):
        assert refusal(word.document(*POST)[:cut]) == "damaged"

    @pytest.mark.parametrize("cut", [400, -40])
    def test_it_is_told_what_mostly_helps(self, cut):
        with pytest.raises(SourceRefused, match=r"“walk\.docx” is not whole: .+ Fetch it again"):
            formats.read(word.document(*POST)[:cut], name="walk.docx")

    def test_nobody_is_told_the_names_of_errors(self, monkeypatch):
        monkeypatch.setattr(docx.mammoth, "convert_to_html", lambda *args, **kwargs: {}["w:p"])
        with pytest.raises(SourceRefused, match=r"save it as \.docx under another name") as refused:
            formats.read(word.document(*POST), name="walk.docx")
        assert "KeyError" not in refused.value.message

    def test_a_lost_picture_loses_not_the_text(self):
        whole = zipfile.ZipFile(io.BytesIO(word.document(*POST)))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in set(whole.namelist()) - {"word/media/image1.png"}:
                archive.writestr(name, whole.read(name))
        draft = mapped(out.getvalue())
        assert [block.type for block in draft.blocks] == ["section", "benefit", "evidence", "table", "quote"]
        assert ("Missing picture", "the file has lost a picture: upload it in the editor") in [
            (line.text, line.note) for line in docx.read(out.getvalue(), name="walk.docx").lines
        ]

    def test_an_old_word_file_is_refused_with_what_to_do(self):
        with pytest.raises(SourceRefused, match=r"Save it as \.docx"):
            formats.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, name="old.doc")

    def test_a_document_without_words_is_refused(self):
        assert refusal(word.document(paragraph(""))) == "empty"
