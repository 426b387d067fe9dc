"""Keeps what several tests begin with in an open transaction, where each would make it anew."""

import contextlib
from collections.abc import Iterator

from django.db import transaction


@contextlib.contextmanager
def kept(django_db_blocker) -> Iterator[None]:
    """Give a transaction that outlives single tests and is rolled back at the end, for a fixture of a class or a module.

    What is made in it is there at the beginning of each test, which Django rolls back to that. Such a fixture names
    `django_db_setup` and `django_db_blocker`, and must not be met by a test with `transactional_db` or a server, to whom
    nothing of it would be committed. It gives keys, or objects that no test changes.
    """
    whole = transaction.atomic()
    whole._from_testcase = True  # as Django marks its own: a durable block inside is none of the product's faults
    with django_db_blocker.unblock(), whole:
        try:
            yield
        finally:
            transaction.set_rollback(True)
