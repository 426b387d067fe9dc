"""Has a fixture that most tests begin with written by its statements, where making it anew is most of what a test costs."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection

WRITES = ("INSERT", "UPDATE", "DELETE")


class Replay:
    """Makes one object by `make()`, and afterwards by the statements that this has sent, if it begins where that began.

    Where something begins is told by the numbers that each table will give next, which SQLite rolls back with a test;
    those of PostgreSQL go on, so that there it is made anew each time.
    """

    def __init__(self, make: Callable):
        self.make = make
        self.taken: dict[tuple, tuple] = {}

    def __call__(self):
        """Give the object as it is stored."""
        if not settings.SQLITE:
            return self.make()
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
            begin = tuple(cursor.fetchall())
            if begin in self.taken:
                model, pk, statements = self.taken[begin]
                for sql, params in statements:
                    cursor.execute(sql, params)
                return model.objects.get(pk=pk)
        return self._take(begin)

    def _take(self, begin: tuple):
        statements: list[tuple] = []

        def listen(execute, sql, params, many, context):
            if sql.startswith(WRITES):
                assert not many
                statements.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(listen):
            made = self.make()
        self.taken[begin] = type(made), made.pk, statements
        return made
