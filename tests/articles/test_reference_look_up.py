"""DOIs and PMIDs looked up at Crossref and PubMed: a local server stands in for both, with answers as they give them."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.urls import reverse
from wagtail.models import Site

from articles.models import LibrarySettings, Reference, ReferenceImport
from articles.references import formats, looking_up
from articles.references.formats import crossref
from articles.references.looking_up import LookUpFailed

CROSSREF = {
    "status": "ok",
    "message-type": "work",
    "message": {
        "DOI": "10.1016/j.ctcp.2024.101902",
        "type": "journal-article",
        "title": ["Assessment of acupuncture &amp; <i>fatigue</i>"],
        "subtitle": ["A systematic review"],
        "author": [
            {
                "given": "Samna",
                "family": "Haider",
                "sequence": "first",
                "affiliation": [],
                "ORCID": "https://orcid.org/0",
            },
            {"name": "The Fatigue Group", "sequence": "additional"},
        ],
        "container-title": ["Complementary Therapies in Clinical Practice"],
        "short-container-title": ["Complement. Ther. Clin. Pract."],
        "published-print": {"date-parts": [[2024, 11]]},
        "published-online": {"date-parts": [[2024, 9, 3]]},
        "volume": "57",
        "page": "101902",
        "publisher": "Elsevier BV",
        "language": "en",
        "ISSN": ["1744-3881"],
        "abstract": "<jats:p>Six studies.</jats:p>",
        "URL": "https://doi.org/10.1016/j.ctcp.2024.101902",
        "reference-count": 3,
    },
}
PUBMED = """
PMID- 24987428
OWN - NLM
DP  - 2014
TI  - Acupuncture and multiple sclerosis: a review of the evidence.
PG  - 972935
LID - 10.1155/2014/972935 [doi]
FAU - Karpatkin, Herb I
AU  - Karpatkin HI
PT  - Journal Article
PT  - Review
JT  - Evidence-based complementary and alternative medicine : eCAM
"""


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        address = urlsplit(self.path)
        if address.path == "/pubmed":
            return self.answer(200, PUBMED if parse_qs(address.query)["id"] == ["24987428"] else "\n")
        doi = unquote(address.path.removeprefix("/works/"))
        special = {"10.1/error": 503, "10.1/busy": 429, "10.1/elsewhere": 302}
        if doi in special:
            return self.answer(special[doi], "")
        if doi == "10.1/large":
            return self.answer(200, "x" * 5000)
        if doi == "10.1/odd":
            return self.answer(200, "<html>")
        if doi == "10.1/slow":
            self.server.patience_is_over.wait(10)
        known = doi in {"10.1016/j.ctcp.2024.101902", "10.1/slow"}
        return self.answer(200 if known else 404, json.dumps(CROSSREF) if known else "Resource not found.")

    def answer(self, status, text):
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):  # the other side has heard enough
            self.wfile.write(text.encode())

    def log_message(self, *args):
        """Say nothing on the console."""


@pytest.fixture(scope="module")
def servers():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.patience_is_over = threading.Event()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.patience_is_over.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def recorded(servers, monkeypatch):
    """Send look-ups to the local server."""
    monkeypatch.setattr(looking_up, "CROSSREF_URL", servers + "/works/{doi}")
    monkeypatch.setattr(looking_up, "PUBMED_URL", servers + "/pubmed?id={pmid}")
    monkeypatch.setattr(looking_up, "MOST_BYTES", 4000)


@pytest.fixture
def nothing_leaves(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("asked another server")

    monkeypatch.setattr(looking_up.requests, "get", refuse)


@pytest.fixture
def allowed(db):
    LibrarySettings.objects.create(site=Site.objects.get(), look_up=True)


class TestLookingUp:
    def test_a_doi_is_asked_of_crossref(self, recorded):
        assert looking_up.item_of({"DOI": "https://doi.org/10.1016/J.CTCP.2024.101902"}) == {
            "type": "article-journal",
            "title": "Assessment of acupuncture & <i>fatigue</i>: A systematic review",
            "author": [{"family": "Haider", "given": "Samna"}, {"literal": "The Fatigue Group"}],
            "issued": {"date-parts": [[2024, 11]]},
            "container-title": "Complementary Therapies in Clinical Practice",
            "container-title-short": "Complement. Ther. Clin. Pract.",
            "ISSN": "1744-3881",
            "abstract": "Six studies.",
            "volume": "57",
            "page": "101902",
            "publisher": "Elsevier BV",
            "language": "en",
            "DOI": "10.1016/j.ctcp.2024.101902",
        }

    def test_a_pmid_is_asked_of_pubmed(self, recorded):
        item = looking_up.item_of({"PMID": "PMID: 24987428"})
        assert (item["DOI"], item["design"]) == ("10.1155/2014/972935", "narrative_review")

    @pytest.mark.parametrize(
        ("identifier", "reason"),
        [
            ({"DOI": "10.1/unknown"}, "Crossref does not know the DOI 10.1/unknown"),
            ({"PMID": "1"}, "PubMed does not know the PMID 1"),
            ({"DOI": "10.1/error"}, "answered with an error (503)"),
            ({"DOI": "10.1/busy"}, "asked too often"),
            ({"DOI": "10.1/elsewhere"}, "answered with an error (302)"),
            ({"DOI": "10.1/large"}, "too large"),
            ({"DOI": "10.1/odd"}, "cannot be read"),
            ({"DOI": "nonsense"}, "This is not a DOI"),
            ({}, "Give a DOI or a PMID"),
        ],
    )
    def test_it_says_why_it_failed(self, recorded, identifier, reason):
        with pytest.raises(LookUpFailed) as failed:
            looking_up.item_of(identifier)
        assert reason in str(failed.value)

    def test_a_server_that_is_slow_is_not_waited_for(self, recorded, monkeypatch):
        monkeypatch.setattr(looking_up, "READ_SECONDS", 0.2)
        with pytest.raises(LookUpFailed, match="took too long"):
            looking_up.item_of({"DOI": "10.1/slow"})

    def test_a_server_that_is_away_is_told(self, recorded, monkeypatch):
        monkeypatch.setattr(looking_up, "CROSSREF_URL", "http://127.0.0.1:1/{doi}")
        with pytest.raises(LookUpFailed, match="cannot be reached"):
            looking_up.item_of({"DOI": "10.1/x"})

    def test_a_notice_of_retraction_marks_the_work(self):
        work = CROSSREF["message"] | {"updated-by": [{"type": "retraction", "DOI": "10.1/notice"}]}
        assert crossref.item_of({"message": work})["retracted"] is True

    def test_only_identifiers_alone_are_looked_up_and_not_too_many(self, recorded, monkeypatch):
        monkeypatch.setattr(looking_up, "MOST_LOOK_UPS", 1)
        reading = formats.read("10.1016/j.ctcp.2024.101902\n10.1/other")
        first, second = looking_up.completed(reading, allowed=True)
        assert first.csl["volume"] == "57"
        assert "At most 1" in second.reason


@pytest.mark.django_db
class TestInTheAdmin:
    def test_it_is_off_and_then_nothing_leaves(self, editor_client, nothing_leaves):
        editor_client.post("/admin/references/import/", {"text": "10.1016/j.ctcp.2024.101902"})
        assert ReferenceImport.objects.get().rows[0]["csl"] is None
        response = self.save(editor_client, doi="10.1016/j.ctcp.2024.101902")
        assert "required" in response.content.decode()

    def test_a_pasted_doi_is_looked_up_for_the_preview(self, editor_client, allowed, recorded):
        preview = editor_client.post(
            "/admin/references/import/", {"text": "10.1016/j.ctcp.2024.101902\nPMID: 24987428"}
        )["Location"]
        page = editor_client.get(preview).content.decode()
        assert "Assessment of acupuncture &amp; fatigue" in page
        assert "Karpatkin" in page

    def test_the_form_is_filled_in_from_an_identifier_alone(self, editor_client, allowed, recorded):
        self.save(editor_client, doi="10.1016/j.ctcp.2024.101902", design="meta_analysis", volume="58")
        reference = Reference.objects.get()
        assert reference.title == "Assessment of acupuncture & fatigue: A systematic review"
        assert (reference.year, reference.design, reference.csl["volume"]) == (2024, "meta_analysis", "58")
        assert reference.csl["author"] == [{"family": "Haider", "given": "Samna"}, {"literal": "The Fatigue Group"}]
        assert reference.csl["ISSN"] == "1744-3881"

    def test_the_form_says_why_it_failed(self, editor_client, allowed, recorded):
        assert "PubMed does not know the PMID 1" in self.save(editor_client, pmid="1").content.decode()
        assert "Give a title, or a DOI or PMID to look up." in self.save(editor_client).content.decode()
        assert not Reference.objects.exists()

    def test_a_title_needs_no_looking_up(self, editor_client, allowed, nothing_leaves):
        self.save(editor_client, title="Typed", doi="10.1016/j.ctcp.2024.101902")
        assert Reference.objects.get().title == "Typed"

    def save(self, client, **fields):
        typed = {"title": "", "type": "article-journal", "authors": "", "journal": "", "year": "", **fields}
        return client.post(reverse(Reference.snippet_viewset.get_url_name("add")), typed)
