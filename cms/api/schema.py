"""The OpenAPI 3.1 document of the whole surface, and the page that shows it without any outside host."""

from functools import cache

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.api.schema import INTEGER, MOMENT, STRING, nullable, record, ref
from cms.api.errors import CODES
from cms.api.pagination import MAX_OFFSET
from cms.middleware import API_PREFIX

ERROR = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}

DESCRIPTIONS = {
    "304": "What the client has is still true (`If-None-Match`).",
    "400": "A parameter or a field is not as it should be.",
    "401": "Not signed in.",
    "403": "Not allowed.",
    "404": "Nothing is here, or nothing that the asker may see.",
    "405": "This address does not take this method.",
    "406": "The answer cannot be given in the asked format.",
    "409": "It contradicts what is there by now.",
    "410": "It was here, and is no more.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "422": "The Idempotency-Key was sent before, with something else.",
    "429": "Too many requests; `Retry-After` tells when to come back.",
    "500": "Our fault.",
}
HEADERS = {
    "X-Request-ID": {
        "description": "The caller's, if it sent a sane one; also in the log.",
        "required": True,
        "schema": {"type": "string"},
    },
}
RETRY_AFTER = {
    "Retry-After": {"description": "In seconds.", "required": True, "schema": {"type": "integer", "minimum": 1}},
}
# Numbers that a parameter of this name can have, wherever its own description says nothing else.
BOUNDS = {"limit": (1, 100), "offset": (0, MAX_OFFSET)}
IDENTIFIER = (1, 2**63 - 1)


class SchemaView(APIView):
    """`GET /api/v2/schema/`: the document, as JSON. It is the same for everybody, and made once in each process."""

    public = True
    authentication_classes: list = []
    query_parameters: frozenset[str] = frozenset()

    @extend_schema(
        summary="This document",
        operation_id="schema",
        responses={200: {"type": "object", "additionalProperties": True}},
    )
    def get(self, request: Request) -> Response:
        return Response(document())


@cache
def document() -> dict:
    """Give the OpenAPI document of the whole surface."""
    return SchemaGenerator().get_schema(request=None, public=True)


class DocsView(SpectacularSwaggerView):
    """`GET /api/v2/docs/`: the document for people."""

    authentication_classes: list = []
    query_parameters: frozenset[str] = frozenset()
    url_name = "schema"


class TokenScheme(OpenApiAuthenticationExtension):
    """How the document names our API tokens."""

    target_class = "cms.api.authentication.TokenAuthentication"
    name = "apiToken"

    def get_security_definition(self, auto_schema):
        description = "One of Wagtail's API tokens: `manage.py api_tokens create --user NAME --name WHAT_FOR`."
        return {"type": "http", "scheme": "bearer", "description": description}


def only_public(endpoints: list) -> list:
    """Give the endpoints of this surface (a preprocessing hook): Wagtail's admin has views of its own."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(API_PREFIX)]


def describe_errors(result: dict, **kwargs: object) -> dict:
    """Add to every operation the errors it may answer with, in the one shape (a postprocessing hook)."""
    result["components"]["schemas"]["Error"] = _error_schema()
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            for status in _statuses(path, method):
                response = {"description": DESCRIPTIONS[status]} | ({} if status == "304" else ERROR)
                operation["responses"].setdefault(status, response)
            for status, response in operation["responses"].items():
                response["headers"] = response.get("headers", {}) | HEADERS | (RETRY_AFTER if status == "429" else {})
            operation["responses"] = dict(sorted(operation["responses"].items()))
    return result


def name_answers(result: dict, **kwargs: object) -> dict:
    """Give every answer a name by its operation's, so that generated types have one (a postprocessing hook)."""
    components = result["components"]["schemas"]
    for operation in (row for operations in result["paths"].values() for row in operations.values()):
        for status, response in operation["responses"].items():
            content = response.get("content", {}).get("application/json")
            if content and status == "200" and "$ref" not in content["schema"]:
                name = "".join(map(str.title, operation["operationId"].split("_"))) + "Answer"
                components[name] = content["schema"]
                content["schema"] = {"$ref": f"#/components/schemas/{name}"}
    return result


def bound_numbers(result: dict, **kwargs: object) -> dict:
    """Say of every number in a path or a query what it can be (a postprocessing hook)."""
    operations = [row for operations in result["paths"].values() for row in operations.values()]
    for parameter in (one for operation in operations for one in operation.get("parameters", ())):
        schema = parameter["schema"]
        if schema.get("type") == "integer":
            least, most = BOUNDS.get(parameter["name"], IDENTIFIER)
            parameter["schema"] = {"minimum": least, "maximum": most} | schema
    return result


def _statuses(path: str, method: str) -> list[str]:
    statuses = ["400", "404", "405", "406", "429", "500"]
    if method in {"get", "head"}:
        statuses.append("304")
    if path.endswith(("/resolve/", "/changes/")):
        statuses.append("410")
    if path.endswith("/comments/mine/"):
        statuses.append("401")
    if "/moderation/" in path:
        statuses += ["401", "403"]
    if method in {"post", "put", "patch", "delete"}:
        statuses += ["401", "403", "409", "413", "415"]
    if method == "post" and path.endswith("/comments/"):
        statuses.append("422")
    return statuses


def _error_schema() -> dict:
    row = {
        "type": "object",
        "required": ["message", "code"],
        "properties": {"message": {"type": "string"}, "code": {"type": "string"}},
    }
    meanings = "\n".join(f"- `{code}`: {meaning}" for code, meaning in CODES.items())
    return {
        "type": "object",
        "description": f"What every error looks like. Its codes:\n\n{meanings}",
        "required": ["message", "code"],
        "properties": {
            "message": {"type": "string", "description": "A sentence for people."},
            "code": {"type": "string", "enum": list(CODES)},
            "kind": {"type": "string", "enum": ["gone", "not_found"], "description": "Of `/resolve/` only."},
            "status": {"type": "integer", "enum": [404, 410], "description": "Of `/resolve/` only."},
            "current": {
                "description": "Of `already_decided` only: what the comment is by now.",
                **record(id=INTEGER, status=ref("CommentStatus"), version=INTEGER),
            },
            "decided": {
                "description": "Of `already_decided` only: the latest decision.",
                **nullable(record(decision=STRING, actor=ref("Actor"), at=MOMENT)),
            },
            "count": {"type": "integer", "description": "Of `count_changed` only: how many match by now."},
            "errors": {
                "type": "object",
                "description": "For a 400 that concerns fields: what is wrong with each.",
                "additionalProperties": {"type": "array", "items": row},
            },
        },
    }
