"""The different values of an indexed column, found by one probe of the index for each, however many rows there are."""

from django.db import connection
from django.db.models import Model


def distinct(model: type[Model], column: str, *, most: int) -> list[str]:
    """Give the first `most` different values of a text column that an index begins with, in order; "" is left out."""
    quote = connection.ops.quote_name
    table, name = quote(model._meta.db_table), quote(column)
    sql = (
        f"WITH RECURSIVE found(value) AS (SELECT MIN({name}) FROM {table} WHERE {name} > ''"
        f" UNION ALL SELECT (SELECT MIN({name}) FROM {table} WHERE {name} > found.value)"
        f" FROM found WHERE found.value IS NOT NULL)"
        f" SELECT value FROM found WHERE value IS NOT NULL LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [most])
        return [value for (value,) in cursor.fetchall()]
