"""Further reading: hand-picked first, then the same area, then the newest of the site."""

from itertools import chain

from django.db.models import Q

from articles.models import Article

WANTED = 11


def picked_links(article):
    """The editor's links in their order, without articles that the public may not see."""
    public = Q(target__isnull=True) | Q(target__in=Article.objects.published())
    links = article.related_links.filter(public).select_related("target")
    return links.defer("target__body", "target__text")


def related(article, wanted=WANTED):
    """Links and articles to read next, at most `wanted`; two queries.

    Never the article itself, never one that is not published.
    """
    links = list(picked_links(article)[:wanted])
    missing = wanted - len(links)
    if not missing:
        return links
    seen = [link.target_id for link in links if link.target_id]
    others = Article.objects.published().exclude(pk__in=[article.pk, *seen])
    near = others.filter(area=article.area_id)[:missing]
    newest = others[:missing]
    # Two short index scans in one query; which one a row came from is told by its area.
    found = Article.objects.filter(Q(pk__in=near.values("pk")) | Q(pk__in=newest.values("pk")))
    found = sorted(found.defer("body", "text"), key=lambda one: one.area_id != article.area_id)
    return list(chain(links, found[:missing]))


def neighbours(article):
    """The previous (older) and next (newer) article of the site by time, as a pair."""
    public = Article.objects.published()
    at, pk = article.publish_at, article.pk
    older = public.filter(Q(publish_at__lt=at) | Q(publish_at=at, pk__lt=pk))
    newer = public.filter(Q(publish_at__gt=at) | Q(publish_at=at, pk__gt=pk))
    ends = Article.objects.filter(
        Q(pk__in=older.values("pk")[:1])
        | Q(pk__in=newer.order_by("publish_at", "pk").values("pk")[:1])
    )
    ends = list(ends.only("title", "publish_at"))
    before = next((one for one in ends if (one.publish_at, one.pk) < (at, pk)), None)
    after = next((one for one in ends if (one.publish_at, one.pk) > (at, pk)), None)
    return before, after
