"""Finds the areas and lawyers that a record names, by slug or name. None is ever created."""

import difflib
from dataclasses import dataclass

from firm.models import Lawyer, PracticeArea
from transfer.importing.record import UnreadableRecordError

MOST_NAMED = 20
UNKNOWN = "本站没有{}“{}”。"
NEAREST = "是不是“{}”？"
ABOVE = "已有的{}见上。"


@dataclass
class NameLookup:
    """The rows of one kind by every name that a file may use for them."""

    label: str
    by_name: dict
    rows: list
    listed: bool = False  # one list of all is enough for a file of a thousand records
    instead: str = ""  # what to do, where a choice of all stands beside the report

    @classmethod
    def load(cls, model) -> "NameLookup":
        """All rows of a model that has a slug and a name."""
        rows = list(model.objects.all())
        by_name = {_plain(row.name): row for row in rows}
        if model is Lawyer:  # "林致远律师" is how a byline has it; the same name twice is no name
            by_name |= {_plain(f"{row.name}律师"): row for row in rows}
            names = [row.name for row in rows]
            twice = {_plain(name) for name in names if names.count(name) > 1}
            by_name = {k: row for k, row in by_name.items() if k.removesuffix("律师") not in twice}
        by_name |= {_plain(row.slug): row for row in rows}
        return cls(model._meta.verbose_name, by_name, rows)

    def find(self, told: str):
        """The row of a name, None where there is none."""
        return self.by_name.get(_plain(told))

    def get(self, told: str):
        """The same; UnreadableRecordError, with what there is, where there is none."""
        row = self.find(told)
        if row is None:
            raise UnreadableRecordError(
                UNKNOWN.format(self.label, told[:30]) + self.there_are(told)
            )
        return row

    def there_are(self, told: str) -> str:
        """A sentence with the nearest; the first time with all that is known."""
        near = difflib.get_close_matches(_plain(told), self.by_name, n=1, cutoff=0.6)
        hint = NEAREST.format(self.by_name[near[0]].name) if near else ""
        if self.instead:
            return hint + self.instead
        if self.listed:
            return hint + ABOVE.format(self.label)
        self.listed = True
        named = [f"{row.name}（{row.slug}）" for row in self.rows[:MOST_NAMED]]
        more = "等" if len(self.rows) > MOST_NAMED else ""
        return f"{hint}已有的{self.label}：{'、'.join(named) or '还没有'}{more}。"


@dataclass
class SiteLookup:
    """The areas and lawyers of the site, and the defaults for records that name none."""

    areas: NameLookup
    lawyers: NameLookup
    area: PracticeArea | None = None
    author: Lawyer | None = None

    @classmethod
    def load(cls, area: str = "", author: str = "") -> "SiteLookup":
        """UnreadableRecordError where a stand-in is not known."""
        site = cls(NameLookup.load(PracticeArea), NameLookup.load(Lawyer))
        site.area = site.areas.get(area) if area else None
        site.author = site.lawyers.get(author) if author else None
        return site


def _plain(told):
    return "".join(str(told).split()).casefold()
