"""What has changed in the law of a tool, or will: the dated lines above its form.

Two things say it: the warnings about what its figures cite (`ParameterCitation`), as they say it of
articles; and the figures themselves, where the next one is already known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.formats import date_format

from calculators import parameters
from calculators.formulas.base import Tool
from calculators.models import ParameterCitation
from calculators.public.results import Cite, cite, table
from firm.base import caching
from statutes.base import PUBLIC_LEVELS, Reason

NEAR = timedelta(days=90)  # before and after a change
SINCE = {
    Reason.REPEALED: "已经废止",
    Reason.REVISED: "在数值核对之后已经修改",
    Reason.OLD_VERSION: "已由新的版本取代",
    Reason.FUTURE: "尚未施行",
    Reason.UNKNOWN: "尚未核对效力",
}


@dataclass(frozen=True)
class Change:
    """`is_amber` until the law is as the figures are; what was settled is said plainly."""

    day: date
    words: str
    cite: Cite
    is_amber: bool = True
    is_ahead: bool = False

    @property
    def dated(self) -> str:
        return f"{date_format(self.day)}{'起有变' if self.is_ahead else '起'}"

    @property
    def badge(self) -> str:
        return date_format(self.day, "n月j日起有变")


def of(tool: Tool, today: date) -> list[Change]:
    """The changes that concern a tool, each said once, those ahead first."""
    found = {one.words: one for one in (*_of_figures(tool, today), *_of_law(tool, today))}
    return sorted(found.values(), key=lambda one: (not one.is_ahead, one.day))


def _of_figures(tool, today) -> Iterator[Change]:
    figures = parameters.current()
    for now in figures.starting_with(tool.keys, today):
        rows = [one for one in figures.all(now.key, now.region) if one.above == now.above]
        for old, new in pairwise(rows):
            is_near = now in {old, new} and abs(new.valid_from - today) <= NEAR
            if not (is_near and new.number) or old.shown == new.shown:
                continue
            before = f"{date_format(new.valid_from - timedelta(days=1))}以前的，仍按{old.shown}算。"
            words = f"{new.about}由{old.shown}改为{new.shown}。{before}"
            law, ahead = cite(new, new.valid_from), new.valid_from > today
            yield Change(new.valid_from, words, law, is_amber=ahead, is_ahead=ahead)


def warned() -> list[ParameterCitation]:
    """What figures cite and readers are to be warned of; to be looked at."""
    rows = ParameterCitation.objects.open().filter(level__in=PUBLIC_LEVELS)
    rows = rows.select_related("parameter", "statute", "leads_to")
    return caching.shared("warned figures", ("statutes",), lambda: list(rows))


def _of_law(tool, today) -> Iterator[Change]:
    for one in warned():
        row = one.parameter
        if not row.key.startswith(tool.keys):
            continue
        name, law = f"《{one.short_name}》", cite(parameters.figure(row), today)
        if one.reason == Reason.COMING:
            day = one.statute and table().to_come(one.statute, today)[1]
            words = f"{name}将有新的规定，数值核对后更新；在此以前的，仍按现行规定算。"
            yield Change(day or today, words, law, is_ahead=True)
            continue
        said = SINCE.get(Reason(one.reason), "的条文序号可能有误")
        ended = one.reason == Reason.REPEALED and one.statute and one.statute.effective_to
        day = ended or one.found_on or today
        yield Change(day, f"{name}{said}，下面的数值待律师核对。", law)
