"""What of the law is worth finding on this site: what its own articles explain.

A search engine knows the texts themselves from the official pages; thousands of addresses that
repeat them would only stand in the way of the articles.
"""

from django.db.models import Exists, OuterRef

from statutes.base import Status
from statutes.models import Statute, StatuteArticle


def cited_statutes(citations):
    """The versions in force that some of the citations are of."""
    found = Statute.objects.for_list().filter(pk__in=citations.values("statute"))
    return [statute for statute in found if statute.status_on() == Status.IN_FORCE]


def cited_articles(citations):
    """The articles, with their text, of versions in force that some of the citations name."""
    found = StatuteArticle.objects.filter(is_named_by(citations)).select_related("statute")
    kept = found.defer("text", "statute__preamble", "statute__annex", "statute__note")
    return [one for one in kept if one.statute.status_on() == Status.IN_FORCE]


def is_named_by(citations):
    """That one of the citations names an article; looked up by the name, as they are indexed."""
    return Exists(
        citations.filter(
            short_name=OuterRef("statute__short_name"),
            statute=OuterRef("statute"),
            number=OuterRef("number"),
            sub=OuterRef("sub"),
        )
    )
