"""PubMed's .nbib files, which are NLM's MEDLINE format (www.nlm.nih.gov/bsd/mms/medlineelements.html)."""

import re
from collections import defaultdict
from collections.abc import Iterator

from articles import markup
from articles.references.formats import dates, names
from articles.references.formats.entries import Entry, Item, filled, labelled
from articles.vocabulary import Design

# Publication types that tell how a study was made; the first that a record has counts.
DESIGNS = (
    ("Meta-Analysis", Design.META_ANALYSIS),
    ("Systematic Review", Design.SYSTEMATIC_REVIEW),
    ("Practice Guideline", Design.GUIDELINE),
    ("Guideline", Design.GUIDELINE),
    ("Randomized Controlled Trial", Design.RANDOMIZED_TRIAL),
    ("Controlled Clinical Trial", Design.CONTROLLED_TRIAL),
    ("Case Reports", Design.CASE_REPORT),
    ("Review", Design.NARRATIVE_REVIEW),
)
TYPES = (("Preprint", "article"), ("Book Chapter", "chapter"), ("Book", "book"), ("Dataset", "dataset"))

_LINE = re.compile(r"^([A-Z0-9]{2,4}) *- ?(.*)$")
Record = dict[str, list[str]]


def read(text: str) -> Iterator[Entry]:
    """Give every record; one begins with its PMID or after an empty line."""
    for number, record in enumerate(_records(text), 1):
        label = labelled(_first(record, "PMID") or _first(record, "TI", "BTI") or f"no. {number}")
        item = _item(record)
        if set(item) <= {"type"}:
            yield Entry(number, label, reason="The record has no fields that can be read.")
        else:
            yield Entry(number, f"PMID {label}" if label.isdigit() else label, item)


def _records(text: str) -> Iterator[Record]:
    record: Record = defaultdict(list)
    last = None
    for line in text.split("\n"):
        if line.startswith("      ") and last:
            record[last][-1] = f"{record[last][-1]} {line.strip()}"
        elif found := _LINE.match(line):
            last = found.group(1)
            if last == "PMID" and record:
                yield record
                record = defaultdict(list)
            record[last].append(found.group(2).strip())
        elif not line.strip():
            if "PMID" in record or "TI" in record:
                yield record
                record = defaultdict(list)
            last = None
    if record:
        yield record


def _item(record: Record) -> Item:
    kinds = record.get("PT", [])
    kind = next((csl for word, csl in TYPES if word in kinds), "article-journal")
    return filled(
        {
            "type": kind,
            "title": markup.csl(_first(record, "TI") or _first(record, "BTI")).removesuffix("."),
            "author": _authors(record),
            "editor": [name for text in record.get("FED", record.get("ED", [])) if (name := names.inverted(text))],
            "issued": dates.issued(_first(record, "DP") or _electronic(record)),
            "container-title": _first(record, "JT") or (_first(record, "BTI") if kind == "chapter" else ""),
            "container-title-short": _first(record, "TA"),
            "volume": _first(record, "VI"),
            "issue": _first(record, "IP"),
            "page": _pages(record),
            "publisher": _first(record, "PB"),
            "publisher-place": _first(record, "PL") if kind in {"book", "chapter"} else "",
            "abstract": _first(record, "AB"),
            "language": _first(record, "LA"),
            "keyword": ", ".join(record.get("OT", [])),
            "ISSN": _first(record, "IS").split(" ")[0],
            "DOI": _identified(record, "doi"),
            "PMID": _first(record, "PMID"),
            "PMCID": _first(record, "PMC"),
            "design": next((design.value for word, design in DESIGNS if word in kinds), ""),
            "retracted": True if "Retracted Publication" in kinds else None,
        }
    )


def _first(record: Record, *tags: str) -> str:
    return next((record[tag][0] for tag in tags if record.get(tag)), "")


def _authors(record: Record) -> list[Item]:
    if full := record.get("FAU"):
        people = [names.inverted(text) for text in full]
        # A name without a comma is a person's only name here, not an organisation: those have a tag of their own.
        people = [{"family": name["literal"]} if name and "literal" in name else name for name in people]
    else:
        people = [names.initialled(text) for text in record.get("AU", [])]
    people += [{"literal": name} for name in record.get("CN", [])]
    return [person for person in people if person]


def _electronic(record: Record) -> str:
    """Give the date of electronic publication ("20140618") as one that can be read."""
    found = re.match(r"(\d{4})(\d\d)(\d\d)", _first(record, "DEP"))
    return "-".join(found.groups()) if found else ""


def _identified(record: Record, kind: str) -> str:
    for text in (*record.get("AID", []), *record.get("LID", [])):
        if text.endswith(f"[{kind}]"):
            return text.removesuffix(f"[{kind}]").strip()
    return ""


def _pages(record: Record) -> str:
    """Give the pages with the last one whole: PubMed writes 195-205 as 195-205 but 1195-205 for 1195-1205."""
    pages = _first(record, "PG")
    found = re.fullmatch(r"(\D*)(\d+)-(\D*)(\d+)", pages)
    if not found or found.group(3) or len(found.group(4)) >= len(found.group(2)):
        return pages or _identified(record, "pii")
    prefix, first, _, last = found.groups()
    return f"{prefix}{first}-{prefix}{first[: -len(last)]}{last}"
