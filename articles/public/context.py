"""All that the page of an article shows: content, head, structured data."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from articles.law import basis
from articles.law import citations as law_citations
from articles.law.basis import Basis
from articles.models import Article, Citation, Tag, text
from articles.public import cards
from articles.quality.forms import LONGEST_BODY
from articles.related.further_reading import further_reading
from firm.base import dates
from firm.base.current_site import absolute_url
from firm.models import PracticeArea
from firm.site import head, records
from firm.site.head import HOME, Head, Words, city_of, firm_reference, without_blanks
from firm.site.identity import Identity

OF_ARTICLE = attrgetter(*(field.attname for field in Article._meta.concrete_fields))
OF_CITATION = attrgetter(*(field.attname for field in Citation._meta.concrete_fields))


def key(article: Article, citations: list[Citation], tags: list[Tag]) -> tuple | None:
    """By what the pieces of an article's page are cached: all that they were made of.

    None where nothing is cached.
    """
    state = records.made_of("firm", "statutes")
    rows = [
        OF_ARTICLE(article),
        *map(OF_CITATION, citations),
        *((tag.pk, tag.name) for tag in tags),
    ]
    return state and (state, hashlib.blake2b(repr(rows).encode(), digest_size=32).digest())


def article(
    one: Article,
    site: Identity,
    description: str,
    tags: Sequence[str] = (),
    rests_on: Sequence[Basis] = (),
    images: Sequence[str] = (),
) -> dict:
    """Structured data: author, publisher, dates, tags, pictures and the law it rests on.

    `Article`, not `FAQPage` or `QAPage`: the answer is the site's own and visitors cannot answer.
    """
    address = absolute_url(one.get_absolute_url())
    dated, checked, author = {}, {}, one.author
    if one.has_own_date:
        dated = {
            "datePublished": dates.iso(one.publish_at),
            "dateModified": dates.iso(one.changed_at),
        }
    if one.checked_on and one.checked_by:
        reviewer = {"@type": "Person", "name": one.checked_by.name}
        checked = {"reviewedBy": reviewer, "lastReviewed": one.checked_on.isoformat()}
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": one.title,
        "url": address,
        "inLanguage": "zh-CN",
        "articleSection": one.area.name,
        **dated,
        "author": {
            "@type": "Person",
            **_named(author.name, author.is_published and author.get_absolute_url()),
        },
        "publisher": firm_reference(site),
        "mainEntityOfPage": {"@type": "WebPage", "@id": address, **checked},
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
            {"images": [absolute_url(path) for path in images], "description": description}
        ),
        "pubDate": dates.iso_without_offset(one.publish_at),
        "upDate": dates.iso_without_offset(one.changed_at),  # `changed_at` is never earlier
    }


def _legislation(entry):
    """One line of 本文依据; its parts are the articles cited, each known by its number."""
    parts = [
        {
            "@type": "Legislation",
            **_named(f"《{entry.name}》{label}", href),
            "legislationIdentifier": label,
        }
        for label, href in entry.places
    ]
    named = _named(entry.name, entry.href)
    return {"@type": "Legislation", **named, **without_blanks({"hasPart": parts})}


def _named(name, path):
    return {"name": name, **({"url": absolute_url(path)} if path else {})}


def _head(one, told, draft):
    """Title, dates and structured data; drafts and stubs are not for search engines.

    What takes time is made when it is printed: a page may be cached that has it already.
    """

    def data():
        images, names = text.pictures_of(one), [tag.name for tag in told["tags"]]
        said = one.description  # what stands on the page, whatever search results are to show
        whole = article(one, told["site"], said, names, told["basis"](), images)
        return [whole, *([time_factor(one, said, images)] if one.has_own_date else [])]

    own, dated, index = one.get_absolute_url(), one.has_own_date, not (draft or one.is_stub)
    return Head(
        title=one.title,
        description=lambda: words_of_article(one, told["site"]).description,
        page=head.key("article", one),
        path="" if one.is_stub else own,
        kind="article",
        share_article=one.pk,
        index=index,
        trail=[HOME, *areas(one), (one.title, own)],
        data=data if index else [],
        published=one.publish_at if dated else None,
        modified=one.changed_at if dated else None,
    )


def areas(article: Article) -> list[tuple[str, str]]:
    """The way to an article through its areas, as pairs of name and address."""
    above = [article.area.parent] if article.area.parent else []
    shown = [area for area in [*above, article.area] if area.is_published]
    return [(area.name, area.get_absolute_url()) for area in shown]


TEMPLATE = "articles/article_detail.html"


@dataclass(frozen=True)
class Preview:
    """The band above a preview, what is to be mended before the text can be stored, and whether its
    words are not stored yet: it then runs no script, and its links open elsewhere.
    """

    words: str
    wrong: tuple[str, ...] = ()
    inert: bool = False


def context(article: Article, *, draft: bool = False) -> dict:
    """What the page of a stored article shows."""
    citations, further = law_citations.for_article(article), further_reading(article)
    told = _told(article, citations, further.tags)
    told["text"] = cache(lambda: law_citations.body_of(article, citations, cards.finished(article)))
    told |= {"further": further, "draft": draft, "head": _head(article, told, draft)}
    return {**told, "made_of": None if draft else key(article, citations, further.tags)}


def preview_context(article: Article, preview: Preview, tags: list[str]) -> dict:
    """The same for a text that is not public or not stored; `tags` are names, some may be new."""
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
        "text": cache(lambda: law_citations.body_of(article, citations, None)),
        "minutes": lambda: text.minutes(article.text),
        "overdue": cache(lambda: law_citations.check_line(article)),
        "moved": cache(lambda: basis.alert_lines(citations)),
        "cited": {(one.short_name, one.number, one.sub) for one in citations if one.number},
        "basis": cache(lambda: basis.basis_of(citations, article.citing_day)),
        "basis_day": cache(lambda: dates.told(article.citing_day)),
        "published": cache(lambda: dates.told(article.publish_at)),
        "changed": cache(lambda: dates.told(article.changed_at)),
        "checked": cache(lambda: dates.told(article.checked_on) if article.checked_on else None),
        "site": Identity(),
    }


# What articles and their lists are called by themselves in search results.

TOLD = 85  # characters of the answer; Baidu shows about eighty
TITLE = "法律问答"


def words_of_article(one: Article, site: Identity) -> Words:
    """The question as it is asked; of the answer its beginning, and who gives it."""
    begun = text.excerpt(one.summary or one.text, one.title, target=TOLD)
    who = f"（{city_of(site)}{one.author.title}，{one.area.name}）"
    return Words(one.title, f"{begun}{who}")


def words_of_all(site: Identity) -> Words:
    title = f"{TITLE}：{city_of(site)}律师解答常见法律问题"
    return Words(title, f"{_who(site)}按业务领域整理的常见法律问题，每一篇由律师署名。")


def words_of_area(area: PracticeArea, site: Identity) -> Words:
    told = f"{_who(site)}解答{area.name}方面的常见法律问题，每一篇由律师署名。"
    return Words(f"{area.name}：{TITLE}", told)


def words_of_tag(tag: Tag, number: int, site: Identity) -> Words:
    told = f"{_who(site)}与“{tag.name}”有关的{number}篇法律问答，每一篇由律师署名。"
    return Words(f"{tag.name}：{TITLE}", told)


def _who(site):
    return site.settings.firm_name or f"{city_of(site)}律师"
