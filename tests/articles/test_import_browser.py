"""Importing an article as an editor does it: drop a file, correct a section, save, and be in the editor."""

import pytest
from django.test import Client
from playwright.sync_api import expect
from wagtail.models import Revision

from articles.importers import mapping, saving
from articles.importers.files import source as read_source
from articles.models import ArticlePage, WaitingImport
from tests.articles.posts import PAGE

POST = """Swimming and the heart
By Ana Silva

Swimming is wet. It is also good for you.

Benefits:
The heart gets stronger.

How it works:
Water carries you.

2 min read
"""


@pytest.fixture
def open_page(windows, django_user_model):
    """Give a function that opens an address of the admin, signed in."""
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("chief", "chief@example.org", "secret"))
    window = windows.open(client=client).context

    def opener(path="/admin/articles/import/"):
        page = windows.tab(window)
        page.goto(path)
        return page

    return opener


@pytest.fixture
def files(tmp_path):
    """Give two files to import."""
    (tmp_path / "swimming.txt").write_text(POST, encoding="utf-8")
    (tmp_path / "yoga.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def drop(page, name: str, content: str) -> None:
    """Drop a file on the area, as from the desktop."""
    page.evaluate(
        """([name, content]) => {
            const files = new DataTransfer();
            files.items.add(new File([content], name, {type: "text/plain"}));
            const input = document.querySelector("[data-import-drop] input[type=file]");
            const drop = new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true});
            if (input.dispatchEvent(drop)) { input.files = files.files; input.dispatchEvent(new Event("change")); }
        }""",
        [name, content],
    )


def press(page, name: str) -> None:
    """Press a button that leads to another page, and wait until its scripts have run: before, nothing is heard."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


class TestImportInTheBrowser:
    def test_a_dropped_file_is_reviewed_changed_and_saved(self, open_page):
        page = open_page()
        drop(page, "swimming.txt", POST)
        expect(page.locator("[data-import-files]")).to_have_text("swimming.txt")
        press(page, "Read the files")

        expect(page.locator(".import-head__title", has_text="Swimming and the heart")).to_be_visible()
        sections = page.locator("[data-import-section]")
        expect(sections).to_have_count(3)
        page.get_by_label("Type of section 2 Benefits").select_option("evidence")
        page.get_by_label("Type of section 3 How it works").select_option("drop")
        expect(page.locator("[data-import-changed]")).to_have_text("2 types changed")
        sections.nth(1).get_by_text("2 lines of the source").click()
        expect(sections.nth(1).get_by_text("Benefits:")).to_be_visible()
        expect(page.locator("#dropped-heading ~ div")).to_contain_text("reading time")
        assert not ArticlePage.objects.filter(title="Swimming and the heart").exists()

        page.get_by_role("button", name="Save as draft").click()
        page.wait_for_url("**/edit/")
        expect(page.get_by_text("was imported as a draft with 2 blocks")).to_be_visible()
        body = ArticlePage.objects.get(title="Swimming and the heart").body
        assert [block.block_type for block in body] == ["section", "evidence"]
        assert not WaitingImport.objects.exists()

    def test_it_can_be_done_by_keyboard(self, open_page, files):
        page = open_page()
        chooser = page.get_by_label("Drop files here, or choose them")
        chooser.focus()
        expect(chooser).to_be_focused()
        # The dialog itself is the system's, and opens in no headless browser for certain.
        chooser.set_input_files([files / "swimming.txt", files / "yoga.html"])
        expect(page.locator("[data-import-files] li")).to_have_count(2)
        page.keyboard.press("Tab")
        expect(page.get_by_label("Put new articles under")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        link = page.get_by_role("link", name="Yoga for Low Back Pain", exact=True)
        link.focus()
        page.keyboard.press("Enter")
        type_of_first = page.locator("#id_type-0")
        expect(type_of_first).to_be_visible()
        type_of_first.focus()
        page.keyboard.press("b")  # "Benefit"
        expect(type_of_first).to_have_value("benefit")
        page.get_by_role("button", name="Save as draft").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/edit/")
        expect(page.get_by_text("1 more file waits")).to_be_visible()
        assert ArticlePage.objects.get(title="Yoga for Low Back Pain").body[0].block_type == "benefit"

    def test_an_edited_article_asks_before_it_is_overwritten(self, open_page, files):
        page = open_page()
        page.set_input_files("input[type=file]", files / "swimming.txt")
        press(page, "Read the files")
        page.get_by_role("button", name="Save as draft").click()
        page.wait_for_url("**/edit/")
        article = ArticlePage.objects.get(title="Swimming and the heart")
        article.summary = "Written by hand."
        article.save_revision()

        page = open_page()
        page.set_input_files("input[type=file]", files / "swimming.txt")
        press(page, "Read the files")
        expect(page.locator("#import-edited")).to_contain_text("Somebody has edited this article")
        page.get_by_role("button", name="Update the draft").click()
        expect(page.get_by_text("Nothing was saved: the article has been edited.")).to_be_visible()
        page.get_by_label("Overwrite the edited version").check()
        page.get_by_role("button", name="Update the draft").click()
        page.wait_for_url("**/edit/")
        assert ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().summary.startswith("Swimming")

    def test_saving_it_in_the_editor_without_a_change_is_no_edit(self, open_page, files):
        page = open_page()
        page.set_input_files("input[type=file]", files / "yoga.html")
        press(page, "Read the files")
        page.get_by_role("button", name="Save as draft").click()
        page.wait_for_url("**/edit/")
        before = Revision.objects.count()
        page.get_by_role("button", name="Save draft").click()
        expect(page.get_by_text("has been updated")).to_be_visible()

        source = read_source(PAGE.encode(), "yoga.html")
        assert Revision.objects.count() == before + 1
        assert not saving.standing(mapping.map_document(source.document), source).edited
