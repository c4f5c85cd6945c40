"""Blind indexes of names, telephones, mail addresses: how each is spelled before it is hashed."""

import json
import re
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import NamedTuple

from consult.base.enums import Likeness
from consult.crypto.fields import hashed, keyed_hashes
from firm.base import phones
from richtext.base.chinese import one_script, one_width

# Names too generic to identify anybody: 王先生, 前公司, 房东, 某某, 小李.
#
# Such a name is kept and found again, but seals nothing: it would meet every other one like it.

_FILE = Path(__file__).with_name("generic_names.json")
_LISTS = json.loads(_FILE.read_text(encoding="utf-8"))
COMPOUND_SURNAMES = frozenset(_LISTS["compound_surnames"])


def _any(words):
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_SURNAME = f"(?:[\u3400-\u9fff]|{_any(COMPOUND_SURNAMES)})"
_GENERIC = re.compile(
    f"{_any(_LISTS['owners'])}*[a-z]?{_any(_LISTS['words'])}{{1,3}}"
    f"|{_any(_LISTS['owners'])}+|{_any(_LISTS['placeholders'])}"
    f"|{_SURNAME}?{_any(_LISTS['titles'])}"
    f"|{_any(COMPOUND_SURNAMES)}"
    "|[小老阿].|.*某.*|.*(?<![a-z])x{2,}(?![a-z]).*"
)
_DIGITS = re.compile(r"\d{1,5}")
_LATIN = re.compile(r"[a-z0-9]{1,2}")


def is_generic(normalised: str) -> bool:
    """Whether a normalised name (`normalise_name`) is too short or too common to compare."""
    alone = len(normalised) < 2 or _DIGITS.fullmatch(normalised) or _LATIN.fullmatch(normalised)
    return bool(alone or _GENERIC.fullmatch(normalised))


# Names as a conflict check and a search compare them.
#
# Two spellings of one name give one index: full and half width, upper and lower case, spaces,
# dots, brackets, simplified and traditional script, a title behind a person's name, the legal form
# behind a company's. What is folded too far costs a person one look; what is not folded is missed.

NAME_PURPOSE = "party name"
MOST_PARTS = 10

# A title that a name can do without; 太太 and the like are not here: 王五太太 is not 王五.
_TITLE = re.compile("(.{2,})(?:先生|女士|小姐|同志|律师|老师|医生)")
# A branch is no legal person (公司法 2023, article 13): what it did, the company answers for.
_FORM = re.compile(
    "(.{2,}?)(?<!分)(?<!有限)(?<!责任)(?:股份有限|有限责任|有限)?公司(?:.{1,20}(?:分公司|分行|支行))?"
    "|(.{3,}?)(?:特殊普通合伙|普通合伙|有限合伙)"
)
_SEPARATORS = re.compile(r"[、,;/|\r\n]+")
# A blank, or 和, stands between two names where each of them has two characters.
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff)]{2})(?:\s+|\s*[和跟与及]\s*)(?=[\u3400-\u9fff]{2})")


def name_spelling(name: str) -> str:
    """One spelling of the letters and digits of a name, everything else left out."""
    if not name:
        return ""
    text = one_width(name)
    text = one_width(text.casefold())
    return one_script("".join(char for char in text if char.isalnum())).casefold()


def normalise_name(name: str) -> str:
    """What two names have in common when they may stand for the same person or company."""
    text, before = name_spelling(name), None
    while text != before:
        before, titled = text, _TITLE.fullmatch(text)
        if titled and titled[1] not in COMPOUND_SURNAMES:
            text = titled[1]
        formed = _FORM.fullmatch(text)
        if core := formed and (formed[1] or formed[2]):
            # Two characters alone may be a town: they keep 公司 behind them, whatever the form.
            text = core if len(core) > 2 else f"{core}公司"
    return text


def name_parts(text: str) -> dict[str, str]:
    """The names of a field in which somebody may have put several, by what they are compared as.

    A comma can also be part of a name (Co., Ltd.), so the whole field is one of them, too.
    """
    several = apart(text or "")
    found = [text, *several[:MOST_PARTS]] if len(several) > 1 else [text]
    return {key: name for name in found if (key := normalise_name(name))}


def apart(text: str) -> list[str]:
    """The names of a field: 张三和李四 are two, 和平建材厂 and 王 小明 are one."""
    found: list[str] = []
    for part in _SEPARATORS.split(one_width(text)):
        start = 0
        for match in _BETWEEN.finditer(part):
            before, after = part[start : match.start()].strip(), part[match.end() :]
            blank = match[0].isspace() and len(before) > 1
            if (blank or is_whole(before)) and len(after) > 1 and not _PLACE.fullmatch(before):
                found.append(before)
                start = match.end()
        found.append(part[start:].strip())
    return [one for one in found if one]


