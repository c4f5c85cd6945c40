"""Firms, offices and places of which only a word of their sort or a sentence tells. Never sure.

Wider than `organisations`: any two characters before 派出所, 旅社 or 岭 that are no word of every
day; what stands behind 住址 up to a mark; what goes on behind an address (东头, 往东200米).
"""

import re
from collections.abc import Iterator

from consult.redaction import lexicon, terms
from consult.redaction.folding import HAN
from consult.redaction.kinds import Found, Kind
from consult.redaction.organisations import HARD, Pieces, may_be_brand

WHY_SORT = "可能是一家单位的名称，也可能只是一类单位。"
WHY_SPOT = "可能是具体的地点。"
_MARK = frozenset("的了着过吗呢吧")
_NO_NAME = _MARK | frozenset("我你他她不没")
_SHOP = re.compile(
    rf"{terms.either(terms.of('shop_classes'))}(?:\([{HAN}A-Z0-9]{{2,6}}\))?"
    r"(?![员费证款])"
)
_OFFICE = re.compile(rf"{terms.either(terms.of('official_classes', 'authorities'))}(?![长员])")
_NO_PART = (
    (HARD - frozenset("一二三四五六七八九十"))
    | _MARK
    | frozenset("请要才按但时送看肯想能会可等打为成当用所拿出凑只再地")
)
_WITHIN = frozenset(("小区", "社区", "街道", "高新区", "开发区", "经开区", "新区"))
_ROOM = re.compile(
    "(?<![0-9A-Z-])[0-9]{1,2}-[0-9]{1,2}-[0-9]{3,4}(?![0-9-])"
    "|(?<![0-9A-Z])[A-Z][区座][0-9]{1,4}(?:号|室|铺)?"
)
_BRACKETED = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,6}}[(][{HAN}]{{2,6}}[)][{HAN}]{{0,4}}$")
_REGION = re.compile(f"[{HAN}]{{2}}[市县区镇乡旗州]$|街道$")
_INITIALS = re.compile("[A-Z]{1,8}[0-9]{0,3}$")
# What is said of a firm and hardly of a person or a thing.
_SAYS = (
    "(?:买的|买了|做的|打的疫苗|打了|充了|充值|办了?卡|上班|打工|下单|消费|吃饭|就餐|受伤|摔|生孩子"
    "|看病|学车|补课|报了|报名|装修|订了|租了|派到?|没有?给|没缴|没签|没有签|有没有给|必须配合|无权|应退|如果没有|发函"
    "|让我签|的(?:主刀|医生|老师|老板|员工|流水线|顾客|司机|销售|人事|HR|店长|经理|做法|环评|承诺|包过|营业执照"
    "|注册地|诊断书|病历|流水|押金|合同|工地|理财|客服|证明|股权|股东|招聘|门店|货|人的?|身份|账户)|叫我|承担(?:的|补充|主要)"
    "|这样|在交强险|说只?赔|要押金|都这样|闹|理赔|买|玩|派来|退休|的群|跑路|人去楼空|出示|管理处|十天)"
)
_SAID = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[在去到找向像由诉是被])|(?<=要看)|(?<=说是)|(?<=公司)|(?<=医院)|(?<=单位)|(?<=租给)|(?<=卖给)|(?<=车是)|(?<=我开))"
    rf"(?P<name>[{HAN}]{{2,5}}?)(?={_SAYS})"
)
_LIVING = re.compile(
    "(?:现住址?|家住|住址|住所地?|户籍(?:所在)?地(?:址)?|地址|位置|坐落(?:于|在)?|位于|出生地|工作地点|场地在|标的|(?<![居入])住(?![建院房宿所户处])在?|寄|地点)"
    rf"[:： ]{{0,2}}(?P<place>[{HAN}0-9A-Z()#-]{{3,40}})"
)
_KEPT = re.compile(f"(?:{terms.either(terms.of('cities'))}(?:省|市|自治区)?)+")
_STREETWISE = re.compile("[县区镇乡村路街巷号楼栋幢座室苑园寨屯湾庄站沟岭层侧舍]")
_ENDS = re.compile("[的，]|因|系|为|经营|之间|发生")
_TAIL = re.compile(
    r"(?:[0-9]{1,3}-(?:[0-9]{1,3}-)?[0-9]{2,4}|[A-Z]?[0-9]{1,4}[A-Z]?(?![0-9年月日元万.%:])"
    r"|[A-Z]-?[0-9]{0,4}(?:口|座|区|栋)?|[东西南北]{1,2}(?:头|侧|边|面|角)|[后前对]面|桥下|路口"
    r"|(?:往|向)[东西南北]{1,2}[0-9一二三四五六七八九十百]{1,5}米(?:处)?|负?[一二三四五六七八九十0-9]{1,2}[楼层]"
    r"|[一二三四五六七八九十][组区期]|[甲乙丙丁][0-9]{1,4}号?|交叉口|交汇处)"
)
_SPOT = re.compile(
    rf"(?:(?<=[在去到回])|(?<=[，,]在)|(?<=带我去)|(?<=老家))(?P<name>[{HAN}]{{1,3}}(?:岭|沟|潭|湾|坪|坡|冲|坳|峪|港|湖|寨|圩|洼"
    rf"|塬|口|屯|嘴|坝|滩|岗|垭|堡|店子|营子|河|岛|洲|桥|庄|塘|铺|墩|关|头|坂|梁子|咀|山|庙|道口|软件园|创业园|桥头|里[一二三四五六七八九]区|园[一二三四五六七八九]区))(?=[,，。;；、]|认识|摆|私|可以|那套|种|玩|的|打|放|养|有|做|开|上|被)"
)
_PARTY = re.compile(
    rf"(?:甲方|乙方|丙方|被告[一二三四]?|被申请人|申请人|第三人|公司叫|单位名称|商户"
    rf"|店名)[:： ]{{1,2}}(?P<name>[{HAN}()A-Z0-9]{{3,16}})(?=[,，。;； \n]|$)"
)
_MINE = re.compile(
    rf"(?:(?<=我在)(?P<one>[{HAN}]{{2,4}}?)(?=上班|打工|干活|做工)"
    rf"|(?<=[公单店][司位名]叫)(?P<two>[{HAN}]{{2,6}}?)(?=[,，。;；]))"
)
_KEPT_SHOP = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[的在是到去叫]))[{HAN}]记[{HAN}]{{0,4}}?(?:店|馆|厅|铺|坊|厂|行)"
)
_BELOW = re.compile(
    rf"{terms.either(terms.of('cities'))}市?(?P<name>[{HAN}]{{2,4}}?)"
    rf"(?=打工|上班|工作|做|开|驻|[,，。;；、)）]|买|租|那边|[区县镇])"
)


