"""Reads query parameters by an allow-list, and tells what is wrong with them."""

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from comments.errors import BadCursor

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
BIGGEST_ID = 2**63 - 1


def limit(request: Request) -> int:
    """Give how many items the answer may have, 1 to 100."""
    return _number(request, "limit", minimum=1, maximum=MAX_LIMIT, default=DEFAULT_LIMIT)


def cursor(request: Request, name: str = "cursor") -> str:
    """Give where a list goes on, "" for its beginning; raise BadCursor where one is named but has nothing in it.

    Whoever sends an empty one has lost the place where the list should go on, and would walk it from the start for ever.
    """
    sent = request.query_params.get(name)
    if sent == "":
        raise BadCursor(name)
    return sent or ""


def identifier(request: Request, name: str, *, required: bool = False) -> int | None:
    """Give an id, or None where it is left out and may be."""
    if name not in request.query_params and required:
        raise ValidationError({name: ["This parameter is needed."]}, code="required")
    return _number(request, name, minimum=1, maximum=BIGGEST_ID, default=None)


def identifiers(request: Request, name: str) -> list[int]:
    """Give the ids of a comma-separated list of at most 100."""
    raw = [part for part in request.query_params.get(name, "").split(",") if part]
    if not raw or len(raw) > MAX_LIMIT or not all(_is_number(part, 1, BIGGEST_ID) for part in raw):
        raise ValidationError({name: [f"One to {MAX_LIMIT} ids with commas between them."]})
    return [int(part) for part in raw]


def choice(request: Request, name: str, choices: list[str], *, default: str) -> str:
    """Give one of `choices`."""
    value = request.query_params.get(name, default)
    if value not in choices and value != default:
        raise ValidationError({name: [f"One of {', '.join(filter(None, choices))}."]}, code="invalid_choice")
    return value


def flag(request: Request, name: str) -> bool | None:
    """Give true or false, or None where it is left out."""
    raw = request.query_params.get(name)
    if raw is None:
        return None
    if raw not in {"true", "false"}:
        raise ValidationError({name: ["true or false."]}, code="invalid_choice")
    return raw == "true"


def _number(request: Request, name: str, *, minimum: int, maximum: int, default: int | None) -> int | None:
    raw = request.query_params.get(name)
    if raw is None:
        return default
    if not _is_number(raw, minimum, maximum):
        reach = f"from {minimum} to {maximum}" if maximum < BIGGEST_ID else "above 0"
        raise ValidationError({name: [f"A whole number {reach}."]})
    return int(raw)


def _is_number(raw: str, minimum: int, maximum: int) -> bool:
    return raw.isascii() and raw.isdigit() and len(raw) < 20 and minimum <= int(raw) <= maximum