def _pair(purpose, normalise):
    """What is stored of a value, "" for none; and all that may be stored of it, under every key."""

    def indexes(value):
        text = normalise(value)
        return keyed_hashes(purpose, text) if text else []

    return lambda value: next(iter(indexes(value)), ""), indexes


def _one_address(email):
    """Upper and lower case and full width are one."""
    return one_width(email or "").strip().casefold()


index_of_name, indexes_of_name = _pair(NAME_PURPOSE, normalise_name)
index_of_email, indexes_of_email = _pair("email", _one_address)
index_of_phone, indexes_of_phone = _pair("phone", phones.digits)


def stored_indexes(*, name: str, opponent: str, email: str, phone: str) -> dict[str, str]:
    """What is stored of them by the name of its column, "" for an empty one."""
    spelt = {
        "email_index": ("email", _one_address(email)),
        "name_index": (NAME_PURPOSE, normalise_name(name)),
        "opponent_index": (NAME_PURPOSE, normalise_name(opponent)),
        "phone_index": ("phone", phone and phones.digits(phone)),
    }
    hashes = hashed(spelt.values())
    return {column: hashes[pair][0] if pair[1] else "" for column, pair in spelt.items()}


# What is left of a name when people shorten it: the brand, the trade and the town of a firm.
#
# People write 宏达建材厂 or 云澜市宏达建材商行 for 云澜宏达建材有限公司, and 房东王小明 for 王小明.
# Each name has keys under which it is kept and keys by which it is looked for. They meet where the
# brand is the same, and trade and town are so or left out on one side: 北京宏达 is not 上海宏达.
# Such names *may* be the same, no more; what is the same name is for `normalise_name` to say.

VERSION = 2  # of the keys: a change of this file or of its words takes a new one
ANY, NONE = "*", "-"
_WORDS, _PLACES = (
    json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    for name in ("name_words.json", "place_names.json")
)


class _Words(frozenset[str]):
    """Words spelt as `name_spelling` does, the longest of which is found at an end of a text."""

    def ending(self, text: str) -> str:
        """The longest one that a text ends with; "" for none."""
        return next((text[start:] for start in range(len(text)) if text[start:] in self), "")

    def beginning(self, text: str) -> str:
        """The longest one that a text begins with; "" for none."""
        ends = range(len(text), 0, -1)
        return next((text[:end] for end in ends if text[:end] in self), "")


_FORMS, _ROLES, _TITLES = (_Words(_WORDS[name]) for name in ("forms", "roles", "titles"))
_PROVINCES = _Words(_PLACES["provinces"])
_TOWNS = _Words([*_PLACES["cities"], *_PLACES["county_cities"]])
_REGIONS = _Words([*_PROVINCES, *_TOWNS, "中国"])
_TRADES = {word: group[0] for group in _WORDS["trades"] for word in group}
_TRADE_WORDS = _Words(_TRADES)
_GENERAL = frozenset(_WORDS["general_trades"])
SURNAMES = frozenset(_WORDS["surnames"])
_BRANCH = re.compile(f"(.{{2,}}?(?:公司|银行|集团)).{{0,20}}(?:{'|'.join(_WORDS['branches'])})")
_BRACKETS = re.compile(r"[(\[【〔{]([^)\]】〕}]*)[)\]】〕}]?(?=(.?))")
_SUFFIX = "(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|自治州|自治县|地区|省|市|县|区|镇|盟|旗|州)"
_SAID = re.compile(f"([\u3400-\u9fff]{{2,3}}?)({_SUFFIX})(?=..)")
_BELOW_TOWN = ("区", "镇")
_FAMILIAR = re.compile("[小老阿].")
_PLACE = re.compile(f"(?:{_any([*_REGIONS])})(?:{_SUFFIX})?|.{{1,6}}{_SUFFIX}")
_WHOLE = _Words([*_FORMS, *_WORDS["bodies"]])
_PERSON = re.compile(
    f"(?:[{_WORDS['surnames']}]|{'|'.join(COMPOUND_SURNAMES)})[\u3400-\u9fff]{{1,2}}"
)


class Reading(NamedTuple):
    """One way to read the name of a firm."""

    brand: str
    trades: tuple[str, ...]
    regions: tuple[str, ...]

    def key(self, trade, region):
        return f"firm|{self.brand}|{trade}|{region}"


class Keys(NamedTuple):
    """Keys of names: those under which they are stored; those by which they are looked for, with
    how near what they find is. None of a name that says too little."""

    stored: set[str]
    sought: dict[str, Likeness]


