"""The reader page in a real browser, for the tests of what people see and do there."""

import pytest


@pytest.fixture
def open_page(browser, live_server, demo):
    """Opens paths of the site; at the end of the test no page may have complained in its console."""
    contexts, complaints = [], []

    def opener(path="/", *, tolerate="", **options):
        context = browser.new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)

        def listen(message):
            if message.type in ("error", "warning") and not (tolerate and tolerate in message.text):
                complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert complaints == []
