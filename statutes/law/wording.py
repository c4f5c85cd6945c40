"""The words of the articles of a version, kept by a process for as long as the table is the same.

What is kept is bounded: of versions that nobody has asked for of late, the words go.
"""

from collections import OrderedDict
from collections.abc import Iterable
from functools import cached_property
from threading import Lock

from statutes.law.likeness import Articles, Place, folded
from statutes.law.structure import Clause, clauses

MOST = 15_000  # articles: some 10 MB, or 60 MB where all of them were compared


class Wording:
    """The articles of one version by place; empty when no text is imported."""

    def __init__(self, articles: Iterable[tuple[int, int, str]] = ()):
        self.stored = {(number, sub): text for number, sub, text in articles}
        self._folded: dict[Place, str] = {}

    @cached_property
    def plain(self) -> dict[Place, str]:
        """Without white space."""
        return {place: "".join(text.split()) for place, text in self.stored.items()}

    @cached_property
    def compared(self) -> Articles:
        """Made ready to be compared."""
        return Articles(self.stored)

    def folded(self, place: Place) -> str:
        """As words are compared; "" for an article that there is not."""
        if place not in self._folded:
            self._folded[place] = folded(self.stored.get(place, ""))
        return self._folded[place]

    def clauses(self, place: Place) -> list[Clause]:
        """The 款 of an article."""
        return clauses(self.stored.get(place, ""))


class KeptWordings:
    """Those that were asked for last, of one state of the table."""

    def __init__(self, most: int = MOST):
        self._most, self._lock = most, Lock()
        self._state: object = None
        self._kept = OrderedDict[int, Wording]()

    def find(self, state: object, version: int) -> Wording | None:
        """What is kept of a version in a state of the table."""
        with self._lock:
            if state is None or state != self._state or version not in self._kept:
                return None
            self._kept.move_to_end(version)
            return self._kept[version]

    def keep(self, state: object, version: int, wording: Wording) -> None:
        """Keep it; what is of another state goes, and what was asked for longest ago."""
        with self._lock:
            if state != self._state:
                self._kept.clear()
                self._state = state
            self._kept[version] = wording
            while sum(len(one.stored) for one in self._kept.values()) > self._most:
                self._kept.popitem(last=False)
