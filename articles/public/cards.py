"""Articles as the rows of a list show them: one query, areas and authors from what is kept."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article, ArticleQuerySet
from articles.public import reading
from firm.base import dates
from firm.models import PracticeArea
from firm.site import shown

# Not a template: a list of twenty in Django's language takes longer than all the rest of the page.
ROW = """<li>
  <h{level} class="row-title"><a href="{path}">{title}</a></h{level}>{words}
  <p class="meta">{area} <span>{author}</span> {date}</p>
</li>"""
WORDS = '\n  <p class="row-words">{}</p>'
LINK = '<a href="{}">{}</a>'
DATE = '<time datetime="{}">{}</time>'
COLUMNS = ["title", "excerpt", "publish_at", "created_at", "source_kind", "area", "author"]


def of(keys: Iterable[int]) -> list[Article]:
    """The articles with these keys, in their order; one that was deleted meanwhile is left out."""
    found = {one.pk: one for one in with_names(Article.objects.filter(pk__in=keys).order_by())}
    return [found[key] for key in keys if key in found]


def with_names(rows: ArticleQuerySet, *more: str) -> list[Article]:
    """What a queryset finds, with area and author at hand and `more` columns than a row shows."""
    articles = list(rows.only(*COLUMNS, *more))
    for article in articles:
        reading.point(article, area=shown.every_area(), author=shown.everyone())
    return articles


def html(articles: Iterable[Article], level: int, with_words: bool) -> SafeString:
    """Rows of articles; `level` is that of their headings."""
    return format_html_join("\n", "{}", ((_row(one, level, with_words),) for one in articles))


def _row(article, level, with_words):
    return format_html(
        ROW,
        level=level,
        path=article.get_absolute_url(),
        title=article.title,
        words=format_html(WORDS, article.excerpt) if with_words and article.excerpt else "",
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
