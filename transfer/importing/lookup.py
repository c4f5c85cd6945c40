"""The words of a file for what the site has: states, kinds of source, lawyers, areas."""

import difflib

from articles.models import SourceKind, State
from firm.models import Lawyer
from transfer.importing.record import UnreadableRecordError

MOST_NAMED = 20
UNKNOWN = "本站没有{}“{}”。"
NEAREST = "是不是“{}”？"
ABOVE = "已有的{}见上。"
STATES = {
    **{state.value: state for state in State},
    **{state.label: state for state in State},
    "publish": State.PUBLISHED, "发布": State.PUBLISHED, "已发表": State.PUBLISHED,
    "private": State.DRAFT, "pending": State.DRAFT, "撤下": State.WITHDRAWN,
}  # fmt: skip
KINDS = {**{kind.value: kind for kind in SourceKind}, **{kind.label: kind for kind in SourceKind}}


class NameLookup:
    """All rows of a model by every name that a file may use for them, and a stand-in for others.

    UnreadableRecordError where the stand-in is not known.
    """

    def __init__(self, model, default: str = ""):
        self.rows = rows = list(model.objects.all())
        by_name = {_plain(row.name): row for row in rows}
        if model is Lawyer:  # "林致远律师" is how a byline has it; the same name twice is no name
            by_name |= {_plain(f"{row.name}律师"): row for row in rows}
            names = [row.name for row in rows]
            twice = {_plain(name) for name in names if names.count(name) > 1}
            by_name = {k: row for k, row in by_name.items() if k.removesuffix("律师") not in twice}
        self.by_name = by_name | {_plain(row.slug): row for row in rows}
        self.label = model._meta.verbose_name
        self.listed = False  # one list of all is enough for a file of a thousand records
        self.default = self.get(default) if default else None

    def find(self, told: str):
        return self.by_name.get(_plain(told))

    def get(self, told: str):
        """The row found; UnreadableRecordError, with what there is, where there is none."""
        if row := self.find(told):
            return row
        raise UnreadableRecordError(UNKNOWN.format(self.label, told[:30]) + self.there_are(told))

    def row_for(self, names: list[str], made):
        """The row of a built article that a record names so, by whichever is known."""
        if row := next(filter(None, map(self.find, names)), None):
            return row
        if self.default is None and not names:
            raise UnreadableRecordError(f"没有写{self.label}。{self.there_are('')}")
        if self.default is None:
            return self.get(names[0])
        if names:
            words = f"本站没有{self.label}“{names[0][:30]}”，用了{self.default.name}"
            made.record.notes.append(words)
        return self.default

    def there_are(self, told: str) -> str:
        """A sentence with the nearest; the first time with all that is known."""
        near = difflib.get_close_matches(_plain(told), self.by_name, n=1, cutoff=0.6)
        hint = NEAREST.format(self.by_name[near[0]].name) if near else ""
        if self.listed:
            return hint + ABOVE.format(self.label)
        self.listed = True
        named = [f"{row.name}（{row.slug}）" for row in self.rows[:MOST_NAMED]]
        more = "等" if len(self.rows) > MOST_NAMED else ""
        return f"{hint}已有的{self.label}：{'、'.join(named) or '还没有'}{more}。"


def _plain(told):
    return "".join(str(told).split()).casefold()
