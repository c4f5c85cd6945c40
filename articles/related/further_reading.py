"""What to read next: hand-picked, then what was computed to be near, then the area, the newest.

Near is what cites the same law, then what is alike in its words: `articles.related.similarity`
computes it when an article changes. Here it is only read, and filtered by what the public may see
now.
"""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from articles.models import Article, Neighbour

WANTED = 11


@dataclass(frozen=True)
class Further:
    """What the foot of an article leads to."""

    related: list  # RelatedLink records first, then Article records
    before: Article | None  # the next older article of the site
    after: Article | None  # the next newer one


def further_reading(article: Article, wanted: int = WANTED) -> Further:
    """Related reading and neighbours of an article, in two queries.

    Never the article itself, never one that is not published.
    """
    links = list(_picked(article)[:wanted])
    seen = {link.target_id for link in links if link.target_id}
    found = list(_around(article, wanted, seen))
    others = [one for one in found if one.pk not in seen]
    # Stable: those found newest first stay so within.
    others.sort(key=lambda one: (_rank(one), one.area_id != article.area_id))
    place = _place(article)
    return Further(
        related=[*links, *others[: wanted - len(links)]],
        before=max((one for one in found if _place(one) < place), key=_place, default=None),
        after=min((one for one in found if _place(one) > place), key=_place, default=None),
    )


def _place(article):
    """Where an article stands in time; the id decides within one moment."""
    return article.publish_at, article.pk


def _rank(one):
    """The nearest first, and those that were not computed to be near behind them."""
    return float("inf") if one.nearness is None else one.nearness


def _picked(article):
    """The editor's links in their order, without articles that the public may not see."""
    public = Q(target__isnull=True) | Q(target__in=Article.objects.published())
    links = article.related_links.filter(public).select_related("target")
    return links.defer("target__body", "target__text")


def _around(article, wanted, seen):
    """Computed neighbours, the area, the newest, before and after: short scans in one query.

    The area and the newest stand in where few are near or none have been computed yet.
    """
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
    near = Neighbour.objects.filter(article=article)
    wish = Q(pk__in=near.order_by().values("other"))
    for part in parts:
        wish |= Q(pk__in=part.values("pk"))
    place = Subquery(near.filter(other=OuterRef("pk")).values("place")[:1])
    found = Article.objects.published().filter(wish).annotate(nearness=place)
    return found.defer("body", "text")
