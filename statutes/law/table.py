"""The table of statutes in memory, and the words of the articles of each version.

A process reads them once and keeps them for as long as the database says that they are the same
(`TableState`).
"""

import copy
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.formats import date_format

from richtext.base.shelf import Shelf
from statutes.base import Status
from statutes.citations import Citation, parse
from statutes.citations.names import Names, fold
from statutes.law.alignment import Articles, Place, folded
from statutes.models import Statute, StatuteArticle, TableState, TextSource

MOST = 15_000  # articles: some 10 MB, or 60 MB where all of them were compared


class Wording:
    """The articles of one version by place; empty when no text is imported."""

    def __init__(self, articles: Iterable[tuple[int, int, str]] = ()):
        self.stored = {(number, sub): text for number, sub, text in articles}
        self._folded: dict[Place, str] = {}

    @cached_property
    def plain(self) -> dict[Place, str]:
        return {place: "".join(text.split()) for place, text in self.stored.items()}

    @cached_property
    def compared(self) -> Articles:
        return Articles({place: self.folded(place) for place in self.stored})

    def folded(self, place: Place) -> str:
        """As words are compared; "" for an article that there is not."""
        if place not in self._folded:
            self._folded[place] = folded(self.stored.get(place, ""))
        return self._folded[place]


LONG_AGO = date.min
_cached: tuple | None = None  # state and day of the table that is cached, and the table
MOST_HOLDING = 20
PLACE = "statute", "number", "sub"
_lock = Lock()  # of what is made of the articles
V = TypeVar("V")
NONE = Wording()
_names_of = lru_cache(maxsize=4)(Names)


