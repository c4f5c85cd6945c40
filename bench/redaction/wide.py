"""Values of every shape, to learn from: names, firms and places that no list holds."""

import random
import re
from functools import cache
from pathlib import Path

from bench.redaction.corpus import Span, Text
from consult.redaction import lexicon, terms

_LISTS = Path(__file__).with_name("wide.txt").read_text(encoding="utf-8").split("# ")[1:]
LISTS = {name: words.split() for name, words in (part.split("\n", 1) for part in _LISTS)}
NAMED = {"姓名", "称呼"}
BODIES = {"单位", "学校"}
PLACED = {"地点", "地址"}


def varied(text: Text, chance: random.Random) -> Text:
    """The same text with other names, bodies and places in it; numbers and days stay."""
    out, spans, at, known = "", [], 0, {}
    for span in text.spans:
        out += text.text[at : span.start]
        word = text.text[span.start : span.end]
        if span.kind in NAMED | BODIES | PLACED and (span.kind, word) not in known:
            known[span.kind, word] = _other(word, span.kind, chance)
        new = known.get((span.kind, word), word)
        spans.append(Span(len(out), len(out) + len(new), span.kind))
        out, at = out + new, span.end
    return Text(out + text.text[at:], tuple(spans))


def mixed(texts: list[Text], number: int, chance: random.Random) -> list[Text]:
    """So many texts of clauses that stood in different ones, with other marks between them."""
    clauses = [clause for text in texts for clause in _clauses(text)]
    result = []
    for _ in range(number):
        out, spans = "", []
        for clause in chance.choices(clauses, k=chance.randint(3, 6)):
            spans += [
                Span(len(out) + span.start, len(out) + span.end, span.kind) for span in clause.spans
            ]
            out += clause.text + chance.choice(["，", "，", "。", " ", "", "\n"])
        result.append(Text(out, tuple(spans)))
    return result


def _clauses(text):
    at = 0
    for match in re.finditer("[，。；！？\n]+|$", text.text):
        inside = [span for span in text.spans if at <= span.start and span.end <= match.start()]
        if match.start() > at:
            spans = [Span(span.start - at, span.end - at, span.kind) for span in inside]
            yield Text(text.text[at : match.start()], tuple(spans))
        at = match.end()


def _other(word, kind, c):
    if c.random() < 0.08:
        return word
    if kind in NAMED:
        called = kind == "称呼" or len(word) == 2 and word[0] in "老小阿大"
        return nick(c) if c.random() < (0.85 if called else 0.15) else name(c)
    if kind == "学校":
        return school(c)
    if kind == "单位":
        official = word.endswith(("院", "所", "局", "委", "队", "府", "庭", "处"))
        return (
            office(c)
            if official and c.random() < 0.8
            else school(c)
            if c.random() < 0.03
            else firm(c)
        )
    return place(c) + (
        c.choice(LISTS["addressed"]).format(*_numbers(c)) if any(map(str.isdigit, word)) else ""
    )


def _numbers(c):
    return [str(c.randint(1, 30)) for _ in range(3)]


@cache
def _pools():
    """Characters of given names and of any word, by how usual they are; words by their sort."""
    known, names = lexicon.words(), lexicon.names()
    chars = [(word, 2.718 ** (-cost / 10)) for word, cost in known.costs.items() if len(word) == 1]
    chars = [(char, min(share, 0.001)) for char, share in chars if char not in known.joining]
    words = [
        word
        for word, cost in known.costs.items()
        if len(word) == 2 and 88 < cost < 150 and word not in known.joining
    ]
    families = [(one, 2.718 ** (-cost / 12)) for one, cost in names.families.items()]
    given = [(one, 2.718 ** (-max(cost, 48) / 14)) for one, cost in names.given.items()]
    places = [word for word in known.places if 2 <= len(word) <= 3]
    return [list(zip(*sorted(pool), strict=True)) for pool in (chars, families, given)] + [
        sorted(words),
        sorted(places),
    ]


def _chars(c, n, pool=0):
    many, shares = _pools()[pool]
    return "".join(c.choices(many, shares, k=n))


def family(c):
    if c.random() < 0.3:
        return c.choice(sorted(terms.of("rare_surnames") | set(_pools()[1][0])))
    return _chars(c, 1, 1)


def given(c, size=2):
    way = c.random()
    if size == 2 and way < 0.15:
        return c.choice(_pools()[3])
    if size == 2 and way < 0.22:
        return _chars(c, 1, 2) * 2
    return _chars(c, size, 0 if way > 0.93 else 2)


