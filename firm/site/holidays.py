"""Entering holidays: a run of days, the list of a whole year, and taking that list back.

A day is stored by itself; people think of it as part of a run, so pages show and take runs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db import transaction

from firm.base.holiday_notice import Moved
from firm.models import RegisteredYear, SpecialDay
from firm.models.service_day import DayKind


@dataclass(frozen=True)
class Run:
    """Days in a row with one name and one kind; of swapped work days each is its own."""

    days: tuple[SpecialDay, ...]

    @property
    def first(self):
        """The first day."""
        return self.days[0]

    @property
    def last(self):
        """The last day, which may be the first."""
        return self.days[-1]

    def __len__(self):
        return len(self.days)


@dataclass(frozen=True)
class Change:
    """A day of a list beside what is stored: `before` is None for a new one."""

    moved: Moved
    before: SpecialDay | None

    @property
    def is_same(self):
        """Whether nothing would change."""
        return self.before is not None and _told(self.before) == _of(self.moved)


def runs(days: Iterable[SpecialDay]) -> list[Run]:
    """Days in their order as runs."""
    ordered = sorted(days, key=lambda day: day.date)
    starts = [0] + [at for at, pair in enumerate(pairwise(ordered), 1) if not _is_next(*pair)]
    ends = [*starts[1:], len(ordered)]
    return [Run(tuple(ordered[a:b])) for a, b in zip(starts, ends, strict=True) if b > a]


def _is_next(one, other):
    in_a_row = other.date - one.date == timedelta(days=1)
    return in_a_row and _told(one) == _told(other) and one.kind == DayKind.CLOSED


def changes(moved: Iterable[Moved]) -> list[Change]:
    """What a list would change, day by day."""
    moved = list(moved)
    known = {one.date: one for one in SpecialDay.objects.filter(date__in=[m.day for m in moved])}
    return [Change(one, known.get(one.day)) for one in moved]


def proposed_runs(found: Iterable[Change]) -> list[Run]:
    """What a list says as runs of days that are not stored, to be looked at."""
    days = [SpecialDay(date=one.moved.day, **_fields(one.moved)) for one in found]
    return runs(days)


@transaction.atomic
def register(*, year: int, moved: Iterable[Moved]) -> RegisteredYear | None:
    """Store a list; what is stored of other days stays. None where nothing changed.

    Two people at once: the days are unique, so the later one writes what is there already.
    """
    new = [one for one in changes(moved) if not one.is_same]
    if not new:
        return None
    before = {_key(one.moved.day): _told(one.before) for one in new if one.before}
    for one in new:
        SpecialDay.objects.update_or_create(date=one.moved.day, defaults=_fields(one.moved))
    after = {_key(one.moved.day): _of(one.moved) for one in new}
    return RegisteredYear.objects.create(year=year, before=before, after=after)


@transaction.atomic
def take_back(registered: RegisteredYear) -> list[date]:
    """Put the days as they were before a list was stored; returns those changed since, which stay.

    The record goes, so that it is taken back once.
    """
    locked = RegisteredYear.objects.select_for_update().filter(pk=registered.pk).first()
    if locked is None:
        return []
    left = []
    known = {_key(one.date): one for one in SpecialDay.objects.filter(date__in=locked.after)}
    for day, told in locked.after.items():
        if day not in known or _told(known[day]) != told:
            left.append(date.fromisoformat(day))
        elif day in locked.before:
            known[day].kind, known[day].name = locked.before[day]
            known[day].save()
        else:
            known[day].delete()
    locked.delete()
    return left


def _key(day):
    return day.isoformat()


def _told(day):
    return [str(day.kind), day.name]


def _of(moved):
    return list(_fields(moved).values())


def _fields(moved):
    return {"kind": (DayKind.CLOSED if moved.is_off else DayKind.WORKING).value, "name": moved.name}