class Table:
    """All versions of all statutes, by lineage, the newest last."""

    def __init__(self, rows, subs=(), last=None, gaps=(), missing=()):
        """`rows` are Statute records; `subs` triples (statute id, number, sub) of 之一 articles.

        Of imported texts: `last` maps a statute's id to the number of its last article, `gaps` are
        pairs (statute id, number) of numbers below it that the text has not, `missing` triples of
        articles that there are, and whose words are not here.
        """
        self.rows = {row.pk: row for row in rows}
        self._last, self._gaps, self._subs = last or {}, frozenset(gaps), frozenset(subs)
        self._missing = frozenset(missing)
        self._read: dict[int, Wording] = {}
        self._statuses: dict[tuple[str, date], dict[int, Status]] = {}
        self._made = Shelf[Any](MOST)  # for all who use it, what was asked for last
        self._known = None  # the state of the database that it was read in, where that is sure
        self._lineages = defaultdict(list)
        for row in sorted(self.rows.values(), key=_age):
            self._lineages[row.short_name].append(row)
        numbers = ((row.doc_no, row.short_name) for row in self.rows.values() if row.doc_no)
        self.names = _names_of(tuple(self._written_names()), tuple(numbers))

    @classmethod
    def latest(cls, state: UUID | None = None):
        """As it stands in the database, for one query when this process has read it before.

        None for who has just read its `state` in the same transaction, together with other rows.
        Its rows are shared with others: to be looked at, not to be changed. The order of the
        names follows from the day. What was read while somebody changed it is not cached.
        """
        global _cached
        known, cached = (state or current_state(), timezone.localdate()), _cached
        if cached is None or cached[0] != known:
            cached = known, cls.load()
            if known[0] is not None and known[0] == current_state():
                cached[1]._known = known[0]
                _cached = cached
        # Each user has words of articles of its own: they are read later than the rows, and
        # perhaps in a transaction that is undone.
        own = copy.copy(cached[1])
        own._read, own._statuses = {}, {}
        return own

    @classmethod
    def load(cls):
        """As it stands in the database, read anew."""
        subs = StatuteArticle.objects.filter(sub__gt=0).values_list(*PLACE)
        # The last number of each imported text, and the numbers that are left out before it
        whole = StatuteArticle.objects.filter(sub=0).order_by()
        known = whole.values_list("statute").annotate(Count("pk"), Max("number"))
        last = {statute: most for statute, _, most in known}
        holed = [statute for statute, number, most in known if number < most]
        there = set(whole.filter(statute__in=holed).values_list("statute", "number"))
        gaps = {(one, number) for one in holed for number in range(1, last[one] + 1)} - there
        rows = Statute.objects.defer("preamble", "annex", "note").in_bulk()
        for row in rows.values():
            row.replaced_by = rows.get(row.replaced_by_id)  # or each page would ask for it
        carried = TextSource.objects.exclude(missing="").values_list("statute", "missing")
        missing = {(one, *place) for one, text in carried for place in changed_places(text)}
        return cls(rows.values(), subs, last, gaps, missing)

    def _written_names(self):
        """Names as written: short names and aliases, then full names, those in force first."""
        for short_name, versions in self._lineages.items():
            yield short_name, short_name
            for row in reversed(versions):
                yield from ((alias, short_name) for alias in row.alias_list)
        today = timezone.localdate()
        newest = sorted(self.rows.values(), key=_age, reverse=True)
        alive = {row.pk for row in newest if row.status_on(today) == Status.IN_FORCE}
        for row in sorted(newest, key=lambda row: row.pk not in alive):
            yield row.name, row.short_name

    def versions(self, short_name: str) -> list[Statute]:
        """All versions of a text, the oldest first; empty for an unknown name."""
        return self._lineages.get(short_name, [])

    def called(self, name: str) -> list[Statute]:
        """All versions that bear a full name, however it is written."""
        return self._by_full_name.get(fold(name), [])

    @cached_property
    def _by_full_name(self):
        found = defaultdict(list)
        for row in self.rows.values():
            found[fold(row.name)].append(row)
        return found

    def statuses(self, short_name: str, day: date) -> dict[int, Status]:
        """How the versions of a text stand on a day, by key, the oldest first."""
        if (short_name, day) not in self._statuses:
            rows = self.versions(short_name)
            found = {row.pk: row.status_on(day) for row in rows}
            if gone := self.repealed(short_name, day):
                found |= {row.pk: Status.REPEALED for row in rows if _is_covered(row, gone)}
            self._statuses[short_name, day] = found
        return self._statuses[short_name, day]

    def repealed(self, short_name: str, day: date) -> Statute | None:
        """The last version that was repealed: that covers what an import puts before its end."""
        rows = reversed(self.versions(short_name))
        return next((row for row in rows if row.status_on(day) == Status.REPEALED), None)

    def in_force(self, short_name: str, day: date) -> Statute | None:
        """The version that applies on a day; None before the first and after the last."""
        statuses = self.statuses(short_name, day).items()
        found = [key for key, status in statuses if status == Status.IN_FORCE]
        return self.rows[found[-1]] if found else None

    def current(self, short_name: str, day: date) -> Statute | None:
        """What to read on a day: in force, or else the last that was, or else what is to come."""
        statuses = self.statuses(short_name, day)
        past = [key for key in statuses if statuses[key] != Status.FUTURE]
        last = self.rows.get(next(reversed(past or [*statuses]), None))
        if last and statuses[last.pk] == Status.REPEALED:
            last = self.repealed(short_name, day)
        return self.in_force(short_name, day) or last

    def successor(self, row: Statute, day: date) -> Statute | None:
        """The version in force that stands where one stood: what replaced it, else a newer one."""
        seen: set[int] = set()
        while row and row.pk not in seen:
            if self.statuses(row.short_name, day).get(row.pk) == Status.IN_FORCE:
                return row if seen else None
            seen.add(row.pk)
            now = self.in_force(row.short_name, day) or self.versions(row.short_name)[-1]
            row = self.rows.get(row.replaced_by_id) or now
        return None

    def to_come(self, row: Statute, day: date) -> tuple[Statute | None, date | None]:
        """What takes the place of a version after a day, and from when; (None, None) if nothing."""
        if row.effective_to and row.effective_to > day and row.replaced_by_id:
            return self.rows.get(row.replaced_by_id), row.effective_to
        later = (one for one in self.versions(row.short_name) if (one.effective_from or day) > day)
        new = next(later, None)
        return new, new.effective_from if new else None

    @property
    def has_texts(self) -> bool:
        return bool(self._last)

    def has_articles(self, row: Statute) -> bool:
        """Whether the text of a version is here, divided into articles."""
        return row.pk in self._last

    def last_article(self, row: Statute) -> int | None:
        """The number of the last article of a version; None if nobody knows."""
        known = [row.article_count or 0, self._last.get(row.pk, 0)]
        return max(known) or None

    def untouched(self, citation: Citation, day: date, today: date) -> bool:
        """Whether every version that took effect since a day says what it changed: not this."""
        versions = self.versions(citation.statute)
        since = [row for row in versions if day < (row.effective_from or LONG_AGO) <= today]
        return bool(since) and not any(
            not row.changed or touches(changed_places(row.changed), citation) for row in since
        )

    def lacks(self, row: Statute, number: int, sub: int = 0) -> bool:
        """Whether the imported text of a version has no such article; False if none is imported."""
        is_known = self.has_text_of(row, number, sub) or self.is_missing(row, number, sub)
        return row.pk in self._last and not is_known

    def is_missing(self, row: Statute, number: int, sub: int = 0) -> bool:
        """Whether an amendment changed an article of a version, and its new words are not here."""
        return (row.pk, number, sub) in self._missing

    def amendment(self, row: Statute) -> Statute | None:
        """The text that made a version of an older one: 刑法修正案（十二）; None if it has none."""
        begins, day = f"{row.short_name}修正案", row.promulgated
        made = (one for one in self.rows.values() if day and one.promulgated == day)
        return next((one for one in made if one.short_name.startswith(begins)), None)

    def has_text_of(self, row: Statute, number: int, sub: int = 0) -> bool:
        if sub:
            return (row.pk, number, sub) in self._subs
        return 0 < number <= self._last.get(row.pk, 0) and (row.pk, number) not in self._gaps

    def wording(self, row: Statute) -> Wording:
        """The words of the articles of a version. Read on the first call, and cached."""
        if row.pk not in self._last:
            return NONE
        if row.pk not in self._read:
            articles = StatuteArticle.objects.filter(statute=row.pk)
            words = articles.values_list("number", "sub", "text")
            self._read[row.pk] = self.made(
                ("words", row.pk), lambda: Wording(words), lambda made: len(made.stored)
            )
        return self._read[row.pk]

    def made(
        self, name: Hashable, make: Callable[[], V], size: Callable[[V], int] = lambda _: 1
    ) -> V:
        """What `make` makes of the law alone, once for each state of it; `size` is in articles."""
        with _lock:
            found = self._made.get(name)
        if found is None:
            found = make()
            # Cached where the table is still as this one knows it: a transaction may be undone
            if self._known is not None and self._known == current_state():
                with _lock:
                    self._made.put(name, found, size(found))
        return found

    def citations(self, words: str) -> list[Citation]:
        """What a text cites by these names; cached nowhere, as it may be an answer to a client."""
        return parse(words, self.names)

    def holding(self, words: str) -> list[tuple[int, int, int]]:
        """Which articles of whatever statute hold some words, as (statute id, number, sub).

        Nothing where they are too many to mean one. The words must be as texts write them.
        """
        if not words or not self.has_texts:
            return []
        places = StatuteArticle.objects.filter(text__contains=words).values_list(*PLACE)
        found = list(places.order_by(*PLACE)[:MOST_HOLDING])
        return found if len(found) < MOST_HOLDING else []


