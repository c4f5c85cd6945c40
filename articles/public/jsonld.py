"""Structured data of an article, equal to what its page shows.

`Article`, not `FAQPage` or `QAPage`: the answer is the site's own and visitors cannot answer.
"""

from collections.abc import Sequence

from articles.law.statute_list import Basis
from articles.models import Article
from firm.base import dates
from firm.base.urls import absolute_url
from firm.site.identity import Identity
from firm.site.jsonld import firm_reference, without_blanks


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
