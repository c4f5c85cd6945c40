"""The words of a consultation that may tell who somebody is, and what was decided on each.

A word is decided on once, wherever it stands: what is masked here and not there tells all the same.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models

from consult.base.enums import Sender
from consult.conflicts.check import comparable
from consult.models import Consultation, Publication
from consult.redaction import Kind, Mask, find_all
from firm.models import Lawyer, SiteSettings

LONGEST_NAME = 4  # characters of a person's; what is longer is a firm
STAND_IN = re.compile("某[甲乙丙丁戊己庚辛壬癸]")  # what a name was replaced with is none
BACK = "前面已经决定隐去，又写进来了。"


class Act(models.TextChoices):
    KEEP = "keep", "保留"
    SWAP = "swap", "换说法"
    DROP = "drop", "删去"


@dataclass(frozen=True)
class Choice:
    """What was decided on a word; `words` stand in its place."""

    act: Act
    words: str = ""
    kind: str = ""

    def public_for(self, word: str) -> str:
        return {Act.KEEP: word, Act.SWAP: self.words, Act.DROP: ""}[self.act]


Choices = dict[str, Choice]


@dataclass(frozen=True)
class Word:
    """One word that may tell who somebody is; what is not `sure` a person decides, and why."""

    text: str
    kind: Kind
    replacement: str
    sure: bool
    why: str = ""

    @property
    def key(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


class Piece(NamedTuple):
    """A stretch of a text, with what is public in its place; None of a word that is undecided."""

    text: str
    public: str | None
    word: Word | None = None


def dumped(choices: Choices) -> str:
    """As they are kept, sealed; in one order, so that the same is the same."""
    rows = {text: [one.act.value, one.words, one.kind] for text, one in choices.items()}
    return json.dumps(rows, ensure_ascii=False, sort_keys=True)


def loaded(stored: str) -> Choices:
    rows = json.loads(stored or "{}")
    return {text: Choice(Act(act), words, kind) for text, (act, words, kind) in rows.items()}


def originals(publication: Publication) -> list[str]:
    """What the client asked and what the lawyers answered, as the client saw it at the start."""
    at = publication.started_at
    seen = publication.consultation.messages.for_client(at).filter(sent_at__lte=at)
    by = {sender: [one.text for one in seen if one.sender == sender] for sender in Sender}
    return ["\n\n".join(by[Sender.CLIENT]), "\n\n".join(by[Sender.LAWYER])]


def masks_of(case: Consultation, texts: Sequence[str], keep: Iterable[str] = ()):
    """Where such words stand in texts that belong together; what the site shows anyway is none."""
    site, names = SiteSettings.load(), Lawyer.objects.values_list("name", flat=True)
    shown = [one for one in (site.firm_name, site.site_name, site.phone, *names) if one]
    # What the client gave in fields of their own.
    opponents = comparable(case.opponent)
    known = {
        Kind.NAME: [case.name, *(one for one in opponents if len(one) <= LONGEST_NAME)],
        Kind.PHONE: [case.phone],
        Kind.EMAIL: [case.email],
        Kind.ORGANISATION: [one for one in opponents if len(one) > LONGEST_NAME],
    }
    known = {kind: [one for one in words if one] for kind, words in known.items()}
    return find_all(texts, keep=[*shown, *keep], known=known)


def words_of(texts: Sequence[str], masks: Iterable[Iterable[Mask]]) -> list[Word]:
    """Each word once, in its order; one that is unsure anywhere is unsure."""
    found: dict[str, Word] = {}
    for text, places in zip(texts, masks, strict=True):
        for mask in places:
            word = Word(
                text[mask.start : mask.end], mask.kind, mask.replacement, mask.sure, mask.why
            )
            if word.text not in found or found[word.text].sure:
                found[word.text] = word
    return list(found.values())


def decided(words: Iterable[Word], choices: Choices) -> Choices:
    """The choices on some words: those that were made, else what is sure as it is proposed."""
    found = {one.text: Choice(Act.SWAP, one.replacement, one.kind) for one in words if one.sure}
    return found | {one.text: choices[one.text] for one in words if one.text in choices}


def pieces(
    text: str, masks: Iterable[Mask], words: Iterable[Word], choices: Choices
) -> list[Piece]:
    known, at = {one.text: one for one in words}, 0
    found: list[Piece] = []
    for mask in masks:
        word = known[text[mask.start : mask.end]]
        choice = choices.get(word.text)
        public = choice.public_for(word.text) if choice else None
        plain = text[at : mask.start]
        found += [Piece(plain, plain), Piece(word.text, public, word)]
        at = mask.end
    return [*found, Piece(text[at:], text[at:])]


def left_in(case: Consultation, texts: Sequence[str], choices: Choices) -> list[Word]:
    """What a rewritten text says again, or anew, of somebody; words that were kept are none."""
    unchanged = [text for text, one in choices.items() if one.act == Act.KEEP]
    hidden = {text: one for text, one in choices.items() if one.act != Act.KEEP and len(text) > 1}
    instead = [one.words for one in hidden.values() if one.words]
    words = words_of(texts, masks_of(case, texts, unchanged))
    found = {one.text: one for one in words if not STAND_IN.fullmatch(one.text)}
    for text, one in hidden.items():
        if any(text in written for written in texts):
            found = {other: known for other, known in found.items() if other not in text}
            found[text] = Word(text, Kind(one.kind), one.words or "某", True, BACK)
    return [one for text, one in found.items() if not any(text in known for known in instead)]


def applied(text: str, choices: Choices) -> str:
    """A rewritten text with what was just decided on words in it, the longest first."""
    for word in sorted(choices, key=len, reverse=True):
        text = text.replace(word, choices[word].public_for(word))
    return text.strip()
