"""Webhooks in a real browser: added, its secret read once, and a test that is seen to arrive without a reload."""

import pytest
from playwright.sync_api import expect

from cms.webhooks.models import WebhookEndpoint


@pytest.fixture
def keeper(windows, client, django_user_model):
    """Give a page of somebody who may do everything."""
    client.force_login(django_user_model.objects.create_superuser("root", "root@example.org", "secret"))
    return windows.open(client=client)


def test_from_adding_one_to_its_first_delivery(keeper, receiver, run_later):
    keeper.goto("/admin/webhooks/new/")
    keeper.get_by_role("textbox", name="Name").fill("Rebuild the site")
    keeper.get_by_role("textbox", name="Address").fill(receiver.url)
    with keeper.expect_navigation():  # to its end: what is pressed before the scripts run goes unheard
        keeper.get_by_role("button", name="Create").click()
    keeper.get_by_role("button", name="Show the secret").click()
    expect(keeper.get_by_label("Secret", exact=True)).to_have_value(WebhookEndpoint.objects.get().secret)
    with keeper.expect_navigation():
        keeper.get_by_role("link", name="I have copied it").click()
    expect(keeper.get_by_role("button", name="Show the secret")).to_have_count(0)
    keeper.get_by_role("button", name="Send a test").click()
    state = keeper.locator("#webhook-delivery .w-status")
    expect(state).to_have_text("Waiting")
    run_later()
    expect(state).to_have_text("Delivered")
    expect(keeper.get_by_role("cell", name="204")).to_be_visible()
    assert len(receiver.got) == 1
