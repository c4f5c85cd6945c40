"""Alerts for readers when the law that an article cites has changed: one dated line each."""

from dataclasses import dataclass
from datetime import date

from articles.law.statute_list import day_text, label
from articles.models import Citation
from statutes.base.enums import PUBLIC_LEVELS, Reason, Status
from statutes.models import Statute

NO_SUCH_ARTICLE = "本文写到的《{name}》{place}，条文序号可能有误"


@dataclass(frozen=True)
class Line:
    """What was found on which day, and what to read instead, if anything is."""

    day: date
    words: str
    instead: Statute | None = None
    part: str = ""  # of what is to be read instead: 合同编


def lines(citations: list[Citation]) -> list[Line]:
    """A line for each open warning that concerns readers, without duplicates, by date."""
    found: dict[str, Line] = {}
    for one in citations:
        if one.settled or one.level not in PUBLIC_LEVELS or one.reason == Reason.COMING:
            continue
        line = _line(one)
        known = found.get(line.words)
        if known is None or line.day < known.day:
            found[line.words] = line
    return sorted(found.values(), key=lambda line: line.day)


def _line(one):
    instead = one.leads_to
    row = one.statute
    part = row.replaced_part if row and instead and row.replaced_by_id == instead.pk else ""
    return Line(one.found_on, WORDS[Reason(one.reason)](one), instead, part)


def _repealed(one):
    end = day_text(one.statute.effective_to if one.statute else None)
    return f"本文引用的《{one.short_name}》" + (f"已于{end}废止" if end else "已经废止")


def _no_such_article(one):
    return NO_SUCH_ARTICLE.format(name=one.short_name, place=label(one))


def _revised(one):
    start = _start_of_new(one)
    new = f"，新版本自{start}起施行" if start else ""
    return f"本文引用的《{one.short_name}》{_since(one.article)}已经修改{new}"


def _since(article):
    if article.checked_on:
        return "在文章核对之后"
    return "在文章发布之后" if article.has_own_date else ""


def _old_version(one):
    year = one.statute.year if one.statute else None
    old = f"{year}年的版本" if year else "旧版本"
    return f"本文引用的是《{one.short_name}》{old}，现在适用的是新版本"


def _future(one):
    row = one.statute
    if row and row.status_on() != Status.FUTURE:  # a number that only the next version has
        return f"本文写到的《{one.short_name}》{label(one)}，新版本施行后才有"
    start = day_text(row.effective_from if row else None)
    what = "新版本" if one.leads_to else ""
    return f"本文引用的《{one.short_name}》{what}尚未施行" + (f"，自{start}起施行" if start else "")


def _unknown(one):
    return f"本文引用的《{one.short_name}》尚未核对效力"


def _start_of_new(one):
    row = one.leads_to or one.statute
    return day_text(row.effective_from) if row else ""


WORDS = {
    Reason.REPEALED: _repealed,
    Reason.BEYOND: _no_such_article,
    Reason.MISSING: _no_such_article,
    Reason.REVISED: _revised,
    Reason.OLD_VERSION: _old_version,
    Reason.FUTURE: _future,
    Reason.UNKNOWN: _unknown,
}
