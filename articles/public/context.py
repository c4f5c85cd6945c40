"""All that the page of an article shows: content, head, structured data."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter

from django.utils import timezone

from articles import text
from articles.law import basis, bodies, review_due
from articles.law import citations as law_citations
from articles.law.basis import Basis
from articles.models import Article, Citation, Tag
from articles.public import cards, default_words
from articles.quality.forms import LONGEST_BODY
from articles.related.further_reading import further_reading
from firm.base import caching, current_site, dates
from firm.base.current_site import absolute_url
from firm.site import head
from firm.site.head import HOME, Head, firm_reference, without_blanks
from firm.site.identity import Identity

# By what the finished pieces of an article's page are kept: all that they were made of.
#
# So a change of anything else leaves them as they are, and only the head and the foot of the page,
# which say what is new, are made again.

OF_ARTICLE = attrgetter(*(field.attname for field in Article._meta.concrete_fields))
OF_CITATION = attrgetter(*(field.attname for field in Citation._meta.concrete_fields))


def key(article: Article, citations: list[Citation], tags: list[Tag]) -> tuple | None:
    """The rows, letter by letter; the firm and the law as of when; whose site; and the day.

    None where nobody has read the versions of the content: then nothing is kept.
    """
    versions, own = caching.versions(), current_site.current()
    if versions is None:
        return None
    rows = [
        OF_ARTICLE(article),
        *map(OF_CITATION, citations),
        *((tag.pk, tag.name) for tag in tags),
    ]
    digest = hashlib.blake2b(repr(rows).encode(), digest_size=32).digest()
    state = (versions.firm, versions.statutes)
    return digest, state, own and own.pk, timezone.localdate()


# Structured data of an article, equal to what its page shows.
#
# `Article`, not `FAQPage` or `QAPage`: the answer is the site's own and visitors cannot answer.


def article(
    one: Article,
    site: Identity,
    description: str,
    tags: Sequence[str] = (),
    rests_on: Sequence[Basis] = (),
    images: Sequence[str] = (),
) -> dict:
    """One article with author, publisher, dates, tags, pictures and the law it rests on."""
    address = absolute_url(one.get_absolute_url())
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": one.title,
        "url": address,
        "inLanguage": "zh-CN",
        "articleSection": one.area.name,
        **_dates(one),
        "author": _author(one.author),
        "publisher": firm_reference(site),
        "mainEntityOfPage": {"@type": "WebPage", "@id": address, **_review(one)},
        **without_blanks(
            {
                "description": description,
                "keywords": "，".join(tags),
                "image": [absolute_url(path) for path in images],
                "citation": [_legislation(entry) for entry in rests_on],
            }
        ),
    }


def time_factor(one: Article, description: str, images: Sequence[str] = ()) -> dict:
    """Baidu's 时间因子: when the page came out and when it changed, in Beijing time."""
    return {
        "@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld",
        "@id": absolute_url(one.get_absolute_url()),
        "title": one.title,
        **without_blanks(
            {
                "images": [absolute_url(path) for path in images],
                "description": description,
            }
        ),
        "pubDate": dates.iso_without_offset(one.publish_at),
        "upDate": dates.iso_without_offset(one.changed_at),  # `changed_at` is never earlier
    }


def _dates(one):
    """When it came out and changed, where the page tells it."""
    if not one.has_own_date:
        return {}
    return {
        "datePublished": dates.iso(one.publish_at),
        "dateModified": dates.iso(one.changed_at),
    }


def _author(lawyer):
    """The author; with an address only where there is a page."""
    data = {"@type": "Person", "name": lawyer.name}
    if lawyer.is_published:
        data["url"] = absolute_url(lawyer.get_absolute_url())
    return data


def _review(one):
    """Who checked it against the law, and on which day."""
    if not one.checked_on:
        return {}
    reviewer = {"@type": "Person", "name": one.checked_by.name}
    return {"reviewedBy": reviewer, "lastReviewed": one.checked_on.isoformat()}


