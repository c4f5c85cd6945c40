"""Texts as others write them: three grammars and two files by hand, each with words of its own.

    for text in others.texts("spoken", 600, seed=1): text.text, text.spans

A file of a grammar has sections `= name kind`: one of its lines (or, where no line holds marks of
several words, one of its words) stands for `{name}`; with a kind it is planted. `{name1}` twice in
a text is the same twice. Numbers come from `bench.redaction.numbers`.
"""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bench.redaction import numbers, values
from bench.redaction.corpus import Span, Text

HERE = Path(__file__).with_name("others")
GRAMMARS = ("spoken", "chats", "formal")
BY_HAND = ("stories", "night")
_MARK = re.compile(r"\{([a-z]+(?:(?<=[gb])[123](?=\}))?)(\d?)\}")
_BY_HAND = re.compile(r"\{([a-z]):([^{}]+)\}")
_LETTERS = {
    "n": "姓名",
    "k": "称呼",
    "p": "电话",
    "e": "邮箱",
    "i": "证件号",
    "v": "车牌",
    "b": "银行账号",
    "w": "微信或QQ号",
    "a": "地址",
    "l": "地点",
    "o": "单位",
    "s": "学校",
    "c": "案号",
    "d": "日期",
    "x": "其他号码",
}
_OF_PEOPLE = {
    "phone": ("电话", lambda c: (numbers.mobile if c.random() < 0.8 else numbers.landline)(c)),
    "id": ("证件号", numbers.identity),
    "passport": ("证件号", values.passport),
    "card": ("银行账号", numbers.bank),
    "plate": ("车牌", numbers.plate),
    "mail": ("邮箱", numbers.email),
    "wx": ("微信或QQ号", numbers.account),
    "qq": ("微信或QQ号", numbers.qq),
    "case": ("案号", values.case),
    "day": ("日期", values.day),
    "code": ("其他号码", lambda c: c.choice(["", "10000", "SF", "NO."]) + numbers.digits(c, 12)),
    "licence": ("其他号码", lambda c: "1320" + numbers.digits(c, 13)),
}


def texts(which: str, number: int = 0, seed: int = 1) -> Iterator[Text]:
    """So many texts of a grammar, or all that were written by hand."""
    if which in BY_HAND:
        for line in (HERE / f"{which}.txt").read_text(encoding="utf-8").splitlines():
            yield marked(line)
        return
    chance = random.Random(seed)
    for _ in range(number):
        yield _Made(_grammar(which), chance).text()


def marked(line: str) -> Text:
    """{n:王建国} as a planted name, \\n as the end of a line."""
    out, spans, at = "", [], 0
    line = line.replace("\\n", "\n")
    for mark in _BY_HAND.finditer(line):
        out += line[at : mark.start()]
        spans.append(Span(len(out), len(out) + len(mark[2]), _LETTERS[mark[1]]))
        out, at = out + mark[2], mark.end()
    return Text(out + line[at:], tuple(spans))


@cache
def _grammar(which):
    sections = {}
    for part in re.split(r"^= ", (HERE / f"{which}.txt").read_text("utf-8"), flags=re.M)[1:]:
        head, body = part.split("\n", 1)
        name, _, kind = head.strip().partition(" ")
        lines = [line.replace("\\n", "\n") for line in body.splitlines() if line.strip()]
        if not any(re.search(r"[，。：？]|\\n", line) for line in body.splitlines()):
            lines = body.split() if name not in ("sp", "stamp", "moment") else lines
        sections[name] = (kind, lines)
    return sections


class _Made:
    """One text; what was chosen for {person1} is kept for the next {person1}."""

    def __init__(self, grammar, chance):
        self.grammar, self.chance = grammar, chance
        self.known: dict[str, str] = {}
        self.out, self.spans = "", []

    def text(self):
        self._write(self._one("texts"), "")
        return Text(self.out, tuple(self.spans))

    def _one(self, name):
        return self.chance.choice(self.grammar[name][1])

    def _write(self, template, inside):
        at = 0
        for mark in _MARK.finditer(template):
            self.out += template[at : mark.start()]
            self._slot(mark[1], mark[2], inside)
            at = mark.end()
        self.out += template[at:]

    def _slot(self, name, again, inside):
        start = len(self.out)
        own = name in _OF_PEOPLE
        kind = _OF_PEOPLE[name][0] if own else self.grammar[name][0]
        if again and name + again in self.known:
            self.out += self.known[name + again]
        elif own:
            self.out += _OF_PEOPLE[name][1](self.chance)
        else:
            self._write(self._one(name), inside or kind)
        self.known[name + again] = self.out[start:]
        if kind and not inside and len(self.out) > start:
            self.spans.append(Span(start, len(self.out), kind))
