"""The names that a text tells: of persons by what stands before them, of firms by what they end
with. Whoever is looked for by name is found wherever the text has it (`spans`)."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from consult.conflicts import blind_indexes as names
from consult.conflicts import far_names
from richtext.base.chinese import one_script
from richtext.base.words import EVERYDAY, frequency, tagged

MOST_LISTED = 12  # names of a text that are stored
MOST_READ = 10_000  # characters of it
LONGEST_FIRM = 9  # words of it
_KIN = names._any({*names._WORDS["roles"], *names._WORDS["before_names"]})
_SURNAME = f"(?:{names._any(names.COMPOUND_SURNAMES)}|[{''.join(sorted(names.SURNAMES))}])"
_OWN = "(?:我(?:名?叫|是|的名字[是叫])|本人(?:名?叫|是)?|^我)"
_SURE = re.compile(
    f'(?P<own>{_OWN})(?={_SURNAME})|(?:{_KIN}|叫做?|姓名[:是]?|名字是)[是叫:“"‘(]?(?={_SURNAME})'
)
_CUE = re.compile('(?:[被和跟与给把向欠找告同、,:/(“"]|起诉|对方是|借给|殴打)$')
LONGEST_OURS = 6
_OURS = re.compile("(?:我们?|本)(?:公司|司|单位|厂|店)?[是叫]?$")
_BRAND = re.compile(names._any(one for one in far_names.BRANDS if len(one) > 2), re.IGNORECASE)
_STOPS = frozenset(names._WORDS["before_firms"])
_GRAMMAR = frozenset("rpcuydxmqe")
_RARE = 1000


class Told(NamedTuple):
    """A name as the text has it, and whether it is the client's own; None: it may be."""

    name: str
    own: bool | None


class _Word(NamedTuple):
    start: int
    text: str
    tag: str


def read(text: str) -> tuple[list[Told], set[str]]:
    """The names that a text tells, at most one more than are stored, and where else in it one may
    stand."""
    text = one_script(unicodedata.normalize("NFKC", text[:MOST_READ])[:MOST_READ])
    words, at = [], 0
    for word, tag in tagged(text):
        words.append(_Word(at, word, tag))
        at += len(word)
    found: dict[str, bool | None] = {}
    for name, own in (*_firms(text, words), *_after_cues(text, words), *_people(text, words)):
        found.setdefault(name, own)
    apart = (one for one in found if not any(one in other and one != other for other in found))
    return [Told(one, found[one]) for one in islice(apart, MOST_LISTED + 1)], _spans(text, words)


def _after_cues(text: str, words: list[_Word]) -> Iterator[tuple[str, bool]]:
    """我前夫展鹏飞, 我叫周明远: as many characters as are words of their own."""
    begins = {word.start: word for word in words}
    for match in _SURE.finditer(text):
        at = match.end()
        first = begins.get(at)
        if first and (
            len(first.text) == 1
            and first.tag in {"c", "p", "d"}
            or len(first.text) > 1
            and frequency(first.text) >= EVERYDAY
        ):
            continue
        given = at + (2 if text[at : at + 2] in names.COMPOUND_SURNAMES else 1)
        for end in (given + 2, given + 1):
            last = begins.get(end - 1)
            ends = end in begins or end == len(text)
            two = end - given == 2 and frequency(text[given:end]) >= EVERYDAY
            name = text[at:end]
            grammar = last and last.tag[:1] in _GRAMMAR
            if ends and not two and not grammar and _is_person(name):
                yield name, bool(match["own"])
                break


def _is_person(name: str) -> bool:
    return bool(names._PERSON.fullmatch(name)) and not names.is_generic(name)


def _people(text: str, words: list[_Word]) -> Iterator[tuple[str, bool]]:
    """What the segmenter takes for a name, or for a surname and a rare word after 和, 被 …"""
    for word, after in pairwise([*words, _Word(0, "", "x")]):
        surname = word.text in names.SURNAMES or word.text in names.COMPOUND_SURNAMES
        name, so = word.text, word.tag.startswith("nr")
        if surname:
            cue = so or _CUE.search(text[max(0, word.start - 3) : word.start])
            rare = 0 < len(after.text) <= 2 and frequency(after.text) < (_RARE * 2 if cue else 0)
            name = name + after.text if rare and after.tag[:1] not in _GRAMMAR else ""
        elif len(name) == 2 and so and len(after.text) == 1 and after.tag in {"nr", "ng", "zg"}:
            name += after.text
        plain = not surname and (not so or frequency(word.text) >= EVERYDAY)
        if not plain and _is_person(name):
            yield name, False


def _firms(text: str, words: list[_Word]) -> Iterator[tuple[str, bool | None]]:
    for match in _BRAND.finditer(text):
        yield match[0], False
    for at, word in enumerate(words):
        end = word.start + len(word.text)
        if far_names.BRANDS.get(word.text) and frequency(word.text) < EVERYDAY:
            yield word.text, False
        before = words[at - 1] if at else word
        ending = names._WHOLE.ending(word.text)
        trade = word.text in names._TRADES and (before.tag == "nz" or not frequency(before.text))
        if not (ending or trade) or word.tag.startswith("v"):
            continue
        if ending and word.text != ending and len(ending) == 1 and len(word.text) < 3:
            continue
        first = at
        while first and at - first < LONGEST_FIRM and not _ends_before(words[first - 1]):
            first -= 1
        name = text[words[first].start : end]
        if at - first and not names.is_generic(names.normalise_name(name)):
            before_it = text[max(0, words[first].start - LONGEST_OURS) : words[first].start]
            yield name, None if _OURS.search(before_it) else False


def _ends_before(word: _Word) -> bool:
    """Whether a firm's name cannot reach back over a word."""
    if word.text in _STOPS or names._WHOLE.ending(word.text) == word.text:
        return True
    if word.tag[:1] in _GRAMMAR:
        return word.text not in "()" and not (word.tag == "m" and word.text[0] == "第")
    return word.tag[:1] == "v" and frequency(word.text) >= EVERYDAY


def _spans(text: str, words: list[_Word]) -> set[str]:
    """Where a name of a person may stand: three characters after one that is a surname, two where
    they are words of their own."""
    found: set[str] = set()
    for at in range(len(text)):
        long = 2 if text[at : at + 2] in names.COMPOUND_SURNAMES else 1
        if long == 2 or text[at] in names.SURNAMES:
            found.add(text[at : at + long + 2])
    ends = {word.start for word in words}
    for word in words:
        two = text[word.start : word.start + 2]
        if len(two) == 2 and word.start + 2 in ends and frequency(two) < EVERYDAY:
            found.add(two)
    return {one for one in found if names._PERSON.fullmatch(one)}
