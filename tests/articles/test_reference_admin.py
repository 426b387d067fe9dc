"""Importing and exporting references in the admin."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.admin import reference_imports
from articles.models import LibrarySettings, Reference, ReferenceImport
from articles.references import formats, importing

pytestmark = pytest.mark.django_db

BIB = (
    "@article{good, title={Good & <script>new</script>}, author={Ito, Ben}, year=2014}\n"
    "@article{known, title={Known}, doi={10.1/known}}\n@article{bad, year=2014}\n@article{other, title={Other}}"
)
START = "/admin/references/import/"


def start(client, text="", *files):
    return client.post(START, {"text": text, "files": list(files)})


def file(content, name="refs.bib"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def preview(editor_client, make_reference):
    """Give the address of a preview of BIB, one of whose works is in the library."""
    make_reference("Known", DOI="10.1/known")
    return start(editor_client, BIB)["Location"]


class TestTheStart:
    def test_the_reference_list_leads_to_it(self, editor_client):
        page = editor_client.get(reverse(reference_imports.list_url_name())).content.decode()
        assert f'href="{START}"' in page
        assert "Import references" in editor_client.get(START).content.decode()

    def test_a_paste_is_read_and_nothing_is_saved(self, editor_client):
        response = start(editor_client, BIB)
        row = ReferenceImport.objects.get()
        assert response["Location"] == f"{START}{row.pk}/"
        assert (row.format, len(row.rows), row.name) == ("bibtex", 4, "pasted text")
        assert not Reference.objects.exists()

    def test_several_files_are_one_import(self, editor_client):
        start(editor_client, "", file(BIB), file(b"\xef\xbb\xbfTY  - JOUR\nTI  - Gr\xc3\xb6\xc3\x9fe\nER  - ", "a.ris"))
        row = ReferenceImport.objects.get()
        assert row.name == "refs.bib, a.ris"
        assert [entry["number"] for entry in row.rows] == [1, 2, 3, 4, 5]
        assert row.rows[4]["csl"]["title"] == "Größe"

    @pytest.mark.parametrize(
        ("text", "files", "message"),
        [
            ("", [], "Choose a file, or paste some entries."),
            ("Dear all", [], "Its format is not known."),
            ("", [("x.docx", b"PK\x00")], "x.docx: This is not a text file."),
            ("", [("empty.bib", b"")], "empty"),
        ],
    )
    def test_it_says_what_it_cannot_read(self, editor_client, text, files, message):
        response = start(editor_client, text, *(file(content, name) for name, content in files))
        assert response.status_code == 200
        assert message in response.content.decode()
        assert not ReferenceImport.objects.exists()

    def test_who_may_not_add_references_may_not_import(self, client, django_user_model):
        user = django_user_model.objects.create_user("reader", password="secret")
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        assert client.get(START).status_code == 302
        assert start(client, BIB).status_code == 302
        assert not ReferenceImport.objects.exists()

    def test_an_identifier_alone_needs_looking_up_to_be_allowed(self, editor_client):
        preview = editor_client.get(start(editor_client, "10.1155/2014/972935")["Location"]).content.decode()
        assert "looking up is switched off" in preview
        assert LibrarySettings.objects.count() == 0  # nothing was written by asking


class TestThePreview:
    def test_it_shows_what_would_become_of_each_entry(self, editor_client, preview):
        page = editor_client.get(preview)
        content = page.content.decode()
        assert [row["status"] for row in page.context["rows"]] == ["new", "existing", "broken", "new"]
        assert "A reference with the same DOI is in the library." in content
        assert "It has no title, and no DOI or PMID to know it by." in content
        assert "<script>new</script>" not in content
        assert content.count('name="entry"') == 2

    def test_what_is_ticked_is_saved(self, editor_client, preview):
        response = editor_client.post(preview, {"entry": ["1"]})
        progress = response["Location"]
        assert "0</span> of 1 entries saved" in " ".join(editor_client.get(progress).content.decode().split())
        editor_client.post(progress.replace("progress", "step"))
        result = editor_client.get(progress).content.decode()
        assert "1 reference was added." in result
        assert "<strong>bad</strong>" in result
        assert set(Reference.objects.values_list("title", flat=True)) == {"Known", "Good & <script>new</script>"}

    def test_it_asks_for_something_to_be_ticked(self, editor_client, preview):
        assert "Tick at least one entry" in editor_client.post(preview, {}).content.decode()

    def test_what_is_there_already_is_filled_in_unless_that_is_turned_off(self, editor_client, make_reference):
        known = make_reference("Needles", DOI="10.1/a")
        text = json.dumps([{"title": "Needles", "DOI": "10.1/a", "page": "1-9", "PMID": "7", "abstract": "Why."}])
        address = start(editor_client, text)["Location"]
        page = " ".join(editor_client.get(address).content.decode().split())
        assert "3 fields filled in: abstract, pages, PMID" in page
        assert "Fill in what 1 reference that is already there lacks" in page
        assert "Tick at least one entry" in editor_client.post(address, {}).content.decode()
        progress = editor_client.post(address, {"fill": "on"})["Location"]
        editor_client.post(progress.replace("progress", "step"))
        result = " ".join(editor_client.get(progress).content.decode().split())
        assert "<strong>1</strong> already there" in result
        assert "<strong>1</strong> of these filled in" in result
        known.refresh_from_db()
        assert (known.pmid, known.csl["page"]) == ("7", "1-9")

    def test_entries_that_are_not_new_cannot_be_ticked(self, editor_client, preview):
        editor_client.post(preview, {"entry": ["2", "3", "99", "x"]})
        assert ReferenceImport.objects.get().chosen is None

    def test_a_chosen_import_cannot_be_chosen_again(self, editor_client, preview):
        editor_client.post(preview, {"entry": ["1"]})
        editor_client.post(preview, {"entry": ["1", "4"]})
        assert ReferenceImport.objects.get().chosen == [1]
        assert editor_client.get(preview)["Location"].endswith("/progress/")

    def test_another_editors_import_is_not_found(self, client, django_user_model, preview):
        client.force_login(django_user_model.objects.create_superuser("other", "o@example.org", "secret"))
        for address in (preview, f"{preview}progress/"):
            assert client.get(address).status_code == 404
        assert client.post(f"{preview}step/").status_code == 404


class TestLongImports:
    @pytest.fixture
    def long(self, editor_client, monkeypatch):
        monkeypatch.setattr(importing, "ROWS_A_TIME", 2)
        monkeypatch.setattr(reference_imports, "MOST_ROWS_SHOWN", 3)
        text = json.dumps([{"title": f"Title {number}"} for number in range(5)])
        return start(editor_client, text)["Location"]

    def step(self, client, address):
        return client.post(f"{address}step/", headers={"Accept": "application/json"}).json()

    def test_they_are_saved_part_after_part(self, editor_client, long):
        page = editor_client.get(long)
        assert (len(page.context["rows"]), page.context["hidden_new"]) == (3, 2)
        editor_client.post(long, {"entry": ["1", "3"], "rest": "on"})
        assert ReferenceImport.objects.get().chosen == [1, 3, 4, 5]
        assert self.step(editor_client, long) == {"done": 2, "total": 4, "is_finished": False}
        assert self.step(editor_client, long) == {"done": 4, "total": 4, "is_finished": True}
        assert self.step(editor_client, long) == {"done": 4, "total": 4, "is_finished": True}
        assert Reference.objects.count() == 4
        assert ReferenceImport.objects.get().created == 4

    def test_without_the_rest_only_what_is_shown_is_saved(self, editor_client, long):
        editor_client.post(long, {"entry": ["1"]})
        assert ReferenceImport.objects.get().chosen == [1]

    def test_a_part_that_fails_comes_again(self, editor_client, long, monkeypatch):
        editor_client.post(long, {"entry": ["1", "2"]})
        editor_client.raise_request_exception = False
        with monkeypatch.context() as patch:
            patch.setattr(importing, "save", lambda *args, **kwargs: iter(["no outcome"]))
            assert editor_client.post(f"{long}step/").status_code == 500
        assert ReferenceImport.objects.get().done == 0
        self.step(editor_client, long)
        assert Reference.objects.count() == 2


class TestTheExport:
    @pytest.mark.parametrize("name", ["csl", "bibtex", "ris", "nbib"])
    def test_it_is_what_the_list_shows(self, editor_client, make_reference, name):
        make_reference("A needle", PMID="1", design="cohort")
        make_reference("A pill", PMID="2", design="case_report")
        address = reverse(reference_imports.list_url_name())
        response = editor_client.get(address, {"export": name, "design": "cohort"})
        assert "attachment" in response["Content-Disposition"]
        (entry,) = formats.read(response.content.decode()).entries
        assert (entry.csl["title"], entry.csl["PMID"]) == ("A needle", "1")

    def test_the_list_offers_it(self, editor_client, make_reference):
        make_reference()
        page = editor_client.get(reverse(reference_imports.list_url_name())).content.decode()
        for label in ("CSL-JSON", "BibTeX", "RIS", "PubMed (.nbib)"):
            assert f"Export as {label}" in page