def find(pieces: Pieces) -> Iterator[Found]:
    """What may be a firm, an office or a place."""
    for match in _SHOP.finditer(pieces.text):
        yield from _before(pieces, match, 46, _word(match[0]), 6)
    for match in _OFFICE.finditer(pieces.text):
        yield from _before(pieces, match, 82, "机关", 14)
    for match in _SAID.finditer(pieces.text):
        if _is_name(pieces, *match.span("name"), least=124):
            yield Found(*match.span("name"), Kind.ORGANISATION, False, WHY_SORT, 40, "单位")
    for match in _PARTY.finditer(pieces.text):
        yield Found(*match.span("name"), Kind.ORGANISATION, False, WHY_SORT, 39, "单位")
    for match in _MINE.finditer(pieces.text):
        if _is_name(pieces, *match.span(), least=118):
            yield Found(*match.span(), Kind.ORGANISATION, False, WHY_SORT, 80, "单位")
    for match in _KEPT_SHOP.finditer(pieces.text):
        yield Found(*match.span(), Kind.ORGANISATION, False, WHY_SORT, 80, "店")
    yield from _places(pieces)


def tails(text, found) -> Iterator[Found]:
    """What belongs to an address that was found and stands behind it."""
    for one in found:
        if one.kind in (Kind.ADDRESS, Kind.PLACE):
            end = one.end
            while match := _TAIL.match(text, end):
                end = match.end()
            if end > one.end:
                yield Found(one.end, end, one.kind, False, WHY_SPOT, 50)


def _word(sort):
    return next((word for word in ("学校", "医院", "诊所", "店", "厂") if word in sort), "单位")


