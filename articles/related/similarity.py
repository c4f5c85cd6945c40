"""Which articles are near another one: those citing the same law, then those alike in their words.

Found when an article is published or changed, and stored by `articles.related.recompute`. Articles
whose time has not come yet have theirs too; what the public may see is asked when a page is made.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Cast, Concat

from articles import search
from articles.models import Article, Citation, State, Why

KEPT = 16  # a few more than are shown, as some will be picked by hand or not be public
MOST_KEYS = 60  # articles of the law that are compared; the first ones of a text that cites more
TELLING = 500  # what more citations name than this brings no candidate: it would bring them all
CANDIDATES = 60  # from the law, and as many from the words
LEAST_ALIKE = 0.1  # of 1; below it the newest of the area are of more use to a reader
NAME = Concat(
    "short_name", Value(":"), Cast("number", CharField()), Value("-"), Cast("sub", CharField())
)

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
    keys = _keys(article)
    found = search.similar(article, CANDIDATES)
    alike = {pk: likeness for pk, likeness in found if likeness >= LEAST_ALIKE}
    wanted = {*alike, *_citing_most(keys)} - {article.pk}
    ordered = sorted(_candidates(article, keys, alike, wanted), key=lambda one: one.order)
    law = [(one.pk, Why.LAW) for one in ordered if one.shared]
    text = [(one.pk, Why.TEXT) for one in ordered if not one.shared and one.same_area]
    return [*law, *text][:KEPT]


def _keys(article) -> list[Key]:
    """The articles of the law that a text cites; a range counts by the one it begins with."""
    cited = article.citations.filter(number__isnull=False).order_by("start")
    keys = cited.values_list("short_name", "number", "sub")
    return list(dict.fromkeys(keys))[:MOST_KEYS]


def _citing_most(keys: Iterable[Key]) -> list[int]:
    """Articles that cite the most of some articles of the law, of those that few cite.

    What all cite tells the nearness of no two; between those alike in words it counts all the same.
    """
    if not keys:
        return []
    times = _citing(keys).values_list("short_name", "number", "sub").annotate(Count("pk"))
    telling = [tuple(key) for *key, number in times if number <= TELLING]
    if not telling:
        return []
    counted = _citing(telling).values_list("article").annotate(shared=Count(NAME, distinct=True))
    return [pk for pk, _ in counted.order_by("-shared", "-article")[:CANDIDATES]]


def _citing(keys):
    """What cites one of some articles; those of a statute together, or the statement grows long."""
    numbers = defaultdict(list)
    for short_name, number, sub in keys:
        numbers[short_name, sub].append(number)
    wish = Q()
    for (short_name, sub), wanted in numbers.items():
        wish |= Q(short_name=short_name, sub=sub, number__in=wanted)
    return Citation.objects.filter(wish).order_by()


def _candidates(article, keys, alike, wanted):
    """Those of the wanted that are published, with all that their order follows from."""
    shared, known = Counter[int](), set(keys)
    cited = Citation.objects.filter(article__in=wanted).order_by()
    rows = cited.values_list("article", "short_name", "number", "sub").distinct()
    shared.update(pk for pk, *key in rows if tuple(key) in known)
    there = Article.objects.filter(pk__in=wanted, state=State.PUBLISHED).order_by()
    for pk, area in there.values_list("pk", "area"):
        yield Candidate(pk, area == article.area_id, shared[pk], alike.get(pk, 0.0))