def _legislation(entry):
    """One line of 本文依据; its parts are the articles cited, each known by its number."""
    parts = [_part(entry, label, href) for label, href in entry.places]
    return {
        "@type": "Legislation",
        **_named(entry.name, entry.href),
        **without_blanks({"hasPart": parts}),
    }


def _part(entry, label, href):
    named = _named(f"《{entry.name}》{label}", href)
    return {"@type": "Legislation", **named, "legislationIdentifier": label}


def _named(name, path):
    return {"name": name, **({"url": absolute_url(path)} if path else {})}


class ArticleHead(Head):
    """Title, dates and structured data; `told` is what the page says besides.

    Drafts and stubs are not for search engines, and tell them nothing but that. What takes time
    is made when it is printed: a page may be kept that has it already.
    """

    def __init__(self, article: Article, told: dict, draft: bool = False):
        self._article, self._told = article, told
        own, dated = article.get_absolute_url(), article.has_own_date
        super().__init__(
            title=article.title,
            page=head.key("article", article),
            path="" if article.is_stub else own,
            kind="article",
            index=not (draft or article.is_stub),
            trail=[HOME, *areas(article), (article.title, own)],
            published=article.publish_at if dated else None,
            modified=article.changed_at if dated else None,
        )
        for made in ("description", "data"):
            del self.__dict__[made]  # the empty ones of every head

    @cached_property
    def description(self):  # type: ignore[override]
        words = default_words.article(self._article, self._told["site"])
        return self.chosen.description or words.description

    @cached_property
    def data(self):  # type: ignore[override]
        if not self.index:
            return []
        one, told, images = self._article, self._told, self._images
        names = [tag.name for tag in told["tags"]]
        said = one.description  # what stands on the page, whatever search results are to show
        whole = article(one, told["site"], said, names, told["basis"](), images)
        return [whole, *([time_factor(one, said, images)] if one.has_own_date else [])]

    @cached_property
    def _images(self):
        return text.pictures_of(self._article)


def areas(article: Article) -> list[tuple[str, str]]:
    """The way to an article through its areas, as pairs of name and address."""
    above = [article.area.parent] if article.area.parent else []
    shown = [area for area in [*above, article.area] if area.is_published]
    return [(area.name, area.get_absolute_url()) for area in shown]


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
    told["text"] = cache(lambda: bodies.of_article(article, citations, cards.finished(article)))
    head = ArticleHead(article, told, draft)
    made_of = None if draft else key(article, citations, further.tags)
    return {**told, "further": further, "draft": draft, "head": head, "made_of": made_of}


def preview_context(article: Article, preview: Preview, tags: list[str]) -> dict:
    """The same for a text that is not public or not stored at all; never indexed.

    Hand-picked links and neighbours are those of the stored article, if there is one; `tags` are
    names, of which some may be new.
    """
    article.settle()
    citations = law_citations.for_draft(article) if len(article.body) <= LONGEST_BODY else []
    trail = [HOME, *areas(article), ("预览", "")]
    head = Head(title=article.title, index=False, trail=trail)
    further = further_reading(article) if article.pk else None
    told = _told(article, citations, [Tag(name=name) for name in tags])
    return {**told, "further": further, "preview": preview, "head": head}


def _told(article, citations, tags):
    """What its template names; what takes time is made when it is named, and once."""
    return {
        "article": article,
        "tags": tags,
        "text": cache(lambda: bodies.of_article(article, citations, None)),
        "minutes": lambda: text.minutes(article.text),
        "overdue": cache(lambda: review_due.line(article)),
        "moved": cache(lambda: basis.alert_lines(citations)),
        "basis": cache(lambda: basis.basis_of(citations, basis.day_of(article))),
        "basis_day": cache(lambda: dates.told(basis.day_of(article))),
        "published": cache(lambda: dates.told(article.publish_at)),
        "changed": cache(lambda: dates.told(article.changed_at)),
        "checked": cache(lambda: dates.told(article.checked_on) if article.checked_on else None),
        "site": Identity(),
    }