def keys_of(names: Iterable[str]) -> Keys:
    found = Keys(set(), {})
    for name in names:
        person, firms = _read(name)
        if person:
            found.stored.add(f"person|{person}")
            found.sought.setdefault(f"person|{person}", Likeness.PERSON)
        for one in firms:
            pairs = product([*(one.trades or [NONE]), ANY], [*(one.regions or [NONE]), ANY])
            found.stored.update(one.key(*pair) for pair in pairs)
            trades = dict.fromkeys(one.trades, Likeness.NEAR)
            trades |= {NONE: Likeness.FAR} if trades else {ANY: Likeness.FAR}
            regions = [*one.regions, NONE] if one.regions else [ANY]
            for (trade, rank), region in product(trades.items(), regions):
                found.sought.setdefault(one.key(trade, region), rank)
    return found


def _read(name: str) -> tuple[str, list[Reading]]:
    """The person whom a name stands for, "" for none, and the ways to read it as that of a firm.

    云澜宏达 may be a brand, or a town and a brand. A person's name is none of a firm, but one of
    two characters may be a brand all the same: 金鑫, 华为.
    """
    outside, brackets = _apart(name)
    person = _person(outside)
    if len(person) > 2:
        return person, []
    whole = _BRANCH.fullmatch(outside)
    outside = person or _stripped(whole[1] if whole else outside, _TITLES, 4)
    core, trades = _without_kind(outside)
    brand, regions = _without_places(core)
    regions = [*regions, *brackets]
    found = [Reading(brand, trades, tuple(dict.fromkeys(regions)))]
    if 4 <= len(brand) <= 8 and not set(regions) - _PROVINCES:
        found.append(Reading(brand[2:], trades, (*found[0].regions, brand[:2])))
    # 东方 is a surname, too, but no firm is called by one; 小米 alone is a nickname.
    telling = [
        one
        for one in found
        if one.brand in COMPOUND_SURNAMES
        or not is_generic(one.brand)
        or (one.brand != outside and _FAMILIAR.fullmatch(one.brand))
    ]
    return person, [one for one in telling if len(one.brand) > 1]


def is_whole(name: str) -> bool:
    """Whether a name is a whole one: of a person, or of a firm or body with what it is."""
    text = _apart(name)[0]
    if _person(text) or "·" in name or len(re.findall("[a-z]{2,}", name.casefold())) > 1:
        return True
    return bool(not is_generic(normalise_name(name)) and _WHOLE.ending(text))


def _person(outside):
    """The name of a person, what stands around it left out; "" when it is none."""
    bare = outside.removeprefix(_ROLES.beginning(outside))
    for words in (_TITLES, _ROLES):
        bare = _stripped(bare, words, 2)
    kind = _FORMS.ending(bare) or _TRADE_WORDS.ending(bare)
    named = _PERSON.fullmatch(bare) and (not kind or len(bare) - len(kind) < 2)
    return bare if named and not is_generic(bare) else ""


def _apart(name):
    """A name without what stands in brackets, and the places there, as names are spelt here.

    宏达（云澜）建材 names a place, 王强（房东） does not.
    """
    text, places = one_width(name or ""), []
    for inner, more in _BRACKETS.findall(text):
        said = name_spelling(inner)
        bare = re.sub(f"{_SUFFIX}$", "", said)
        likely = more and 1 < len(bare) < 4 and said not in _ROLES
        if bare in _REGIONS - {"中国"} or likely:
            places.append(bare)
    return name_spelling(_BRACKETS.sub("", text)), places


def _stripped(text, words, least):
    """Without a word at the end, if as much as that is left."""
    rest = text.removesuffix(words.ending(text))
    return rest if len(rest) >= least else text


def _without_kind(text):
    """Without legal form and trade, and the trades that it says, the telling ones alone."""
    before, trades = None, list[str]()
    while text != before:
        before = text
        if len(_TRADE_WORDS.ending(text)) <= len(_FORMS.ending(text)):  # 大酒店 is no 店
            text = _stripped(text, _FORMS, 2)
        shorter = _stripped(text, _TRADE_WORDS, 2)
        if shorter != text and not (trades and shorter in _REGIONS):  # 中国建设银行
            trades.append(_TRADES[text[len(shorter) :]])
            text = shorter
    telling = [trade for trade in trades if trade not in _GENERAL] or trades[-1:]
    return text, tuple(dict.fromkeys(telling))


def _without_places(text):
    """Without the towns before the brand, and these; a town alone is the brand."""
    places, before = [], None
    while text != before:
        before, place, rest = text, [], ""
        if known := _REGIONS.beginning(text):
            place, rest = [known], text.removeprefix(known)
            suffix = re.match(f"{_SUFFIX}(?=..)", rest)
            rest = rest[suffix.end() :] if suffix else rest
        elif said := _SAID.match(text):
            place, rest = ([] if said[2] in _BELOW_TOWN else [said[1]]), text[said.end() :]
        if len(rest) > 1:
            places += place
            text = rest
    towns = [place for place in places if place not in _PROVINCES] or places
    return text, [place for place in towns if place != "中国"]
