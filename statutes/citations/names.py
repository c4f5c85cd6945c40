"""Names of statutes as people write them, at home and abroad, and which text each means. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import sha256

COUNTRIES = (
    "德国|法国|日本|美国|英国|瑞士|意大利|韩国|朝鲜|俄国|俄罗斯|苏联|奥地利|荷兰|西班牙|葡萄牙"
    "|加拿大|澳大利亚|新西兰|新加坡|马来西亚|印度|越南|泰国|巴西|欧盟|魁北克"
)
REGIONS = "台湾|香港|澳门"
COUNTRY = re.compile(f"(?:{COUNTRIES})")
# The basic laws and the laws on national security and on garrisons are the state's own.
REGION = re.compile(f"(?:{REGIONS})(?!同胞|特别行政区(?:基本|驻军|维护国家安全)法)|中华民国")
TREATY = re.compile("(?:公约|条约|议定书)\\Z")


def abroad(name: str) -> str:
    """What a text of this name is: 外国法律, 港澳台地区的规定, 国际条约; empty for ours."""
    if TREATY.search(name):
        return "国际条约"
    if COUNTRY.match(name):
        return "外国法律"
    return "港澳台地区的规定" if REGION.match(name) else ""


BLANKS = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
UNREAD = frozenset(BLANKS + "\u200b\u200c\u200d\u2060\ufeff" + "《》〈〉<>“”\"‘’'「」『』·")
NOISE = re.compile(f"[{re.escape(''.join(UNREAD))}]")
STATE = "中华人民共和国"
NARROW = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
SIGNS = NARROW | str.maketrans("()[]［］【】〔〕", "（）（）（）（）（）")

COURTS = (
    "最高人民法院|最高人民检察院|公安部|国家安全部|司法部|最高法院|最高检察院"
    "|最高院|最高法|最高检|两高"
)
ISSUER = re.compile(rf"^(?:(?:{COURTS})[、，,和与及]?)+(?:印发|发布)?")
ABOUT = re.compile("^关于")
# What a spoken name leaves out of the title of an interpretation.
PADDING = re.compile(
    "(?:具体)?(?:适用|应用)法律|^(?:审理|适用|办理|处理)|若干问题|纠纷案件|刑事案件|案件|有关|若干|问题"
    "|司法(?=解释)|的(?=解释|规定|司法解释)|纠纷(?=的?(?:司法)?解释)"
)
# What people leave in: 医疗损害责任纠纷司法解释, 诈骗案件解释（一）.
LEFT_IN = re.compile(
    r"(?:刑事)?(?:纠纷)?(?:案件|纠纷)的?(?=(?:(?:司法)?解释|规定)(?:（.{1,3}）|[一二三四五])?\Z)"
)

ENDING = re.compile(
    "(法典|办法|法|条例|解释|规定|决定|细则|规则|通则|意见|纪要|批复|解答|通知|公约|准则|修正案)$"
)
SERIAL = re.compile(r"(?:（[^（）]{1,12}）)+$")


def fold(written: str) -> str:
    """A name in the form in which names are compared.

    Without book marks, quotes, white space and 中华人民共和国, all brackets as （）, digits and
    letters in half width.
    """
    return NOISE.sub("", written).translate(SIGNS).replace(STATE, "")


def spoken(folded: str) -> str:
    """An interpretation's title as lawyers say it: 民间借贷规定, 民法典婚姻家庭编解释（一）.

    Other names stay as they are, and so does what would say too little.
    """
    if not re.search("解释|规定", folded):
        return folded
    bare = ABOUT.sub("", ISSUER.sub("", folded))
    short = PADDING.sub("", PADDING.sub("", bare))
    return short if len(SERIAL.sub("", short)) > len("解释") + 1 else bare


def kinds_of(name: str) -> set[str]:
    """What a text may be called after it was named: 该法, 该条例, 该司法解释."""
    folded = fold(name)
    ending = ENDING.search(SERIAL.sub("", folded))
    kinds = {ending[1]} if ending else set()
    if "法典" in kinds:
        kinds.add("法")
    if "解释" in kinds or folded.startswith(("最高人民法院", "最高人民检察院")):
        kinds.add("司法解释")
    return kinds


class Names:
    """Which short name each written name stands for.

    A full name is also known without 中华人民共和国, without the court that issued it and 关于; an
    interpretation also as lawyers say it. What somebody gave as a name wins over such a form.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], numbers: Iterable[tuple[str, str]] = ()):
        """Pairs of a name as written and the short name it means; the first of two wins.

        `numbers` are pairs of the number of a document and a short name: a number that several
        texts bear names none of them.
        """
        pairs = [(fold(written), short_name) for written, short_name in pairs]
        self._known: dict[str, str] = {}
        self._written: dict[str, list[str]] = defaultdict(list)
        for folded, short_name in pairs:
            self._known.setdefault(folded, short_name)
            self._written[short_name].append(folded)
        self._add_numbers(numbers)
        for folded, short_name in pairs:
            for form in _forms(folded):
                if self._known.get(f"{form}（一）", short_name) == short_name:
                    self._known.setdefault(form, short_name)
        self._known.pop("", None)
        self.longest = max(map(len, self._known), default=0)
        self._sizes = _sizes(self._known)

    def _add_numbers(self, numbers: Iterable[tuple[str, str]]) -> None:
        bearers = defaultdict[str, set[str]](set)
        for number, short_name in numbers:
            bearers[fold(number)].add(short_name)
        for number, short_names in bearers.items():
            if len(short_names) == 1:
                self._known.setdefault(number, *short_names)

    @cached_property
    def digest(self) -> str:
        """What these names are, in 16 characters: another one, and texts may cite otherwise."""
        return sha256(repr(sorted(self._known.items())).encode()).hexdigest()[:16]

    def resolve(self, written: str) -> str | None:
        """The short name that a whole written name means; None when nobody knows it."""
        folded = fold(written)
        if folded in self._known:
            return self._known[folded]
        bare = ISSUER.sub("", folded)
        if "关于" in bare and "司法解释" not in bare:  # a full title that is not ours is another's
            return self._known.get(bare)
        return self._known.get(spoken(bare))

    def kinds(self, short_name: str) -> set[str]:
        """What a text may be called after it was named: 法, 条例, 解释."""
        names = self._written.get(short_name, ())
        return set().union(*map(kinds_of, [short_name, *names]))

    def ends(self, folded: str) -> int:
        """The length of the longest known name with which a folded text ends; 0 for none."""
        for size in self._sizes.get(folded[-2:], ()):
            if folded[-size:] in self._known and size <= len(folded):
                return size
        return 0

    def may_end(self, two: str) -> bool:
        """Whether a known name ends with these two characters: a quick no."""
        return two.translate(SIGNS) in self._sizes

    def __contains__(self, folded: str) -> bool:
        return folded in self._known

    def __getitem__(self, folded: str) -> str:
        return self._known[folded]


def _forms(folded: str) -> Iterator[str]:
    """The other forms of a name, the fuller first."""
    bare = ISSUER.sub("", folded)
    yield bare
    yield ABOUT.sub("", bare)
    short = spoken(folded)
    yield short
    if "解释" in short and "司法解释" not in short:
        yield short.replace("解释", "司法解释")


def _sizes(known: Iterable[str]) -> dict[str, list[int]]:
    """The lengths of the known names by their last two characters, the longest first."""
    sizes = defaultdict[str, set[int]](set)
    for name in known:
        sizes[name[-2:]].add(len(name))
    return {tail: sorted(found, reverse=True) for tail, found in sizes.items()}
