"""Makes Word documents to import: `document(paragraph("Title", style="Title"), …)` gives the bytes of a .docx file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from html import escape

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
_OF_DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rIdLink" Type="{_OFFICE}/hyperlink" Target="https://example.org/trial" TargetMode="External"/>
<Relationship Id="rIdPicture" Type="{_OFFICE}/image" Target="media/image1.png"/>
<Relationship Id="rIdLinked" Type="{_OFFICE}/image" Target="file:///etc/passwd" TargetMode="External"/>
<Relationship Id="rIdNumbers" Type="{_OFFICE}/numbering" Target="numbering.xml"/>
<Relationship Id="rIdStyles" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>"""
_NUMBERING = f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering {_NAMESPACES}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
_STYLES = f"""<?xml version="1.0" encoding="UTF-8"?><w:styles {_NAMESPACES}>{
    "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "heading 1", "heading 2", "Quote")
    )
}</w:styles>"""


def png(width: int = 40, height: int = 30) -> bytes:
    """Gives a picture of one colour."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = (b"\x00" + b"\x20\x80\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def run(text: str, *, bold: bool = False) -> str:
    """Gives a stretch of text."""
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", level: int | None = None) -> str:
    """Gives a paragraph of runs or plain texts, in a style, or as a list item of a level."""
    inner = "".join(part if part.startswith("<") else run(part) for part in runs)
    listed = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    styled = f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{inner}</w:p>"


def link(text: str) -> str:
    """Gives a link to a page of the web."""
    return f'<w:hyperlink r:id="rIdLink">{run(text)}</w:hyperlink>'


def picture(alt: str, relationship: str = "rIdPicture", attribute: str = "embed") -> str:
    """Gives a picture within a paragraph."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="{escape(alt)}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:{attribute}="{relationship}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def table(*rows: tuple[str, ...]) -> str:
    """Gives a table, its first row marked as the head."""
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cells[0]}</w:tr>"
    return f"<w:tbl>{head}{''.join(f'<w:tr>{row}</w:tr>' for row in cells[1:])}</w:tbl>"


def document(*body: str, parts: dict[str, bytes | str] | None = None, declaration: str = "") -> bytes:
    """Gives a .docx file with this body; `parts` replaces or adds files in it."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{declaration}<w:document {_NAMESPACES}><w:body>'
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONSHIPS,
        "word/document.xml": f"{xml}{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": _OF_DOCUMENT,
        "word/numbering.xml": _NUMBERING,
        "word/styles.xml": _STYLES,
        "word/media/image1.png": png(),
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