def name(c):
    way = c.random()
    if way < 0.6:
        return family(c) + given(c)
    if way < 0.8:
        return family(c) + given(c, 1)
    if way < 0.9:
        return given(c)
    if way < 0.93:
        return family(c) + family(c)[0] + given(c)
    if way < 0.95:
        return c.choice(LISTS["latin"])
    far = c.choice(LISTS["far"]) + c.choice(LISTS["far"])
    return far + c.choice(["·" + c.choice(LISTS["far"]), ""])


def nick(c):
    """老王, 小芳, 王总, 三姨, 光头强, 豆豆妈妈, 一只柠檬的猫, A云锦装修王姐."""
    pick, (first, last) = c.choice, (family(c), given(c)[-1])
    word, latin, title = pick(_pools()[3]), pick(LISTS["latin"]), pick(LISTS["titles"])
    looks, kin = pick(LISTS["looks"]), pick(LISTS["relatives"])
    return pick(
        [
            *[first + title] * 3,
            last + pick("哥姐叔姨总爷嫂"),
            pick("老小阿大") + first[0],
            pick("老小阿大") + last,
            "老" + first[0] + pick("头家婆汉五板"),
            looks,
            looks + pick("哥姐叔"),
            pick("二三四六七八大小幺") + kin,
            word,
            last * 2 + pick(["", "妈妈", "爸爸", "妈", "姐"]),
            last + "子",
            word + "的" + pick(_pools()[3]),
            "A" + brand(c) + first[0] + pick(["姐", "哥", ""]),
            latin + pick(["姐", "哥", "老师", ""]),
            brand(c) + "-" + name(c),
            "小" + given(c),
            first + pick("三四五二大小") + pick("娃哥爷"),
        ]
    )


def brand(c):
    words = _pools()[3]
    way = c.random()
    if way < 0.35:
        return _chars(c, 2, c.choice((0, 0, 2)))
    if way < 0.5:
        return _chars(c, 3)
    if way < 0.75:
        return c.choice(words)
    if way < 0.83:
        return c.choice(words) + _chars(c, 1)
    if way < 0.9:
        return _chars(c, 1) + c.choice(words)
    if way < 0.95:
        return c.choice(words) + c.choice(words)
    return c.choice(
        [
            family(c) + c.choice("记氏家"),
            "老" + family(c),
            c.choice(LISTS["latin"]),
            _chars(c, 1) * 2,
        ]
    )


@cache
def _section(name):
    return sorted(terms.of(name))


def firm(c):
    way, start = c.random(), brand(c)
    if c.random() < 0.2:
        start = c.choice(_section("cities")) + c.choice(["", "市"]) + start
    if way < 0.28:
        return start
    if way < 0.5:
        return start + c.choice(_section("trades"))
    if way < 0.62:
        return start + c.choice(_section("trades")) + c.choice(_section("legal_forms"))
    if way < 0.67:
        return start + c.choice(
            ["集团", "公司", "科技有限公司", "劳务", "电商", "资本", "控股", "物业", "传媒", "金服"]
        )
    return (
        start + c.choice(LISTS["tails"])
        if way < 0.9
        else start + c.choice(_section("places_of_work"))
    )


def office(c):
    where = (
        c.choice(_pools()[4])
        if c.random() < 0.5
        else _chars(c, 2)
        if c.random() < 0.6
        else c.choice(_section("cities"))
    )
    where += c.choice(["", "", c.choice(LISTS["towns"]), c.choice(LISTS["roads"][:3])])
    return where + c.choice(LISTS["hospitals"] if c.random() < 0.4 else LISTS["offices"])


def school(c):
    return (
        brand(c) if c.random() < 0.6 else c.choice(_pools()[4]) + c.choice(["", "市", "县", "镇"])
    ) + c.choice(LISTS["schools"])


def place(c):
    way, core = (
        c.random(),
        c.choice([_chars(c, 2), _chars(c, 2), c.choice(_pools()[3]), c.choice(_pools()[4])]),
    )
    town = c.choice([_chars(c, 2), c.choice(_pools()[4])])
    if way < 0.2:
        return core + c.choice(LISTS["roads"])
    if way < 0.38:
        return core + c.choice(LISTS["estates"])
    if way < 0.5:
        return c.choice([core, family(c) + "家"[: c.randint(0, 1)], _chars(c, 1)]) + c.choice(
            LISTS["villages"]
        )
    if way < 0.6:
        return town + c.choice(LISTS["towns"])
    if way < 0.72:
        return town + c.choice(LISTS["towns"]) + core + c.choice(LISTS["villages"] + LISTS["roads"])
    if way < 0.85:
        return core + c.choice(LISTS["spots"])
    return core if way < 0.95 else core + c.choice(LISTS["roads"]) + c.choice(LISTS["spots"])
