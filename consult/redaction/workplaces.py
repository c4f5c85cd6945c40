"""Firms and schools that only the words around them tell: 在云锦上班, 公司叫鼎盛, 读二中."""

import re
from collections.abc import Iterator

from consult.redaction import lexicon, terms
from consult.redaction.folding import HAN
from consult.redaction.kinds import Found, Kind
from consult.redaction.organisations import Pieces, may_be_brand

WHY_CONTEXT = "从前后文看像单位名称。"
_IN_CLASS = re.compile(
    r"(?:(?<=[在读上去是念])[一二三四五六七八九十]{1,2}中(?=[读上念的初高学老教，,。 ]|$))"
    r"|(?<=[省市县区])[一二三四五六七八九十]中(?![学间心])"
    r"|(?:[高初大小]?[一二三四五六1-6](?:年级)?\([0-9]{1,2}\)班)|[一二三四五六1-6]年级"
    r"[一二三四五六七八九十0-9]{1,2}班"
)
_SHORT_HOSPITAL = re.compile(
    f"(?:[{HAN}]{{0,2}}(?:医大|大)[一二三四]?附[一二三四属]?院|(?<=[在去到])?[省市县区]"
    f"[一二三四五](?:附|医)?院)(?![校里内])"
)
WHY_CLASS = "知道是哪所学校的人，可能据此知道是谁。"
_AT_WORK = re.compile(
    rf"(?:在|到|去|进|进了|入职|进入|离开|跳槽到)(?P<name>[{HAN}A-Z0-9]{{2,8}}?)(?:里|里面"
    rf"|那边|这边)?{terms.either(terms.of('workplace_verbs'))}"
)
_CALLED = re.compile(
    rf"(?:公司|单位|厂|店|店铺|平台|机构|中介|品牌|集团|工作室|网站|企业|APP|软件|饭店|餐馆"
    rf"|超市|学校|医院|楼盘|项目)(?:的?(?:名字|名称|全称|店名|厂名|名))?(?:就?叫(?:做|作)?"
    rf"|名为|(?<=名)是|(?<=名称)是|(?<=名字)是|(?<=全称)是"
    rf"|:)[:： ]?[\"“「]?(?P<name>[{HAN}A-Z0-9]{{2,12}}?)[\"”」]?(?=[,，。、;；!！?？\n)）]"
    rf"|的|在|是|$)"
)
_IS = re.compile(
    "(?:开发商|发包方|承包方|总包|分包|劳务公司|物业公司|物业|中介公司|装修公司|保险公司"
    "|培训机构|平台|用人单位"
    rf"|快递公司|外包公司|单位)(?:是|为)(?P<name>[{HAN}]{{2,8}}?)(?=[,，。;； ]|$)"
)
_INSIDER = re.compile(
    rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,5}}?)(?:的|这个|那边的){terms.either(terms.of('insiders'))}"
)


def find(pieces: Pieces) -> Iterator[Found]:
    """Classes, short names of schools and hospitals, brands where somebody works."""
    for match in _IN_CLASS.finditer(pieces.text):
        yield Found(*match.span(), Kind.SCHOOL, False, WHY_CLASS, weight=58, word="班级")
    for match in _SHORT_HOSPITAL.finditer(pieces.text):
        yield Found(*match.span(), Kind.ORGANISATION, False, WHY_CONTEXT, weight=58, word="医院")
    yield from _by_context(pieces)


def _by_context(pieces: Pieces) -> Iterator[Found]:
    """在云锦上班, 公司叫鼎盛, 恒瑞德的销售."""
    text = pieces.text
    for pattern in (_AT_WORK, _CALLED, _IS, _INSIDER):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            inside = pieces.within(start, end)
            told = pattern is _CALLED or _is_brand(text, inside, start, end)
            if told and not _no_brand(text, inside, start, end):
                weight = 68 if pattern is _CALLED else 45
                yield Found(start, end, Kind.ORGANISATION, False, WHY_CONTEXT, weight, "公司")


def _no_brand(text, inside, start, end):
    """Words that name no firm: 在外地上班, 公司叫我们去."""
    name = text[start:end]
    none = terms.of("no_workplace", "cities", "generic", "verbs", "roles", "kin", "not_places")
    joining = lexicon.words().joining
    return (
        name in none
        or not inside
        or any(text[one.start : one.end] in joining | terms.of("no_workplace") for one in inside)
        or text[inside[0].start : inside[0].end] in none
        or name[-1] in "市省县区镇村里上下厂店外"
    )


def _is_brand(text, inside, start, end):
    """Whether no word of it is one of every day."""
    if not inside or inside[0].start != start or inside[-1].end != end:
        return False
    return all(may_be_brand(text, piece) for piece in inside)
