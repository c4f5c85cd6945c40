"""Change the table of statutes: one row, a whole file, what a day brings.

Each change is judged with the whole table, under a lock, and asks for the re-check with it.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from statutes.data.rows import PLAIN, Row, status_to_store
from statutes.data.rules import ChangeError, Changes, Fault, concerning, moved_by, plan, with_closed
from statutes.models import Statute, TableVersion
from statutes.search import indexing
from statutes.services import recheck

STORED = [*PLAIN, "aliases", "replaced_by", "is_own"]
IN_TWO_STEPS = "有几行日期互换，数据库无法一次写入，请分两次导入。"
BATCH = 50  # rows in one statement: twenty values each, within what SQLite takes


class Saved(NamedTuple):
    """The versions that end with a stored row, the lineages to re-check ("" for all)."""

    closed: list[Statute]
    moved: frozenset[str]


def lock() -> None:
    list(held(Statute.objects).values_list("pk"))


def held(rows: models.Manager[Statute] | QuerySet[Statute]) -> QuerySet[Statute]:
    """Rows that are locked as they are read, until the caller's transaction ends.

    In one order by all who hold more than one, or two would wait for each other. Citing texts are
    saved meanwhile: the lock is not on the keys that they point to.
    """
    return rows.select_for_update(no_key=True, of=["self"]).order_by("pk")


def load_rows() -> dict[str, Row]:
    records = list(Statute.objects.defer("preamble", "annex"))
    slugs = {record.pk: record.slug for record in records}
    return {record.slug: Row.of(record, slugs.get(record.replaced_by_id, "")) for record in records}


def check(*, statute: Statute) -> list[Fault]:
    """What would be wrong with the table if this row, stored or new, were as it is now."""
    return concerning(_with(load_rows(), statute), {statute.slug})


@transaction.atomic
def save_statute(*, statute: Statute) -> Saved:
    """Store a row as the firm's own; an older one that was open ends. ChangeError as of `apply`."""
    lock()
    before = load_rows()
    statute.status = status_to_store(statute, timezone.localdate())
    after = _with(before, statute)
    if found := concerning(after, {statute.slug}):
        raise ChangeError(found)
    ended = [one for slug, one in after.items() if slug != statute.slug and before[slug] != one]
    closed = store_rows(ended, own=True)
    statute.is_own = True
    statute.save()
    indexing.follow()
    moved = moved_by(before, after)
    recheck.request_recheck(moved)
    return Saved(closed, moved)


def _with(rows, statute):
    """The table with a row as it is now, in place of the one that it is stored as."""
    stored = Statute.objects.filter(pk=statute.pk).values_list("slug", flat=True).first()
    others = {slug: row for slug, row in rows.items() if slug != stored}
    row = Row.of(statute)
    return with_closed(others | {row.slug: row}, {row.slug}, timezone.localdate())


@transaction.atomic
def delete(*, statutes: Iterable[Statute]) -> None:
    """Take rows out of the table; ProtectedError where another row says it was replaced by one."""
    lock()
    before = load_rows()
    for statute in statutes:
        statute.delete()
    recheck.request_recheck(moved_by(before, load_rows()))


def compare(*, rows: Iterable[Row], own: bool = True) -> Changes:
    """What a file would do to the table, without doing it; see `apply`."""
    owned = Statute.objects.filter(is_own=True).values_list("slug", flat=True)
    firms = None if own else set(owned)
    return plan(load_rows(), list(rows), timezone.localdate(), firms)


@transaction.atomic
def apply(*, rows: Iterable[Row], version: date | None = None, own: bool = True) -> Changes:
    """Store the rows of a file, all or nothing; ChangeError if the table would contradict itself.

    Rows that the file does not name stay. With `own` false the rows are the shipped ones: what the
    firm changed is kept. `version` is the day as of which they are.
    """
    lock()
    before = load_rows()
    changes = compare(rows=rows, own=own)
    store_rows(changes.wanted, own=own)
    indexing.follow()
    recheck.request_recheck(moved_by(before, before | {row.slug: row for row in changes.wanted}))
    if version:
        set_version(day=version, shipped=not own)
    return changes


@transaction.atomic
def set_version(*, day: date, shipped: bool = False) -> TableVersion:
    """Note the day as of which the table was compared with the sources; never an earlier one."""
    known = TableVersion.objects.filter(pk=1).first() or TableVersion(pk=1, version=day)
    known.version = max(known.version, day)
    if shipped:
        known.shipped = day
    known.save()
    return known


@transaction.atomic
def refresh_statuses(*, day: date | None = None) -> list[str]:
    """Store the status that follows from the dates on a day (today); the lineages that moved."""
    day = day or timezone.localdate()
    lock()
    moved = []
    for statute in Statute.objects.defer("preamble", "annex", "note"):
        status = status_to_store(statute, day)
        if status != statute.status:
            statute.status = status
            moved.append(statute)
    Statute.objects.bulk_update(moved, ["status"], batch_size=BATCH)
    indexing.follow(day)
    names = sorted({statute.short_name for statute in moved})
    recheck.request_recheck(names)
    return names


def store_rows(rows: Collection[Row], *, own: bool) -> list[Statute]:
    """Write rows that were judged, in the caller's transaction, which holds the table.

    New ones come first, so that a replacement finds the record that it points to.
    """
    if not rows:
        return []
    named = {slug for row in rows for slug in (row.slug, row.replaced_by)}
    stored = Statute.objects.defer("preamble", "annex")
    if len(named) <= BATCH:  # of many, all: they are more than one statement takes
        stored = stored.filter(slug__in=named)
    known = {one.slug: one for one in stored}
    filled = [(row.put_into(known.get(row.slug) or Statute()), row) for row in rows]
    for record, _ in filled:
        record.is_own = record.is_own or own
    new = [record for record, row in filled if row.slug not in known]
    old = [record for record, row in filled if row.slug in known]
    try:
        with transaction.atomic():
            known |= {one.slug: one for one in Statute.objects.bulk_create(new)}
            for record, row in filled:
                record.replaced_by = known[row.replaced_by] if row.replaced_by else None
            pointing = [record for record in new if record.replaced_by_id]
            Statute.objects.bulk_update(pointing, ["replaced_by"], batch_size=BATCH)
            Statute.objects.bulk_update(old, STORED, batch_size=BATCH)
    except IntegrityError as error:
        fault = Fault(next(iter(rows)).slug, "promulgated", IN_TWO_STEPS)
        raise ChangeError([fault]) from error
    return [record for record, _ in filled]
