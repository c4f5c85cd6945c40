"""People of whom only a place in a sentence or in a form tells. Never sure.

`reading` weighs whole names; here the sentence leaves nothing else: 侯某, 经办：旺堆, Wendy,
轩轩妈妈, 姓邬, and who writes in a chat.
"""

import re
from collections.abc import Iterator
from functools import cache

from consult.redaction import lexicon, terms
from consult.redaction.folding import HAN
from consult.redaction.kinds import Found, Kind
from consult.redaction.organisations import HARD, Pieces
from consult.redaction.reading import DIGITS, SMALL_WORDS
from firm.base import people

WHY_GUESS = "按句子里的位置看，可能是一个人。"
_SINGLE = "".join(
    sorted(
        one for one in terms.of("rare_surnames") | set(lexicon.names().families) if len(one) == 1
    )
)
_FAMILY = f"(?:[{_SINGLE}]|{terms.either(people.KNOWN)})"
_TITLE = terms.either(one for one in terms.of("persons_titles") if len(one) > 1)
_LEFT_OUT = re.compile(
    rf"{_FAMILY}某(?!某)[{HAN}](?=[^{HAN}]|$|与|和|诉|在|的|名下)"
    rf"|{_FAMILY}(?:什么|XX|X|\*{{1,2}})[{HAN}]?(?=[^{HAN}X*]|$|的|说|在|把)"
)
_CALLED = re.compile(
    rf"(?<![{HAN}0-9])(?![由向从于和与])(?:{_FAMILY}|老[{HAN}])[老小]?{_TITLE}"
    rf"|{_FAMILY}(?:老先生|老太太|老爷子|小朋友|支书)"
    rf"|(?:(?<![{HAN}0-9])|(?<=您好)|(?<=你好)|(?<=[和与跟]))[{HAN}](?:女士|先生|小姐|同学)(?=[,，:：。和与的那在也是要说])"
)
_OLD = re.compile(
    rf"[老小大]{_FAMILY}(?:头|家|婆|汉|板|子|哥|师傅)?(?=[,，。:：、;；()说在让把欠借打是的和跟也要给]|$)"
)
_SURNAMED = re.compile(rf"姓(?P<name>{_FAMILY})(?=[,，。;；、 的)]|$)")
_LATIN = re.compile(
    r"(?<![A-Za-z0-9@._/#-])[A-Z][a-z]{2,11}(?:[ ·.-][A-Z][a-z]{1,11}){0,2}(?![A-Za-z0-9@._/-])"
    r"(?: ?(?:先生|女士|小姐|老师|总|哥|姐))?"
)
_CAPITALS = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2,9}(?: [A-Z]{2,9}){1,2}(?![A-Za-z0-9])")
_TWICE = re.compile(
    rf"(?P<name>(?P<one>[{HAN}])(?P=one))(?P<of>(?:的)?(?:爸爸|妈妈|奶奶|爷爷|姥姥|爸|妈|家长|外婆)?)"
)
_PARENT = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,3}}(?:爸爸|妈妈|奶奶|爷爷|妈|爸)(?=[:：,，。、 ]|$)")
_CHAT = re.compile(r"聊天|群[聊\\]】]|截图|家长群|业主群|朋友圈|我[:：]")
_SENDER = re.compile(
    rf"(?:^|(?<=[\n \]】。:：？！!?)])"
    rf"|(?<=[0-9]))(?P<name>[{HAN}A-Za-z0-9·~_-]{{2,9}})(?:\(昵称\))?(?=[:：])"
)
_FIELD = re.compile(
    "^[上下中]午|^凌晨|(?:日期|单位|时间|金额|地址|方式|名称|内容|结果|情况|事项|理由|职务|性别|年龄|短信)$"
)
_ROLE = terms.either(
    terms.of("tellers") | {one for one in terms.of("roles", "kin") if len(one) > 1}
)
_VALUE = re.compile(
    rf"{_ROLE}(?:\([^()]{{1,6}}\))?(?P<mark>[:： ]{{0,3}}|就?叫|名叫|是)"
    rf"(?P<name>[{HAN}]{{2,4}}?(?:[·.][{HAN}]{{2,8}})?)(?P<behind>[^{HAN}]|$|{terms.either(terms.of('follow'))})"
)
_ANSWER = re.compile(rf"(?:姓名|叫什么|名字)[?？]? ?答[:：](?P<name>[{HAN}]{{2,4}})(?=[,，。]|$)")
_OPENING = re.compile(
    rf"(?:(?<![{HAN}])|(?<=关于)|(?<=联系)|(?<=和)|(?<=跟)|(?<=被)|(?<=把)|(?<=给)|(?<=找)|(?<=让)|(?<=由)|(?<=带))"
    rf"(?P<name>[{HAN}]{{2}})(?P<behind>{terms.either(terms.of('follow'))}|如|并非|[,，。、)）])"
)
_BY_LOOKS = re.compile(
    rf"(?:胖子|瘦子|麻子|光头|瘸子|聋子|哑巴|耗子|猴子|黑子|秃子|矮子|大头|眼镜|黑皮|刀疤|豁牙|二愣|狗子|铁蛋|老鬼|老幺|老[二三四五六七八九]"
    "|[大二三小][柱狗蛋牛虎栓锁愣妮丫妞墩黑](?:子|儿|娃))"
    rf"(?:{_FAMILY})?"
    rf"(?=[,，。、:：说借欠打骂跟和开把让在给的他她]|$)"
)
_FAR = re.compile(terms.either(terms.of("far_names")) + f"(?:·[{HAN}]{{2,8}})?")
_NEVER = frozenset(
    "的了吗呢吧们这那哪谁什怎么为是不没有无未非可应须得要会能被将与及或者每各本该其此某等第款条章法"
)


