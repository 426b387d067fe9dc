"""People as bibliographies write them, as CSL names."""

import re

from articles.references.formats.entries import Item

_SUFFIXES = re.compile(r"^(?:jr|sr|[ivx]{1,4}|1st|2nd|3rd|\dth)\.?$", re.IGNORECASE)


def inverted(text: str) -> Item | None:
    """Give the name of "Family, Given" or "Family, Given, Jr."; a literal where there is no comma, None for nothing."""
    parts = [" ".join(part.split()) for part in text.strip().strip(",").split(",")]
    if not parts[0]:
        return None
    if len(parts) == 1:
        return {"literal": parts[0]}
    name = {"family": parts[0], "given": parts[1]}
    if len(parts) > 2 and _SUFFIXES.match(parts[2]):
        name["suffix"] = parts[2]
    return {member: value for member, value in name.items() if value}


def initialled(text: str) -> Item | None:
    """Give the name of PubMed's short form "Karpatkin HI" or "Smith J Jr"; None for nothing."""
    words = text.split()
    if not words:
        return None
    suffix = words.pop() if len(words) > 2 and _SUFFIXES.match(words[-1]) and words[-1] not in {"I", "V", "X"} else ""
    if len(words) > 1 and words[-1].isupper() and len(words[-1]) <= 4:
        name = {"family": " ".join(words[:-1]), "given": " ".join(words[-1])}
    else:
        name = {"family": " ".join(words)}
    return name | ({"suffix": suffix} if suffix else {})
