"""Which statutes and interpretations cite an article, and by which of their own articles.

A text of law means the version that was in force when it took effect itself: an interpretation of
2022 counts 民事诉讼法 by the numbers of 2021. So its number is looked up in that version, and is
followed from there by what the articles say.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from statutes.base import Kind, Status
from statutes.citations.places import Place
from statutes.law.table import LONG_AGO, Table
from statutes.law.time_of_facts import Sentence
from statutes.models import LawCitation, Statute, StatuteArticle

MOST = 60  # articles that a page names; of more it tells the number
# Interpretations say how an article is applied: what its reader looks for first.
RANK = {kind: rank for rank, kind in enumerate(Kind)} | {Kind.INTERPRETATION: -1}


@dataclass
class Citing:
    """An article that cites, by which number, and the sentence that does, or else its first one.

    `via` is the older version it counts by; the place is 0 where the text has no articles.
    """

    statute: Statute
    place: Place
    cited: Place
    via: str = ""
    sentence: str = ""

    @property
    def url(self) -> str:
        if not self.place.number:
            return self.statute.get_absolute_url()
        return self.statute.article_path(*self.place)


def cited_by(
    statute: Statute, place: Place, known: Mapping[int, Place], table: Table, day: date
) -> tuple[list[Citing], int]:
    """What cites an article, text by text, the first `MOST`; and how much does.

    Texts in force, and the own text of the article whatever it is. `known` is where the article
    stands in other versions, by their keys.
    """
    row = table.rows.get(statute.pk)
    if row is None:
        return [], 0
    meant = Meant(row, place, known, table)
    found: dict[tuple[int, Place], Citing] = {}
    for one in LawCitation.objects.of_any(row.short_name, meant.places).order_by("pk"):
        citing = table.rows.get(one.statute_id)
        if (
            citing is None
            or citing is not row
            and (citing.short_name == row.short_name or citing.status_on(day) != Status.IN_FORCE)
        ):
            continue
        via = meant.by(citing, one)
        if via is not None:
            key = one.statute_id, Place(one.by_number, one.by_sub)
            cited = Place(one.number, one.sub)
            found.setdefault(key, Citing(citing, key[1], cited, via))

    def order(one):
        """By rank, then the newest; the own text, whose reader may see it all, comes last."""
        since = (one.statute.effective_from or LONG_AGO).toordinal()
        kind = RANK[one.statute.kind]
        return one.statute is row, kind, -since, one.statute.pk, one.place

    return _with_sentences(sorted(found.values(), key=order)[:MOST]), len(found)


def keeps_numbers(versions: list[Statute], one: Statute, other: Statute) -> bool:
    """Whether every version between two says what it changed: then no number moved."""
    first, last = sorted([versions.index(one), versions.index(other)])
    return all(row.changed for row in versions[first + 1 : last + 1])


class Meant:
    """Whether a number in another text means one article, through the versions of its text."""

    def __init__(self, row: Statute, place: Place, known: Mapping[int, Place], table: Table):
        self._row, self._place, self._table = row, place, table
        self._known = {**known, row.pk: place}
        self._versions = table.versions(row.short_name)
        keys = {one.pk for one in self._versions}
        # Where it stands in any version of its text
        self.places = {place for pk, place in self._known.items() if pk in keys}

    def by(self, citing: Statute, cited: LawCitation) -> str | None:
        """The place it is cited by, where that is another version's; None if it is not meant."""
        version = self._version_for(citing)
        if version is None:
            return None
        place = self._known.get(version.pk)
        if place is None:
            if not keeps_numbers(self._versions, version, self._row):
                return None
            place = self._place
        if cited.until:
            is_named = not place.sub and cited.number <= place.number <= cited.until
        else:
            is_named = (cited.number, cited.sub) == place
        if not is_named:
            return None
        return "" if place == self._place else f"{version.year}年版{place.words}"

    def _version_for(self, citing):
        """What was in force when the citing text took effect, or was made and came soon after."""
        if citing.short_name == self._row.short_name:
            return citing
        since = citing.effective_from or citing.promulgated or LONG_AGO
        found = self._table.in_force(self._row.short_name, since)
        first = self._versions[0]
        made = first.promulgated or LONG_AGO
        return found or (first if made <= since and len(self._versions) == 1 else None)


def _with_sentences(articles):
    """Each with its sentence; without those whose articles are gone."""
    numbers = defaultdict(set)
    for one in articles:
        numbers[one.statute.pk].add(one.place.number)
    wanted = Q()
    for pk, theirs in numbers.items():
        wanted |= Q(statute=pk, number__in=theirs)
    rows = StatuteArticle.objects.filter(wanted) if wanted else StatuteArticle.objects.none()
    texts = {(one.statute_id, Place(one.number, one.sub)): one.text for one in rows}
    for one in articles:
        text = texts.get((one.statute.pk, one.place), "")
        at = max(text.find(one.cited.words), 0)
        one.sentence = Sentence(text, at, at).shown
    return [one for one in articles if one.sentence or not one.place.number]