def find(pieces: Pieces, original: str) -> Iterator[Found]:
    """What may be people; `original` has small letters, by which Cindy differs from KTV."""
    text = pieces.text
    for pattern, weight in (
        (_LEFT_OUT, 66),
        (_CALLED, 85),
        (_OLD, 42),
        (_SURNAMED, 60),
        (_BY_LOOKS, 44),
    ):
        for match in pattern.finditer(text):
            if pattern is _OLD and lexicon.words().costs.get(match[0], 150) < 110:
                continue
            yield _person(*match.span("name" if pattern is _SURNAMED else 0), weight)
    if len(original) == len(text):
        for pattern in (_LATIN, _CAPITALS):
            for match in pattern.finditer(original):
                if not any(word in terms.of("no_latin") for word in match[0].split()):
                    yield _person(*match.span(), 81 if pattern is _LATIN else 41)
    yield from _twice(pieces)
    yield from _values(pieces)
    if _CHAT.search(text):
        yield from _senders(text)


def _person(start, end, weight):
    return Found(start, end, Kind.NAME, False, WHY_GUESS, weight)


def _twice(pieces):
    text = pieces.text
    costs, given = lexicon.words().costs, lexicon.names().given
    for match in _TWICE.finditer(text):
        usual = costs.get(match["name"], lexicon.UNKNOWN) < 118
        row = pieces.within(match.start(), match.end("name"))
        whole = pieces.at(match.start()).start == match.start() and row[-1].end == match.end("name")
        whole = whole and pieces.at(match.end("name") - 1).end == match.end("name")
        small = match["one"] in SMALL_WORDS | HARD or match["one"] in terms.of("verbs")
        if whole and not usual and not small and given.get(match["one"], 150) < 105:
            end = match.end("name") if not match["of"] else match.end()
            yield _person(match.start(), end, 58)
    for match in _PARENT.finditer(text):
        if match[0][:2] not in costs and match[0][0] not in "我你他她孩对前后":
            yield _person(*match.span(), 58)


def _senders(text):
    for match in _SENDER.finditer(text):
        name = match["name"]
        counted = name[0] in DIGITS or name[-1] in "上中下时内前后日年号" or _FIELD.search(name)
        if name not in _no_senders() and not counted:
            yield _person(*match.span("name"), 45)


@cache
def _no_senders():
    return terms.of(
        "labels",
        "roles",
        "kin",
        "tellers",
        "generic",
        "no_workplace",
        "titles",
        "no_senders",
    )


def _values(pieces):
    """Who stands behind a role: 经办：旺堆, 侄子沐阳今年十五, 答：银凤."""
    text = pieces.text
    for match in _VALUE.finditer(text):
        told = any(mark in match["mark"] for mark in ":：叫") or match["behind"] in (
            "",
            " ",
            "(",
            ",",
            "。",
        )
        marked = ":" in match["mark"] or "叫" in match["mark"]
        least = 92 if marked else 130 if told else 140
        if _could_be(pieces, *match.span("name"), least) and (
            marked or _like_a_name(match["name"])
        ):
            yield _person(*match.span("name"), 47)
    for match in _ANSWER.finditer(text):
        yield _person(*match.span("name"), 62)
    given, costs = lexicon.names().given, lexicon.words().costs
    for match in _OPENING.finditer(text):
        name = match["name"]
        likely = name not in costs and all(given.get(char, 150) <= 82 for char in name)
        if likely and _could_be(pieces, *match.span("name"), 129):
            yield _person(*match.span("name"), 41)


def _like_a_name(name):
    """Whether characters like these are chosen for names, or the first is a surname."""
    given, families = lexicon.names().given, lexicon.names().families
    rest = name[1:] if name[0] in families or name[0] in terms.of("rare_surnames") else name
    return all(given.get(char, 150) < 98 for char in rest) and not set(name) & SMALL_WORDS


def _could_be(pieces, start, end, least):
    """Whether nothing in it joins, is a verb of every day or says what people are."""
    text, known = pieces.text, lexicon.words()
    name = text[start:end]
    if set(name) & _NEVER or name[0] in HARD or name in _no_senders():
        return False
    if known.costs.get(name, lexicon.UNKNOWN) < least or name in terms.of("cities", "verbs"):
        return False
    words = [text[one.start : one.end] for one in pieces.within(start, end)]
    usual = [w for w in words if len(w) > 1 and w != name and known.costs.get(w, 150) < 112]
    return not usual and not any(
        word in known.joining
        or word in terms.of("verbs", "generic")
        or (len(word) > 1 and word in known.verbs and least > 92)
        for word in words
    )
