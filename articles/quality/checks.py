"""What a check is given and finds, and the registry of these pure functions, which never block."""

import hashlib
import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from django.db import models

from richtext.base.chinese import one_width
from richtext.core import tree
from richtext.core.tree import Element, parse

FIELDS = TITLE, SUMMARY, BODY = "title", "summary", "body"
# Never longer than 400 characters: what is looked for in a sentence stays cheap.
SENTENCE = re.compile(r"[^。！？；!?\n]{0,400}(?:[。！？；!?]+[”’）]?|\n|$|(?=[^。！？；!?\n]))")


class Sentence(NamedTuple):
    """A sentence and the place in its text where it begins."""

    start: int
    text: str

    @property
    def end(self):
        return self.start + len(self.text)


class Paragraph(NamedTuple):
    """A line of the text, the place where it begins, and whether it cites the law."""

    start: int
    text: str
    is_cited: bool


class OldCrime(NamedTuple):
    """A name of a crime that the law no longer has, its new one, and the words for the writer."""

    old: str
    new: str
    words: str


@dataclass(frozen=True)
class Draft:
    """An article as the checks see it.

    `cited` are the places in `text` that cite the law, `laws` the names that are cited anywhere;
    `namesakes` are the titles of other articles that say the same.
    """

    title: str = ""
    summary: str = ""
    text: str = ""
    html: str = ""
    cited: tuple[tuple[int, int], ...] = ()
    laws: tuple[str, ...] = ()
    checked_on: date | None = None
    today: date = date.min
    source_kind: str = "original"
    source: str = ""
    jurisdiction: str = ""
    ai_assisted: bool = False
    is_stub: bool = False
    agreed_key: str = ""  # what a client has agreed to, "" where none was asked
    is_cut: bool = False  # the body was too long to be read to its end
    crimes: tuple[OldCrime, ...] = ()
    namesakes: tuple[str, ...] = ()

    @cached_property
    def texts(self) -> dict[str, str]:
        """The plain text of each field."""
        return {TITLE: self.title, SUMMARY: self.summary, BODY: self.text}

    @cached_property
    def sentences(self) -> dict[str, list[Sentence]]:
        """Those of each field in their order, at least one."""
        found = {}
        for field, text in self.texts.items():
            parts = SENTENCE.finditer(text)
            found[field] = [Sentence(one.start(), one[0]) for one in parts if one[0]]
        return {field: sentences or [Sentence(0, "")] for field, sentences in found.items()}

    def paragraph_at(self, place: int) -> Paragraph:
        found = self._paragraphs
        return found[bisect_right(found, place, key=lambda one: one.start) - 1]

    @cached_property
    def nodes(self) -> list[Element | str]:
        return parse(self.html).nodes

    def elements(self, *tags: str) -> list[Element]:
        return [one for one in self.nodes if isinstance(one, Element) and one.tag in tags]

    @cached_property
    def _paragraphs(self):
        places = sorted(start for start, _ in self.cited)
        found: list[Paragraph] = []
        for start, end in self._lines():
            cites = bisect_right(places, end) > bisect_right(places, start - 1)
            before = found[-1] if found else Paragraph(0, "", False)
            listed = before.is_cited and before.text.endswith(("：", ":", "；", ";"))
            found.append(Paragraph(start, self.text[start:end], cites or listed))
        return found

    def _lines(self):
        """Where each paragraph begins and ends: a line of the text, or a whole row of a table."""
        start = 0
        # The texts of the rows of tables, those of one cell left out.
        rows = [text for text in map(tree.text_of, self.elements("tr")) if "\n" in text]
        for row in [*rows, ""]:
            place = self.text.find(row, start) if row else len(self.text)
            if place < 0:
                continue
            while start < place:
                end = self.text.find("\n", start, place)
                end = place if end < 0 else end
                yield start, end
                start = end + 1
            yield place, place + len(row)
            start = place + len(row) + 1


MOST = 20  # findings of one check: more are not read one by one
# Places of one pattern, so that a hostile text costs no more than a long one.
MOST_LOOKED_AT = 2_000
LONGEST_QUOTE = 40
BESIDE = 10  # characters shown on both sides of the words
# A sentence that warns of such words does not make use of them.
WARNS = re.compile("不要|别[信听被去再]|切勿|勿|不得|禁止|不许|不可信|警惕|当心|谨防|声称|所谓|骗")


class Severity(models.TextChoices):
    """How much a finding weighs, the heaviest first; its value is the colour of the list."""

    RULE = "red", "可能违反规定"
    DOUBT = "amber", "请核实"
    STYLE = "grey", "写法"


