"""Pictures that mean something say so to those who cannot see them, or are said to be decoration."""

import pytest
from django.urls import reverse

from articles.admin.claims_panel import untold_images
from articles.models import ArticlePage
from tests.articles.bodies import block
from tests.articles.test_admin import posted

MISSING = "Say what the image shows, or mark it as decorative."


@pytest.fixture
def publish(editor_client, article_index):
    """Give a function that publishes a new article with the given fields, by its form."""
    url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
    return lambda **fields: editor_client.post(url, posted([], **fields) | {"action-publish": "action-publish"})


class TestTheArticlesImage:
    def test_it_is_not_published_without_a_word(self, publish, make_image):
        response = publish(image=make_image().pk)
        assert response.context["form"].errors["image_alt"] == [MISSING]
        assert not ArticlePage.objects.exists()

    @pytest.mark.parametrize(
        ("description", "fields", "alt"),
        [
            ("", {"image_alt": "A needle"}, "A needle"),
            ("Hands", {"image_alt": ""}, "Hands"),
            ("Hands", {"image_alt": "A needle"}, "A needle"),
            ("Hands", {"image_decorative": "on"}, ""),
            ("", {"image_decorative": "on"}, ""),
        ],
    )
    def test_readers_get_the_words_that_hold_here(self, publish, client, make_image, description, fields, alt):
        publish(image=make_image(description=description).pk, **fields)
        article = ArticlePage.objects.get()
        document = client.get(f"/api/v2/articles/{article.pk}/").json()
        card = client.get("/api/v2/articles/").json()["items"][0]
        page = client.get(f"/api/v2/pages/{article.pk}/").json()
        assert [shown["image"]["alt"] for shown in (document, card, page)] == [alt] * 3
        assert document["seo"]["open_graph"].get("og:image:alt", "") == alt

    def test_a_draft_may_lack_it(self, editor_client, article_index, make_image):
        url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
        assert editor_client.post(url, posted([], image=make_image().pk)).status_code == 302

    def test_an_article_without_an_image_needs_none(self, publish):
        assert publish().status_code == 302


class TestTheAdvice:
    def test_it_counts_the_pictures_that_say_nothing(self, make_article, make_image, django_assert_num_queries):
        silent, told = make_image(), make_image(description="Hands")
        body = [
            block("image", image=silent.pk, alt="", decorative=False, caption=""),
            block("image", image=silent.pk, alt="A needle", decorative=False, caption=""),
            block("image", image=silent.pk, alt="", decorative=True, caption=""),
            block("image", image=told.pk, alt="", decorative=False, caption=""),
            block("image", image=None, alt="", decorative=False, caption=""),
        ]
        page = make_article("Needles", body=body, image=silent, publish=False)
        raw = page.body.get_prep_value()
        with django_assert_num_queries(1):
            assert untold_images(page, raw) == 2
        page.image_decorative = True
        assert untold_images(page, raw) == 1
        page.image_decorative, page.image = False, None
        assert untold_images(page, raw) == 1
