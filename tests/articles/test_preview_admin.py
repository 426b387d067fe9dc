"""Previews in the admin: where Wagtail's preview leads, and the panel in which a draft is shared by link."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from articles.models import ArticlePage, SharedPreview
from articles.previews import addresses, sharing, tokens
from home.models import SiteProfile
from tests.articles.bodies import block


@pytest.fixture
def draft(make_article):
    return make_article("Needles", body=[block("section", heading="One", text="<p>One.</p>")], publish=False)


@pytest.fixture
def outsider(client, django_user_model):
    """Give a client signed in to the admin as somebody who may edit no page."""
    group = Group.objects.create(name="Moderators only")
    group.permissions.add(*Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    user = django_user_model.objects.create_user("mod")
    user.groups.add(group)
    client.force_login(user)
    return client


def url(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def title_behind(client, response):
    """Give the title of the article that a redirect to the reader page leads to."""
    assert response.status_code == 302
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["Referrer-Policy"] == "no-referrer"
    address = urlsplit(response["Location"])
    assert address.path == "/preview"
    token = parse_qs(address.query)["token"][0]
    return client.get("/api/v2/preview/", {"token": token}).json()["title"]


class TestWagtailsPreview:
    def test_a_draft_is_shown_by_the_reader_page(self, editor_client, draft):
        assert title_behind(editor_client, editor_client.get(url("view_draft", draft.pk))) == "Needles"

    def test_the_panel_gets_it_as_one(self, editor_client, draft):
        address = url("preview_on_edit", draft.pk)
        form = editor_client.get(url("edit", draft.pk)).context["form"]
        assert form.instance.preview_modes == [
            ("", "As readers see it"),
            ("text", "Text only, without the front end"),
        ]
        # Wagtail posts the form first; the fewest fields that it takes are enough.
        fields = {"title": "Needles", "slug": "needles", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
        for relation in ("article_authors", "article_reviewers", "article_topics", "related_articles", "change_notes"):
            fields |= {f"{relation}-TOTAL_FORMS": 0, f"{relation}-INITIAL_FORMS": 0}
        posted = editor_client.post(address, fields | {"body-count": 0})
        assert posted.json() == {"is_valid": True, "is_available": True}
        response = editor_client.get(address, {"mode": "", "in_preview_panel": "true"})
        assert response["Location"].endswith("&in_preview_panel=true")
        assert title_behind(editor_client, response) == "Needles"
        text = editor_client.get(address, {"mode": "text", "in_preview_panel": "true"})
        assert "<h1>Needles</h1>" in text.content.decode()

    def test_an_older_version_is_shown_as_it_was(self, editor_client, draft):
        old = draft.latest_revision_id
        draft.title = "Pins"
        draft.save_revision()
        response = editor_client.get(url("revisions_view", draft.pk, old))
        assert title_behind(editor_client, response) == "Needles"

    def test_an_article_that_was_never_saved_is_shown_as_text(self, editor_client, article_index):
        address = url("preview_on_add", "articles", "articlepage", article_index.pk)
        form = editor_client.get(url("add", "articles", "articlepage", article_index.pk)).context["form"]
        assert form.instance.preview_modes
        fields = {"title": "Brand new", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "body-count": 0}
        for relation in ("article_authors", "article_reviewers", "article_topics", "related_articles", "change_notes"):
            fields |= {f"{relation}-TOTAL_FORMS": 0, f"{relation}-INITIAL_FORMS": 0}
        assert editor_client.post(address, fields).json()["is_valid"]
        page = editor_client.get(address, {"mode": ""}).content.decode()
        assert "<h1>Brand new</h1>" in page
        assert "Not saved yet" in page

    def test_a_front_end_of_its_own_gets_the_token(self, editor_client, draft):
        with override_settings(PREVIEW_URL="https://front.example/draft?lang=en"):
            location = editor_client.get(url("view_draft", draft.pk))["Location"]
            assert location.startswith("https://front.example/draft?lang=en&token=")
            assert addresses.shared(draft, ["key"])[0].startswith("https://front.example/draft?lang=en&token=")
            editor = editor_client.get(url("edit", draft.pk)).content.decode()
        assert "frame-ancestors http://testserver" in editor
        assert "The preview comes from https://front.example." in editor
        assert "frame-ancestors" not in editor_client.get(url("edit", draft.pk)).content.decode()

    def test_the_front_end_of_the_pages_site_wins(self, editor_client, draft):
        SiteProfile.objects.create(site=Site.objects.get(), preview_url="https://clinic.example/preview")
        with override_settings(PREVIEW_URL="https://front.example/draft"):
            location = editor_client.get(url("view_draft", draft.pk))["Location"]
        assert location.startswith("https://clinic.example/preview?token=")

    def test_the_reader_page_of_a_draft_is_nobody_elses(self, client):
        response = client.get("/preview", {"token": "x"})
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "wagtail-userbar" not in response.content.decode()

    def test_editors_have_their_user_bar_there(self, editor_client):
        response = editor_client.get("/preview", {"token": "x", "in_preview_panel": "true"})
        assert re.search(r"<aside hidden[^>]*>", response.content.decode())


class TestThePanelOfLinks:
    def test_it_makes_a_link_that_works(self, editor_client, client, draft):
        address = reverse("articles_share_preview", args=[draft.pk])
        response = editor_client.post(address, {"lifetime": "7"})
        row = SharedPreview.objects.get()
        assert response.status_code == 200
        assert addresses.shared(draft, [row.key])[0] in response.content.decode().replace("&amp;", "&")
        assert (row.revision_id, row.name) == (draft.latest_revision_id, "chief")
        assert 6 <= (row.expires_at - timezone.now()).days <= 7
        editor_client.logout()
        assert client.get("/api/v2/preview/", {"token": tokens.shared(row.key)}).json()["title"] == "Needles"

    def test_it_takes_one_back(self, editor_client, draft):
        editor_client.post(reverse("articles_share_preview", args=[draft.pk]), {"lifetime": "1"})
        row = SharedPreview.objects.get()
        response = editor_client.post(reverse("articles_revoke_preview", args=[draft.pk, row.pk]))
        assert "Nobody without an account can see this draft." in response.content.decode()
        row.refresh_from_db()
        assert not row.is_active
        history = editor_client.get(url("history", draft.pk)).content.decode()
        assert "Shared a preview of the version of" in history
        assert "Revoked the shared preview of the version of" in history

    @pytest.mark.parametrize("lifetime", ["", "2", "365", "x"])
    def test_it_refuses_any_other_time(self, editor_client, draft, lifetime):
        response = editor_client.post(reverse("articles_share_preview", args=[draft.pk]), {"lifetime": lifetime})
        assert response.status_code == 422
        assert "Choose for how long" in response.content.decode()
        assert not SharedPreview.objects.exists()

    def test_it_says_when_there_is_nothing_to_share(self, editor_client, draft):
        ArticlePage.objects.filter(pk=draft.pk).update(latest_revision=None)
        response = editor_client.post(reverse("articles_share_preview", args=[draft.pk]), {"lifetime": "7"})
        assert response.status_code == 422
        assert "Save the article first" in response.content.decode()

    def test_only_editors_of_the_page_may(self, outsider, draft, django_user_model):
        chief = django_user_model.objects.create_superuser("boss")
        row = sharing.share(draft, by=chief, lifetime=sharing.Lifetime.DAY)
        for name, args in (("articles_share_preview", []), ("articles_revoke_preview", [row.pk])):
            address = reverse(name, args=[draft.pk, *args])
            assert outsider.post(address, {"lifetime": "7"}).status_code in {302, 403}
            assert outsider.get(address).status_code in {302, 403, 405}
        assert SharedPreview.objects.get().is_active

    def test_a_link_of_another_page_is_not_there(self, editor_client, draft, make_published, django_user_model):
        chief = django_user_model.objects.get(username="chief")
        row = sharing.share(make_published("Other"), by=chief, lifetime=sharing.Lifetime.DAY)
        response = editor_client.post(reverse("articles_revoke_preview", args=[draft.pk, row.pk]))
        assert response.status_code == 404

    def test_it_costs_the_same_for_any_number(self, draft, django_user_model, django_assert_num_queries):
        from articles.admin import previews

        chief = django_user_model.objects.create_superuser("boss")
        for count in (1, sharing.AT_MOST - 1):
            for _ in range(count):
                sharing.share(draft, by=chief, lifetime=sharing.Lifetime.DAY)
            with django_assert_num_queries(2):
                previews.content(draft)
