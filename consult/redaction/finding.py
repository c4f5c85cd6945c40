"""Puts together what the detectors find: which of two that overlap, and what is never masked."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from consult.redaction import (
    addresses,
    dates,
    guessed_bodies,
    guesses,
    informal,
    lexicon,
    numbers,
    organisations,
    people,
    reading,
    tagging,
    terms,
    whereabouts,
)
from consult.redaction.folding import Folded
from consult.redaction.kinds import Found, Kind, Mask
from consult.redaction.naming import replacements
from consult.redaction.organisations import HARD
from firm.base import people as base_people

BETWEEN = "\n\n。\n\n"  # so that nothing is read across the end of a text
# What a law says is never about somebody: its name, its articles.
_LAW = re.compile(
    r"《[^《》\n]{2,60}》(?:[(（][0-9]{4}[^()（）]{0,12}[)）])?"
    r"|第[0-9一二三四五六七八九十百千零〇]{1,9}(?:条|款|项|编|章|节"
    r"|款)(?:之[一二三四五六七八九十]{1,2})?"
    r"|(?<![0-9A-Z_·-])(?<![A-Z][ .])(?:12348|12345|12333|12315|110|120|119|122"
    r"|95[0-9]{3})(?![0-9号室栋幢楼单弄])"
)
WEIGHT_OF_KNOWN = 99
WHY_WORD = "这里也可能只是一个词，不是前面的那个人。"
WHY_PART = "只写了一部分，看上去指的是前面已经遮去的那个名称。"
EVERY_DAY = 95  # a given name as usual as this is left alone where it stands by itself
_TRAILING = re.compile(
    f"(?:{terms.either(terms.of('trades', 'legal_forms', 'places_of_work'))}|[(].{{2,6}}[)])+$"
)
_LEADING = re.compile(f"^(?:{terms.either(terms.of('cities'))}[省市]?)+")
_SPEAKING = re.compile("[我俺咱](?![国们])")
PERSONAL = {
    *(Kind.NAME, Kind.NICKNAME, Kind.PHONE, Kind.EMAIL, Kind.ID_NUMBER, Kind.PLATE),
    *(Kind.BANK, Kind.ACCOUNT, Kind.CASE_NUMBER),
}
NEAR = 120  # characters between a guess and something surer
GUESS_ALONE = 80  # the weight of a guess that needs nothing beside it
SPREAD = {Kind.NAME, Kind.NICKNAME, Kind.ORGANISATION, Kind.SCHOOL, Kind.PLACE, Kind.ADDRESS}


def find(
    text: str, *, keep: Iterable[str] = (), known: Mapping[Kind, Iterable[str]] | None = None
) -> list[Mask]:
    """What of a text is to be masked, in order and without overlaps."""
    return find_all([text], keep=keep, known=known)[0]


def find_all(
    texts: Sequence[str],
    *,
    keep: Iterable[str] = (),
    known: Mapping[Kind, Iterable[str]] | None = None,
) -> list[list[Mask]]:
    """The same for texts that belong together: who is 某甲 in one is 某甲 in the others."""
    whole = BETWEEN.join(texts)
    masks = _masks(whole, list(keep), known or {})
    result, start = [], 0
    for text in texts:
        end = start + len(text)
        result.append(
            [_moved(mask, start) for mask in masks if start <= mask.start and mask.end <= end]
        )
        start = end + len(BETWEEN)
    return result


def _moved(mask, by):
    return Mask(mask.start - by, mask.end - by, mask.kind, mask.replacement, mask.sure, mask.why)


def _masks(original, keep, known):
    folded = Folded(original)
    if not folded.text.strip():
        return []
    pieces = organisations.Pieces(folded.text, reading.read(folded.text))
    found = [
        *numbers.find(folded),
        *dates.find(folded),
        *people.find(pieces),
        *organisations.find(pieces),
        *addresses.find(pieces),
        *informal.find(pieces),
        *whereabouts.find(pieces),
        *_known(folded.text, known),
    ]
    barred = _barred(folded.text, keep)
    guessed = [*guesses.find(pieces, original), *guessed_bodies.find(pieces)]
    surer = sorted(one.start for one in found if one.kind != Kind.AMOUNT)
    found += _wider(_without_overlaps(found, barred), _near(surer, guessed))
    found += guessed_bodies.tails(folded.text, found)
    found += _whole_places(folded.text, found)
    chosen = _without_overlaps(found, barred)
    tagged = _near(_told(folded.text, chosen), tagging.find(pieces))
    chosen = _without_overlaps([*chosen, *_grown(chosen, tagged)], barred)
    chosen += guessed_bodies.tails(folded.text, chosen)
    chosen = _without_overlaps([*chosen, *_whole_places(folded.text, chosen)], barred)
    chosen = _without_overlaps([*chosen, *_spread(folded.text, chosen)], barred)
    written = [(one, folded.text[one.start : one.end]) for one in chosen]
    return [
        Mask(*folded.original(one.start, one.end), one.kind, replacement, one.sure, one.why)
        for one, replacement in zip(chosen, replacements(written), strict=True)
    ]


def _told(text, chosen) -> list[int]:
    """Where somebody speaks of himself, or a person or number is sure."""
    speaking = [match.start() for match in _SPEAKING.finditer(text)]
    return sorted(speaking + [one.start for one in chosen if one.sure and one.kind in PERSONAL])


def _near(places, guessed) -> Iterator[Found]:
    """Of what is guessed, what stands near something that tells: a text of the law holds nobody."""
    for one in guessed:
        at = bisect_left(places, one.start - NEAR)
        if one.weight >= GUESS_ALONE or (at < len(places) and places[at] < one.end + NEAR):
            yield one


def _wider(chosen, guessed) -> Iterator[Found]:
    """Guesses; one that holds the whole of what was found and more stands in its place."""
    starts = [one.start for one in chosen]
    for one in guessed:
        first = bisect_left(starts, one.start)
        inside = chosen[first : bisect_left(starts, one.end)]
        before = chosen[first - 1] if first else None
        whole = not before or before.end <= one.start
        if inside and whole and inside[-1].end <= one.end and all(i.kind in SPREAD for i in inside):
            if sum(part.end - part.start for part in inside) == one.end - one.start:
                continue
            one = replace(one, weight=WEIGHT_OF_KNOWN - 1)
        yield one


def _grown(chosen, tagged) -> Iterator[Found]:
    """Of what the weights found, what is new; what touches a mask of words makes it longer."""
    starts = [one.start for one in chosen]
    for one in tagged:
        first = bisect_left(starts, one.start)
        first -= bool(first and chosen[first - 1].end > one.start)
        met = chosen[first : bisect_left(starts, one.end)]
        if not met:
            yield one
        elif all(part.kind in SPREAD for part in met):
            start, end = min(one.start, met[0].start), max(one.end, met[-1].end)
            if met[-1].sure and end - met[-1].end < 2:
                end = met[-1].end  # 法院判 is no longer name
            if end - start > sum(part.end - part.start for part in met):
                longest = max(met, key=lambda part: part.end - part.start)
                yield replace(
                    longest, start=start, end=end, sure=False, why=one.why, weight=WEIGHT_OF_KNOWN
                )


def _whole_places(text, found) -> Iterator[Found]:
    """Stretches of one address that several detectors found, as one."""
    parts = sorted(
        (one for one in found if one.kind in (Kind.ADDRESS, Kind.PLACE)),
        key=lambda one: (one.start, -one.end),
    )
    row: list[Found] = []
    for one in [*parts, None]:
        if one and row and text[max(part.end for part in row) : one.start] in ("", "的", " "):
            row.append(one)
            continue
        first = row[0] if row else one
        end = max((part.end for part in row), default=0)
        if len(row) > 1 and all(end - first.start > part.end - part.start for part in row):
            kind = Kind.ADDRESS if any(part.kind == Kind.ADDRESS for part in row) else Kind.PLACE
            sure = any(part.sure for part in row)
            why = "" if sure else first.why
            yield replace(first, end=end, kind=kind, sure=sure, why=why, weight=84)
        row = [one] if one else []


def _known(text, known) -> Iterator[Found]:
    """What the consultation itself says of people, wherever it stands."""
    for kind, words in known.items():
        for word in words:
            folded = Folded(word).text.strip()
            if len(folded) > 1:
                for start, end in _stretches(folded, text):
                    yield Found(start, end, kind, weight=WEIGHT_OF_KNOWN, word=_own_word(kind))


def _stretches(word, text):
    """Where a word stands in a text."""
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))


def _own_word(kind):
    return {
        Kind.ORGANISATION: "公司",
        Kind.SCHOOL: "学校",
        Kind.DATE: "某日",
        Kind.AMOUNT: "若干元",
    }.get(kind, "")


def _barred(text, keep) -> list[tuple[int, int]]:
    """Stretches in which nothing is masked: laws, and what the firm says of itself."""
    words = [word for word in (Folded(one).text.strip() for one in keep) if len(word) > 1]
    called = [
        f"{base_people.split(word)[0]}律师"
        for word in words
        if len(word) <= 4 and base_people.split(word)[0]
    ]
    spans = [match.span() for match in _LAW.finditer(text)]
    for word in {*words, *called}:
        spans += _stretches(word, text)
    return spans


def _without_overlaps(found: Collection[Found], barred) -> list[Found]:
    """The heaviest first, then the longest; nothing that touches what is barred."""
    taken = bytearray(max([one.end for one in found] + [end for _, end in barred] + [0]) + 1)
    for start, end in barred:
        taken[start:end] = b"\1" * (end - start)
    chosen = []
    for one in sorted(found, key=lambda one: (-one.weight, one.start - one.end, one.start)):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


def _spread(text, chosen) -> Iterator[Found]:
    """What was found once is masked wherever it stands, also by the part that it is called by."""
    words: dict[str, Found] = {}
    for one in chosen:
        if one.kind in SPREAD and one.end - one.start > 1:
            word = text[one.start : one.end]
            if one.why == tagging.WHY and word in lexicon.words().costs:
                continue  # 公证 was judged once, and stands in every line of a law
            if word not in words or (one.sure and not words[word].sure):
                words[word] = one
    for word, one in list(words.items()):
        for part in _short_forms(word, one):
            if one.why == tagging.WHY and part in lexicon.words().costs:
                continue
            words.setdefault(part, replace(one, sure=False, why=one.why or WHY_PART))
    for word, one in words.items():
        if one.kind == Kind.NAME and lexicon.words().costs.get(word, lexicon.UNKNOWN) < 120:
            one = replace(one, sure=False, why=WHY_WORD)
        for start, end in _stretches(word, text):
            yield replace(one, start=start, end=end, weight=48 + one.sure)


def _short_forms(word, one) -> Iterator[str]:
    """建国 for 王建国 and 宏达 for 宏达建材有限公司, unless that is a word of every day."""
    costs = lexicon.words().costs
    if one.kind == Kind.NAME and len(word) <= 4:
        given = base_people.split(word)[1]
        if len(given) == 2 and costs.get(given, lexicon.UNKNOWN) > EVERY_DAY:
            yield given
    if one.kind == Kind.ORGANISATION:
        core = _LEADING.sub("", _TRAILING.sub("", word))
        told = core in terms.of("brands") or costs.get(core, lexicon.UNKNOWN) > 120
        if 2 <= len(core) < len(word) and told and core not in terms.of("generic", "cities"):
            yield core
        for size in (2, 3):  # 新苗 of 新苗舞蹈班
            part = core[:size]
            rare = part not in costs and not HARD & set(part)
            if len(core) > size + 1 and rare and part not in terms.of("cities", "generic"):
                yield part
