"""Reads Chinese as the cheapest row of words and names, so that 王建国 is one and 王牌 is none.

Each word costs what `lexicon` says; a name costs its surname and its characters, less where the
words beside it speak for one (被告王建国, 王建国打了我) and more where they do not.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from consult.redaction import lexicon, terms
from consult.redaction.folding import HAN
from consult.redaction.kinds import Kind

_RUN = re.compile(f"[{HAN}]+")
# What a name costs beside its characters, and what speaks for it (ten times −ln, as words).
NAME, NICKNAME, GIVEN_ALONE, TITLED = 31, 48, 50, 28
LABEL, ROLE, JOINED, LINE = -90, -52, -14, -12
UNSUPPORTED = 14
DOUBTFUL = 11  # a surname that is also a word: 车, 钱, 于
COMMON = 66  # characters that are chosen for names often enough
USUAL = 106  # words that are met too often to be a name: 天天, 达成
TWICE = 110
PLACES = frozenset("区县镇乡村路街巷市省厂店院校站楼局所号")
# Words of one character that are hardly ever chosen for a name.
SMALL_WORDS = frozenset(
    "的了过着在是不没地开就都也还又跟被把给让从到去说打骂欠借买卖转分拿取撞扣走住得要会能"
    "未有和可与及越租只很最话您"
)
DIGITS = frozenset("0123456789一二三四五六七八九十两几百千多")
NO_GIVEN = 30
LUCKY = frozenset(("有才", "有福", "有财", "有根", "有生", "有贵", "有志", "有德", "可欣", "可心"))
BOTH = 20  # words on either side speak for a name
SHORT = 20  # fewer people have a given name of one character
BODIES = ("部门", "机关", "单位", "事务")
BOTH_PARENTS = 24
HOPELESS = {1: 165, 2: 245}  # what no words beside a name can make up for
FAR = 1 << 30
WITH = "和跟与同"
BOUND = 40  # what would be the given name is a word that joins: 王刚才来过


class Piece(NamedTuple):
    """A word, or a name: its kind and whether the words beside it leave no doubt."""

    start: int
    end: int
    kind: Kind | None = None
    sure: bool = False


_BEHIND_LABEL = re.compile('[:： "“「]*')
_BEHIND_ROLE = re.compile(
    r"(?:姓名|名字)?(?:就?叫|名叫|是|为|系)?(?:[:： \"“「\[(（、]|某?人)*(?![们家])"
)
_HOME = re.compile("家[的里门人]")
_WITH = re.compile(f"[我他她你们][{WITH}]$")


def read(text: str) -> list[Piece]:
    """The words and names of a text, in order; what is not Chinese is left out."""
    labels = _ends(text, terms.of("labels"), _BEHIND_LABEL)
    roles = _ends(text, terms.of("roles", "kin"), _BEHIND_ROLE)
    return [piece for run in _RUN.finditer(text) for piece in _cheapest(text, run, labels, roles)]


def _ends(text, words, behind):
    """Where words like these end: 老板 and 老板娘 both do."""
    ends: set[int] = set()
    for first, sizes in _by_beginning(words).items():
        at = text.find(first)
        while at >= 0:
            for size in sizes:
                if text[at : at + size] in words:
                    stop = at + size
                    found = behind.match(text, stop)
                    ends.update((stop, found.end()) if found else ())
            at = text.find(first, at + 1)
    return ends


@cache
def _by_beginning(words):
    """How long the words of a section are, by their first character."""
    sizes: dict[str, set[int]] = {}
    for word in words:
        sizes.setdefault(word[0], set()).add(len(word))
    return sizes


def _cheapest(text, run, labels, roles):
    """The cheapest reading of one run of Chinese characters."""
    start, end = run.span()
    words = lexicon.words()
    cost_of, longer, begins = words.costs.get, words.longer, lexicon.names().begins
    best = [0] + [FAR] * (end - start)
    pieces: list[tuple] = [()] * (end - start + 1)
    for at in range(start, end):
        first = at - start + 1
        here, char, pair = best[first - 1], text[at], text[at : at + 2]
        cost = here + cost_of(char, lexicon.UNKNOWN)
        if cost < best[first]:
            best[first], pieces[first] = cost, (at, at + 1)
        if at + 1 < end:
            cost = here + cost_of(pair, FAR)
            if cost < best[first + 1]:
                best[first + 1], pieces[first + 1] = cost, (at, at + 2)
            if pair in longer:
                for stop in range(at + 3, min(at + lexicon.LONGEST, end) + 1):
                    cost = here + cost_of(text[at:stop], FAR)
                    if cost < best[stop - start]:
                        best[stop - start], pieces[stop - start] = cost, (at, stop)
            if char in begins or at in labels or at in roles or text[at - 1 : at] in WITH:
                for piece, cost in _names(text, at, end, labels, roles):
                    stop = piece[1] - start
                    if here + cost < best[stop]:
                        best[stop], pieces[stop] = here + cost, piece
    row, at = [], end
    while at > start:
        row.append(Piece(*pieces[at - start]))
        at = row[-1].start
    return reversed(row)


def _names(text, at, end, labels, roles) -> Iterator[tuple[tuple[int, int, Kind, bool], int]]:
    """The names that may begin here, each with its cost."""
    families = lexicon.names().families
    named = text[at] in families or text[at : at + 2] in families
    if named or text[at] in "老小阿":
        left, certain = _left(text, at, labels, roles)
        if named:
            yield from _full(text, at, end, left, certain)
        yield from _called(text, at, end, left)
    alone = at in labels or at in roles or text[at - 1 : at] in WITH
    if alone:
        yield from _given_alone(text, at, labels, roles)


def _left(text, at, labels, roles):
    """What the words before a name say for it, and whether they leave no doubt."""
    if at in labels:
        return LABEL, True
    if at in roles:
        return ROLE + JOINED * (text[at - 1] == "叫"), True
    if at == 0 or not "\u3400" <= text[at - 1] <= "\u9fff":
        return LINE, False
    before = terms.of("before")
    if text[at - 1] in before or text[max(0, at - 2) : at] in before:
        return JOINED, False
    return UNSUPPORTED, False


def _right(text, stop):
    """What the words behind a name say for it."""
    if stop == len(text) or not "\u3400" <= text[stop] <= "\u9fff":
        return LINE
    if _HOME.match(text, stop):
        return 2 * JOINED
    follow = terms.of("follow")
    if text[stop] in follow or text[stop : stop + 2] in follow or text[stop : stop + 3] in follow:
        return JOINED
    return UNSUPPORTED


def _full(text, at, end, left, certain):
    """A surname and one or two characters, a title behind them or not."""
    families, given, _ = lexicon.names()
    city, crossed = _is_city(text, at), _is_crossed(text, at)
    for size in (2, 1):
        family = text[at : at + size]
        both = families.get(family)
        known = both is not None
        if not known and size == 2 and text[at + 1] in families and text[at] in families:
            both = _both_parents(family, families)
        if both is None:
            continue
        for more in (1, 2) if known else (2,):
            stop = at + size + more
            if stop > end:
                break
            chars = text[at + size : stop]
            own = both + given.get(chars[0], lexicon.RARE_GIVEN)
            if more == 2:
                own += given.get(chars[1], lexicon.RARE_GIVEN)
            if own > HOPELESS[more]:
                continue
            title = _title(text, stop)
            right = ROLE if title else _right(text, stop)
            if right == JOINED and ROLE < left < 0:
                own -= BOTH
            if left > LABEL and not SMALL_WORDS.isdisjoint(chars) and chars not in LUCKY:
                own += NO_GIVEN * sum(char in SMALL_WORDS for char in chars)
            own += 2 * BOUND * crossed
            if city:
                own += BOUND * (1 if stop == at + 2 else 3)
            if left > ROLE:
                own += _doubt(text, at, family, chars)
            own += BOUND * ((chars in lexicon.words().joining) + (not PLACES.isdisjoint(chars)))
            cost = NAME + own + left + right + SHORT * (more == 1)
            yield (at, stop, Kind.NAME, certain or bool(title)), cost


def _is_city(text, at):
    """Whether a city begins where a name may."""
    return text[at : at + 2] in terms.of("cities")


def _is_crossed(text, at):
    """Whether a city begins one character before: 北京 and 京 in 北京东路."""
    return at > 0 and text[at - 1] not in WITH and text[at - 1 : at + 1] in terms.of("cities")


def _both_parents(family, families):
    """The cost of 张王 before 晓明, who bears the names of both parents."""
    if terms.of("ambiguous").isdisjoint(family):
        return sum(families[char] for char in family) + BOTH_PARENTS
    return None


def _doubt(text, at, family, chars):
    """What speaks against a name that nothing before it speaks for: 13万转走, 钱拿回来."""
    if family not in terms.of("ambiguous"):
        return 0
    rare = sum(lexicon.names().given.get(char, lexicon.RARE_GIVEN) > COMMON for char in chars)
    return DOUBTFUL + DOUBTFUL * rare + 4 * BOUND * (text[at - 1 : at] in DIGITS)


def _title(text, at):
    """The title of two characters or more that begins here, or nothing."""
    titles = terms.of("titles")
    if text[at : at + 2] not in _openings(titles):
        return ""
    found = next((text[at : at + n] for n in (4, 3, 2) if text[at : at + n] in titles), "")
    return "" if text[at + len(found) : at + len(found) + 2] in BODIES else found


@cache
def _openings(words):
    """The first two characters of each of these words."""
    return frozenset(word[:2] for word in words)


def _called(text, at, end, left):
    """老王, 小李, 阿强; 王总, 李姐, 王女士."""
    families, given, _ = lexicon.names()
    char, rest = text[at], text[at + 1]
    if char in "老小阿":
        if rest in SMALL_WORDS:
            return
        own = min(families.get(rest, 150), given.get(rest, 150) if char != "老" else 150)
        own += DOUBTFUL * (rest in terms.of("ambiguous"))
        own += BOUND * (left > ROLE and text[at - 1 : at] in families)
        yield (at, at + 2, Kind.NICKNAME, True), NICKNAME + own + left + _right(text, at + 2)
    for size in (2, 1):
        family = text[at : at + size]
        if family not in families or len(family) < size:
            continue
        for n in (4, 3, 2, 1):
            stop = at + size + n
            if stop <= end and text[at + size : stop] in terms.of("titles"):
                doubt = DOUBTFUL * (family in terms.of("ambiguous"))
                if text[stop : stop + 2] in BODIES:
                    continue
                cost = TITLED + families[family] + doubt + left + _right(text, stop)
                yield (at, stop, Kind.NICKNAME, True), cost + (34 if n == 1 else 16)


def _given_alone(text, at, labels, roles):
    """我和建国, 女儿思雨, 孩子豆豆: a given name of two characters without its surname."""
    costs, given = lexicon.words().costs, lexicon.names().given
    chars = text[at : at + 2]
    beside = at in labels or at in roles
    if any(char in SMALL_WORDS for char in chars) or DIGITS.issuperset(chars):
        return
    if chars in lexicon.words().verbs and at not in labels:
        return
    usual = costs.get(chars, lexicon.UNKNOWN) < (USUAL if beside else USUAL - 10)
    if usual or not (beside or _WITH.search(text, max(0, at - 2), at)):
        return
    own = sum(given.get(char, lexicon.RARE_GIVEN) for char in chars)
    own += NO_GIVEN * (chars[0] in lexicon.names().families and chars[0] != chars[1])
    twice = chars[0] == chars[1]
    if twice or all(given.get(char, lexicon.RARE_GIVEN) < COMMON for char in chars):
        own = min(own, TWICE) if twice else own
        yield (
            (at, at + 2, Kind.NAME, at in labels),
            GIVEN_ALONE + own + ROLE + _right(text, at + 2),
        )
