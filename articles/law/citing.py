"""Which articles cite a statute or an article of it."""

from articles.models import Article, ArticleQuerySet, Citation
from statutes.models import Statute


def citing(statute: Statute, number: int | None = None, sub: int = 0) -> ArticleQuerySet:
    """The public articles that cite a version of a statute, or one article of it."""
    cites, name = Citation.objects.filter(statute=statute), statute.short_name
    cites = cites.of_article(name, number, sub) if number else cites.filter(short_name=name)
    return Article.objects.published().filter(pk__in=cites.values("article"))
