"""Where somebody lives or something happened: below the city, which stays."""

import re
from collections.abc import Iterator
from functools import cache

from consult.redaction import lexicon, terms
from consult.redaction.folding import HAN
from consult.redaction.kinds import Found, Kind
from consult.redaction.organisations import HARD, Pieces, is_ordinary, name_start

_N = "[0-9A-Z一二三四五六七八九十百〇零甲乙丙丁东西南北]"
_UNIT = "号楼|号院|号|栋|幢|座|单元|室|楼|层|弄|组|队|户|门|排|区|期|巷"
_NUMBERED = re.compile(
    rf"(?:第?{_N}{{1,5}}(?:[-/]{_N}{{1,4}})?(?:{_UNIT})(?:门)?[ -]?)+(?:[0-9]{{3,4}}(?!"
    rf"[0-9元块年万个天日号人公米平]))?(?:室|号|房)?"
)
_DASHED = re.compile(r"(?<![0-9])[0-9]{1,3}-[0-9]{1,3}-[0-9]{2,4}(?:室|号)?(?![0-9])")
_HIGHWAY = re.compile(
    rf"(?:[GSX][0-9]{{1,4}}(?:[{HAN}]{{2,4}})?(?:高速|国道|省道|县道)|[0-9]{{3}}(?:国道"
    rf"|省道|县道|乡道))(?:公路)?(?:K?[0-9]+(?:公里|KM)?(?:\+[0-9]+)?(?:米|处)?)?"
)
_TOWN = re.compile(
    rf"(?:(?<=[在到市区县于是住自至])|(?<![{HAN}]))(?:[{HAN}]{{1,3}}[镇乡][{HAN}]{{2,4}}村|[{HAN}]家[镇村庄屯沟寨]村?)"
)
_TOWER = re.compile(rf"[{HAN}]{{2,3}}[城湾府庭台苑](?=[0-9]+(?:号|栋|幢|座))")
_BRANDED = re.compile(f"{terms.either(terms.of('brands'))}[城湾府庭苑](?![市镇乡])")
# A road behind a district may be called anything: 余杭区文一西路969号.
_BEHIND = re.compile(rf"(?<=[区县镇乡市])[{HAN}]{{1,5}}(?:路|大道|街|巷|弄)(?=[0-9]{{1,4}}[号弄])")
_LINES = re.compile(r"地铁(?:[0-9一二三四五六七八九十]{1,2}|[A-Z])号线")
_SECTIONS = {"regions": 62, "roads": 64, "estates": 64, "places": 78}
BESIDE = frozenset("上口边里旁")
LIVES = frozenset("住在址")
LIVED_IN = frozenset(["公寓", "别墅", "社区", "宿舍", "大院", "庄园", "一期", "二期", "三期"])
NEW = frozenset("新老大小")
NO_COUNTY = frozenset("本该全各外邻到一两三去在每某我进出回县区市乡同个几多整")
WHY_PLACE = "也可能不是具体的地点。"


def find(pieces: Pieces) -> Iterator[Found]:
    """Parts of an address, joined where one stands behind the other."""
    text = pieces.text
    atoms = sorted(_atoms(pieces), key=lambda atom: (atom[0], -atom[1]))
    row: list[tuple[int, int, str]] = []
    for atom in atoms:
        if row and atom[0] < row[-1][1]:
            if atom[1] > row[-1][1] and atom[0] > row[0][0]:
                row[-1] = (row[-1][0], atom[1], row[-1][2])
            continue
        if row and _joined(pieces, row[-1], atom):
            row.append(atom)
            continue
        yield from _judged(text, row)
        row = [atom]
    yield from _judged(text, row)


def _joined(pieces, before, after):
    """Whether one part of an address goes on in another: 包河区滨湖世纪城."""
    between = pieces.text[before[1] : after[0]]
    if len(between) <= 2 and between.strip(" ,，-的") == "":
        return True
    words = pieces.within(before[1], after[0])
    return (
        before[2] == "regions"
        and after[2] != "number"
        and len(between) <= 6
        and len(between) == sum(piece.end - piece.start for piece in words)
        and not any(_is_verb(pieces.text, piece) for piece in words)
        and not HARD & set(between)
    )


def _judged(text, row):
    """An address when a number belongs to it, else a place; nothing for a number alone."""
    while row and row[0][2] == "number" and len(row) == 1:
        start, end, _ = row[0]
        parts = len(re.findall(_UNIT, text[start:end]))
        told = parts > 1 and re.search("栋|幢|单元|室|号楼|座", text[start:end])
        lives = text[start - 1 : start] in LIVES and re.search("[室号栋幢]", text[start:end])
        if not told and not lives:
            return
        yield Found(start, end, Kind.ADDRESS, weight=63)
        return
    if not row:
        return
    start, end = row[0][0], row[-1][1]
    sorts = [sort for _, _, sort in row]
    if "number" in sorts or len(row) > 2 or ("regions" in sorts and "roads" in sorts):
        yield Found(start, end, Kind.ADDRESS, weight=80)
    else:
        sure = sorts[0] in ("roads", "estates", "regions", "exact")
        yield Found(
            start,
            end,
            Kind.PLACE,
            sure,
            "" if sure else WHY_PLACE,
            weight=_SECTIONS.get(sorts[0], 64),
        )


