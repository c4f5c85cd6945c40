"""An article as it stood on a day: which version applied then, and where the article is in it."""

from datetime import date
from typing import NamedTuple

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from statutes.base import Kind
from statutes.citations.places import Place
from statutes.law.table import Table
from statutes.models import Statute
from statutes.public import reading
from statutes.public.article_page import history_of
from statutes.public.cited_by import keeps_numbers

WRONG = "日期无效，请按2019-05-01的格式填写。"
SAME_NUMBER = "未能按文字对应，只按同一序号查找，内容可能不同。"
NOTHING_ALIKE = "这一版中没有找到与这一条对应的条文。"


class DayForm(forms.Form):
    """The day as of which an article is read."""

    on = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), WRONG),
    )

    @property
    def day(self) -> date | None:
        """The day that was asked for, if any was."""
        return self.cleaned_data["on"] if self.is_valid() else None


class Then(NamedTuple):
    """What applied on a day, in words; no statute where nothing did, no place where no article."""

    on: date
    words: str
    statute: Statute | None = None
    place: Place | None = None


def applied(short_name: str, on: date, table: Table) -> Statute | None:
    """The version of a text that applied on a day; none before it was there at all."""
    row = table.in_force(short_name, on)
    since = row and (row.effective_from or row.promulgated)
    return row if since and since <= on else None


def as_it_stood(statute: Statute, place: Place, on: date, table: Table) -> Then:
    """An article of a version on a day; in another version it is found by its words."""
    row = applied(statute.short_name, on, table)
    if row == statute:
        return Then(on, _said(row, place, on), row, place)
    history = history_of(statute, place, table, on)
    known = {one.statute: one.place for one in (*history.older, *history.newer)}
    if row is None:
        words = _none(statute, on, table)
        for kin, there in known.items():
            if applied(kin.short_name, on, table) == kin:
                return Then(on, f"{words}与这一条文字相近、{_said(kin, there, on)}", kin, there)
        return Then(on, words)
    if row in known:
        note = "" if known[row] == place else "条文序号与所查的版本不同，按文字相近找出。"
        return Then(on, _said(row, known[row], on) + note, row, known[row])
    if not reading.exists(row, place, table):
        return Then(on, _said(row, None, on) + NOTHING_ALIKE, row)
    kept = keeps_numbers(table.versions(row.short_name), statute, row)
    return Then(on, _said(row, place, on) + ("" if kept else SAME_NUMBER), row, place)


def _said(row, place, on):
    known = "按目前已公布的版本，" if on > timezone.localdate() else ""
    year = f"（{row.year}年）" if row.year else ""
    since = f"自{date_format(row.effective_from)}起施行" if row.effective_from else "施行日期不详"
    until = f"，{date_format(row.effective_to)}起不再适用" if row.effective_to else ""
    words = f"《{row.short_name}》{year}{place.words if place else ''}（{since}{until}）"
    return f"{known}{date_format(on)}有效的是{words}。"


def _none(statute, on, table):
    """That the table has no version of that day; not that there was no such law."""
    versions = table.versions(statute.short_name)
    days = [row.effective_from for row in versions if row.effective_from]
    words = f"法规表中没有{date_format(on)}有效的《{statute.short_name}》。"
    if days and on < min(days):
        words += f"表中最早的版本自{date_format(min(days))}起施行。"
    rows = [row for row in table.rows.values() if row.replaced_by in versions]
    names = sorted({(row.kind != Kind.LAW, row.short_name) for row in rows})
    before = "".join(f"《{name}》" for _, name in names if applied(name, on, table))
    return words + (f"当时有效、后来由它取代的有{before}。" if before else "")
