"""What the page of an article shows, be the article public, stored, or only typed."""

from dataclasses import dataclass

from django.utils.safestring import mark_safe

from articles.law import citations as law_citations
from articles.law import reader_alerts, review_due, statute_list
from articles.law.links import add_links
from articles.models import Article, Tag
from articles.public import head as page_head
from articles.quality.forms import LONGEST_BODY
from articles.related.further_reading import Further, further_reading
from articles.text import reading_time
from firm.site.head import HOME, Head
from firm.site.identity import Identity
from richtext.base.tree import write
from richtext.core import structure
from richtext.core.display import shown
from richtext.core.typography import typeset

TEMPLATE = "articles/article_detail.html"
MOST_UNFOLDED = 5  # entries of the contents that a phone shows before the text


@dataclass(frozen=True)
class Preview:
    """The band above a preview, and what is to be mended before the text can be stored.

    `framed` is one that stands in a page of the admin: its links open elsewhere, if at all.
    """

    words: str
    wrong: tuple[str, ...] = ()
    framed: bool = False


def context(article: Article, *, draft: bool = False) -> dict:
    """What the page of a stored article shows."""
    shown = _shown(article, law_citations.for_article(article), article.tags.all())
    head = page_head.build(article, shown["site"], shown["basis"], draft)
    return {**shown, "draft": draft, "head": head}


def preview_context(article: Article, preview: Preview, tags: list[str]) -> dict:
    """The same for a text that is not public or not stored at all; never indexed.

    Hand-picked links and neighbours are those of the stored article, if there is one; `tags` are
    names, of which some may be new.
    """
    article.settle()
    citations = law_citations.for_draft(article) if len(article.body) <= LONGEST_BODY else []
    trail = [HOME, *page_head.areas(article), ("预览", "")]
    head = Head(title=article.title, index=False, trail=trail)
    shown = _shown(article, citations, [Tag(name=name) for name in tags])
    return {**shown, "preview": preview, "head": head}


def _shown(article, citations, tags):
    day = statute_list.day_of(article)
    body = add_links(shown(article.body), law_citations.marks(citations))
    contents = structure.with_anchors(body)
    stored = article.pk is not None
    return {
        "article": article,
        "tags": tags,
        # `shown` let it through the sanitiser just above; what is added is written escaped.
        "body": mark_safe(write(typeset(body))),
        "contents": contents if structure.is_long(contents) else [],
        "folded": structure.entries(contents) > MOST_UNFOLDED,
        "minutes": reading_time.minutes(article.text),
        "overdue": bool(review_due.line(article)),
        "moved": reader_alerts.lines(citations),
        "basis": statute_list.build(citations, day),
        "basis_day": day,
        "further": further_reading(article) if stored else Further([], None, None),
        "site": Identity(),
    }
