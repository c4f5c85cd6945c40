"""The validity of a version today, in the words of its page, and what to read instead."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from statutes.base import Status
from statutes.law.table import Table
from statutes.models import Statute


@dataclass(frozen=True)
class Validity:
    """The status of a version on a day, a sentence about it, and the version that applies now.

    `leads_to` is None for what is in force, and where nothing has taken its place.
    """

    status: Status
    words: str
    leads_to: Statute | None = None


def validity(statute: Statute, day: date) -> Validity:
    """How a version stands on a day; asks the table only about what is not in force."""
    status = statute.status_on(day)
    words = _words(statute, status)
    if status == Status.IN_FORCE:
        return Validity(status, words)
    table = Table.latest()
    leads_to = table.in_force(statute.short_name, day) or table.successor(statute, day)
    return Validity(status, words, leads_to)


def _words(statute, status):
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
