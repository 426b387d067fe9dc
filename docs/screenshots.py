"""Takes the README's pictures: starts Evident with a fresh demo in a temporary folder and photographs it (make screenshots).

Needs requirements-dev.txt and a Chromium: CHROMIUM, or one found on the PATH.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
ARTICLE = "/articles/acupuncture-multiple-sclerosis/"
PASSWORD = "only-for-the-pictures"  # noqa: S105 (of a server that lives for a minute, on this machine)
START_SECONDS = 300
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip


broken: list[str] = []  # what a page asked for and did not get


def main() -> None:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        sys.exit("No Chromium was found: install chromium, or set CHROMIUM to its path.")
    FOLDER.mkdir(exist_ok=True)
    with evident() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        for name, take in PICTURES.items():
            path = FOLDER / f"{name}.png"
            take(browser, address, path)
            if broken:
                sys.exit(f"{name}: not everything on the page could be loaded:\n" + "\n".join(broken))
            shrink(path)
            sys.stdout.write(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB\n")
        browser.close()


@contextmanager
def evident() -> Iterator[str]:
    """Run the product on a folder of its own and give its address; everything is gone afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="evident-") as folder:
        own = {"DATA_DIR": folder, "HOST": "127.0.0.1", "PORT": str(port), "DEMO_PASSWORD": PASSWORD}
        log = Path(folder) / "serve.log"
        with log.open("w") as output:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=os.environ | own, stdout=output, stderr=output
            )
            try:
                wait_until_ready(server, f"{address}/healthz/ready", log)
                yield address
            finally:
                server.terminate()
                server.wait(timeout=30)


def wait_until_ready(server: subprocess.Popen, url: str, log: Path) -> None:
    """Return when the server is ready; exit with what it said where it is not within START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit(f"Evident did not start:\n{log.read_text()[-2000:]}")


def shrink(path: Path) -> None:
    """Save a picture with its best 256 colours, dithered so that drawings do not show steps: about half the size."""
    with Image.open(path) as image:
        colours = image.convert("RGB")
    palette = colours.quantize(256, method=Image.Quantize.MAXCOVERAGE)
    colours.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)


def visit(browser: Browser, url: str, *, width: int = 1280, height: int = 860, scale: float = 1) -> Page:
    """Open a page as a reader and give it once everything on it has been loaded."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=scale, reduced_motion="reduce"
    )
    # A picture of a page without its styles is worse than none.
    page.on("requestfailed", lambda request: broken.append(f"{request.url}: {request.failure}"))
    page.on("response", lambda answer: answer.status < 400 or broken.append(f"{answer.url}: {answer.status}"))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    return page


def sign_in(browser: Browser, address: str, username: str) -> Page:
    """Open the admin as one of the demo's users."""
    page = visit(browser, f"{address}/admin/login/", width=1360, height=900)
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/admin/")
    return page


def reader(browser: Browser, address: str, path: Path) -> None:
    """The list of articles."""
    page = visit(browser, f"{address}/", height=1330)
    page.wait_for_function("[...document.images].every(image => image.complete)")
    page.screenshot(path=path)


def article(browser: Browser, address: str, path: Path) -> None:
    """The claims of an article as tabs, one source opened."""
    page = visit(browser, f"{address}{ARTICLE}", height=1180)
    page.get_by_text("What the 4 sources found").first.click()
    page.get_by_role("heading", name="Benefits").evaluate("heading => heading.scrollIntoView()")
    page.screenshot(path=path)


def discussion(browser: Browser, address: str, path: Path) -> None:
    """A thread with the author's answer."""
    page = visit(browser, f"{address}{ARTICLE}", height=900)
    page.get_by_text("Thank you for saying").evaluate("comment => comment.closest('article, li').scrollIntoView()")
    page.screenshot(path=path)


def phone(browser: Browser, address: str, path: Path) -> None:
    """The claims of the article on a phone."""
    page = visit(browser, f"{address}{ARTICLE}", width=390, height=844, scale=2)
    page.get_by_role("heading", name="Benefits").evaluate("heading => heading.scrollIntoView()")
    page.screenshot(path=path)


def editor(browser: Browser, address: str, path: Path) -> None:
    """A benefit with its certainty in the editor, and beside it the panel of claims."""
    page = sign_in(browser, address, "editor")
    page.set_viewport_size({"width": 1560, "height": 1030})
    page.goto(f"{address}/admin/pages/{article_id(page, address)}/edit/")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Toggle claims and evidence").click()
    page.get_by_role("button", name="Open all blocks").click()
    page.wait_for_timeout(2000)  # the fields of text grow as they open
    label = page.locator("label", has_text=re.compile(r"^\s*Certainty\s*$")).filter(visible=True).first
    label.evaluate("label => label.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(500)  # Wagtail's toolbar slides away
    page.screenshot(path=path)


def moderation(browser: Browser, address: str, path: Path) -> None:
    """The moderators' queue."""
    page = sign_in(browser, address, "moderator")
    page.get_by_role("link", name="Reader comments").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)


def article_id(page: Page, address: str) -> int:
    """Ask the API for the id of the article."""
    return page.request.get(f"{address}/api/v2{ARTICLE}").json()["id"]


PICTURES: dict[str, Callable[[Browser, str, Path], None]] = {
    "reader": reader,
    "article": article,
    "discussion": discussion,
    "phone": phone,
    "editor": editor,
    "moderation": moderation,
}


if __name__ == "__main__":
    main()
