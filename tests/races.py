"""Runs callables at the same moment, as several web threads would."""

import threading
from collections.abc import Callable, Sequence
from typing import Any


class Race:
    """Starts every callable in a thread with its own database connection, all released at once."""

    def __call__(self, calls: Sequence[Callable[[], Any]], *, timeout: float = 60) -> list[Any]:
        """Give the results of `calls` in their order; raise an ExceptionGroup where any of them raised."""
        outcomes = self.outcomes(calls, timeout=timeout)
        if raised := [outcome for outcome in outcomes if isinstance(outcome, Exception)]:
            raise ExceptionGroup(f"{len(raised)} of {len(outcomes)} racers raised", raised)
        return outcomes

    def outcomes(self, calls: Sequence[Callable[[], Any]], *, timeout: float = 60) -> list[Any]:
        """Give for each of `calls`, in their order, its result or the exception that it raised.

        Raises TimeoutError where one has not come back after `timeout` seconds.
        """
        outcomes: list[Any] = [None] * len(calls)
        together = threading.Barrier(len(calls), timeout=timeout)
        threads = [
            threading.Thread(target=self._run, args=(call, place, outcomes, together), daemon=True)
            for place, call in enumerate(calls)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout)
        if late := sum(thread.is_alive() for thread in threads):
            raise TimeoutError(f"{late} of {len(threads)} racers have not come back after {timeout} s")
        return outcomes

    @staticmethod
    def _run(call: Callable[[], Any], place: int, outcomes: list[Any], together: threading.Barrier) -> None:
        from django.db import connection, connections

        try:
            connection.ensure_connection()  # before the start, so that connecting does not order the racers
            together.wait()
            outcomes[place] = call()
        except Exception as error:
            outcomes[place] = error
        finally:
            connections.close_all()
