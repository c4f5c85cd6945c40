"""What an article cites of the law, as its page needs it: where the text leads to."""

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.urls import NoReverseMatch, reverse

from articles.law.links import Mark
from articles.models import Article, Citation
from statutes.models import StatuteArticle
from statutes.services import citation_sync

ROWS = ["statute", "statute__replaced_by", "leads_to"]
LONG_TEXTS = ["preamble", "annex", "note", "source", "aliases"]


def for_article(article: Article) -> list[Citation]:
    """The citations of an article in their order, with all that the page says of them; one query.

    Each tells in `is_imported` whether the text of the article of law is here.
    """
    imported = StatuteArticle.objects.filter(
        statute=OuterRef("statute"), number=OuterRef("number"), sub=OuterRef("sub")
    )
    texts = [f"{row}__{text}" for row in ROWS for text in LONG_TEXTS]
    found = article.citations.select_related(*ROWS).defer(*texts)
    return list(found.annotate(is_imported=Exists(imported)))


def for_draft(article: Article) -> list[Citation]:
    """The same of a text that is not stored, or not as it is stored; nothing is kept of it."""
    found = citation_sync.preview(Citation, article)
    prefetch_related_objects(found, *ROWS)
    places = {(one.statute_id, one.number, one.sub) for one in found if one.statute_id}
    rows = StatuteArticle.objects.filter(statute__in={place[0] for place in places})
    known = set(rows.values_list("statute", "number", "sub")) if places else set()
    for one in found:
        one.article = article
        one.is_imported = (one.statute_id, one.number, one.sub) in known
    return found


def marks(citations: list[Citation]) -> list[Mark]:
    """Where the text gets links; an unknown name gets none, nor does an empty quote."""
    return [
        Mark(one.start, one.end, one.quote, address(one), card_address(one), _name(one))
        for one in citations
        if one.statute_id
    ]


def _name(citation):
    """A bare 第584条 after another article of the same statute is shown with the statute's name."""
    bare = citation.quote.startswith("第")
    return f"《{citation.short_name}》{citation.quote}" if bare else ""


def address(citation: Citation) -> str:
    """The page of the article cited, or of the statute where there is no such article."""
    if citation.statute is None:
        return ""
    return place_address(citation) or citation.statute.get_absolute_url()


def place_address(citation: Citation) -> str:
    """The page of the article cited; empty where there is none."""
    return _place(citation, "statutes:article")


def card_address(citation: Citation) -> str:
    """Where the text of the article cited is served for a card; empty where there is none."""
    return _place(citation, "statutes:card")


def _place(citation, view):
    if citation.statute is None or citation.number is None or not _is_there(citation):
        return ""
    place = StatuteArticle(statute=citation.statute, number=citation.number, sub=citation.sub)
    try:
        return reverse(view, args=[citation.statute.slug, place.address])
    except NoReverseMatch:  # 第零条, and what else no statute counts
        return ""


def _is_there(citation):
    """Whether the statute has the article cited, as far as the table knows."""
    row = citation.statute
    if row.has_text:
        return citation.is_imported
    return row.article_count is None or citation.number <= row.article_count
