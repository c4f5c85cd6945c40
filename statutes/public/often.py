"""常用法规: the texts in force that the site cites most, then what the law itself cites most."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Value

from statutes.base.enums import Status
from statutes.models import LawCitation, Statute
from statutes.public.names import Lineage
from statutes.services.citation_sync import citing_models

MOST = 12


@dataclass(frozen=True)
class Used:
    """A version in force, and how often its text is cited.

    `by_site`: by how many texts of the site that everybody may read; `by_law`: by how many versions
    of other texts of the law.
    """

    statute: Statute
    by_site: int
    by_law: int


def most_used(found: list[Lineage], day: date) -> list[Used]:
    """The most cited, at most `MOST`; of as many citations in the order of the list."""
    by_site, by_law = _cited()
    known = [
        Used(one.current, by_site[name], by_law[name])
        for one in found
        if (name := one.current.short_name) in by_site | by_law
        and one.current.status_on(day) == Status.IN_FORCE
    ]
    return sorted(known, key=lambda one: (-one.by_site, -one.by_law))[:MOST]


def _cited() -> tuple[Counter, Counter]:
    """How many texts of the site, and of the law, cite a text, by its short name; one query."""
    others = LawCitation.objects.exclude(statute__short_name=F("short_name"))
    counts = [_count(model.shown(), model.text_field, 0) for model in citing_models()]
    cited: tuple[Counter, Counter] = (Counter(), Counter())
    for name, number, which in _count(others, "statute", 1).union(*counts, all=True):
        cited[which][name] += number
    return cited


def _count(citations, text, which):
    told = {"texts": Count(text, distinct=True), "which": Value(which)}
    return (
        citations.order_by().values("short_name").annotate(**told).values_list("short_name", *told)
    )
