"""DOIs, PMIDs and ORCID iDs in the one spelling in which they are stored and compared."""

import re
from urllib.parse import quote

_DOI_PREFIX = re.compile(r"^doi\s*:?\s*(?=10\.)", re.IGNORECASE)
_PMID_PREFIX = re.compile(r"^(?:pmid|pubmed)\s*:?\s*", re.IGNORECASE)


class BadIdentifier(ValueError):
    """What was given is not the identifier it should be; the message says what one looks like."""


def doi(text: str) -> str:
    """Give a DOI in lower case and without a resolver, from any of its spellings; "" for nothing.

    Raises BadIdentifier.
    """
    stripped = _DOI_PREFIX.sub("", text.strip())
    if not stripped:
        return ""
    import idutils  # here, because it takes longer to load than most of Django, and few processes ever need it

    if not idutils.is_doi(stripped) or re.search(r"\s", stripped):
        raise BadIdentifier(
            "This is not a DOI. One looks like 10.1155/2014/972935 or https://doi.org/10.1155/2014/972935."
        )
    # As registered, DOIs do not tell upper from lower case; a stop at the end belongs to the sentence it was copied from.
    return idutils.normalize_doi(stripped).lower().rstrip(".,;")


def doi_url(doi: str) -> str:
    """Give where a DOI in our spelling leads."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}"


def pmid(text: str) -> str:
    """Give a PubMed identifier as digits, from any of its spellings; "" for nothing. Raises BadIdentifier."""
    stripped = _PMID_PREFIX.sub("", text.strip())
    if not stripped:
        return ""
    import idutils

    found = idutils.normalize_pmid(stripped) if idutils.is_pmid(stripped) else ""
    if not found.isdigit() or len(found.lstrip("0")) > 12 or not found.lstrip("0"):
        raise BadIdentifier("This is not a PMID. One looks like 24987428; a PMC number is another thing.")
    return found.lstrip("0")


def orcid(text: str) -> str:
    """Give an ORCID iD as four groups of four, from any of its spellings; "" for nothing. Raises BadIdentifier."""
    stripped = text.strip().rstrip("/")
    if not stripped:
        return ""
    import idutils

    if not idutils.is_orcid(stripped):
        raise BadIdentifier(
            "This is not an ORCID iD: a digit is wrong or missing. One looks like 0000-0002-1825-0097, or its address at "
            "orcid.org."
        )
    return idutils.normalize_orcid(stripped)
