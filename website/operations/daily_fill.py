"""What is looked for once a day and filled in, in turns: texts of law, the index of the search."""

import logging
import time
from collections.abc import Callable

from django.conf import settings

from articles.search import rebuilding as articles
from statutes.importing import package, package_fill
from statutes.search import rebuilding as law

DAY = 24 * 60 * 60  # seconds
KeepGoing = Callable[[], bool]
log = logging.getLogger("antou.worker")


class DailyFill:
    """Looks when it is called first, and then each day; what takes long is done in turns.

    So the worker sends mail between two turns. What is in stays in when it is stopped, and what is
    saved meanwhile is put in by who saves it. `fill` says whether nothing is left.
    """

    def __init__(self, fill: Callable[[KeepGoing], bool]) -> None:
        self._fill = fill
        self._next = 0.0

    def __call__(self, keep_going: KeepGoing = lambda: True) -> None:
        """Go on as long as `keep_going` says so."""
        if time.monotonic() >= self._next and self._fill(keep_going):
            self._next = time.monotonic() + DAY


def index_of_the_search(keep_going: KeepGoing) -> bool:
    """The search finds all there is: what the index lacks is put in, after an upgrade all of it."""
    return articles.fill_missing(keep_going) and law.fill_missing(keep_going)


def texts_of_law(keep_going: KeepGoing) -> bool:
    """What the package of texts has for the table; one that cannot be read waits for tomorrow."""
    found = package.installed() if settings.LAW_TEXTS else None
    try:
        return found is None or package_fill.fill(found, keep_going).is_whole
    except package.PackageError as error:
        log.warning("texts of law: %s", error)
        return True
