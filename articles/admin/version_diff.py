"""Two versions of an article side by side: which fields differ, and how, in readable words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format

from articles.models import Article, SourceKind
from firm.base import dates
from firm.models import Lawyer, PracticeArea
from richtext.core import blocks, diff
from statutes.base.columns import column_of

TEXTS = ["title", "summary"]
FACTS = [
    *("area", "author", "tags", "publish_at", "expires_at", "is_stub", "checked_on", "checked_by"),
    *("jurisdiction", "source_kind", "source", "ai_assisted"),
]
EMPTY = "（空）"
MOST_ROWS = 1500  # blocks of a body that a page shows
MOST_FOLDED = 200  # blocks that a fold holds; of more only the number is told


@dataclass(frozen=True)
class Field:
    """One field that differs, as text with marks."""

    label: str
    pieces: list[diff.Piece]


@dataclass(frozen=True)
class Comparison:
    """All that differs between two versions; `is_cut` tells that the body is shown in part."""

    fields: list[Field]
    body: list[diff.Part]
    is_cut: bool

    @property
    def is_empty(self):
        """Whether a reader would see no difference."""
        return not self.fields and not self.body and not self.is_cut


def comparison(old: Mapping, new: Mapping) -> Comparison:
    """What differs between two kept contents (`articles.revisions.snapshot`)."""
    before, after = blocks.of_html(old["body"]), blocks.of_html(new["body"])
    rows = diff.differences(before, after)
    differs = any(row.mark != diff.SAME for row in rows)
    shown, left = [], MOST_ROWS
    for part in diff.parts(rows) if differs else []:
        if left <= 0:
            break
        most = MOST_FOLDED if part.folded else left
        shown.append(diff.Part(part.folded, part.rows[:most], len(part.rows)))
        left -= 0 if part.folded else len(part.rows)
    is_long = max(len(before), len(after)) > blocks.MOST
    return Comparison(_fields(old, new), shown, is_cut=left <= 0 or is_long)


def _fields(old, new):
    found = [
        Field(_label(name), diff.words(old[name], new[name]))
        for name in TEXTS
        if old[name] != new[name]
    ]
    for name in FACTS:
        before, after = _shown(name, old[name]), _shown(name, new[name])
        if before != after:
            pieces = [diff.Piece(diff.REMOVED, before), diff.Piece(diff.ADDED, after)]
            found.append(Field(_label(name), pieces))
    return found


def _label(name):
    return str(column_of(Article, name).verbose_name)


def _shown(name, value):
    """A value of a kept content in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if not value:
        return EMPTY
    return str(WORDS[name](value)) if name in WORDS else str(value)


def _moment(text):
    return dates.minute(datetime.fromisoformat(text))


def _day(text):
    return date_format(date.fromisoformat(text))


def _named(model):
    def name_of(pk):
        return model.objects.filter(pk=pk).first() or f"已删除（编号{pk}）"

    return name_of


WORDS = {
    "area": _named(PracticeArea),
    "author": _named(Lawyer),
    "checked_by": _named(Lawyer),
    "tags": "、".join,
    "publish_at": _moment,
    "expires_at": _moment,
    "checked_on": _day,
    "source_kind": lambda value: SourceKind(value).label,
}
