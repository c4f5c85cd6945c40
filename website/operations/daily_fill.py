"""The search finds all there is: what the index lacks is put in, as all of it after an upgrade."""

import time
from collections.abc import Callable

from articles.search import rebuilding as articles
from statutes.search import rebuilding as law

DAY = 24 * 60 * 60  # seconds


class DailyFill:
    """Looks when it is called first, and then each day; what takes long is done in turns.

    So the worker sends mail between two turns. What is in stays in when it is stopped, and what is
    saved meanwhile is put in by who saves it.
    """

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, keep_going: Callable[[], bool] = lambda: True) -> None:
        """Go on as long as `keep_going` says so."""
        if time.monotonic() < self._next:
            return
        if articles.fill_missing(keep_going) and law.fill_missing(keep_going):
            self._next = time.monotonic() + DAY
