"""Which articles are near each other, stored when one is published, changed or taken down.

What changed is marked in the same transaction, so that nothing is lost; the worker finds its
neighbours, and those of the articles near it, some seconds later. No lock is held while something
is computed: a mark that was renewed meanwhile stays, and the work is done again. Articles whose
time has not come yet have neighbours too; what the public may see is asked when a page is made.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from articles import search
from articles.models import Article, Citation, Neighbour, NeighboursDue, State, Why

log = logging.getLogger("antou.articles")

KEPT = 16  # a few more than are shown, as some will be picked by hand or not be public
MOST_KEYS = 60  # articles of the law that are compared; the first ones of a text that cites more
TELLING = 500  # what more citations name than this brings no candidate: it would bring them all
CANDIDATES = 60  # from the words
KEY = ["short_name", "number", "sub"]
AT_A_TIME = 50
LATER = timedelta(minutes=1)
MOST_FAILURES = 10
MOST_LISTING = 100  # of the articles that list one that changed, so many are done again

Found = dict[int, list[tuple[int, Why]]]


def nearest(article: Article) -> list[tuple[int, Why]]:
    """The nearest articles, the first the nearest: at most KEPT.

    Law first: the more of it they share the nearer, then the more alike in words, then the newer.
    Alike in words counts only within the area, where the same words mean the same.
    """
    alike = search.like(article, CANDIDATES)
    places = {pk: place for place, pk in enumerate(alike)}
    shared = _sharing_law(article, alike)
    by_law = sorted(shared, key=lambda pk: (-shared[pk], places.get(pk, CANDIDATES), -pk))
    found = [*by_law, *(pk for pk in alike if pk not in shared)][:KEPT]
    return [(pk, Why.LAW if pk in shared else Why.TEXT) for pk in found]


def _sharing_law(article, alike):
    """How many articles of the law others cite as well; a range counts by the one it begins with.

    What very many cite tells the nearness of no two; between those alike in words it counts too.
    """
    own = Citation.objects.filter(article=article.pk, number__isnull=False).order_by("start")
    keys = list(dict.fromkeys(own.values_list(*KEY)))[:MOST_KEYS]
    if not keys:
        return Counter[int]()
    # Each name with each number, and a few more are read: a condition for each pair takes longer.
    names, numbers, _ = map(set, zip(*keys, strict=True))
    near = Citation.objects.filter(short_name__in=names, number__in=numbers).order_by()
    often = {tuple(key): many for *key, many in near.values_list(*KEY).annotate(Count("pk"))}
    telling = [key for key in keys if often.get(key, 0) <= TELLING]
    each = (Q(**dict(zip(KEY, key, strict=True))) for key in telling)
    wanted = Q(*each, article__in=alike, _connector=Q.OR)
    rows = near.filter(wanted, article__state=State.PUBLISHED).exclude(article=article.pk)
    shared, known = rows.values_list("article", *KEY).distinct(), set(keys)
    return Counter(pk for pk, *key in shared if tuple(key) in known)


class Near(NamedTuple):
    """What was found for one mark; `article` is None when it is public no more."""

    mark: NeighboursDue
    article: Article | None
    list: list[tuple[int, Why]]


def queue_recompute(articles: Iterable[Article]) -> None:
    """Let the worker compute the neighbours of articles that have changed, and those near them."""
    now = timezone.now()
    _mark({article.pk: now for article in articles}, spread=True)


def recompute_due(keep_going: Callable[[], bool] = lambda: True) -> int:
    """Compute the neighbours of all articles that are due; returns how many were done.

    None before an index that an upgrade left empty is filled. One that fails is logged and tried
    again later; where many fail, the rest waits as well.
    """
    if not search.INDEX.is_whole():
        return 0
    done = failed = 0
    while marks := list(_due(timezone.now())[:AT_A_TIME]):
        found: list[Near] = []
        for mark in marks:
            if failed == MOST_FAILURES or not keep_going():
                return done + _settle(found)
            try:
                article = _published().filter(pk=mark.pk).first()
                found.append(Near(mark, article, nearest(article) if article else []))
            except Exception as error:  # whatever it is, the others have their turn
                _put_off(mark, error)
                failed += 1
        done += _settle(found)
    return done


def _due(now):
    """Those whose time has come, or was set by a clock that was ahead."""
    ahead = Q(at__gt=now + 2 * LATER, article__publish_at__lte=now)
    return NeighboursDue.objects.filter(Q(at__lte=now) | ahead)


def rebuild(tick: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Find the neighbours of every article anew; of how many. Broken off, the worker goes on."""
    away = Article.objects.exclude(state=State.PUBLISHED).values("pk")
    Neighbour.objects.filter(Q(article__in=away) | Q(other__in=away)).delete()
    keys, done = list(_published().values_list("pk", flat=True)), count(1)
    _mark(dict.fromkeys(keys, timezone.now()), spread=False)

    def told():
        tick(min(next(done), len(keys)), len(keys))
        return True

    return recompute_due(told)


