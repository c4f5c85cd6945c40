"""An index of texts, which two databases hold in their own way and answer alike.

What a person typed is a parameter; written into a statement are only our names and whole numbers.
A text has two numbers here: `pk`, its id where it comes from, and `doc`, its row in the index.
These are given one after the other: `rebuild_search` in the order of the places, and what is new
gets the next one. So the largest ones first are the newest first, nearly; who ranks goes by place.
"""

# ruff: noqa: S608

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_migrate

from richtext.fulltext import tokens
from richtext.fulltext.engines import PostgreSQL, SQLite, execute, numbers
from richtext.fulltext.question import Word
from richtext.fulltext.tokens import RECOUNTS, UNCOUNTED, UNFILLED, Entry, Record, Text

AT_ONCE = 500  # texts in one statement


@dataclass(frozen=True)
class Part:
    """One list of texts, the largest `doc` first, or how many there are.

    `wanted` are words of which they hold each. `most` is the length of the list; without it they
    are counted. `within` are ids.
    """

    wanted: Sequence[Word]
    most: int | None = None
    within: Collection[int] | None = None


class Frequencies(NamedTuple):
    """How many texts there are, of how many tokens on average, and how many hold each token."""

    texts: int
    mean_length: float
    held: dict[str, int]


class Index:
    """The index of one kind of texts, in tables of its own that begin with its name.

    `b` is how far a text is held to its length: an essay beside short answers more than an article
    of law, where a longer one also says more.
    """

    def __init__(self, name: str, b: float = 0.5):
        self.name, self.b = name, b

    @property
    def engine(self) -> SQLite | PostgreSQL:
        return (SQLite if connection.vendor == "sqlite" else PostgreSQL)(self.name)

    @transaction.atomic(savepoint=False)
    def put(self, texts: Iterable[Text]) -> None:
        """Index texts, in place of what was there of them; with what is saved, or not at all."""
        for entries in _entries(texts):
            self.engine.add(self._put(entries, anew=False))

    @transaction.atomic(savepoint=False)
    def fill(self, texts: Iterable[Text], anew: bool = False) -> None:
        """The same for some of very many, which `settle` counts at the end; they may get new docs.

        To count as much with each batch would write the whole table of what is counted each time.
        """
        for entries in _entries(texts):
            self._put(entries, anew)
            self.engine.add(Counter({UNCOUNTED: len(entries)}))

    def _put(self, entries, anew):
        """Index texts in their order, in place of what was there of them; what that changes.

        One whose place is the same keeps its number, unless all are numbered `anew`.
        """
        engine, change = self.engine, Counter[int]()
        while entries:
            wanted = numbers(one.text.pk for one in entries)
            there = {one.pk: one for one in self._stored(f"pk IN ({wanted})")}
            placed = {(one.pk, one.place) for one in there.values() if not anew}
            same = [one for one in entries if (one.text.pk, one.text.place) in placed]
            known = {one.text.pk for one in same}
            if gone := [one.doc for pk, one in there.items() if pk not in known]:
                engine.delete(gone)
            if same:
                engine.update([(there[one.text.pk].doc, one) for one in same])
            new = [one for one in entries if one.text.pk not in known]
            put = known | (engine.insert(new) if new else set())
            done = (one for one in entries if one.text.pk in put and not one.text.is_old)
            change.update(tokens.texts_holding((one.length, one.record) for one in done))
            change.subtract(_counted(there.values()))
            entries = [one for one in entries if one.text.pk not in put]
        return change

    def drop(self, pks: Iterable[int]) -> None:
        """Take texts out; no matter whether they were in."""
        for some in batched(list(pks), AT_ONCE):
            self._drop(f"pk IN ({numbers(some)})")

    def drop_group(self, group: int) -> None:
        self._drop(f"group_id = {group:d}")

    @transaction.atomic(savepoint=False)
    def _drop(self, where):
        there, change = self._stored(where), Counter[int]()
        if there:
            self.engine.delete([one.doc for one in there])
        change.subtract(_counted(there))
        self.engine.add(change)

    def _stored(self, where):
        engine = self.engine
        sql = f"SELECT doc, pk, place, is_old, length, record FROM {engine.docs}"
        return [
            _Stored(*row) for row in execute(f"{sql} WHERE {where} ORDER BY pk{engine.locking}")
        ]

    def clear_with(self, model: type[Model]) -> None:
        """Let it be emptied when all records of a model are gone with `flush`.

        That does not see the index, and says only this: it may not outlive the texts.
        """

        def emptied(sender, **kwargs):
            there = set(connection.introspection.table_names())
            if {self.name, model._meta.db_table} <= there and not model._base_manager.exists():
                self.clear()

        app, known_as = model._meta.app_config, f"{self.name}_emptied"
        post_migrate.connect(emptied, sender=app, weak=False, dispatch_uid=known_as)

    @transaction.atomic
    def clear(self) -> None:
        self.engine.clear()

    def pks(self) -> list[int]:
        """Of all texts that are in."""
        return [pk for (pk,) in execute(f"SELECT pk FROM {self.engine.docs}")]

    def ask(self, parts: Sequence[Part], hidden: Collection[int] = ()) -> list:
        """For each part its docs, or how many; texts with a hidden id are in none.

        A list comes as one row: a row for each of thousands would take twice as long.
        """
        if not parts:
            return []
        own, pieces = self.engine, []
        values: list[str] = []
        for number, part in enumerate(parts):
            rows = _rows(own, part, values, bool(hidden))
            value = "count(*)" if part.most is None else own.listed
            pieces.append(f"SELECT {number}, {value} FROM ({rows}) AS part{number}")
        before = own.hiding(hidden) if hidden else ""
        found = dict(own.run(before + " UNION ALL ".join(pieces), values))
        answers = [found.get(number, []) for number in range(len(parts))]
        return [
            answer[0] if part.most is None else sorted(answer, reverse=True)
            for part, answer in zip(parts, answers, strict=True)
        ]

    def records(self, docs: Collection[int]) -> list[Record]:
        """What these texts hold, in any order; those that are gone meanwhile are left out."""
        if not docs:
            return []
        rows = execute(
            "SELECT doc, pk, place, group_id, length, record"
            f" FROM {self.engine.docs} WHERE doc IN ({numbers(docs)})"
        )
        return [
            Record(doc, pk, place, group, length, *tokens.parts_of(record))
            for doc, pk, place, group, length, record in rows
        ]

    def frequencies(self, wanted: Iterable[str]) -> Frequencies:
        """How many texts hold each of some tokens, all in one statement."""
        keys = {token: tokens.key_of(token) for token in wanted}
        found = self._counts([tokens.TEXTS, tokens.LENGTH, UNFILLED, *keys.values()])
        # While it is filled only what was saved meanwhile is counted: that tells nothing
        texts = 0 if found.get(UNFILLED) else max(found.get(tokens.TEXTS, 0), 0)
        held = {token: max(found.get(key, 0), 0) for token, key in keys.items()}
        return Frequencies(texts, found.get(tokens.LENGTH, 0) / max(texts, 1), held)

    def _counts(self, keys):
        sql = f"SELECT key, sum(n) FROM {self.name}_df WHERE key IN ({numbers(keys)}) GROUP BY key"
        return {key: int(number) for key, number in execute(sql)}

    def is_whole(self) -> bool:
        """Whether it was filled since it was made; until then much is not found that is there."""
        return not self._counts([UNFILLED]).get(UNFILLED)

    def settle(self, *, whole: bool = False) -> None:
        """After many were filled in: all is counted, and the tables are as they are asked best.

        `whole`: nothing is left to be filled in, which who imports a few does not know.
        """
        if self._counts([UNCOUNTED]).get(UNCOUNTED):
            self.recount()
            self.engine.tidy()
        if whole:
            execute(f"DELETE FROM {self.name}_df WHERE key = {UNFILLED}")
        self.engine.fold()

    def recount(self) -> None:
        """Correct what is counted by the records of all texts, while others save.

        What is wrong is found in one look at both, and added: whatever is saved meanwhile adds its
        own. Two at once would both add it, so a second one begins again.
        """
        is_alone = False
        while not is_alone:
            wrong, seen = self._wrong()
            with transaction.atomic():
                self.engine.lock()
                is_alone = self._counts([RECOUNTS]).get(RECOUNTS, 0) == seen
                self.engine.add(Counter({**wrong, RECOUNTS: 1} if is_alone else {}))

    def _wrong(self):
        """What has to be added to each number, and how often somebody has corrected before."""
        sql = (
            f"SELECT key, n, NULL FROM {self.name}_df UNION ALL"
            f" SELECT 0, length, record FROM {self.engine.docs} WHERE NOT is_old"
        )
        stored, right = Counter[int](), Counter[int]()
        with connection.chunked_cursor() as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(AT_ONCE):
                right.update(tokens.texts_holding(row[1:] for row in rows if row[2] is not None))
                for key, number, _ in (row for row in rows if row[2] is None):
                    stored[key] += number  # PostgreSQL may have several rows of one
        seen = stored.pop(RECOUNTS, 0)
        stored.pop(UNFILLED, None)
        right.subtract(stored)
        return right, seen


class _Stored(NamedTuple):
    doc: int
    pk: int
    place: int
    is_old: bool
    length: int
    record: bytes


def _counted(found):
    return tokens.texts_holding((one.length, one.record) for one in found if not one.is_old)


def batched(things, size):
    return [things[start : start + size] for start in range(0, len(things), size)]


def _entries(texts):
    last = {one.pk: one for one in texts}
    for some in batched(sorted(last.values(), key=lambda one: one.place), AT_ONCE):
        yield [Entry.of(one) for one in some]


def _rows(own, part, values, is_hidden):
    table, doc = own.source(bool(part.wanted))
    rules = []
    if part.wanted:
        values.append(own.query(part.wanted))
        rules.append(own.match(len(values)))
    if is_hidden:
        rules.append(f"NOT ({own.hidden(doc)})")
    if part.within is not None:
        rules.append(own.among(doc, part.within))
    where = f" WHERE {' AND '.join(rules)}" if rules else ""
    end = f" ORDER BY {doc} DESC LIMIT {part.most:d}" if part.most is not None else ""
    return f"SELECT {doc} AS doc FROM {table}{where}{end}"
