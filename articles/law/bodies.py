"""Bodies as pages show them: cleaned, with links to the law, anchors and typography.

Made when an article is published or the law it cites has changed, and stored with a seal: a keyed
hash of what was made and of all that it was made of, the code included. A body without the right
seal is made anew for the page that asks: docs/decisions/0002-rich-text.md.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import mark_safe

import richtext
from articles.law import citations as law_citations
from articles.models import Article, Citation, FinishedBody, State
from richtext.core import structure
from richtext.core.display import shown, typeset
from richtext.core.links import Mark, add_links
from richtext.core.structure import Heading
from richtext.core.tree import write

SALT = "articles.finished"
LIBRARIES = ["nh3", "selectolax"]


@dataclass(frozen=True)
class Body:
    html: str
    headings: list[Heading]

    @property
    def contents(self) -> list[Heading]:
        return self.headings if structure.is_long(self.headings) else []


def of_article(article: Article, citations: list[Citation], known: FinishedBody | None) -> Body:
    """The body of an article: what is `known` of it as stored, if its seal is right."""
    marks = law_citations.marks(citations)
    if known is None or not _fits(known, article.body, marks):
        return _made(article.body, marks)
    # Made by `_made`, and by nobody else: the seal says so.
    return Body(mark_safe(known.html), [_heading(one) for one in json.loads(known.headings)])


def finish(keys: Collection[int], **signal) -> None:
    """Store the bodies of those of some articles that are published, where they are not so yet.

    When the law has changed, it receives `texts_checked`.
    """
    published = Article.objects.filter(pk__in=keys, state=State.PUBLISHED).order_by()
    found = published.select_related("finished").defer("text")
    _store({article: getattr(article, "finished", None) for article in found})


def finish_changed(article: Article) -> None:
    """The same for one that was stored just now, and whose body is another one as a rule."""
    if article.state == State.PUBLISHED:
        _store({article: None})


def _store(articles):
    """Store the bodies of some articles, each with what is stored so far or None."""
    cited = law_citations.for_articles(articles)
    made = []
    for article, known in articles.items():
        marks = law_citations.marks(cited[article.pk])
        if known is None or not _fits(known, article.body, marks):
            body = _made(article.body, marks)
            headings = json.dumps([asdict(one) for one in body.headings], ensure_ascii=False)
            seal = _seal(article.body, marks, body.html, headings)
            stored = {"html": body.html, "headings": headings, "seal": seal}
            made.append(FinishedBody(article_id=article.pk, **stored))
    FinishedBody.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["html", "headings", "seal"],
    )


def _made(stored: str, marks: list[Mark]) -> Body:
    root = add_links(shown(stored), marks)
    headings = structure.with_anchors(root)
    # `shown` let it through the sanitiser just above; what is added is written escaped.
    return Body(mark_safe(write(typeset(root))), headings)


def _fits(known, stored, marks):
    return constant_time_compare(known.seal, _seal(stored, marks, known.html, known.headings))


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
