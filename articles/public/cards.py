"""Articles as rows of a list and as a page reads one; who and what they belong to is cached."""

from collections.abc import Iterable
from functools import cache

from django.db.models import BigIntegerField, F, IntegerField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article, ArticleQuerySet, FinishedBody
from firm.base import dates
from firm.base.queries import Parameter, Prepared, prepared
from firm.models import PracticeArea
from firm.site import records

STORED = ["html", "headings", "seal"]


def article(pk: int) -> Article | None:
    """The article of a number, with author, reviewer and area, be it public or not."""
    known = pk <= BigIntegerField.MAX_BIGINT  # no database takes a longer number
    found = next(iter(_statement().records(Article, pk=pk)), None) if known else None
    if found:
        people = records.everyone()
        point(found, author=people, checked_by=people, area=records.every_area())
    return found


def point(article: Article, **known: dict) -> None:
    """Point an article to kept records; what is newer than those is looked up when it is named."""
    for name, rows in known.items():
        if record := rows.get(getattr(article, f"{name}_id")):
            setattr(article, name, record)


def finished(article: Article) -> FinishedBody | None:
    """The finished body that `article` was read with, if there is one."""
    row = article.__dict__
    if row.get("finished_seal") is None:
        return None
    return FinishedBody(**{name: row[f"finished_{name}"] for name in STORED})


@cache
def _statement() -> Prepared:
    found = Article.objects.filter(pk=Parameter("pk", IntegerField())).order_by()
    return prepared(
        found.annotate(**{f"finished_{name}": F(f"finished__{name}") for name in STORED})
    )


# Not a template: a list of twenty in Django's language takes longer than all the rest of the page.
ROW = """<li>
  <h{level} class="row-title"><a href="{path}">{title}</a></h{level}>{words}
  <p class="meta">{area} <span>{author}</span> {date}</p>
</li>"""
WORDS = '\n  <p class="note clamp">{}</p>'
LINK = '<a href="{}">{}</a>'
DATE = '<time datetime="{}">{}</time>'
COLUMNS = ["title", "excerpt", "publish_at", "created_at", "source_kind", "area", "author"]


def of(
    keys: Iterable[int], rows: ArticleQuerySet | None = None, more: Iterable[str] = ()
) -> list[Article]:
    """The articles with these keys, in their order; one that is not in `rows`, or was deleted
    meanwhile, is left out."""
    named = (Article.objects.all() if rows is None else rows).filter(pk__in=keys).order_by()
    found = {one.pk: one for one in with_names(named, *more)}
    return [found[key] for key in keys if key in found]


def with_names(rows: ArticleQuerySet, *more: str) -> list[Article]:
    """What a queryset finds, with area and author at hand and `more` columns than a row shows."""
    articles = list(rows.only(*COLUMNS, *more))
    for article in articles:
        point(article, area=records.every_area(), author=records.everyone())
    return articles


def html(articles: Iterable[Article], level: int, with_words: bool) -> SafeString:
    """Rows of articles; `level` is that of their headings."""
    rows = []
    for one in articles:
        published = dates.told(dates.beijing(one.publish_at).date())
        row = format_html(
            ROW,
            level=level,
            path=one.get_absolute_url(),
            title=one.title,
            words=format_html(WORDS, one.excerpt) if with_words and one.excerpt else "",
            area=area_link(one.area),
            date=format_html(DATE, *published) if one.has_own_date else "",
            author=one.author.title,
        )
        rows.append((row,))
    return format_html_join("\n", "{}", rows)


def area_link(area: PracticeArea) -> SafeString:
    """The name of an area, or of the one above it, leading to its page where it has one."""
    area = area.parent or area
    if not area.is_published:
        return format_html("<span>{}</span>", area.name)
    return format_html(LINK, area.get_absolute_url(), area.name)
