"""Reads the stored texts of law for what they cite, and keeps that true.

Which text a name means follows from the whole table: so none is read while it is stored, but by the
worker, once the table stands.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from richtext.base import upkeep
from statutes.citations.names import Names
from statutes.citations.places import Place
from statutes.citations.reader import parse_article
from statutes.law.table import Table
from statutes.models import LawCitation, ReadText, Statute, TableState

RULES = 2  # raised by whoever changes what is found in a text of law
UNDIVIDED = Place(0)
OF_NOW = ("", "新")  # 原, 旧 and a year mean a version that is not the one in force by then


class Cited(NamedTuple):
    by_number: int
    by_sub: int
    short_name: str
    number: int
    sub: int
    until: int | None


class ResumableReading:
    """Reads what is stale; when stopped, it goes on from there at the next call."""

    def __init__(self) -> None:
        self._done: object = None  # the state of the table and the day of the last reading

    def __call__(self, keep_going: Callable[[], bool] = lambda: True) -> None:
        """One query as long as the table is as it was after the last reading."""
        state = TableState.objects.values_list("state", flat=True).first()
        now = (state, timezone.localdate()) if state else None
        if now is None or now != self._done:
            self._done = now if read_stale(keep_going) else None


def read_stale(keep_going: Callable[[], bool] = lambda: True) -> bool:
    """Read each text that was not read yet, or was by other names; whether none is left."""
    table = Table.latest()
    for pk in _stale(table.names):
        if not keep_going():
            return False
        _read(pk, table.names)
        upkeep.let_others_write()
    return True


def missing() -> int:
    return len(_stale(Table.latest().names))


def cited_in(statute: Statute, names: Names) -> set[Cited]:
    """The articles of known texts that the stored text of a version names."""
    rows = statute.articles.order_by("number", "sub").values_list("number", "sub", "text")
    texts = [(Place(number, sub), text) for number, sub, text in rows]
    texts = texts or [(UNDIVIDED, statute.preamble)]
    found: set[Cited] = set()
    before = None
    for place, text in texts:
        if "条" in text:
            cited = parse_article(text, names, statute.short_name, place, before)
            found |= {
                Cited(*place, one.statute, one.number, one.sub, one.until)
                for one in cited
                if one.known and one.number and one.version in OF_NOW
            }
        before = place
    return found


def _stale(names):
    read = dict(ReadText.objects.values_list("statute", "as_read"))
    texts = Statute.objects.filter(imported_at__isnull=False).order_by("pk")
    known = texts.values_list("pk", "imported_at")
    return [pk for pk, imported_at in known if read.get(pk) != _as_read(imported_at, names)]


def _as_read(imported_at, names):
    return f"{imported_at.isoformat()}|{names.digest}|{RULES}"


@transaction.atomic
def _read(pk, names):
    """Read one version, whose row is held meanwhile; nothing of one that was just deleted.

    What is different alone is written: the pages of the law are new with every row.
    """
    held = Statute.objects.select_for_update(no_key=True).filter(imported_at__isnull=False)
    for statute in held.filter(pk=pk).only("short_name", "imported_at", "preamble"):
        cited = cited_in(statute, names)
        rows = LawCitation.objects.filter(statute=statute).values_list("pk", *Cited._fields)
        stored = {Cited(*row): pk for pk, *row in rows}
        gone = [pk for row, pk in stored.items() if row not in cited]
        LawCitation.objects.filter(pk__in=gone).delete()
        new = sorted(cited - stored.keys(), key=lambda row: (*row[:5], row.until or 0))
        LawCitation.objects.bulk_create(
            (LawCitation(statute=statute, **row._asdict()) for row in new), batch_size=500
        )
        as_read = {"as_read": _as_read(statute.imported_at, names)}
        ReadText.objects.update_or_create(statute=statute, defaults=as_read)
