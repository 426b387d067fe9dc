"""BibTeX and BibLaTeX, read with bibtexparser. Names are split before LaTeX is decoded: a brace may hold an "and"."""

import logging
import re
from collections.abc import Iterator

from bibtexparser.library import Library
from bibtexparser.middlewares.names import NameParts, parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.middlewares.parsestack import default_parse_stack
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock, String
from bibtexparser.model import Entry as BibtexEntry
from bibtexparser.splitter import Splitter

from articles.references.formats import dates, latex
from articles.references.formats.entries import Entry, Item, filled, labelled

# The library logs a warning for each entry that it cannot read; here the entry itself says so.
logging.getLogger("bibtexparser").setLevel(logging.ERROR)

TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "manual": "report",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "software": "software",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "www": "webpage",
}
# CSL's members by the fields that fill them; the first that is there counts.
MEMBERS = {
    "container-title": ("journal", "journaltitle", "booktitle", "maintitle"),
    "container-title-short": ("shortjournal",),
    "collection-title": ("series",),
    "publisher": ("publisher", "school", "institution", "organization"),
    "publisher-place": ("address", "location"),
    "volume": ("volume",),
    "number-of-pages": ("pagetotal",),
    "edition": ("edition",),
    "chapter-number": ("chapter",),
    "abstract": ("abstract",),
    "keyword": ("keywords",),
    "note": ("note", "howpublished"),
    "language": ("langid", "language"),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "genre": ("type",),
    "title-short": ("shorttitle",),
    "PMCID": ("pmcid", "pmc"),
}
NOT_ENTRIES = {"comment", "preamble", "string"}
_ADDRESS = re.compile(r"https?://[^\s{}]+")
_GROUP = re.compile(r"\{(.*)\}", re.DOTALL)


def read(text: str) -> Iterator[Entry]:
    """Give every entry of a .bib file; one that has another's key is an entry as well."""
    blocks, keys = _blocks(text)
    number = 0
    for block in blocks:
        if isinstance(block, BibtexEntry):
            if block.entry_type.lower() in NOT_ENTRIES:
                continue
            number += 1
            yield _entry(number, keys.get(block.key, block.key), block)
        elif isinstance(block, ParsingFailedBlock) and not _is_comment(block):
            number += 1
            yield Entry(number, _raw_label(block), reason=_reason(block))


def _blocks(text: str) -> tuple[list[Block], dict[str, str]]:
    """Give the blocks with strings put in and quotes taken off, and for keys that were made unique the original."""
    blocks: list[Block] = []
    keys: dict[str, str] = {}
    for block in Splitter(bibstr=text).split().blocks:
        while isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) and block.ignore_error_block:
            block = block.ignore_error_block
        if isinstance(block, BibtexEntry):
            key = block.key
            block.key = f"{key}\x1f{len(blocks)}"  # no key has this character
            keys[block.key] = key
            block.fields = list({field.key.lower(): field for field in reversed(block.fields)}.values())
        blocks.append(block)
    _join(blocks)
    library = Library()
    library.add(blocks, fail_on_duplicate_key=False)
    for middleware in default_parse_stack():
        library = middleware.transform(library)
    return list(library.blocks), keys


def _join(blocks: list[Block]) -> None:
    """Put together values that are written in parts ("Journal of " # jname), which the library leaves as they are."""
    known = {name: f"{{{number}}}" for name, number in dates.MONTHS.items()}
    for block in blocks:
        if isinstance(block, String):
            block.value = known[block.key.lower()] = _joined(block.value, known)
        elif isinstance(block, BibtexEntry):
            for field in block.fields:
                field.value = _joined(field.value, known)


def _joined(value: str, known: dict[str, str]) -> str:
    """Give the one value in braces that "…" # {…} # name stands for; what is no such list stays as it is."""
    if "#" not in value:
        return value
    parts: list[str] = []
    depth, quoted, start = 0, False, 0
    for place, character in enumerate(value):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == '"' and not depth:
            quoted = not quoted
        elif character == "#" and not depth and not quoted:
            parts.append(value[start:place])
            start = place + 1
    if not parts:
        return value
    bare = (part.strip() for part in [*parts, value[start:]])
    return "{" + "".join(_unwrapped(known.get(part.lower(), part)) for part in bare) + "}"


def _unwrapped(part: str) -> str:
    return part[1:-1] if part[:1] + part[-1:] in {'""', "{}"} else part


def _entry(number: int, key: str, block: BibtexEntry) -> Entry:
    fields = {field.key.lower(): str(field.value).strip() for field in block.fields}
    label = labelled(key or latex.text(fields.get("title", "")) or f"@{block.entry_type}")
    if not fields:
        return Entry(number, label, reason="The entry has no fields.")
    return Entry(number, label, _item(block.entry_type.lower(), fields))


