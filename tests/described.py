"""Whether answers of the API are what the OpenAPI document says of them: status, type, and every field and no other.

The document is made once in each process, and of each answer one validator, when it is first given.
"""

import gzip
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
from django.http import HttpResponse

PREFIX = "/api/v2/"
READ_AS_GET = {"head": "get"}
FOR_PEOPLE = "/api/v2/docs/"
ERROR = {"$ref": "#/components/schemas/Error"}


class Undescribed(AssertionError):
    """An answer is not what the document says of it."""


def check(method: str, path: str, response: HttpResponse) -> None:
    """Raise Undescribed unless the document foresees this answer."""
    if path == FOR_PEOPLE:
        return
    template, operation = operation_of(method.lower(), path)
    said = f"{method} {path} ({template or 'described nowhere'}) answered {response.status_code}"
    media_type = response.get("Content-Type", "").partition(";")[0]
    if operation is None:
        if response.status_code not in {404, 405, 413, 429, 400} or media_type != "application/json":
            raise Undescribed(said)
        _validate(said, "error", "", "", response)
        return
    described = operation["responses"].get(str(response.status_code))
    if described is None:
        raise Undescribed(f"{said}, which it does not know")
    missing = [name for name, header in described["headers"].items() if header.get("required") and name not in response]
    if missing:
        raise Undescribed(f"{said} without {missing}")
    content = described.get("content", {})
    if not response.content or method == "HEAD":
        return
    if media_type not in content:
        raise Undescribed(f"{said} with {media_type}, which is none of {sorted(content)}")
    if media_type == "application/json" or media_type.endswith("+json"):
        _validate(said, template, method.lower(), media_type, response)


def _validate(said: str, template: str, method: str, media_type: str, response: HttpResponse) -> None:
    content = response.content
    if response.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    errors = validator(template, method, response.status_code, media_type).iter_errors(json.loads(content))
    wrong = [f"  {'/'.join(map(str, error.instance_path))}: {error.message[:300]}" for error in errors]
    if wrong:
        raise Undescribed("\n".join([f"{said}, which is not as described:", *wrong[:10]]))


@cache
def document() -> dict[str, Any]:
    """Give the OpenAPI document, in which an object that names its members has no others."""
    from cms.api import schema

    return _closed(schema.document())


def _closed(part: Any) -> Any:
    if isinstance(part, list):
        return [_closed(member) for member in part]
    if not isinstance(part, dict):
        return part
    closed = {name: _closed(member) for name, member in part.items()}
    if isinstance(closed.get("properties"), dict) and "object" in closed.get("type", ()):
        closed.setdefault("additionalProperties", False)
    return closed


@cache
def validator(template: str, method: str, status: int, media_type: str) -> Any:
    schema = ERROR
    if template != "error":
        responses = document()["paths"][template][method]["responses"]
        schema = responses[str(status)]["content"][media_type]["schema"]
    return jsonschema_rs.Draft202012Validator(
        {**schema, "components": document()["components"]}, validate_formats=True, ignore_unknown_formats=True
    )


def operation_of(method: str, path: str) -> tuple[str, dict | None]:
    """Give the path's template and what the document says of the method there; for what it does not know, none."""
    for template, pattern in patterns():
        if pattern.fullmatch(path):
            return template, document()["paths"][template].get(READ_AS_GET.get(method, method))
    return "", None


@cache
def patterns() -> list[tuple[str, re.Pattern]]:
    """Give the templates, those first that name more of the path themselves."""
    return list(_patterns())


def _patterns() -> Iterator[tuple[str, re.Pattern]]:
    for template in sorted(document()["paths"], key=lambda path: path.count("{")):
        operations = document()["paths"][template]
        numbers = {
            parameter["name"]
            for operation in operations.values()
            for parameter in operation.get("parameters", ())
            if parameter["in"] == "path" and parameter["schema"].get("type") == "integer"
        }
        parts = re.split(r"\{(\w+)\}", template)
        yield (
            template,
            re.compile(
                "".join(
                    re.escape(part) if position % 2 == 0 else r"\d+" if part in numbers else "[^/]+"
                    for position, part in enumerate(parts)
                )
            ),
        )
