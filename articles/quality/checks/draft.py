"""What the checks are given: an article as it stands or as it is typed, frozen and plain."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from richtext.base.tree import Element, parse
from richtext.core import structure

TITLE, SUMMARY, BODY = "title", "summary", "body"
# Never longer than 400 characters: what is looked for in a sentence stays cheap.
SENTENCE = re.compile(r"[^。！？；!?\n]{0,400}(?:[。！？；!?]+[”’）]?|\n|$|(?=[^。！？；!?\n]))")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the place in its text where it begins."""

    start: int
    text: str

    @property
    def end(self):
        return self.start + len(self.text)

    @property
    def asks(self):
        """Whether it is a question, or quotes one at its end."""
        return self.text.rstrip("”’）\n ").endswith(("？", "?"))


@dataclass(frozen=True)
class Paragraph:
    """A line of the text, the place where it begins, and whether it cites the law."""

    start: int
    text: str
    is_cited: bool


@dataclass(frozen=True)
class OldCrime:
    """A name of a crime that the law no longer has, its new one, and the words for the writer."""

    old: str
    new: str
    words: str


@dataclass(frozen=True)
class Draft:
    """An article as the checks see it; `draft_builder` builds one from an article.

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

    def text_of(self, field: str) -> str:
        """The plain text of a field."""
        return {TITLE: self.title, SUMMARY: self.summary, BODY: self.text}[field]

    def sentence_at(self, field: str, place: int) -> Sentence:
        """The sentence that holds a place."""
        starts, found = self._sentences[field]
        return found[bisect_right(starts, place) - 1]

    def paragraph_at(self, place: int) -> Paragraph:
        """The paragraph of the body that holds a place."""
        starts, found = self._paragraphs
        return found[bisect_right(starts, place) - 1]

    def sentences(self, field: str) -> list[Sentence]:
        """The sentences of a field in their order."""
        return self._sentences[field][1]

    @cached_property
    def tree(self) -> Element:
        """The body as a tree."""
        return parse(self.html)

    @cached_property
    def _sentences(self):
        return {field: _sentences(self.text_of(field)) for field in (TITLE, SUMMARY, BODY)}

    @cached_property
    def _paragraphs(self):
        places = sorted(start for start, _ in self.cited)
        found: list[Paragraph] = []
        for start, end in self._lines():
            cites = bisect_right(places, end) > bisect_right(places, start - 1)
            before = found[-1] if found else Paragraph(0, "", False)
            listed = before.is_cited and before.text.endswith(("：", ":", "；", ";"))
            found.append(Paragraph(start, self.text[start:end], cites or listed))
        return [one.start for one in found], found

    def _lines(self):
        """Where each paragraph begins and ends: a line of the text, or a whole row of a table."""
        start = 0
        for row in [*_rows(self.tree), ""]:
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


def _rows(tree):
    """The texts of the table rows of a body, those of one cell left out."""
    texts = map(structure.text_of, tree.walk("tr"))
    return [text for text in texts if "\n" in text]


def _sentences(text):
    found = [Sentence(one.start(), one[0]) for one in SENTENCE.finditer(text) if one[0]]
    found = found or [Sentence(0, "")]
    return [one.start for one in found], found
