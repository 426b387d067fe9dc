"""The OpenAPI document is valid, describes every endpoint, and is what the endpoints answer."""

import re

import jsonschema
import pytest
from django.urls import get_resolver
from drf_spectacular.validation import validate_schema

from articles.models import ArticlePage
from articles.previews import drafts
from cms.api.errors import CODES
from comments.models import ReaderComment

# What is asked of the demo, by the path that describes it.
ANSWERS = {
    "/api/v2/pages/": "/api/v2/pages/",
    "/api/v2/images/": "/api/v2/images/",
    "/api/v2/documents/": "/api/v2/documents/",
    "/api/v2/redirects/": "/api/v2/redirects/",
    "/api/v2/articles/": "/api/v2/articles/",
    "/api/v2/articles/facets/": "/api/v2/articles/facets/",
    "/api/v2/articles/{key}/": "/api/v2/articles/{article.slug}/",
    "/api/v2/pages/{id}/": "/api/v2/pages/{article.pk}/",
    "/api/v2/comments/": "/api/v2/comments/?page={article.pk}",
    "/api/v2/comments/{id}/": "/api/v2/comments/{comment.pk}/",
    "/api/v2/comments/{id}/replies/": "/api/v2/comments/{comment.pk}/replies/",
    "/api/v2/comments/counts/": "/api/v2/comments/counts/?pages={article.pk}",
    "/api/v2/comments/form/": "/api/v2/comments/form/?page={article.pk}",
    "/api/v2/resolve/": "/api/v2/resolve/?path={article.url}",
    "/api/v2/routes/": "/api/v2/routes/",
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
        validate_schema(document)

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

    def test_every_answer_is_what_the_document_says(self, demo, admin_client, admin_user, document, subtests):
        article = ArticlePage.objects.get(slug="acupuncture-multiple-sclerosis")
        comment = ReaderComment.objects.shown().filter(page_id=article.pk, reply_count__gt=0).first()
        token = drafts.token_for(article, admin_user)
        for template, path in ANSWERS.items():
            with subtests.test(template):
                response = admin_client.get(path.format(article=article, comment=comment, token=token))
                assert response.status_code == 200
                answer = document["paths"][template]["get"]["responses"]["200"]
                schema = answer["content"]["application/json"]["schema"]
                validator = jsonschema.Draft202012Validator({**schema, "components": document["components"]})
                errors = validator.iter_errors(response.json())
                assert [f"{error.json_path}: {error.message[:200]}" for error in errors] == []