def _before(pieces, match, weight, word, longest):
    """What stands before the word of its sort, up to one that joins or a verb."""
    text, at = pieces.text, match.start()
    latin = _INITIALS.search(text, max(0, at - 9), at)
    start = latin.start() if latin else at
    if bracket := _BRACKETED.search(text, max(0, start - 14), start):
        start = bracket.start()
    telling, exact = start < at, match[0].split("(")[0] not in terms.of("trades")
    for piece in pieces.before(start):
        part = text[piece.start : piece.end]
        if at - piece.start > longest or _stops(part, piece):
            break
        start = piece.start
        told = _tells(piece, part)
        telling, exact = telling or told, exact or told
        if not told and not exact and len(part) > 1:
            return
    name = text[start:at]
    telling = telling or (word == "机关" and _REGION.search(name))
    if at - start < 2 or not telling:
        return
    if name in terms.of("generic", "no_workplace", "roles", "kin", "trades", "shop_classes"):
        return
    yield Found(start, match.end(), Kind.ORGANISATION, False, WHY_SORT, weight, word)


def _stops(part, piece):
    if piece.kind and piece.sure and len(part) > 1:
        return True
    if part in _WITHIN or (len(part) > 2 and part[-1] in "市县区镇乡"):
        return False
    if part in terms.of("roles", "kin", "no_workplace", "labels") or part in ("省", "市县"):
        return True
    if len(part) == 1:
        return part in _NO_PART
    known = lexicon.words()
    if part in terms.of("brands", "trades", "cities"):
        return False
    return part in known.joining or part in terms.of("verbs", "generic") or part in known.verbs


def _tells(piece, part):
    """Whether a piece is more than a sort: no word, a place, a brand or a rare word."""
    if part in terms.of("generic", "trades", "shop_classes"):
        return False
    if len(part) == 1:
        return part not in HARD and part not in "市县区镇乡省村各"
    known = lexicon.words()
    rare = known.costs.get(part, lexicon.UNKNOWN) > 118
    return bool(piece.kind) or rare or part in known.places or part in terms.of("brands", "cities")


def _is_name(pieces, start, end, least):
    """Whether no piece of it is a word of every day."""
    text, inside = pieces.text, pieces.within(start, end)
    name = text[start:end]
    none = terms.of(
        "cities", "generic", "verbs", "roles", "kin", "no_workplace", "not_places", "tellers"
    )
    if name in none or not inside or not _NO_NAME.isdisjoint(name):
        return False
    if name in terms.of("brands"):
        return True
    if lexicon.words().costs.get(name, lexicon.UNKNOWN) < least or name in lexicon.words().verbs:
        return False
    if name[0] in HARD or text[inside[0].start : inside[0].end] in none:
        return False
    words, joining = [text[one.start : one.end] for one in inside], lexicon.words().joining
    return (
        len(name) > 2
        and not any(word in none or word in joining for word in words)
        or all(may_be_brand(text, one) for one in inside)
    )


def _places(pieces):
    text = pieces.text
    for match in _LIVING.finditer(text):
        start, end = match.span("place")
        kept = _KEPT.match(text, start)
        start = kept.end() if kept else start
        stop = _ENDS.search(text, start, end)
        end = stop.start() if stop else end
        if end - start > 2 and _STREETWISE.search(text, start, end):
            yield Found(start, end, Kind.ADDRESS, False, WHY_SPOT, 61)
    for match in _ROOM.finditer(text):
        yield Found(*match.span(), Kind.ADDRESS, False, WHY_SPOT, 30)
    for pattern in (_SPOT, _BELOW):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if _is_spot(pieces, start, end):
                yield Found(start, end, Kind.PLACE, False, WHY_SPOT, 44)


def _is_spot(pieces, start, end):
    text, known = pieces.text, lexicon.words()
    name = text[start:end]
    if name in terms.of("cities", "generic", "no_workplace", "not_places", "verbs", "roles"):
        return False
    if known.costs.get(name, lexicon.UNKNOWN) < 112 and name not in known.places:
        return False
    parts = [text[one.start : one.end] for one in pieces.within(start, end)]
    return not any(
        part in known.joining
        or part in terms.of("verbs", "generic", "roles", "kin")
        or (len(part) > 1 and part in known.verbs)
        or part in HARD
        for part in parts
    )
