"""What a text cites of the law, where that leads, its body as shown, and when to check it.

A body is cleaned, with links to the law, anchors and typography. It is made when an article is
published or the law it cites has changed, and stored with a seal: a keyed hash of what was made and
of all that it was made of, the code included. A body without the right seal is made anew for the
page that asks: docs/decisions/0002-rich-text.md.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db.models import IntegerField, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

import richtext
from articles.models import Article, Citation, FinishedBody, State
from firm.base import caching
from firm.base.queries import Parameter, Prepared, prepared
from richtext.core import tree
from richtext.core.display import Mark, add_links, shown, typeset
from richtext.core.tree import Heading, parse, write
from statutes.law.table import Table
from statutes.services import citation_sync

SALT = "articles.finished"
LIBRARIES = ["nh3", "selectolax"]


def for_article(article: Article) -> list[Citation]:
    """The citations of an article in their order, with all that the page says of them; one query.

    The statutes are those of the table that the process keeps.
    """
    found = {article.pk: list(_statement().records(Citation, article=article.pk))}
    return _joined(found, [article])[article.pk]


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
    typed = Article(text=tree.text_of(root), checked_on=day)  # never stored
    return mark_safe(write(add_links(root, marks(for_draft(typed)))))


@dataclass(frozen=True)
class Body:
    html: str
    headings: list[Heading]

    @property
    def contents(self) -> list[Heading]:
        return self.headings if tree.is_long(self.headings) else []


def body_of(article: Article, citations: list[Citation], known: FinishedBody | None) -> Body:
    """The body of an article: what is `known` of it as stored, if its seal is right."""
    links = marks(citations)
    if known is None or not _fits(known, article.body, links):
        return _made(article.body, links)
    # Made by `_made`, and by nobody else: the seal says so.
    return Body(mark_safe(known.html), [_heading(one) for one in json.loads(known.headings)])


def finish_bodies(keys: Collection[int], **signal) -> None:
    """Store the bodies of those of some articles that are published, where they are not so yet.

    When the law has changed, it receives `texts_checked`.
    """
    published = Article.objects.filter(pk__in=keys, state=State.PUBLISHED).order_by()
    found = published.select_related("finished").defer("text")
    _store({article: getattr(article, "finished", None) for article in found})


def finish_changed_body(article: Article) -> None:
    """The same for one that was stored just now, and whose body is another one as a rule."""
    if article.state == State.PUBLISHED:
        _store({article: None})


def _store(articles):
    """Store the bodies of some articles, each with what is stored so far or None."""
    cited: dict[int, list[Citation]] = {one.pk: [] for one in articles}
    for citation in Citation.objects.filter(article__in=cited).order_by("start"):
        cited[citation.article_id].append(citation)
    _joined(cited, articles)
    made = []
    for article, known in articles.items():
        links = marks(cited[article.pk])
        if known is None or not _fits(known, article.body, links):
            body = _made(article.body, links)
            headings = json.dumps([asdict(one) for one in body.headings], ensure_ascii=False)
            seal = _seal(article.body, links, body.html, headings)
            stored = {"html": body.html, "headings": headings, "seal": seal}
            made.append(FinishedBody(article_id=article.pk, **stored))
    FinishedBody.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["html", "headings", "seal"],
    )


def _made(stored: str, links: list[Mark]) -> Body:
    root = add_links(shown(stored), links)
    headings = tree.with_anchors(root)
    # `shown` let it through the sanitiser just above; what is added is written escaped.
    return Body(mark_safe(write(typeset(root))), headings)


def _fits(known, stored, links):
    return constant_time_compare(known.seal, _seal(stored, links, known.html, known.headings))


def _seal(*parts) -> str:
    """Of what was made and of what it was made: nobody without the secret of the site has it."""
    made_by = (_code(), settings.MEDIA_PUBLIC_URL)
    digests = [hashlib.sha256(repr(part).encode()).digest() for part in (*made_by, *parts)]
    return salted_hmac(SALT, b"".join(digests), algorithm="sha256").hexdigest()


@cache
def _code() -> str:
    """What would make it: an upgrade that cleans or sets otherwise makes every body anew."""
    folders = [Path(__file__).parent, *map(Path, richtext.__path__)]
    sources = [path.read_bytes() for one in folders for path in sorted(one.rglob("*.py"))]
    return hashlib.sha256(b"\0".join(sources)).hexdigest() + "".join(map(version, LIBRARIES))


def _heading(told):
    return Heading(told["anchor"], told["text"], [_heading(one) for one in told["parts"]])


# When the law in an article is to be checked again.

MONTHS = 12
CHECKED = "本文最近一次核对在{}"
UNCHECKED = "本文发布于{}，待律师核对"
OVERDUE = f"，已超过{MONTHS}个月，引用前请核对现行规定。"
UNDATED = "本文日期不明，引用前请核对现行规定。"


def check_limit(today: date | None = None) -> date:
    """The same day `MONTHS` months ago, or the last of that month: checks before it are old."""
    today = today or timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 - MONTHS, 12)
    try:
        return today.replace(year=year, month=month + 1)
    except ValueError:  # 29 February
        return date(year, month + 1, 28)


def is_check_old(day: date | None, today: date | None = None) -> bool:
    """Whether a check (or a publication) of that day lies more than the period back."""
    return day is not None and day < check_limit(today)


def check_overdue(today: date | None = None) -> Q:
    return Q(checked_on__lt=check_limit(today))


def never_checked() -> Q:
    return Q(checked_on__isnull=True)


def checks_waiting() -> dict[str, QuerySet]:
    """The public articles that wait; in two parts, each served by articles_check_due alone."""
    public = Article.objects.published()
    return {
        "overdue": public.filter(check_overdue()),
        "unchecked": public.filter(never_checked()),
    }


def check_line(article: Article, today: date | None = None) -> str:
    """The alert for readers of an overdue article, or of an old one; empty for the others."""
    if article.checked_on is None and not article.has_own_date:
        return UNDATED
    words = CHECKED if article.checked_on else UNCHECKED
    day = article.checked_on or timezone.localdate(article.publish_at)
    return words.format(date_format(day)) + OVERDUE if is_check_old(day, today) else ""