def current_state():
    """Of the table in the transaction under way; None where nobody has noted one."""
    return TableState.objects.values_list("state", flat=True).first()


def _is_covered(row, gone):
    """Whether nobody but an import says how a version stands that a repeal came after."""
    if not row.is_as_imported or row.status == Status.REPEALED:
        return False
    began, end = row.effective_from or row.promulgated, gone.effective_to
    return began is None or began < end if end else row.status == Status.UNCHECKED


def _age(row):
    return (row.effective_from or row.promulgated or LONG_AGO, row.promulgated or LONG_AGO, row.pk)


@dataclass(frozen=True)
class Validity:
    """The status of a version on a day, a sentence about it, and what applies now, if anything."""

    status: Status
    words: str
    leads_to: Statute | None = None


def validity(statute: Statute, day: date) -> Validity:
    """How a version stands on a day; asks the table only about what is not in force."""
    status = statute.status_on(day)
    if status == Status.IN_FORCE and not statute.is_as_imported:
        return Validity(status, _validity_words(statute, status))
    table = Table.latest()
    own, status = status, table.statuses(statute.short_name, day).get(statute.pk, status)
    gone = table.repealed(statute.short_name, day) if own != status else None
    words = _validity_words(gone or statute, status)
    leads_to = table.in_force(statute.short_name, day) or table.successor(statute, day)
    return Validity(status, words, leads_to)


def _validity_words(statute, status):
    start, end = statute.effective_from, statute.effective_to
    since = f"，自{date_format(start)}起施行" if start else ""
    if status == Status.IN_FORCE:
        until = f"，{date_format(end)}起不再适用" if end else ""
        return f"现行有效{since}{until}。"
    if status == Status.FUTURE:
        return f"尚未施行{since}。"
    if status == Status.UNCHECKED:
        return f"效力未核对{since}，是否仍然有效请以官方公布的为准。"
    if status == Status.REVISED:
        return f"这是旧版本，{date_format(end)}起适用新版。" if end else "这是旧版本。"
    when = f"{date_format(end)}起废止" if end else "已经废止"
    other = statute.replaced_by
    if other is None:
        return f"{when}。"
    part = f"（{statute.replaced_part}）" if statute.replaced_part else ""
    return f"{when}，由《{other.short_name}》{part}取代。"


# Which articles an amendment touched, as the table writes it: 165、166、133-2. Where it is known, a
# text that cites another article need not be looked at again.

BETWEEN = re.compile(r"[、，,；;\s]+")
NO_PLACE = "“{}”不是条文序号，请按165、133-2的格式填写，用顿号隔开。"
WRITTEN = re.compile(r"(\d{1,4})(?:-(\d{1,2}))?")


def changed_places(text: str) -> frozenset[tuple[int, int]]:
    """Number and sub-number of each article; ValueError with a sentence for anything else."""
    found = set()
    for part in filter(None, BETWEEN.split(text)):
        place = WRITTEN.fullmatch(part)
        if not place or not int(place[1]):
            raise ValueError(NO_PLACE.format(part[:20]))
        found.add((int(place[1]), int(place[2] or 0)))
    return frozenset(found)


def tidy_places(text: str) -> str:
    """In order, each once, parted as people part numbers; ValueError as `changed_places`."""
    return "、".join(
        f"{one}-{sub}" if sub else str(one) for one, sub in sorted(changed_places(text))
    )


def touches(found: frozenset[tuple[int, int]], citation: Citation) -> bool:
    """Whether a citation means one of these articles, within a range too; a whole statute none."""
    if citation.number is None:
        return False
    if citation.until:
        return any(citation.number <= number <= citation.until for number, _ in found)
    return (citation.number, citation.sub) in found
