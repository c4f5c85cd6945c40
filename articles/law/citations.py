"""What a text cites of the law, as its page needs it: where the text leads to."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.db.models import IntegerField
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Citation
from firm.base import caching
from firm.base.queries import Parameter, Prepared, prepared
from richtext.core import structure
from richtext.core.links import Mark, add_links
from richtext.core.tree import parse, write
from statutes.law.table import Table
from statutes.services import citation_sync


def for_article(article: Article) -> list[Citation]:
    """The citations of an article in their order, with all that the page says of them; one query.

    The statutes are those of the table that the process keeps.
    """
    found = {article.pk: list(_statement().records(Citation, article=article.pk))}
    return _joined(found, [article])[article.pk]


def for_articles(articles: Iterable[Article]) -> dict[int, list[Citation]]:
    """The same of many articles, by their keys."""
    found: dict[int, list[Citation]] = {one.pk: [] for one in articles}
    for citation in Citation.objects.filter(article__in=found).order_by("start"):
        found[citation.article_id].append(citation)
    return _joined(found, articles)


def for_draft(article: Article) -> list[Citation]:
    """The same of a text that is not stored, or not as it is stored; nothing is kept of it."""
    return _joined({article.pk: citation_sync.preview(Citation, article)}, [article])[article.pk]


@cache
def _statement() -> Prepared:
    return prepared(Citation.objects.filter(article=Parameter("article", IntegerField())))


def _joined(found, articles):
    """Each with its statutes, and in `is_imported` whether the text of the article is here."""
    table = caching.shared("table of law", ("statutes",), Table.latest)
    every = [one for citations in found.values() for one in citations]
    named = {key for one in every for key in (one.statute_id, one.leads_to_id) if key}
    if not named <= table.rows.keys():  # the text is newer than what was read when the request came
        table = Table.latest()
    for article in articles:
        for one in found[article.pk]:
            one.article = article
            one.statute = table.rows.get(one.statute_id)
            one.leads_to = table.rows.get(one.leads_to_id)
            known = one.statute is not None and one.number is not None
            one.is_imported = known and table.has_text_of(one.statute, one.number, one.sub)
    return found


def marks(citations: list[Citation]) -> list[Mark]:
    """Where the text gets links; an unknown name gets none, nor does an empty quote."""
    found = []
    for one in filter(lambda one: one.statute_id, citations):
        row, page = one.statute, place_address(one)
        # Where the text of the article is not here, the official one: our page says no more.
        away = row.reading_address if row and page and not one.is_imported else ""
        address = away or page or (row.get_absolute_url() if row else "")
        card = f"{page}card/" if page else ""  # where the text of the article is served
        # A bare 第584条 after another article of the same statute is shown with its name
        name = f"《{one.short_name}》{one.quote}" if one.quote.startswith("第") else ""
        found.append(Mark(one.start, one.end, one.quote, address, card, name))
    return found


def place_address(citation: Citation) -> str:
    """The page of the article cited; empty where there is none."""
    row = citation.statute
    if row is None or citation.number is None:
        return ""
    # Whether the statute has such an article, as far as the table knows.
    counted = row.article_count is None or citation.number <= row.article_count
    is_there = citation.is_imported if row.has_text else counted
    return row.article_path(citation.number, citation.sub) if is_there else ""


def with_law(text: str, day: date) -> SafeString:
    """The text in paragraphs, read as of the day it was written; nothing of it is kept anywhere.

    It is escaped: first by `linebreaks`, and again where the tree is written.
    """
    root = parse(linebreaks(text, autoescape=True))
    typed = Article(text=structure.text_of(root), checked_on=day)  # never stored
    return mark_safe(write(add_links(root, marks(for_draft(typed)))))
