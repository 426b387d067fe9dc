"""What the block chooser shows of each block: never empty, without the network, and fit for everybody."""

from pathlib import Path

import pytest
import wagtail.admin
from django.urls import reverse

from articles.models import ArticlePage

BLOCKS = ArticlePage._meta.get_field("body").stream_block.child_blocks
# Wagtail's accessibility checker, which brings axe along.
CHECKER = Path(wagtail.admin.__file__).parent / "static" / "wagtailadmin" / "js"
# All previews have the same head, so one after the other is put into one page, where the checker is loaded once.
FAULTS = """async (addresses) => {
  const faults = {};
  for (const [name, address] of Object.entries(addresses)) {
    const preview = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    document.body.replaceWith(document.adoptNode(preview.body));
    const { violations } = await axe.run(document);
    if (violations.length) faults[name] = violations.map(({ id, nodes }) => [id, nodes[0].html]);
  }
  return faults;
}"""


def preview_url(name):
    return f"{reverse('wagtailadmin_block_preview')}?id={BLOCKS[name].definition_prefix}"


@pytest.fixture
def preview(editor_client):
    return lambda name: editor_client.get(preview_url(name)).content.decode()


class TestEachBlock:
    @pytest.mark.parametrize("name", sorted(BLOCKS))
    def test_its_preview_shows_it_and_asks_nobody_else(self, preview, name):
        assert BLOCKS[name].is_previewable
        html = preview(name)
        content = html.partition("</h1>")[2]
        assert any(tag in content for tag in ("<p", "<figure", "<table", "<h2", "role="))
        assert "<iframe" not in html
        assert 'src="http' not in html


class TestAccessibility:
    def test_the_checker_finds_no_fault_in_any(self, windows, editor_client):
        page = windows.open(preview_url("benefit"), client=editor_client)
        for script in ("vendor.js", "userbar.js"):
            page.add_script_tag(path=CHECKER / script)
        page.wait_for_function("typeof axe === 'object'")
        faults = page.evaluate(FAULTS, {name: preview_url(name) for name in BLOCKS})
        assert faults == {}
