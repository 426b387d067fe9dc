"""The OpenAPI document is valid, describes every endpoint, and is what the endpoints answer."""

import json
import re
from importlib import resources

import jsonschema
import jsonschema_rs
import pytest
from django.http import JsonResponse
from django.urls import get_resolver
from drf_spectacular.renderers import OpenApiJsonRenderer
from wagtail import blocks

from articles.api import schema as articles_schema
from articles.api.blocks import represent_body
from articles.api.shelf import Shelf
from articles.blocks.structure import ArticleBlock
from articles.models import ArticlePage
from articles.previews import drafts
from cms.api.errors import CODES
from comments.models import ReaderComment
from tests import described

# What is asked of the demo, by the path that describes it.
ANSWERS = {
    "/api/v2/pages/": "/api/v2/pages/",
    "/api/v2/images/": "/api/v2/images/",
    "/api/v2/documents/": "/api/v2/documents/",
    "/api/v2/redirects/": "/api/v2/redirects/",
    "/api/v2/articles/": "/api/v2/articles/",
    "/api/v2/articles/facets/": "/api/v2/articles/facets/",
    "/api/v2/articles/{key}/": "/api/v2/articles/{article.slug}/",
    "/api/v2/articles/{key}/citation/": "/api/v2/articles/{article.slug}/citation/?format=json",
    "/api/v2/articles/{key}/references/": "/api/v2/articles/{article.slug}/references/",
    "/api/v2/references/": "/api/v2/references/",
    "/api/v2/site/": "/api/v2/site/?locale=de",
    "/api/v2/pages/{id}/": "/api/v2/pages/{article.pk}/",
    "/api/v2/comments/": "/api/v2/comments/?page={article.pk}",
    "/api/v2/comments/{id}/": "/api/v2/comments/{comment.pk}/",
    "/api/v2/comments/{id}/replies/": "/api/v2/comments/{comment.pk}/replies/",
    "/api/v2/comments/counts/": "/api/v2/comments/counts/?pages={article.pk}",
    "/api/v2/comments/form/": "/api/v2/comments/form/?page={article.pk}",
    "/api/v2/resolve/": "/api/v2/resolve/?path={article.url}",
    "/api/v2/routes/": "/api/v2/routes/",
    "/api/v2/topics/": "/api/v2/topics/",
    "/api/v2/topics/{slug}/": "/api/v2/topics/fatigue/?locale=de",
    "/api/v2/authors/": "/api/v2/authors/",
    "/api/v2/authors/{slug}/": "/api/v2/authors/mara-ellison/",
    "/api/v2/changes/": "/api/v2/changes/",
    "/api/v2/preview/": "/api/v2/preview/?token={token}",
    "/api/v2/moderation/comments/": "/api/v2/moderation/comments/",
    "/api/v2/moderation/comments/{id}/": "/api/v2/moderation/comments/{comment.pk}/",
}


@pytest.fixture(scope="session")
def document(django_test_environment) -> dict:
    from cms.api import schema

    return schema.document()


def paths_of_the_api(patterns, prefix="") -> set[str]:
    """Give every path below the API's prefix, parameters as `{…}`."""
    found = set()
    for pattern in patterns:
        route = prefix + re.sub(r"<(?:\w+:)?(\w+)>", "{}", str(pattern.pattern)).strip("^$")
        if hasattr(pattern, "url_patterns"):
            found |= paths_of_the_api(pattern.url_patterns, route)
        else:
            found.add(route)
    return {path for path in found if path.startswith("api/v2/")}


class TestDocument:
    def test_it_is_valid_openapi_3_1(self, document):
        assert document["openapi"].startswith("3.1")
        rules = resources.files("drf_spectacular.validation").joinpath("openapi_3_1_schema.json").read_text()
        jsonschema_rs.Draft202012Validator(json.loads(rules)).validate(
            json.loads(OpenApiJsonRenderer().render(document))
        )

    def test_it_describes_every_endpoint(self, document):
        described = {re.sub(r"\{\w+\}", "{}", path).lstrip("/") for path in document["paths"]}
        aside = {"api/v2/docs/", "api/v2/{}"}  # the page for people, and the 404 for all other paths
        assert paths_of_the_api(get_resolver().url_patterns) - aside == described

    def test_it_names_nothing_of_the_admin(self, document):
        assert all(path.startswith("/api/v2/") for path in document["paths"])

    def test_every_operation_tells_its_errors_in_the_one_shape(self, document):
        for operations in document["paths"].values():
            for operation in operations.values():
                for status in set(operation["responses"]) & {"400", "401", "403", "404", "409", "413", "415", "500"}:
                    schema = operation["responses"][status]["content"]["application/json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/Error"}

    def test_it_lists_every_code(self, document):
        assert document["components"]["schemas"]["Error"]["properties"]["code"]["enum"] == list(CODES)

    def test_operations_have_names_of_their_own(self, document):
        names = [operation["operationId"] for paths in document["paths"].values() for operation in paths.values()]
        assert len(names) == len(set(names))


