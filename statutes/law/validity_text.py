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
    words = SENTENCES[status](statute)
    if status == Status.IN_FORCE:
        return Validity(status, words)
    table = Table.latest()
    leads_to = table.in_force(statute.short_name, day) or table.successor(statute, day)
    return Validity(status, words, leads_to)


def _in_force(statute):
    since = f"，自{date_format(statute.effective_from)}起施行" if statute.effective_from else ""
    until = f"，{date_format(statute.effective_to)}起不再适用" if statute.effective_to else ""
    return f"现行有效{since}{until}。"


def _future(statute):
    since = f"，自{date_format(statute.effective_from)}起施行" if statute.effective_from else ""
    return f"尚未施行{since}。"


def _revised(statute):
    since = f"，{date_format(statute.effective_to)}起适用新版" if statute.effective_to else ""
    return f"这是旧版本{since}。"


def _repealed(statute):
    when = f"{date_format(statute.effective_to)}起废止" if statute.effective_to else "已经废止"
    other = statute.replaced_by
    if other is None:
        return f"{when}。"
    part = f"（{statute.replaced_part}）" if statute.replaced_part else ""
    return f"{when}，由《{other.short_name}》{part}取代。"


def _unchecked(statute):
    since = f"，自{date_format(statute.effective_from)}起施行" if statute.effective_from else ""
    return f"效力未核对{since}，是否仍然有效请以官方公布的为准。"


SENTENCES = {
    Status.IN_FORCE: _in_force,
    Status.FUTURE: _future,
    Status.REVISED: _revised,
    Status.REPEALED: _repealed,
    Status.UNCHECKED: _unchecked,
}
