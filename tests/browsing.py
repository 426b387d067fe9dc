"""Browser windows for the tests of what people see and do, and whatever the scripts in them complained of."""

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

BUSY = 20_000  # milliseconds that a page is waited for: a busy machine takes its time
WIDE = {"width": 1400, "height": 900}
# Wagtail takes what a form holds two seconds after the start for its first state, twice: what is typed before is lost on it.
COUNT_FIRST_STATES = (
    "document.addEventListener('w-unsaved:watch-edits', () => { window.firstStates = (window.firstStates ?? 0) + 1 })"
)


class Windows:
    """Opens windows at the address of a server: each a browser of its own, as if on another person's desk."""

    def __init__(self, browser: Browser, url: str):
        self.browser = browser
        self.url = url
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def open(
        self,
        path: str = "",
        *,
        client: Client | None = None,
        levels: tuple[str, ...] = (),
        tolerate: str = "",
        **options: object,
    ) -> Page:
        """Open a window, signed in as `client` is, and go to `path` if any.

        A script that fails is a complaint; so is what the console is told of `levels`, unless `tolerate` is in it.
        `options` are those of a Playwright context.
        """
        context = self.browser.new_context(**{"base_url": self.url, "reduced_motion": "reduce", **options})
        self.contexts.append(context)
        if client:
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.url}])
        page = self.tab(context, levels=levels, tolerate=tolerate)
        if path:
            page.goto(path)
        return page

    def tab(self, context: BrowserContext, *, levels: tuple[str, ...] = (), tolerate: str = "") -> Page:
        """Open a tab in a window that is there, and listen to it as open() does."""

        def listen(message) -> None:
            if message.type in levels and not (tolerate and tolerate in message.text):
                self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

        page = context.new_page()
        page.set_default_timeout(BUSY)
        page.on("console", listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.add_init_script(COUNT_FIRST_STATES)
        return page

    def close(self) -> None:
        """Close all windows; fail where one complained."""
        for context in self.contexts:
            context.close()
        assert self.complaints == []


def wait_for_first_state(page: Page) -> None:
    """Wait until Wagtail notices what is typed into its form."""
    page.wait_for_function("window.firstStates > 1")