class StepBlock(ArticleBlock):
    """A field of each simple kind."""

    title = blocks.CharBlock()
    text = blocks.RichTextBlock()
    since = blocks.DateBlock(required=False)
    minutes = blocks.IntegerBlock(required=False)
    level = blocks.ChoiceBlock(choices=[("easy", "Easy"), ("hard", "Hard")], required=False)
    advised = blocks.BooleanBlock(required=False)
    notes = blocks.ListBlock(blocks.CharBlock())


class TestANewBlock:
    """A block class that is put into the body is in the document, and its answers are what that says."""

    @pytest.fixture
    def components(self, monkeypatch) -> dict:
        known = ArticlePage._meta.get_field("body").stream_block.child_blocks
        block = StepBlock()
        block.set_name("small_step")
        monkeypatch.setitem(known, "small_step", block)
        return articles_schema.body_components() | articles_schema._shared()

    def test_it_has_a_name_and_joins_the_union(self, components):
        reference = "#/components/schemas/SmallStepBlock"
        assert {"$ref": reference} in components["Block"]["oneOf"]
        assert components["Block"]["discriminator"]["mapping"]["small_step"] == reference
        value = components["SmallStepBlock"]["properties"]["value"]
        assert value["required"] == ["title", "text", "since", "minutes", "level", "advised", "notes"]
        assert value["properties"]["since"] == {"type": ["string", "null"], "format": "date"}

    @pytest.mark.parametrize(
        "value", [{}, {"title": "Walk", "since": "2026-11-22", "minutes": 5, "level": "easy", "notes": ["Slowly"]}]
    )
    def test_its_answers_are_what_the_document_says(self, components, value):
        raw = {"type": "small_step", "id": "00000000-0000-4000-8000-000000000001", "value": value}
        (answer,) = represent_body([raw], Shelf(base=""))
        block = {"$ref": "#/components/schemas/Block", "components": {"schemas": components}}
        assert not list(jsonschema.Draft202012Validator(block).iter_errors(answer))


class TestTheCheckOfEveryAnswer:
    """Tests fail at an answer that the document does not foresee."""

    HEADERS = {"X-Request-ID": "0"}

    def check(self, answer: dict, status: int = 200) -> None:
        response = JsonResponse(answer, status=status, headers=self.HEADERS)
        described.check("GET", "/api/v2/comments/counts/", response)

    def test_it_lets_pass_what_is_described(self):
        self.check({"meta": {"total_count": 0}, "items": []})
        self.check({"message": "No.", "code": "invalid"}, status=400)

    @pytest.mark.parametrize(
        ("answer", "status"),
        [
            ({"meta": {"total_count": 0}}, 200),
            ({"meta": {"total_count": "0"}, "items": []}, 200),
            ({"meta": {"total_count": 0}, "items": [], "secret": 1}, 200),
            ({"message": "No.", "code": "a code that is not listed"}, 400),
            ({"message": "I am a teapot.", "code": "invalid"}, 418),
        ],
    )
    def test_it_refuses_all_else(self, answer, status):
        with pytest.raises(described.Undescribed):
            self.check(answer, status)

    def test_it_refuses_one_without_a_header_that_all_have(self, monkeypatch):
        monkeypatch.setattr(self, "HEADERS", {})
        with pytest.raises(described.Undescribed):
            self.check({"meta": {"total_count": 0}, "items": []})


@pytest.mark.django_db
class TestEndpoints:
    def test_the_document_is_served_as_json(self, client):
        response = client.get("/api/v2/schema/")
        assert response.status_code == 200
        assert response.json()["openapi"].startswith("3.1")

    def test_the_page_for_people_needs_no_other_host(self, client):
        response = client.get("/api/v2/docs/")
        assert response.status_code == 200
        assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", response.content.decode())

    def test_every_answer_is_what_the_document_says(self, demo, admin_client, admin_user, subtests):
        article = ArticlePage.objects.get(slug="acupuncture-multiple-sclerosis")
        comment = ReaderComment.objects.shown().filter(page_id=article.pk, reply_count__gt=0).first()
        token = drafts.token_for(article, admin_user)
        for template, path in ANSWERS.items():
            with subtests.test(template):
                # What it holds is compared with the document by the client itself (tests/described.py).
                response = admin_client.get(path.format(article=article, comment=comment, token=token))
                assert response.status_code == 200