def _item(kind: str, fields: dict[str, str]) -> Item:
    texts = {name: latex.text(_first(fields, *sources)) for name, sources in MEMBERS.items()}
    item: Item = {"type": _type(kind, fields), "title": _title(fields), **texts}
    for role in ("author", "editor", "translator"):
        item[role] = people(fields.get(role, ""))
    item["page"] = _pages(fields.get("pages", "") or fields.get("eid", "") or fields.get("article-number", ""))
    number = latex.text(fields.get("number", ""))
    item["number" if item["type"] in {"report", "patent"} else "issue"] = latex.text(fields.get("issue", "")) or number
    day, month = latex.text(fields.get("day", "")), latex.text(fields.get("month", ""))
    year = latex.text(fields.get("date", "")) or latex.text(fields.get("year", ""))
    item["issued"] = dates.issued(f"{year} {month} {day}" if month and "-" not in year else year)
    item["accessed"] = dates.issued(latex.text(fields.get("urldate", "")))
    item["DOI"] = latex.verbatim(fields.get("doi", ""))
    item["PMID"] = _pmid(fields)
    item["URL"] = _url(fields)
    return filled(item)


def _type(kind: str, fields: dict[str, str]) -> str:
    if kind == "misc":
        if fields.get("eprint") or "arxiv" in fields.get("journal", "").lower():
            return "article"
        return "webpage" if _url(fields) and not fields.get("doi") else "document"
    return TYPES.get(kind, "document")


def _title(fields: dict[str, str]) -> str:
    title, subtitle = latex.text(fields.get("title", "")), latex.text(fields.get("subtitle", ""))
    return f"{title}: {subtitle}" if title and subtitle else title or subtitle


def _first(fields: dict[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _pages(raw: str) -> str:
    return re.sub(r"\s*(?:-+|[–—])\s*", "-", latex.text(raw))


def _pmid(fields: dict[str, str]) -> str:
    if fields.get("pmid"):
        return latex.verbatim(fields["pmid"])
    is_pubmed = fields.get("eprinttype", fields.get("archiveprefix", "")).lower() in {"pubmed", "pmid"}
    return latex.verbatim(fields.get("eprint", "")) if is_pubmed else ""


def _url(fields: dict[str, str]) -> str:
    for name in ("url", "howpublished", "note"):
        if found := _ADDRESS.search(latex.verbatim(fields.get(name, ""))):
            return found.group().rstrip(".,;")
    return ""


def people(raw: str) -> list[Item]:
    """Give the CSL names of an author field; "others" is nobody, a name in braces is an organisation."""
    found = []
    for name in split_multiple_persons_names(raw) if raw else []:
        if name.strip().lower() != "others" and (person := _person(name.strip())):
            found.append(person)
    return found


def _person(name: str) -> Item | None:
    group = _GROUP.fullmatch(name)
    if group and _balanced(group.group(1)):
        return filled({"literal": latex.text(group.group(1))}) or None
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except ValueError:
        return filled({"literal": latex.text(name)}) or None
    return _of_parts(parts)


def _of_parts(parts: NameParts) -> Item | None:
    given, family = latex.text(" ".join(parts.first)), latex.text(" ".join([*parts.von, *parts.last]))
    if not family:
        return {"literal": given} if given else None
    return filled({"family": family, "given": given, "suffix": latex.text(" ".join(parts.jr))})


def _balanced(inner: str) -> bool:
    """Tell whether the braces around `inner` belong to each other, and not to two groups side by side."""
    depth = 0
    for character in inner:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def _is_comment(block: ParsingFailedBlock) -> bool:
    return (block.raw or "").lstrip().lower().startswith(("@comment", "@preamble"))


def _raw_label(block: ParsingFailedBlock) -> str:
    key = re.match(r"\s*@\w+\s*[{(]\s*([^\s,={}]+)", block.raw or "")
    line = f"line {block.start_line + 1}" if block.start_line is not None else "an entry"
    return f"{labelled(key.group(1))} ({line})" if key else line


def _reason(block: ParsingFailedBlock) -> str:
    told = str(getattr(block.error, "abort_reason", "") or block.error).strip().rstrip(".")
    if "closing" in told or "end of file" in told.lower() or "Unexpectedly" in told:
        return "A brace or quotation mark is not closed before the next entry, or before the end."
    if "Expected a `=`" in told or "Expected comma" in told:
        return "A comma or an equals sign is missing between its fields."
    return f"The entry is not whole: {told}." if told else "The entry is not whole."
