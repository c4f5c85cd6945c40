"""Structured data of an article, equal to what its page shows.

`Article`, not `FAQPage` or `QAPage`: the answer is the site's own and visitors cannot answer.
"""

from firm.jsonld import firm_reference
from firm.links import absolute_url


def article(one, site):
    """One article with author, publisher and dates."""
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": one.title,
        "description": one.description,
        "url": absolute_url(one.get_absolute_url()),
        "inLanguage": "zh-CN",
        "articleSection": one.area.name,
        "datePublished": one.publish_at.isoformat(),
        "dateModified": max(one.updated_at, one.publish_at).isoformat(),
        "author": _author(one.author),
        "publisher": firm_reference(site),
    }
    if one.checked_on:
        data["mainEntityOfPage"] = {
            "@type": "WebPage",
            "@id": data["url"],
            "reviewedBy": {"@type": "Person", "name": one.checked_by.name},
            "lastReviewed": one.checked_on.isoformat(),
        }
    return data


def _author(lawyer):
    """The author; with an address only where there is a page."""
    data = {"@type": "Person", "name": lawyer.name}
    if lawyer.is_published:
        data["url"] = absolute_url(lawyer.get_absolute_url())
    return data
