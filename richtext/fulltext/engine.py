"""What an index does alike on both databases: each has its own statements for it.

No table is locked and no row is waited for but those of the texts themselves; who changes the same
text at once waits for the other.
"""

# ruff: noqa: S608

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from typing import NamedTuple

from django.db import connection

from richtext.fulltext import tokens
from richtext.fulltext.tokens import Entry


class Stored(NamedTuple):
    """What is in the index of a text."""

    doc: int
    pk: int
    place: int
    is_old: bool
    length: int
    record: bytes


class Engine(ABC):
    """The tables of one index. `docs` is the one that has a row for each text.

    `listed` makes one row of the numbers of a part of a question.
    """

    docs: str
    listed: str
    tables: dict[str, list[str]]
    functions: list[str]
    locking = ""  # the end of a select of rows that are about to be changed

    def __init__(self, name: str):
        self.name = name

    def put(self, entries: list[Entry], anew: bool) -> Counter[int]:
        """Index texts in their order, in place of what was there of them; what that changes.

        One whose place is the same keeps its number, unless all are numbered `anew`.
        """
        change: Counter[int] = Counter()
        while entries:
            wanted = numbers(one.text.pk for one in entries)
            there = {one.pk: one for one in self._rows(f"pk IN ({wanted})")}
            placed = {(one.pk, one.place) for one in there.values() if not anew}
            kept = [one for one in entries if (one.text.pk, one.text.place) in placed]
            known = {one.text.pk for one in kept}
            if gone := [one.doc for pk, one in there.items() if pk not in known]:
                self._delete(gone)
            if kept:
                self._update([(there[one.text.pk].doc, one) for one in kept])
            new = [one for one in entries if one.text.pk not in known]
            put = known | (self._insert(new) if new else set())
            done = (one for one in entries if one.text.pk in put and not one.text.is_old)
            change.update(tokens.texts_holding((one.length, one.record) for one in done))
            change.subtract(_counted(there.values()))
            entries = [one for one in entries if one.text.pk not in put]
        return change

    def drop(self, where: str) -> Counter[int]:
        """Take out the texts of which a condition is true; what that changes."""
        there, change = self._rows(where), Counter[int]()
        if there:
            self._delete([one.doc for one in there])
        change.subtract(_counted(there))
        return change

    def _rows(self, where):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT doc, pk, place, is_old, length, record FROM {self.docs}"
                f" WHERE {where} ORDER BY pk{self.locking}"
            )
            return [Stored(*row) for row in cursor.fetchall()]

    @abstractmethod
    def _delete(self, docs: list[int]) -> None:
        """Take out texts by their numbers."""

    @abstractmethod
    def _update(self, entries: list[tuple[int, Entry]]) -> None:
        """Change texts that are there, each with its number."""

    @abstractmethod
    def _insert(self, entries: list[Entry]) -> set[int]:
        """Add texts with the next numbers; the ids of those that nobody else just added."""

    @abstractmethod
    def add(self, change: Counter[int]) -> None:
        """Add to what is counted."""

    @abstractmethod
    def clear(self) -> None:
        """Take everything out."""

    @abstractmethod
    def filling(self) -> AbstractContextManager[None]:
        """Around the change of everything."""

    @abstractmethod
    def lock(self) -> None:
        """Let nobody else correct what is counted until the transaction ends."""

    @abstractmethod
    def fold(self) -> None:
        """Make the table of what is counted as short as it can be."""

    @abstractmethod
    def tidy(self) -> None:
        """After the change of much: what makes it be asked faster."""

    @abstractmethod
    def asked(self, is_matched: bool) -> tuple[str, str]:
        """The table of a part, and a text's number in it: of all, or of those that match."""

    @abstractmethod
    def match(self, number: int) -> str:
        """The condition that a row matches the query of a number."""

    @abstractmethod
    def query(self, tree: object) -> str:
        """An expression as the engine reads it."""

    @abstractmethod
    def among(self, doc: str, pks: Collection[int]) -> str:
        """The condition that a text has one of some ids."""

    @abstractmethod
    def hidden(self, doc: str) -> str:
        """The condition that a text is among those of `hiding`."""

    @abstractmethod
    def hiding(self, pks: Collection[int]) -> str:
        """What stands before a statement in which some ids are hidden."""

    @abstractmethod
    def run(self, sql: str, queries: list[str]) -> Iterable[tuple[int, list[int]]]:
        """What each part of a statement gives, in which the queries stand by their numbers."""


def numbers(found: Iterable[int]) -> str:
    """Numbers alone, so they may stand in a statement: there can be thousands."""
    return ", ".join(f"{one:d}" for one in found) or "NULL"


def _counted(found: Iterable[Stored]):
    return tokens.texts_holding((one.length, one.record) for one in found if not one.is_old)
