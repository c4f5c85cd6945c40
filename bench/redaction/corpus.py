"""Makes texts as people write them to a lawyer, with what tells who they are, and where it stands.

    for text in corpus.texts(600, seed=1): text.text, text.spans

The names are put together from lists of their own, not from the tables of the detector; telephone
numbers, papers and cards are made at random, some with wrong check digits, as people mistype them.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.redaction import values

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates.txt"
MARK = re.compile(r"\{(\w+?)(\d?)\}")


class Span(NamedTuple):
    """Where something planted stands, and of which kind it is."""

    start: int
    end: int
    kind: str


class Text(NamedTuple):
    """A made text."""

    text: str
    spans: tuple[Span, ...]


def texts(number: int, seed: int) -> Iterator[Text]:
    """So many texts; each template with values comes up about equally often."""
    chance = random.Random(seed)
    sections = _templates()
    telling, plain = sections["telling"], sections["plain"]
    order = []
    for _ in range(number):
        if not order:
            order = chance.sample(telling, len(telling))
        parts = [order.pop()]
        for _ in range(chance.choice((0, 1, 1, 2))):
            parts.insert(chance.randint(0, len(parts)), chance.choice(plain))
        yield filled("".join(parts), chance)


def filled(template: str, chance: random.Random) -> Text:
    """A template with values; {name1} twice is the same name twice."""
    known: dict[str, str] = {}
    out, spans, at = "", [], 0
    for mark in MARK.finditer(template):
        out += template[at : mark.start()]
        kind, value = values.make(mark[1], chance)
        value = known.setdefault(mark[0], value) if mark[2] else value
        spans.append(Span(len(out), len(out) + len(value), kind))
        out, at = out + value, mark.end()
    return Text(out + template[at:], tuple(spans))


def by_hand() -> list[Text]:
    """The texts of `sealed.txt`, one a paragraph."""
    whole = (HERE / "sealed.txt").read_text(encoding="utf-8")
    return [marked(line) for line in whole.split("\n\n") if line.strip()]


def marked(line: str) -> Text:
    """A text that was written by hand, with [姓名:王建国] where something stands."""
    out, spans, at = "", [], 0
    for mark in re.finditer(r"\[([\u4e00-\u9fffQ]{2,6}):([^\]]+)\]", line):
        out += line[at : mark.start()]
        spans.append(Span(len(out), len(out) + len(mark[2]), mark[1]))
        out, at = out + mark[2], mark.end()
    return Text(out + line[at:], tuple(spans))


def _templates():
    sections: dict[str, list[str]] = {}
    for line in TEMPLATES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            current = sections.setdefault(line[2:], [])
        elif line:
            current.append(line.replace("\\n", "\n"))
    return sections
