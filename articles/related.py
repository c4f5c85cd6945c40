"""What to read next: hand-picked, then the same law, the same area, the newest; the neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Cast, Concat

from articles.models import Article, Citation

WANTED = 11
MOST_KEYS = 60  # articles of the law that are compared; the first ones of a text that cites more
KEY = Concat(
    "short_name", Value(":"), Cast("number", CharField()), Value("-"), Cast("sub", CharField())
)


@dataclass(frozen=True)
class Further:
    """What the foot of an article leads to."""

    related: list  # RelatedLink records first, then Article records
    before: Article | None  # the next older article of the site
    after: Article | None  # the next newer one


def further_reading(article, citations: Sequence[Citation] = (), wanted=WANTED):
    """Related reading and neighbours of an article, in two queries, three if it cites the law.

    Never the article itself, never one that is not published. `citations` are its own.
    """
    links = list(_picked(article)[:wanted])
    seen = {link.target_id for link in links if link.target_id}
    shared = _sharing(article, citations, wanted, seen)
    found = list(_around(article, wanted, seen, shared))
    others = [one for one in found if one.pk not in seen]
    # Stable: those found newest first stay so within.
    others.sort(key=lambda one: (-shared.get(one.pk, 0), one.area_id != article.area_id))
    place = _place(article)
    return Further(
        related=[*links, *others[: wanted - len(links)]],
        before=max((one for one in found if _place(one) < place), key=_place, default=None),
        after=min((one for one in found if _place(one) > place), key=_place, default=None),
    )


def _place(article):
    """Where an article stands in time; the id decides within one moment."""
    return article.publish_at, article.pk


def _picked(article):
    """The editor's links in their order, without articles that the public may not see."""
    public = Q(target__isnull=True) | Q(target__in=Article.objects.published())
    links = article.related_links.filter(public).select_related("target")
    return links.defer("target__body", "target__text")


def _sharing(article, citations, wanted, seen):
    """Articles that cite the same articles of law: id to how many; the most, then the newest.

    A range counts by the article with which it begins.
    """
    keys = [(one.short_name, one.number, one.sub) for one in citations if one.number is not None]
    wish = Q()
    for short_name, number, sub in list(dict.fromkeys(keys))[:MOST_KEYS]:
        wish |= Q(short_name=short_name, number=number, sub=sub)
    if not wish:
        return {}
    public = Article.objects.published().exclude(pk__in=[article.pk, *seen])
    found = Citation.objects.filter(wish, article__in=public).order_by()
    counted = found.values("article", at=F("article__publish_at")).annotate(
        shared=Count(KEY, distinct=True)
    )
    best = counted.order_by("-shared", "-at", "-article")[:wanted]
    return {one["article"]: one["shared"] for one in best}


def _around(article, wanted, seen, shared):
    """Same law, same area, newest and both neighbours: short index scans in one query."""
    at, pk = _place(article)
    public = Article.objects.published().exclude(pk=pk)
    unseen = public.exclude(pk__in=seen)
    older = public.filter(Q(publish_at__lt=at) | Q(publish_at=at, pk__lt=pk))
    newer = public.filter(Q(publish_at__gt=at) | Q(publish_at=at, pk__gt=pk))
    parts = [
        unseen.filter(area=article.area_id)[:wanted],
        unseen[:wanted],
        older[:1],
        newer.order_by("publish_at", "pk")[:1],
    ]
    wish = Q(pk__in=list(shared))
    for part in parts:
        wish |= Q(pk__in=part.values("pk"))
    return Article.objects.filter(wish).defer("body", "text")
