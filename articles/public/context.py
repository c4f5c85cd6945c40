"""What the page of an article shows, be the article public, stored, or only typed."""

from dataclasses import dataclass
from functools import cache

from articles.law import bodies, reader_alerts, review_due, statute_list
from articles.law import citations as law_citations
from articles.models import Article, Tag
from articles.public import finished, reading
from articles.public import head as page_head
from articles.quality.forms import LONGEST_BODY
from articles.related.further_reading import further_reading
from articles.text import reading_time
from firm.site.head import HOME, Head
from firm.site.identity import Identity

TEMPLATE = "articles/article_detail.html"


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
    citations, further = law_citations.for_article(article), further_reading(article)
    told = _told(article, citations, further.tags)
    told["text"] = cache(lambda: bodies.of_article(article, citations, reading.finished(article)))
    head = page_head.ArticleHead(article, told, draft)
    made_of = None if draft else finished.key(article, citations, further.tags)
    return {**told, "further": further, "draft": draft, "head": head, "made_of": made_of}


def preview_context(article: Article, preview: Preview, tags: list[str]) -> dict:
    """The same for a text that is not public or not stored at all; never indexed.

    Hand-picked links and neighbours are those of the stored article, if there is one; `tags` are
    names, of which some may be new.
    """
    article.settle()
    citations = law_citations.for_draft(article) if len(article.body) <= LONGEST_BODY else []
    trail = [HOME, *page_head.areas(article), ("预览", "")]
    head = Head(title=article.title, index=False, trail=trail)
    further = further_reading(article) if article.pk else None
    told = _told(article, citations, [Tag(name=name) for name in tags])
    return {**told, "further": further, "preview": preview, "head": head}


def _told(article, citations, tags):
    """What its template names; what takes time is made when it is named, and once."""
    return {
        "article": article,
        "tags": tags,
        "text": cache(lambda: bodies.of_draft(article, citations)),
        "minutes": lambda: reading_time.minutes(article.text),
        "overdue": cache(lambda: review_due.line(article)),
        "moved": cache(lambda: reader_alerts.lines(citations)),
        "basis": cache(lambda: statute_list.build(citations, statute_list.day_of(article))),
        "basis_day": lambda: statute_list.day_of(article),
        "site": Identity(),
    }
