"""A public text held against what its client said: the marks, and what was decided on each.

A word is decided on once, wherever it stands. Who compares a text again, at the desk, before the
client is asked and whenever the article is to be published, asks here.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Max

from consult import redaction
from consult.base.decisions import Decided, Reason
from consult.base.enums import Sender
from consult.conflicts.check import comparable
from consult.crypto.fields import opens
from consult.models import Consultation
from consult.redaction import Why
from consult.redaction.folding import Folded
from firm.models import Lawyer, SiteSettings
from statutes.models import Statute, StatuteArticle

MOST_OF_LAW = 60_000  # articles that its words are learnt from: 1.5 s; all of the country have more


class Mark(NamedTuple):
    """A stretch of a public text; without a `reason` it is open."""

    text: str
    why: Why
    reason: str

    @property
    def key(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def reason_words(self) -> str:
        return Reason(self.reason).label if self.reason else ""


class Piece(NamedTuple):
    text: str
    mark: Mark | None = None


class Compared(NamedTuple):
    """The pieces of each text, and its marks, each word once, in their order."""

    pieces: list[list[Piece]]
    marks: list[Mark]

    @property
    def open(self) -> list[Mark]:
        return [one for one in self.marks if not one.reason]

    @property
    def ticked(self) -> list[Mark]:
        return [one for one in self.marks if one.reason]


def readable(case: Consultation, *others: models.Model) -> bool:
    """Whether all that a text is compared with opens now."""
    thread = list(case.messages.prefetch_related("attachments"))
    files = [file for message in thread for file in message.attachments.all()]
    return opens([case, *thread, *files, *case.facts.all(), *others])


def said(case: Consultation) -> list[str]:
    """All that the client wrote, typed into a field, or attached by name."""
    asked = case.messages.filter(sender=Sender.CLIENT).prefetch_related("attachments")
    found = [case.phone, case.email, case.city, case.opponent]
    for message in asked:
        found += [message.text, *(file.name for file in message.attachments.all())]
    for fact in case.facts.all():
        found += [fact.answer, fact.value]
    return [one for one in found if one]


def compare(case: Consultation, texts: Sequence[str], decided: Decided) -> Compared:
    site, lawyers = SiteSettings.load(), Lawyer.objects.values_list("name", flat=True)
    shown = [site.firm_name, site.site_name, site.phone, *lawyers]
    found = redaction.find(
        texts,
        said(case),
        names=[one for one in (case.name, *comparable(case.opponent)) if one],
        law=_law(*Statute.objects.aggregate(Max("imported_at"), Count("pk")).values()),
        keep=[one for one in shown if one],
        picked=decided.picked,
    )
    marks: dict[str, Mark] = {}
    pieces = []
    for text, spans in zip(texts, found, strict=True):
        row, at = [], 0
        for start, end, why in spans:
            word = text[start:end]
            mark = marks.setdefault(word, Mark(word, why, decided.ticked.get(word, "")))
            row += [Piece(text[at:start]), Piece(word, mark)]
            at = end
        pieces.append([*row, Piece(text[at:])])
    return Compared(pieces, list(marks.values()))


@lru_cache(1)
def _law(imported_at, number):
    """Names and words of the law, until other texts are imported."""
    rows = Statute.objects.values_list("name", "short_name", "aliases")
    names = {name for row in rows for column in row for name in column.split("\n") if name}
    texts = StatuteArticle.objects.order_by("pk").values_list("text", flat=True)
    words = redaction.law_words(texts[:MOST_OF_LAW].iterator(1000))
    return words | {Folded(one).text for one in names}


def rewritten(text: str, instead: Mapping[str, str]) -> str:
    """A text with other words in the place of some, the longest first; those stay as they are."""
    words = "|".join(map(re.escape, sorted(instead, key=len, reverse=True)))
    return re.sub(words, lambda found: instead[found[0]], text).strip() if words else text.strip()