WEIGHT = {severity: place for place, severity in enumerate(Severity)}
PLACE = {field: place for place, field in enumerate(FIELDS)}
IS_HARMLESS = attrgetter("is_harmless")


class Hit(NamedTuple):
    """A place in a field; offsets count characters of that field's text in the draft.

    Without a sentence it is about the whole field, as long as `about`, on which it depends, stays.
    """

    field: str
    start: int = 0
    end: int = 0
    quote: str = ""
    sentence: Sentence | None = None
    about: str = ""
    words: str = ""  # the reason, where it is not the one of the check

    @property
    def around(self) -> Sentence:
        assert self.sentence is not None
        return self.sentence

    @property
    def before(self):
        return self.around.text[: self.start - self.around.start]

    @property
    def after(self):
        return self.around.text[self.end - self.around.start :]

    @property
    def is_quoted(self):
        """Whether it stands in “ ”: the words of somebody else, or a word talked about."""
        return self.before.count("“") > self.before.count("”")

    @property
    def is_harmless(self):
        """Whether the sentence asks, warns of such words, or gives them as those of others."""
        text = self.around.text
        asks = text.rstrip("”’）\n ").endswith(("？", "?"))
        return asks or self.is_quoted or bool(WARNS.search(text))

    def because(self, words: str) -> "Hit":
        return self._replace(words=words)


class Check(NamedTuple):
    """One check: what it looks for, and why it matters."""

    code: str
    name: str
    severity: Severity
    why: str
    find: Callable[[Draft], Iterable[Hit]]


@dataclass(frozen=True)
class Finding:
    check: Check
    hit: Hit

    @property
    def field(self):
        return self.hit.field

    @property
    def quote(self):
        """The words at that place, short enough to show."""
        words = " ".join(self.hit.quote.split())
        return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"

    @property
    def beside(self) -> tuple[str, str]:
        """What stands before and behind the words in their sentence, for finding them."""
        if not self.hit.sentence or len(self.hit.quote) > LONGEST_QUOTE:
            return "", ""
        before, after = self.hit.before.lstrip(), self.hit.after.rstrip()
        opening, closing = "…" * (len(before) > BESIDE), "…" * (len(after) > BESIDE)
        return opening + before[-BESIDE:], after[:BESIDE] + closing

    @property
    def reason(self):
        return self.hit.words or self.check.why

    @cached_property
    def fingerprint(self) -> str:
        """Names the code and the words of the sentence: other words give another one."""
        about = self.hit.sentence.text if self.hit.sentence else self.hit.about
        parts = [self.check.code, self.field, normal(self.hit.quote), normal(about)]
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


REGISTRY: dict[str, Check] = {}


TOLD = tomllib.loads(Path(__file__).with_name("checks.toml").read_text("utf-8"))


def check(code: str):
    """Decorator: registers what finds the places of a check of `checks.toml`."""
    told = TOLD[code]

    def register(find):
        if code in REGISTRY:
            raise ValueError(f"two checks are called {code}")
        REGISTRY[code] = Check(code, told["name"], Severity[told["severity"]], told["why"], find)
        return find

    return register


def check_words(code, pattern, fields=FIELDS, unless=IS_HARMLESS):
    """Registers a check for the words of a pattern; the hits for which `unless` holds are fine."""

    @check(code)
    def find(draft):
        return (hit for hit in hits(draft, pattern, fields) if not unless(hit))


def run_checks(draft: Draft, checks: Iterable[Check] | None = None) -> list[Finding]:
    """What some checks, else all, find, at most MOST of each: the heaviest first, then by place."""
    found: dict[str, Finding] = {}
    for one in REGISTRY.values() if checks is None else checks:
        for hit in islice(one.find(draft), MOST):
            finding = Finding(one, hit)
            found.setdefault(finding.fingerprint, finding)
    return sorted(
        found.values(),
        key=lambda one: (WEIGHT[one.check.severity], PLACE.get(one.field, 9), one.hit.start),
    )


def hits(draft: Draft, pattern: re.Pattern, fields: Iterable[str] = FIELDS) -> Iterable[Hit]:
    """Each place of a pattern in the texts of a draft, with the sentence that it stands in."""
    for field in fields:
        sentences = draft.sentences[field]
        for found in islice(pattern.finditer(draft.texts[field]), MOST_LOOKED_AT):
            at = bisect_right(sentences, found.start(), key=lambda one: one.start)
            sentence = sentences[at - 1]
            if found.end() <= sentence.end:
                yield Hit(field, found.start(), found.end(), found[0], sentence)


def normal(text: str) -> str:
    """Letters and digits in one width and case: what makes two spellings the same words."""
    return "".join(filter(str.isalnum, one_width(text).casefold()))
