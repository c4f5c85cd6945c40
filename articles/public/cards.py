"""Articles as the cards of a list show them: one query, areas and authors from what is kept."""

from collections.abc import Iterable

from articles.models import Article, ArticleQuerySet
from firm.site import shown

COLUMNS = ["title", "excerpt", "publish_at", "created_at", "source_kind", "area", "author"]


def of(keys: Iterable[int]) -> list[Article]:
    """The articles with these keys, in their order; one that was deleted meanwhile is left out."""
    found = {one.pk: one for one in with_names(Article.objects.filter(pk__in=keys).order_by())}
    return [found[key] for key in keys if key in found]


def with_names(rows: ArticleQuerySet, *more: str) -> list[Article]:
    """What a queryset finds, with area and author at hand and `more` columns than a card shows.

    What is newer than areas and lawyers that are kept asks for its own.
    """
    areas, authors = shown.every_area(), shown.everyone()
    articles = list(rows.only(*COLUMNS, *more))
    for article in articles:
        if article.area_id in areas and article.author_id in authors:
            article.area, article.author = areas[article.area_id], authors[article.author_id]
    return articles
