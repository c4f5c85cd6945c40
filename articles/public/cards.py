"""Articles as the cards of a list show them: one query, areas and authors from what is kept."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article, ArticleQuerySet
from firm.site import shown

# Not a template: a list of twenty in Django's language takes longer than all the rest of the page.
CARD = """<article class="card card-article">
  <h{level} class="card-title"><a href="{path}">{title}</a></h{level}>
  <p class="card-words">{excerpt}</p>
  <p class="meta">
    {area}
    {date}
    <span>{author}</span>
  </p>
</article>"""
LINK = '<a href="{}">{}</a>'
DATE = '<time datetime="{}">{}</time>'
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


def html(article: Article, level: int) -> SafeString:
    """The card of an article; `level` is that of its heading."""
    return format_html(
        CARD,
        level=level,
        path=article.get_absolute_url(),
        title=article.title,
        excerpt=article.excerpt,
        area=_area(article.area),
        date=_date(article) if article.has_own_date else "",
        author=article.author.title,
    )


def _area(area):
    if not area.is_published:
        return format_html("<span>{}</span>", area.name)
    return format_html(LINK, area.get_absolute_url(), area.name)


def _date(article):
    day = timezone.localtime(article.publish_at)
    return format_html(DATE, f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日")