def _published():
    return Article.objects.filter(state=State.PUBLISHED)


def _mark(due: dict[int, datetime], *, spread):
    """Say from when on the neighbours of some articles are due. A mark that spreads goes on to."""
    marks = [NeighboursDue(article_id=pk, at=due[pk], spread=spread) for pk in sorted(due)]
    renewed = ["at", "spread"] if spread else ["at"]
    NeighboursDue.objects.bulk_create(
        marks,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=renewed,
    )


def _put_off(mark, error):
    reason = (str(error).splitlines() or [""])[0][:200]
    words = "neighbours of article %s not found: %s: %s"
    log.error(words, mark.pk, type(error).__name__, reason)
    NeighboursDue.objects.filter(pk=mark.pk).update(at=timezone.now() + LATER)


def _settle(found):
    """Store what was found of some marks, and take them away; how many that were.

    One that cannot be stored waits: another that it lists may just have been deleted.
    """
    try:
        _write(found)
    except Exception as error:
        if len(found) > 1:
            return sum(_settle([one]) for one in found)
        _put_off(found[0].mark, error)
        return 0
    return len(found)


def _write(found):
    """Store all in few commits, as each that changes a list is a new version of the content.

    The marks are commits of their own: an editor, who holds an article and marks it, waits for
    nobody who holds a mark and waits for the article.
    """
    done, concerned = {one.mark.pk for one in found}, set()
    for mark, _, near in found:
        if mark.spread:  # on to what it is near to now, and to what has listed it so far
            listing = Neighbour.objects.filter(other=mark.pk).order_by("-article")
            concerned |= {other for other, _ in near}
            concerned |= {*listing.values_list("article", flat=True)[:MOST_LISTING]}
    _mark(dict.fromkeys(concerned - done, timezone.now()), spread=False)
    _store({one.mark.pk: one.list for one in found})
    gone = [one.mark.pk for one in found if one.article is None]
    if gone:
        Neighbour.objects.filter(other__in=gone).delete()
    with transaction.atomic():
        for mark, article, _ in found:
            unrenewed = NeighboursDue.objects.filter(pk=mark.pk, at=mark.at)
            if article and article.publish_at > timezone.now():
                # Before its time it is like no other one to a search, so that none could list it.
                unrenewed.update(at=article.publish_at, spread=True)
            else:
                unrenewed.delete()


@transaction.atomic
def _store(found: Found):
    """Replace the lists of some articles, where they are others than before."""
    # Two that store the same list wait for each other; writers of the article do not wait for them.
    locked = Article.objects.select_for_update(no_key=True).filter(pk__in=found).order_by("pk")
    there = list(locked.values_list("pk", flat=True))
    before: Found = {pk: [] for pk in there}
    for row in Neighbour.objects.filter(article__in=there).order_by("place"):
        before[row.article_id].append((row.other_id, Why(row.why)))
    changed = [pk for pk in there if before[pk] != found[pk]]
    Neighbour.objects.filter(article__in=changed).delete()
    Neighbour.objects.bulk_create(
        [
            Neighbour(article_id=pk, other_id=other, place=place, why=why)
            for pk in changed
            for place, (other, why) in enumerate(found[pk])
        ],
        batch_size=1000,
    )
