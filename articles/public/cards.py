"""Articles as the cards of a list show them: one query, areas and authors from what is kept."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article, ArticleQuerySet
from articles.public import reading
from firm.base import dates
from firm.models import PracticeArea
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
    """What a queryset finds, with area and author at hand and `more` columns than a card shows."""
    articles = list(rows.only(*COLUMNS, *more))
    for article in articles:
        reading.point(article, area=shown.every_area(), author=shown.everyone())
    return articles


def html(article: Article, level: int) -> SafeString:
    """The card of an article; `level` is that of its heading."""
    return format_html(
        CARD,
        level=level,
        path=article.get_absolute_url(),
        title=article.title,
        excerpt=article.excerpt,
        area=area_link(article.area),
        date=_date(article) if article.has_own_date else "",
        author=article.author.title,
    )


def area_link(area: PracticeArea) -> SafeString:
    """The name of an area, leading to its page where it has one."""
    if not area.is_published:
        return format_html("<span>{}</span>", area.name)
    return format_html(LINK, area.get_absolute_url(), area.name)


def _date(article):
    return format_html(DATE, *dates.told(dates.beijing(article.publish_at).date()))
