"""Queries that are put together once, and asked again and again with other values in their places.

To make SQL of a queryset takes Django several times as long as databases take to answer it, where an answer is a handful
of rows by their keys, as those of the API are. What a prepared query gives is what its queryset would give.
"""

import copy
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

# What stands in the places of values while a query is put together; no table has rows of these.
NUMBERS, WORDS = count(1_987_654_321), (f"\ue000{number}\ue000" for number in count())
UUIDS = (UUID(int=2**127 + number) for number in count())


class Prepared:
    """A queryset made by `build(*values, *known)`; asked with values of the same kinds it gives the list of its rows.

    A value is a number, a string, a UUID, or a list of numbers or strings; each has to stand in the query as it is. What the
    shape of the query depends on is `known`, of which there may be a few.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build
        self.made: dict[Hashable, tuple[QuerySet, Any, str, tuple, list]] = {}

    def __call__(self, *values: Any, known: tuple[Hashable, ...] = ()) -> list[Any]:
        filled = [_padded(value) for value in values]
        key = (known, *(len(value) if isinstance(value, list) else type(value) for value in filled))
        if key not in self.made:
            self.made[key] = self._make([_stand_in(value) for value in filled], known)
        queryset, compiler, sql, parameters, places = self.made[key]
        flat = [part for value in filled for part in (value if isinstance(value, list) else [value])]
        asked = list(parameters)
        for place, number, convert in places:
            asked[place] = convert(flat[number])
        return list(_asking(queryset, compiler, sql, tuple(asked)))

    def _make(self, stand_ins: list[Any], known: tuple) -> tuple[QuerySet, Any, str, tuple, list]:
        queryset = self.build(*stand_ins, *known)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        flat = [part for value in stand_ins for part in (value if isinstance(value, list) else [value])]
        known_as = {form: (number, convert) for number, part in enumerate(flat) for form, convert in _forms(part)}
        places = [
            (place, *known_as[parameter])
            for place, parameter in enumerate(parameters)
            if isinstance(parameter, Hashable) and parameter in known_as
        ]
        missing = set(range(len(flat))) - {number for _, number, _ in places}
        if missing:
            raise ValueError(
                f"Values {sorted(missing)} of {self.build.__name__}() do not stand in the query as they are."
            )
        return queryset, compiler, sql, tuple(parameters), places


def _padded(value: Any) -> Any:
    """Give a value; a list grown to the next power of two by its last member, so that there are few lengths."""
    if isinstance(value, int | str | UUID):
        return value
    members = list(value)
    if not members:
        raise ValueError("A prepared query is not asked for nothing.")
    return members + members[-1:] * ((1 << (len(members) - 1).bit_length()) - len(members))


def _stand_in(value: Any) -> Any:
    if isinstance(value, list):
        return [_stand_in(member) for member in value]
    return next(UUIDS if isinstance(value, UUID) else WORDS if isinstance(value, str) else NUMBERS)


def _forms(part: Any) -> Iterable[tuple[Any, Callable[[Any], Any]]]:
    """Give how a value may stand among a query's parameters, by database, and what makes this form of another."""
    if isinstance(part, UUID):
        return [(part, lambda value: value), (part.hex, lambda value: value.hex), (str(part), str)]
    return [(part, lambda value: value)]


def _asking(queryset: QuerySet, compiler: Any, sql: str, parameters: Sequence[Any]) -> QuerySet:
    """Give a queryset like this one that has its SQL already."""
    ready = copy.copy(compiler)
    ready.connection = connections[queryset.db]
    ready.as_sql = lambda *args, **kwargs: (sql, parameters)
    asking = object.__new__(type(queryset))
    asking.__dict__.update(queryset.__dict__)
    asking._query = copy.copy(queryset.query)
    asking._query.get_compiler = lambda *args, **kwargs: ready
    return asking
