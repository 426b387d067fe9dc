"""Puts authors and topics into the library, with a slug made of their name where they have none."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

Row = TypeVar("Row", bound=models.Model)
ATTEMPTS = 5  # one is lost only to somebody who took that very slug between our looking and our writing


def add(row: Row, *, known: Callable[[], Row | None] = lambda: None) -> Row:
    """Save a new author or topic and give it; where `known` finds that it is there already, give that one instead.

    Somebody else may add the same meanwhile: what is known is then looked up again, and the next slug tried. Raises
    IntegrityError for what no other slug mends.
    """
    wanted = row.slug
    for attempt in range(ATTEMPTS):
        found = known()
        if found is not None:
            return found
        row.slug = wanted or free_slug(type(row), row.name)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
            return row
        except IntegrityError:
            taken = type(row)._default_manager.filter(slug=row.slug).exists()
            if wanted or not taken or attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("the last attempt has given or raised")


def free_slug(model: type[models.Model], text: str) -> str:
    """Give a slug made of `text` that no row of `model` has: "ana-silva", "ana-silva-2", …"""
    longest = model._meta.get_field("slug").max_length - len("-9999")
    stem = slugify(text, allow_unicode=True)[:longest] or model._meta.model_name
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
