"""Which articles are near another one: those citing the same law, then those alike in their words.

Found when an article is published or changed, and stored by `articles.related.recompute`. Articles
whose time has not come yet have theirs too; what the public may see is asked when a page is made.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from articles import search
from articles.models import Article, Citation, State, Why

KEPT = 16  # a few more than are shown, as some will be picked by hand or not be public
MOST_KEYS = 60  # articles of the law that are compared; the first ones of a text that cites more
TELLING = 500  # what more citations name than this brings no candidate: it would bring them all
CANDIDATES = 60  # from the law, and as many from the words
LEAST_ALIKE = 0.1  # of 1; below it the newest of the area are of more use to a reader
AT_A_TIME = 500  # articles of the law in one statement
KEY = ["short_name", "number", "sub"]

Key = tuple[str, int, int]  # of an article of the law: short name, number, sub-number


@dataclass(frozen=True)
class Candidate:
    """A published article, and how it is near the one in question."""

    pk: int
    same_area: bool
    shared: int  # articles of the law that both cite
    likeness: float

    @property
    def order(self):
        """The more law they share the nearer; then the more alike, the same area, the newer."""
        return -self.shared, -self.likeness, not self.same_area, -self.pk


def nearest(article: Article) -> list[tuple[int, Why]]:
    """The nearest articles, the first the nearest: at most KEPT.

    Law first. Alike in words counts only within the area, where the same words mean the same.
    """
    return nearest_of([article])[article.pk]


def nearest_of(articles: Collection[Article]) -> dict[int, list[tuple[int, Why]]]:
    """The same for some dozens of articles, with the questions about the law asked once for all."""
    keys = _keys(articles)
    law = set().union(*keys.values())
    citing = _citing(_telling(law))
    unseen = search.hidden_ids()
    alike = {one.pk: _alike(one, unseen) for one in articles}
    wanted = {pk: {*alike[pk], *_citing_most(keys[pk], citing)} - {pk} for pk in keys}
    every = set().union(*wanted.values())
    cited, areas = _cited(every, law), _areas(every)
    found = {}
    for one in articles:
        own = set(keys[one.pk])
        found[one.pk] = _in_order(
            Candidate(pk, areas[pk] == one.area_id, len(own & cited[pk]), alike[one.pk].get(pk, 0))
            for pk in wanted[one.pk] & areas.keys()
        )
    return found


def _in_order(candidates):
    ordered = sorted(candidates, key=lambda one: one.order)
    law = [(one.pk, Why.LAW) for one in ordered if one.shared]
    text = [(one.pk, Why.TEXT) for one in ordered if not one.shared and one.same_area]
    return [*law, *text][:KEPT]


def _alike(article, unseen):
    found = search.similar(article, CANDIDATES, unseen)
    return {pk: likeness for pk, likeness in found if likeness >= LEAST_ALIKE}


def _keys(articles) -> dict[int, list[Key]]:
    """The articles of the law that each text cites; a range counts by the one it begins with."""
    found: dict[int, dict[Key, None]] = {one.pk: {} for one in articles}
    cited = Citation.objects.filter(article__in=found, number__isnull=False).order_by("start")
    for pk, *key in cited.values_list("article", *KEY):
        found[pk][tuple(key)] = None
    return {pk: list(keys)[:MOST_KEYS] for pk, keys in found.items()}


def _telling(keys):
    """Of some articles of the law those that few cite.

    What all cite tells the nearness of no two; between those alike in words it counts all the same.
    """
    for part in _parts(keys):
        for *key, number in part.values_list(*KEY).annotate(Count("pk")):
            if number <= TELLING:
                yield tuple(key)


def _citing(keys):
    """The articles that cite each of some articles of the law."""
    citing = defaultdict(set)
    for part in _parts(keys):
        for pk, *key in part.values_list("article", *KEY):
            citing[tuple(key)].add(pk)
    return citing


def _parts(keys):
    """The citations of some articles of the law, in statements that do not grow too long.

    Those of a statute stand together.
    """
    keys = sorted(keys)
    for start in range(0, len(keys), AT_A_TIME):
        numbers = defaultdict(list)
        for short_name, number, sub in keys[start : start + AT_A_TIME]:
            numbers[short_name, sub].append(number)
        wish = Q()
        for (short_name, sub), wanted in numbers.items():
            wish |= Q(short_name=short_name, sub=sub, number__in=wanted)
        yield Citation.objects.filter(wish).order_by()


def _citing_most(keys, citing):
    """Those that cite the most of an article's keys, the newest first of as many."""
    counted = Counter(pk for key in keys for pk in citing.get(key, ()))
    return sorted(counted, key=lambda pk: (-counted[pk], -pk))[:CANDIDATES]


def _cited(articles, keys):
    """Which of some articles of the law each of some articles cites."""
    cited = defaultdict(set)
    rows = Citation.objects.filter(article__in=articles).order_by()
    for pk, *key in rows.values_list("article", *KEY).iterator():
        if tuple(key) in keys:
            cited[pk].add(tuple(key))
    return cited


def _areas(articles):
    """The area of each of some articles that is published."""
    there = Article.objects.filter(pk__in=articles, state=State.PUBLISHED).order_by()
    return dict(there.values_list("pk", "area"))