def _atoms(pieces):
    text = pieces.text
    for pattern, sort in (
        (_NUMBERED, "number"),
        (_DASHED, "number"),
        (_HIGHWAY, "exact"),
        (_LINES, "exact"),
        (_TOWN, "regions"),
        (_BEHIND, "roads"),
        (_TOWER, "estates"),
        (_BRANDED, "estates"),
    ):
        for match in pattern.finditer(text):
            start = match.start()
            if sort == "number" and re.search("栋|幢|单元|号楼", match[0]):
                start = _estate_start(pieces, start)
            yield start, match.start() + len(match[0].rstrip(" -")), sort
    for section in _SECTIONS:
        for match in _words_of(section).finditer(text):
            start = _place_start(pieces, match, section)
            if start is not None:
                yield start, match.end(), section


@cache
def _words_of(section):
    return re.compile(terms.either(terms.of(section)))


def _estate_start(pieces, at):
    """翡翠城28幢: what stands before the number of a house is the name of an estate."""
    text = pieces.text
    core = pieces.within(name_start(pieces, at), at)
    cut = next((n for n in range(len(core) - 1, -1, -1) if _ends_above(text, core[n])), -1)
    core = core[cut + 1 :]
    named = core and 2 <= at - core[0].start <= 6
    if not named or all(_is_no_name(text, piece, "estates") for piece in core):
        return at
    return core[0].start


def _word_start(pieces, whole, section):
    """The same where name and kind of place are one word."""
    text, word = pieces.text, pieces.text[whole.start : whole.end]
    if word in terms.of("not_places"):
        return None
    if len(word) == 2 and section == "regions":
        before = next(pieces.before(whole.start), whole)
        if before.end - before.start == 1 and text[before.start] not in HARD:
            return before.start
    named = len(word) > 2 or word in lexicon.words().places
    return whole.start if named and word not in terms.of("cities") else None


def _core(pieces, end, section):
    """The pieces of a name that ends there, without the larger place and common words before it."""
    text = pieces.text
    core = pieces.within(name_start(pieces, end), end)
    last = len(core) - 1
    above = (at for at in range(last, -1, -1) if _ends_above(text, core[at], at == last))
    core = core[next(above, -1) + 1 :]
    common = terms.of("generic") - NEW if section != "roads" else ()
    while core and text[core[0].start : core[0].end] in common:
        core = core[1:]
    return core


def _place_start(pieces, match, section):
    """Where the name of a place begins; None when there is no name."""
    text = pieces.text
    whole = pieces.at(match.start())
    beside = whole.start == match.start() and text[match.end() : whole.end] in BESIDE
    if whole.end > match.end() and not beside:
        return None
    if whole.start < match.start():
        return _word_start(pieces, whole, section)
    core = _core(pieces, match.start(), section)
    if not core:
        return None
    start, name = core[0].start, text[core[0].start : match.start()]
    if (
        section == "estates"
        and match[0] in LIVED_IN
        and all(is_ordinary(text, piece) for piece in core)
    ):
        return None
    if section == "roads" and len(name) > 2 and len(core) > 1 and _is_verb(text, core[-1]):
        return None
    if name + match[0] in terms.of("not_places") or not 1 <= len(name) <= 6:
        return None
    if len(name) == 1 and not _is_short(text, start, name, match[0]):
        return None
    pair = len(core) == len(name) > 1 and not HARD & set(name)
    pair = pair and not all(_is_verb(text, piece) for piece in core)
    return start if pair or not all(_is_no_name(text, piece, section) for piece in core) else None


def _is_verb(text, piece):
    word = text[piece.start : piece.end]
    return word in lexicon.words().verbs or word in terms.of("verbs")


def _is_no_name(text, piece, section):
    """柳树 and 人民 name a village and a road, though they are words; 旅游 and 同一 do not."""
    word = text[piece.start : piece.end]
    if section == "places" or len(word) == 1:
        return is_ordinary(text, piece) or word in terms.of("generic", "trades")
    known = lexicon.words()
    if section == "roads":
        return word in known.joining and word not in terms.of("brands")
    return word in known.verbs or word in known.joining or word in terms.of("generic", "trades")


def _is_short(text, start, name, word):
    """沛县, 柳巷: one character is enough for a county or a lane after a word that says where."""
    return (
        word in ("县", "巷", "庄", "屯")
        and name not in NO_COUNTY
        and text[start - 1 : start] in "在到去住省市、是于回，。从"
    )


def _ends_above(text, piece, last=False):
    """Whether this is the end of a larger place, of which the next one is a part."""
    word = text[piece.start : piece.end]
    if last and word in terms.of("cities"):
        return False  # 中山路
    if word in terms.of("cities") or word in (
        "市",
        "省",
        "州",
        "区",
        "县",
        "镇",
        "乡",
        "村",
        "街道",
    ):
        return True
    return (len(word) > 2 and word[-1] in "市省区县镇") or word.endswith("自治区")
