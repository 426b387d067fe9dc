"""The reader page in a real browser, for the tests of what people see and do there."""

import pytest


@pytest.fixture
def open_page(demo, windows):
    """Opens paths of the site; at the end of the test no page may have complained in its console."""

    def opener(path="/", **options):
        return windows.open(path, levels=("error", "warning"), **options)

    return opener
