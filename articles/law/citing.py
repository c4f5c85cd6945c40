"""Which articles cite a statute or an article of it."""

from django.db.models import Count, OuterRef, Subquery

from articles.models import Article, ArticleQuerySet, Citation
from statutes.models import Statute


def citing(statute: Statute, number: int | None = None, sub: int = 0) -> ArticleQuerySet:
    """The public articles that cite a version of a statute, or one article of it.

    Of an article, those that come back to it most often stand first: they are about it.
    """
    cites, name = Citation.objects.filter(statute=statute), statute.short_name
    if number is None:
        return _public(cites.filter(short_name=name))
    cites = cites.of_article(name, number, sub)
    return _public(cites).order_by(_times(cites).desc(), *Article._meta.ordering)


def _public(cites):
    return Article.objects.published().filter(pk__in=cites.values("article"))


def _times(cites):
    """How often a text cites it."""
    own = cites.filter(article=OuterRef("pk")).order_by().values("article")
    return Subquery(own.annotate(times=Count("pk")).values("times"))
