"""常用法规: the texts in force that the articles of the site cite most."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from statutes.base.enums import Status
from statutes.models import Statute
from statutes.public.names import Lineage
from statutes.services.citation_sync import citing_models

MOST = 12


@dataclass(frozen=True)
class Used:
    """A version in force, and how many texts of the site that everybody may read cite its text."""

    statute: Statute
    cited: int


def most_used(found: list[Lineage], day: date) -> list[Used]:
    """The most cited, at most `MOST`; of as many citations in the order of the list."""
    cited = _cited()
    known = [
        Used(one.current, cited[one.current.short_name])
        for one in found
        if one.current.short_name in cited and one.current.status_on(day) == Status.IN_FORCE
    ]
    return sorted(known, key=lambda one: -one.cited)[:MOST]


def _cited():
    """How many texts cite a text of the law, by its short name; a query for each kind of text."""
    cited: Counter = Counter()
    for model in citing_models():
        texts = Count(model.text_field, distinct=True)
        cited.update(dict(model.shown().order_by().values_list("short_name").annotate(texts)))
    return cited
