"""Looks works up by their DOI at Crossref, or by their PMID at PubMed, where the site allows it.

Nothing else ever leaves: the one identifier that somebody typed. Servers are given a few seconds and a bounded answer.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import requests
from wagtail.models import Site

from articles import identifiers
from articles.identifiers import BadIdentifier
from articles.models import LibrarySettings
from articles.references.formats import Entry, Reading, crossref, nbib

CROSSREF_URL = "https://api.crossref.org/works/{doi}"
PUBMED_URL = (
    "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&rettype=medline&retmode=text&id={pmid}"
)
CONNECT_SECONDS = 3
READ_SECONDS = 5
WHOLE_SECONDS = 8  # of one answer, however slowly it drips
MOST_BYTES = 2 * 1024 * 1024
MOST_LOOK_UPS = 20  # in one request of an editor
SWITCHED_OFF = (
    "Only its identifier is known, and looking up is switched off. An administrator can allow it under Settings › "
    "Library settings; or export the work as RIS, BibTeX or .nbib where you found it, and import that."
)


class LookUpFailed(Exception):
    """A work could not be looked up; the message says why and what to do."""


def is_allowed(site: Site | None = None) -> bool:
    """Tell whether a site (the default one) allows looking up."""
    return LibrarySettings.read(site or Site.objects.filter(is_default_site=True).first()).look_up


def completed(reading: Reading, *, allowed: bool) -> Sequence[Entry]:
    """Give the entries of a reading; identifiers typed alone become works, or entries that say why they do not."""
    if reading.format != "identifiers":
        return reading.entries
    entries = []
    for number, entry in enumerate(reading.entries):
        if not allowed:
            entries.append(replace(entry, csl=None, reason=SWITCHED_OFF))
        elif number >= MOST_LOOK_UPS:
            reason = f"At most {MOST_LOOK_UPS} are looked up at a time. Import the rest afterwards."
            entries.append(replace(entry, csl=None, reason=reason))
        else:
            entries.append(_looked_up(entry))
    return entries


def _looked_up(entry: Entry) -> Entry:
    try:
        return replace(entry, csl=item_of(entry.csl or {}))
    except LookUpFailed as failure:
        return replace(entry, csl=None, reason=str(failure))


def item_of(identifier: dict[str, Any]) -> dict[str, Any]:
    """Give the CSL item of the work with this DOI or PMID. Raises LookUpFailed."""
    try:
        doi, pmid = identifiers.doi(identifier.get("DOI") or ""), identifiers.pmid(identifier.get("PMID") or "")
    except BadIdentifier as error:
        raise LookUpFailed(str(error)) from None
    if pmid:
        return _from_pubmed(pmid)
    if doi:
        return _from_crossref(doi)
    raise LookUpFailed("Give a DOI or a PMID to look up.")


def _from_crossref(doi: str) -> dict[str, Any]:
    text = _fetched(CROSSREF_URL.format(doi=quote(doi, safe="")), "Crossref", f"the DOI {doi}")
    try:
        item = crossref.item_of(json.loads(text))
    except (ValueError, RecursionError):
        raise LookUpFailed("Crossref gave an answer that cannot be read. Try again later.") from None
    return item | {"DOI": doi}


def _from_pubmed(pmid: str) -> dict[str, Any]:
    text = _fetched(PUBMED_URL.format(pmid=pmid), "PubMed", f"the PMID {pmid}")
    for entry in nbib.read(text.replace("\r\n", "\n")):
        if entry.csl and entry.csl.get("PMID") == pmid:
            return entry.csl
    raise LookUpFailed(f"PubMed does not know the PMID {pmid}. Is it typed right?")


def _fetched(address: str, server: str, what: str) -> str:
    """Give the text at an address. Raises LookUpFailed for anything but a whole answer in time."""
    deadline = time.monotonic() + WHOLE_SECONDS
    body = bytearray()
    try:
        with requests.get(
            address,
            stream=True,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            headers={"User-Agent": "Evident (reference look-up)", "Accept": "application/json, text/plain"},
        ) as answer:
            if answer.status_code == 404:
                raise LookUpFailed(f"{server} does not know {what}. Is it typed right? Some are registered elsewhere.")
            if answer.status_code == 429:
                raise LookUpFailed(f"{server} has been asked too often. Try again in a minute.")
            if answer.status_code != 200:
                raise LookUpFailed(f"{server} answered with an error ({answer.status_code}). Try again later.")
            for part in answer.iter_content(16 * 1024):
                body += part
                if len(body) > MOST_BYTES:
                    raise LookUpFailed(f"{server} gave an answer that is too large.")
                if time.monotonic() > deadline:
                    raise LookUpFailed(f"{server} took too long to answer. Try again later.")
    except requests.Timeout:
        raise LookUpFailed(f"{server} took too long to answer. Try again later.") from None
    except requests.RequestException:
        raise LookUpFailed(f"{server} cannot be reached from this server. Is it allowed to use the network?") from None
    return body.decode("utf-8", "replace")
