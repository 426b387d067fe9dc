"""Importing references as an editor does it, in a real browser: files dropped, entries ticked, progress watched."""

import pytest
from playwright.sync_api import expect

from articles.models import Reference
from articles.references import importing

BIB = "@article{one, title={Needles and sleep}, year=2014}\n@article{two, title={Needles and pain}}\n@article{three, "
DROP = """(drop, text) => {
    const files = new DataTransfer();
    files.items.add(new File([text], 'library.bib', {type: 'text/plain'}));
    drop.dispatchEvent(new DragEvent('dragover', {dataTransfer: files, bubbles: true, cancelable: true}));
    drop.dispatchEvent(new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def page(windows, django_user_model, client):
    """Give a browser's page of somebody who may import."""
    client.force_login(django_user_model.objects.create_superuser("chief", "chief@example.org", "secret"))
    return windows.open(client=client, viewport={"width": 1280, "height": 900})


class TestImporting:
    def test_a_dropped_file_becomes_references(self, page, live_server, monkeypatch):
        monkeypatch.setattr(importing, "ROWS_A_TIME", 1)
        page.goto(f"{live_server.url}/admin/references/import/")
        page.locator("[data-drop]").evaluate(DROP, BIB)
        page.get_by_text("library.bib").wait_for()
        with page.expect_navigation():  # to its end: what is ticked before the script runs goes unheard
            page.get_by_role("button", name="Show what is in it").click()

        every = page.get_by_label("All new entries shown here")
        expect(every).to_be_checked()
        every.uncheck()
        expect(page.locator("[data-one]:checked")).to_have_count(0)
        every.check()
        expect(page.get_by_text("A brace or quotation mark is not closed")).to_be_visible()
        page.get_by_role("button", name="Import what is ticked").click()

        page.get_by_text("2 references were added.").wait_for()
        assert set(Reference.objects.values_list("title", flat=True)) == {"Needles and sleep", "Needles and pain"}
