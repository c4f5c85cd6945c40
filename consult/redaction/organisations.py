"""Firms, schools, hospitals, courts: what stands before 公司, 厂, 小学, 医院 and is a name.

Where the name begins is told by the pieces of the text (`reading`): it ends to the left at words
that only join (在, 我, 和), at verbs that people go to a firm with (入职, 起诉), and at any mark.
What remains is a name when more than a trade (装饰公司) or a sort (一家大型公司) is left of it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from consult.redaction import lexicon, terms
from consult.redaction.folding import HAN
from consult.redaction.kinds import Found, Kind
from consult.redaction.reading import Piece

LONGEST_NAME = 14
BRANDLIKE = frozenset("发达通安来金居")  # verbs that firms like in their names
REGION = frozenset("县区市镇乡")
HARD = frozenset(
    "在我和的是跟与被把给让从到去进了这那有个家你他她它们向对将就也都还又不没说叫欠告找问"
    "由于及或为以一二三四五六七八九十两几各每某该本前后里"
)
ORDINARY = 118  # from this cost on a word is rare enough to be a name of its own
WHY_ORDINARY = "也可能只是一类单位，不是某一家的名称。"
_BRACKETS = re.compile(rf"\([{HAN}]{{2,6}}\)$")
_CLASS = re.compile(
    rf" ?(?:[一二三四五六七八九初高大小1-9]{{1,2}}年级|[初高大][一二三四1-4])?(?:\(?"
    rf"[0-9一二三四五六七八九十]{{1,3}}\)?班)?(?:[{HAN}]{{2,6}}(?:专业|系))?"
)


class Pieces:
    """The pieces of a text, to walk back from a place in it."""

    def __init__(self, text: str, pieces: list[Piece]):
        self.text, self.pieces = text, pieces
        self._starts = [piece.start for piece in pieces]

    def before(self, at: int) -> Iterator[Piece]:
        """The pieces that touch each other up to this place, the nearest first; one may be cut."""
        index = bisect_left(self._starts, at) - 1
        while index >= 0:
            piece = self.pieces[index]
            if piece.end < at:
                return
            yield piece._replace(end=at)
            at, index = piece.start, index - 1

    def at(self, place: int) -> Piece:
        """The piece in which a place is."""
        return self.pieces[bisect_right(self._starts, place) - 1]

    def within(self, start: int, end: int) -> list[Piece]:
        """The pieces between two places, cut there."""
        first = max(0, bisect_left(self._starts, start + 1) - 1)
        last = bisect_left(self._starts, end)
        row = self.pieces[first:last]
        if row and row[0].end <= start:
            row = row[1:]
        if row and row[0].start < start:
            row[0] = row[0]._replace(start=start)
        if row and row[-1].end > end:
            row[-1] = row[-1]._replace(end=end)
        return [piece for piece in row if piece.start < piece.end]


# A trade is no firm where a thing or a sort follows: 工伤保险待遇, 监督管理部门.
AFTER = {
    "places_of_work": "(?!铺|埠|员|长|家|主|面|里|名|房|商|区|牌|子)",
    "trades": "(?!部门|机构|法|费|合同|市场|责任|待遇|基金|行业|产品|人员|利率|款|价|证|书|员|师|人"
    "|类|业|性|化"
    "|权|物|品|量|方|者|商|层|期|额|单|标准|条例|办法|关系|行为|活动|工作|服务|制度)",
}
_SUFFIXES = {
    "legal_forms": Kind.ORGANISATION,
    "places_of_work": Kind.ORGANISATION,
    "schools": Kind.SCHOOL,
    "authorities": Kind.ORGANISATION,
    "trades": Kind.ORGANISATION,
}


_NUMBERED = re.compile("第[一二三四五六七八九十]{1,3}$")


def find(pieces: Pieces) -> Iterator[Found]:
    """Everything that has a name before a word for what it is."""
    for section, kind in _SUFFIXES.items():
        for match in _ending(section).finditer(pieces.text):
            found = _named(pieces, match, section, kind)
            if found:
                yield found


@cache
def _ending(section):
    words = terms.either(terms.of(section))
    return re.compile(f"{words}(?!(?<=中)学){AFTER.get(section, '')}")


def _named(pieces, match, section, kind):
    """The name before one of these words, if one is there."""
    text, end = pieces.text, match.end()
    numbered = _NUMBERED.search(text, max(0, match.start() - 4), match.start())
    begun = numbered.start() if numbered else match.start()
    start = name_start(pieces, begun, section == "places_of_work")
    core = pieces.within(start, match.start())
    while core and _only_sorts(text, core[0]):
        core = core[1:]
    if not core or _only_sorts(text, core[0]._replace(end=match.start())):
        return None
    start = core[0].start
    telling = [piece for piece in core if not _is(text, piece, "trades", "generic", "cities")]
    if (
        not numbered
        and sum(piece.end - piece.start for piece in telling) < 2
        and not _official(text, core, section, match[0])
    ):
        return None
    if len(match[0]) == 1 and text[core[-1].start : core[-1].end] in REGION:
        return None  # 肥东县店埠镇
    sure = bool(numbered) or _is_sure(text, core, telling, section, match[0])
    if sure is None:
        return None
    if section == "schools":
        behind = _CLASS.match(text, end)
        end = behind.end() if behind else end
    why = "" if sure else WHY_ORDINARY
    return Found(
        start,
        end,
        kind,
        sure,
        why,
        weight=67 + min(end - start, 12),
        word=word_of(match[0], section),
    )


def _only_sorts(text, piece):
    """大型 and 一家 before a name are no part of it; 新 and 第一 may be."""
    word = text[piece.start : piece.end]
    if word[0] == "第" and "审" not in word:
        return False
    return word in terms.of("generic") and word not in ("新", "老", "大", "小")


def _official(text, core, section, suffix):
    """南京市中级人民法院, 鼓楼区人民法院: a place is what tells a court or a school of another."""
    place = text[core[0].start : core[-1].end]
    if suffix[-1] == "院" and core[0].end - core[0].start > 1 and len(place) + len(suffix) > 4:
        return not all(is_ordinary(text, piece) for piece in core)
    if section == "schools" and any(_is(text, piece, "cities") for piece in core):
        return True
    if section in ("authorities", "schools") or suffix[-1] == "院":
        return bool(re.search("[市县区镇乡州省旗]|第[一二三四五六七八九十]", place)) and (
            _is_place(text, core) or place.startswith("第")
        )
    return "有限" in suffix and len(place) >= 2


def _is_place(text, core):
    """Whether one of the pieces names a place: not 住所地 or 县级."""
    return any(
        not _is(text, piece, "generic") for piece in core if piece.end - piece.start > 1
    ) or (sum(piece.end - piece.start == 1 for piece in core) > 2)


def _is_sure(text, core, telling, section, suffix):
    """Whether the name is one; None for a mere sort of firm."""
    named_by_city = section == "schools" and any(_is(text, piece, "cities") for piece in core)
    if not telling or named_by_city:
        return True
    own = [piece for piece in telling if not is_ordinary(text, piece)]
    if len(telling) == 2 and all(may_be_brand(text, piece, 1) for piece in telling):
        own = telling
    if section == "trades":
        return False if all(_is_invented(text, piece) for piece in telling) else None
    if own:
        surely = section in ("authorities", "schools") or "有限" in suffix or "集团" in suffix
        return surely or (section == "legal_forms" and len(own) == len(telling))
    return False if all(_is(text, one, "brands") for one in telling) else None


def _is_invented(text, piece):
    """Whether a piece is no word, or one that firms like."""
    word = text[piece.start : piece.end]
    if len(word) == 1:
        return may_be_brand(text, piece)
    return bool(piece.kind) or word in terms.of("brands") or word in lexicon.words().places


def is_ordinary(text, piece):
    """Whether a piece is a word of every day and no name by itself."""
    word = text[piece.start : piece.end]
    if piece.kind or word in terms.of("brands") or word in lexicon.words().places:
        return False
    known = lexicon.words()
    if word in known.verbs or word in known.joining:
        return True
    return known.costs.get(word, lexicon.UNKNOWN) < (ORDINARY if len(word) > 1 else 82)


def name_start(pieces, at, whole_names=False):
    """How far to the left a name may reach.

    Two single characters right before it are a name, whatever each means: 远发家具.
    """
    text, start = pieces.text, at
    bracket = _BRACKETS.search(text, max(0, at - 8), at)
    if bracket:
        start = bracket.start()
    single = 0
    for piece in pieces.before(start):
        word = text[piece.start : piece.end]
        joined = len(word) == 1 and not piece.kind and word not in HARD and single < _most(word)
        if word in REGION and not piece.kind and start == piece.end and not single:
            start = piece.start
            continue
        single = single + 1 if joined else 3 if word not in terms.of("trades") else single
        calls = whole_names and piece.kind == Kind.NICKNAME and len(word) == 2
        if at - piece.start > LONGEST_NAME or not (joined or calls) and _stops(word, piece):
            return start
        start = piece.start
        if calls:
            return start
    return start


def _most(word):
    """How many single characters may stand right of this one in a name."""
    return 2 if word in terms.of("verbs") or word in lexicon.words().verbs else 3


def _stops(word, piece):
    """Whether a piece is outside of a name that begins right of it."""
    if word in terms.of("brands") or word in terms.of("trades"):
        return False
    if piece.kind:
        return piece.sure
    if word in terms.of("verbs") or word in terms.of("roles", "kin"):
        return True
    known = lexicon.words()
    if word in known.joining:
        return word not in terms.of("generic") or len(word) == 1
    return word in known.verbs and known.costs[word] < (115 if len(word) > 1 else 80)


def _is(text, piece, *sections):
    return text[piece.start : piece.end] in terms.of(*sections)


_WORDS = (
    ("法院", "法院"),
    ("法庭", "法院"),
    ("检察院", "检察院"),
    ("公安", "公安局"),
    ("派出所", "派出所"),
    ("律师事务所", "律师事务所"),
    ("律所", "律师事务所"),
    ("医院", "医院"),
    ("诊所", "诊所"),
    ("银行", "银行"),
    ("幼儿园", "幼儿园"),
    ("小学", "小学"),
    ("大学", "大学"),
    ("学院", "大学"),
    ("中学", "中学"),
    ("公司", "公司"),
    ("集团", "公司"),
    ("厂", "厂"),
    ("店", "店"),
    ("馆", "店"),
    ("超市", "店"),
    ("仲裁", "仲裁机构"),
    ("局", "机关"),
    ("政府", "机关"),
    ("委", "机关"),
    ("大队", "机关"),
    ("支队", "机关"),
    ("中心", "机构"),
)


def word_of(name: str, section: str = "") -> str:
    """What is left of a name: 某公司, 某厂, 某中学."""
    fallback = {"schools": "学校", "authorities": "机关", "trades": "公司"}.get(section, "单位")
    return next((word for part, word in _WORDS if part in name), fallback)


def may_be_brand(text, piece, longest=LONGEST_NAME):
    """Single characters make a brand whatever they mean, unless they only join."""
    word = text[piece.start : piece.end]
    if len(word) == 1:
        return word not in HARD and (word in BRANDLIKE or word not in terms.of("verbs"))
    return len(word) <= longest and not piece.kind and not is_ordinary(text, piece)
