"""Keys of names that are written another way: by the sound, with one character changed, by the
brand, by the surname with a title. What they find *may* be the same, and is for a person to judge.

As with `blind_indexes.keys_of`, a name is stored under some keys and looked for by some.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import product
from pathlib import Path

from consult.base.enums import Likeness
from consult.conflicts import blind_indexes as names
from consult.conflicts.blind_indexes import ANY, NONE, Keys
from richtext.base.words import tagged

TITLE, CALLED = "title|", "called|"  # a surname: of who has it, of who is called by it alone
_FILE = Path(__file__).with_name("brands.txt")
# Each with the first name of its line, which stands for all of them.
BRANDS = {
    word: line.split()[0]
    for line in _FILE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
}
# What says little of who is meant: one character beside it may not be changed.
_USUAL = (frozenset(names._WORDS["usual_surnames"]), frozenset(names._WORDS["usual_given"]))
_SHAPES = {char: group[0] for group in names._WORDS["shapes"] for char in group}
_SHORT = re.compile("[\u3400-\u9fff]{2,3}")
_CALLED = re.compile(
    f"(?:我|对方|那个|[小老阿])?((?:{names._any(names.COMPOUND_SURNAMES)})"
    f"|[{''.join(sorted(names.SURNAMES))}])(?:{names._any(names._LISTS['titles'])}|某+)"
)
_BRANCH = re.compile("(.{4,}?)(?<!公司).{2}[市县]?(?:分公司|分所|分店|分部|办事处|营业部)")
_FAMILIAR = re.compile(f"[小老阿]([{''.join(sorted(names.SURNAMES))}])|姓(.)的?")


@cache
def _spelt() -> dict[str, str]:
    return {names.name_spelling(word): first for word, first in BRANDS.items()}


def group_of(name: str) -> str:
    """The brand that a name says, by the first name of its line; "" for none."""
    text, spelt = names.name_spelling(name), _spelt()
    core = names._without_places(text.removeprefix("中国"))[0]
    for end in range(len(text), 1, -1):
        if found := spelt.get(text[:end]) or spelt.get(core[:end]):
            return found
    long = (word for word in spelt if len(word) > 3 and word in text)
    return next((spelt[word] for word in long), "")


def surname_of(name: str) -> str:
    """The surname of somebody who is only called by it: 卞总, 老卞, 姓卞的; "" else."""
    text = names.name_spelling(name)
    found = _CALLED.fullmatch(text) or _FAMILIAR.fullmatch(text)
    return next(filter(None, found.groups()), "") if found else ""


def keys_of(written: Iterable[str]) -> Keys:
    found = Keys(set(), {})
    for name in written:
        person, firms = names._read(name)
        if person:
            _both(found, [_shape(person)], Likeness.CHAR)
            _both(found, _changed(person), Likeness.CLOSE)
            found.sought[f"firm|{person}|{ANY}|{ANY}"] = Likeness.FAR  # or a brand: 楚天阁
            found.stored.add(f"{TITLE}{_surname(person)}")
            found.sought[f"head|{person}"] = Likeness.HEAD
        elif surname := surname_of(name):
            found.sought[f"{TITLE}{surname}"] = Likeness.TITLE
            found.stored.add(f"{CALLED}{surname}")
        spelt = person or names.name_spelling(name)
        if person or _SHORT.fullmatch(spelt):
            _both(found, [f"sound|{_sound(spelt)}"], Likeness.SOUND)
        for one in firms:
            if one.brand != person:
                _by_sound(found, one)
        if firms and firms[0].brand != person:
            _otherwise(found, firms[0])
        if branch := _BRANCH.fullmatch(names.name_spelling(name)):
            near = names.keys_of([branch[1]])
            found.stored.update(near.stored)
            found.sought.update(dict.fromkeys(near.sought, Likeness.FAR))
        if group := group_of(name):
            _both(found, [f"group|{group}"], Likeness.GROUP)
    return found


def _by_sound(found, one):
    way = one._replace(brand=f"~{_sound(one.brand)}")
    pairs = product([*(one.trades or [NONE]), ANY], [*(one.regions or [NONE]), ANY])
    found.stored.update(way.key(*pair) for pair in pairs)
    regions = [*one.regions, NONE] if one.regions else [ANY]
    for trade, region in product(one.trades or [ANY], regions):
        found.sought.setdefault(way.key(trade, region), Likeness.SOUND)


def _otherwise(found, one):
    """With a character changed, in the same trade, a brand of two also in the same town; and by a
    brand before a trade that no list has."""
    long, trade = len(one.brand) > 2, (one.trades or (NONE,))[0]
    if long or one.trades and one.regions:
        ways = dict.fromkeys(_wild(one.brand), Likeness.CHAR if long else Likeness.CLOSE)
        for way, likeness in {**ways, _shape(one.brand): Likeness.CHAR}.items():
            changed, there = one._replace(brand=way), one.regions or (NONE,)
            found.stored.update(changed.key(trade, each) for each in (*there, *[ANY] * long))
            for region in (*one.regions, *[NONE] * long) if one.regions else (ANY,):
                found.sought.setdefault(changed.key(trade, region), likeness)
    if len(one.brand) == 2:
        found.sought.setdefault(f"before|{one.brand}|{trade}", Likeness.FAR)
    elif len(one.brand) == 4 and _is_word(one.brand[2:]):
        found.stored.update(f"before|{one.brand[:2]}|{each}" for each in (trade, NONE))


def _is_word(text):
    return [tag[:1] for _, tag in tagged(text) if tag not in {"nz", "ns"}] in (["n"], ["v"])


def of_head(name: str) -> str:
    """The key of a legal representative, who stands for a known party."""
    return f"head|{names._person(names.name_spelling(name)) or names.normalise_name(name)}"


def _both(found, keys, likeness):
    found.stored.update(keys)
    for key in keys:
        found.sought.setdefault(key, likeness)


def _sound(text):
    from pypinyin import lazy_pinyin  # half a second, 20 MB: only where names are compared

    return "-".join(lazy_pinyin(text))


def _surname(person):
    return person[:2] if person[:2] in names.COMPOUND_SURNAMES else person[0]


def _shape(text):
    """Characters that look alike are one."""
    return f"shape|{''.join(_SHAPES.get(char, char) for char in text)}"


def _wild(text):
    return [f"char|{text[:at]}?{text[at + 1 :]}" for at in range(len(text))]


def _changed(person):
    """Nothing of a name of two, and of three not where what stays is met everywhere: 王?国."""
    if len(person) < 3:
        return []
    given = len(_surname(person))
    usual = [char in _USUAL[at >= given] for at, char in enumerate(person)]
    return [key for at, key in enumerate(_wild(person)) if not all(usual[:at] + usual[at + 1 :])]
