"""Wagtail's search in the site's own database, in which a transaction writes to the entries of its own objects only.

As Wagtail has it, whoever adds an object weighs anew all titles that have the average length, those of others as well: on
PostgreSQL two who publish at once then wait for each other, and one of them fails. A new entry's weight is written
in the transaction that adds it, so that there are no others to see to.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Avg, F, Model
from django.db.models.functions import Length
from django.utils.encoding import force_str
from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.utils import get_content_type_pk


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802, the name that Wagtail looks for
    """Give Wagtail's backend for the database that is set, with an index that keeps to its own entries."""
    backend = database.SearchBackend(params)
    if hasattr(backend.index_class, "_refresh_title_norms"):
        backend.index_class = _keeping_to_its_own(backend.index_class)
    return backend


class OwnEntries:
    """Weighs the titles of the objects that it is given: by how much shorter than the average each is."""

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        added = list(objs)
        super().add_items(model, added)
        lengths = self.entries.annotate(title_length=Length("title")).filter(title_length__gt=0)
        average = lengths.aggregate(average=Avg("title_length"))["average"]
        own = {"content_type_id": get_content_type_pk(model), "object_id__in": [force_str(obj.pk) for obj in added]}
        lengths.filter(**own).update(title_norm=average / F("title_length"))

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


@cache
def _keeping_to_its_own(index_class: type) -> type:
    return type(f"Own{index_class.__name__}", (OwnEntries, index_class), {})
