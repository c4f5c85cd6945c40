"""A row of the table of statutes as plain values, and its name in addresses.

Another row is named by its slug, so that rows can be compared before any of them is stored.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import chain, count

from statutes.base import Kind, Status, column_of, max_length
from statutes.models import Statute

DATES = ("promulgated", "effective_from", "effective_to", "checked_on")
SEPARATOR = "；"  # between the other names in one cell


@dataclass(frozen=True, kw_only=True)
class Row:
    """One version of a statute; `replaced_by` is a slug, what is unknown is empty or None."""

    slug: str
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    kind: str = Kind.LAW
    issuer: str = ""
    doc_no: str = ""
    promulgated: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    status: str = Status.IN_FORCE
    replaced_by: str = ""
    replaced_part: str = ""
    article_count: int | None = None
    changed: str = ""
    official_url: str = ""
    note: str = ""
    source: str = ""
    checked_on: date | None = None

    @classmethod
    def of(cls, statute: Statute, replaced_by: str | None = None) -> "Row":
        """Of a record; `replaced_by` spares the query where the slug is known."""
        if replaced_by is None:
            replaced_by = statute.replaced_by.slug if statute.replaced_by else ""
        # Texts as a file gives them back: no white space around, lines ended alike
        values = {name: getattr(statute, name) for name in PLAIN}
        for name, value in values.items():
            if isinstance(value, str):
                values[name] = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        return cls(**values, aliases=tuple(statute.alias_list), replaced_by=replaced_by)

    def put_into(self, statute: Statute) -> Statute:
        """Fill a record, all but `replaced_by`, which needs the other record."""
        for name in PLAIN:
            setattr(statute, name, getattr(self, name))
        statute.aliases = "\n".join(self.aliases)
        return statute

    def settled(self, day: date) -> "Row":
        """With the status that follows from its dates, so that two rows compare by their facts."""
        statute = Statute(
            status=self.status,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            replaced_by_id=-1 if self.replaced_by else None,
        )
        status = status_to_store(statute, day)
        return self if status == self.status else replace(self, status=status)

    @property
    def called(self) -> str:
        """《公司法》（2023年）."""
        day = self.promulgated or self.effective_from
        return f"《{self.short_name}》" + (f"（{day.year}年）" if day else "")

    @property
    def ends(self) -> bool:
        """Whether it is known that it no longer applies, or from when on."""
        return bool(self.effective_to) or self.status in {Status.REVISED, Status.REPEALED}

    def cells(self) -> list[str]:
        kind, status = str(Kind(self.kind).label), str(Status(self.status).label)
        shown = {"aliases": SEPARATOR.join(self.aliases), "kind": kind, "status": status}
        values = [shown.get(name, getattr(self, name)) for name in LABELS]
        return ["" if value is None else str(value) for value in values]

    def differences(self, other: "Row") -> list[tuple[str, str, str]]:
        """Label, value here, value there, of every field in which another row differs."""
        pairs = zip(COLUMNS.items(), self.cells(), other.cells(), strict=True)
        return [
            (label, here, there)
            for (label, name), here, there in pairs
            if getattr(self, name) != getattr(other, name)
        ]


# How the columns of a sheet are called, in their order.
LABELS = {
    **{one.name: str(column_of(Statute, one.name).verbose_name) for one in fields(Row)},
    "slug": "网址名称",
}
COLUMNS = {label: name for name, label in LABELS.items()}
PLAIN = [name for name in LABELS if name not in {"aliases", "replaced_by"}]


def status_to_store(statute: Statute, day: date) -> str:
    """The status that follows from the dates, for lists that ask the database.

    A repeal that was announced for a day to come, with nothing in its place, is told by the stored
    status alone: it stays, or on that day nobody would know that it was no revision. What nobody
    checked stays so until it ends: as 尚未施行 it would be in force one day by itself.
    """
    found = statute.status_on(day)
    if statute.status == Status.UNCHECKED and found == Status.FUTURE:
        return Status.UNCHECKED
    announced = statute.status == Status.REPEALED and not statute.replaced_by_id
    if announced and found == Status.IN_FORCE and statute.effective_to:
        return Status.REPEALED
    return found


MARKS = re.compile(r"[\W_]+")
LONGEST = max_length(Statute, "slug")


def slug_of(short_name: str, day: date | None, taken: Container[str] = ()) -> str:
    """The short name without punctuation and the year, with month and day where those are taken.

    `day` is that of promulgation, or the one from which it applies; None if neither is known.
    """
    stem = MARKS.sub("", short_name)[: LONGEST - len("-2020-12-28-9")]
    forms = [f"{stem}-{day:{form}}" for form in ("%Y", "%Y-%m", "%Y-%m-%d")] if day else [stem]
    further = (f"{forms[-1]}-{number}" for number in count(2))
    return next(form for form in chain(forms, further) if form not in taken)
