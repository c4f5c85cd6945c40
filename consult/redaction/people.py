"""People: names that the reading found, and those that only a pattern shows."""

import re
from collections.abc import Iterator

from consult.redaction import lexicon, terms
from consult.redaction.folding import HAN
from consult.redaction.kinds import Found, Kind
from consult.redaction.organisations import Pieces

WHY_NAME = "只是写法像姓名，请看是不是人名。"
_FOREIGN = (
    "阿艾买提热合木江力古丽娜尔吐逊孜牙生依米肉孜努尔沙塔依不都拉赛义玛伊卡迪哈斯里比巴图"
    "格日乐其木苏和达娃扎西次仁卓央宗尼平措多吉旺久德吉桑杰加措罗布丹增顿珠洛嘉白玛曲珍拥"
    "青松克帕夏木哈提别克叶别尔肯恰胡安约翰森史密瓦伦丁麦"
)
_DOTS = "·•・‧∙"
_DOTTED = re.compile(rf"[{HAN}]{{1,8}}[·•・‧∙][{HAN}]{{1,8}}(?:[·•・‧∙][{HAN}]{{1,8}})?")
_NICK = re.compile(
    rf"(?:小名|乳名|绰号|外号|诨号|昵称|网名|花名(?!下)|艺名|人称|道上叫|江湖人称|ID|微信名"
    rf"|备注|群昵称|头像名|用户名|账号名|群名|抖音名|小号|叫他|都叫她|都叫他|喊他|管他叫"
    rf"|称呼他)(?:就?叫(?:做|作)?|是|为|名叫|做|:|："
    rf"| )*[\"“「'《]?(?P<name>[{HAN}A-Z0-9_.~*·-]{{2,12}}?)"
    rf"[\"”」'》]?(?=[,，。、;；!！?？\n)）(（ ]"
    rf"|的(?:人|男|女|那|网友|主播|骗|家伙|卖家|用户)|这|那|带|在|$)"
)
_QUOTED = re.compile(
    r"(?:小名|乳名|绰号|外号|昵称|网名|花名(?!下)|微信名|人称|备注)(?:就?叫(?:做)?|是|为|:"
    r"|：| )*[\"“「'](?P<name>[^\"”」'\n]{1,16})[\"”」']"
)
_NAMED = re.compile(
    rf"(?:名字叫|姓名[:：]|姓名是|真名是|真名叫|真名[:：]|本名|我叫|全名叫?|户名[:：]"
    rf"|户名是|名叫)[是叫:： \"“]{{0,2}}"
    rf"(?P<name>[{HAN}]{{2,4}})(?=[,，。;；、!！?？)\n \"”]|$)"
)
_ROW = re.compile(
    rf"(?<![{HAN}])[{HAN}]{{2,3}}(?:、[{HAN}]{{2,3}})+(?=[^{HAN}、]|[等和与是三两都]|$)"
)
_AND = re.compile(rf"[和与跟及](?P<name>[{HAN}]{{2,3}}?)(?=[都是均也两等,，。、签]|一起|共同)")
_PART = re.compile(f"[{HAN}]+")
_FAMILY = re.compile(rf"(?P<name>姓[{HAN}])的")
_SPEAKING = re.compile(
    "(?<![A-Z0-9_@.-])(?P<name>(?!(?:APP|HR|CEO|BOSS|KTV|VIP|GPS|POS|ATM|EMS|ETC|ICU"
    "|DNA)(?![A-Z]))[A-Z]{3,10})"
    "(?=说|让|叫我|骗|打了|打我|欠|找我|把|跟我|和我|给我|答应|承认)"
)
_PAYING = re.compile("[转汇付]")
_SAID = re.compile(r"(?:叫|名为)[\"“「](?P<name>[^\"”」\n]{2,12})[\"”」]")
_LINE = re.compile(
    r"(?:微信昵称|昵称|对方昵称|用户名|网名|微信名)[:：] ?(?P<name>[^\n,，。;；]{1,20})"
)
_STARRED = re.compile(rf"(?<![0-9*])(?P<name>\*{{1,2}}[{HAN}]{{1,2}})(?=[^{HAN}*]|$)")
_PAID = re.compile(
    rf"(?:转账给|转给|转账-|转账:|来自|付款给|收款方|收款人|户名|支付给|汇给|转账至"
    rf"|向)[:： ]?(?P<name>\*{{1,2}}[{HAN}]|[{HAN}]\*{{1,2}}[{HAN}]?)"
)
_SPACED = re.compile(
    rf"{terms.either(terms.of('roles', 'labels'))}[:： ]{{0,2}}(?P<name>[{HAN}] [{HAN}](?: "
    rf"[{HAN}])?)"
)
_LATIN = re.compile(
    r"(?:我叫|名叫|叫|老板|同事|朋友|老公|丈夫|妻子|老婆|外教|客户|经理|领导|主管|HR|人事"
    r"|上司|先生|女士)[:： ]?(?P<name>(?!(?:QQ|VX|APP|HR|CEO|CFO|KTV|OK|DNA|ICU|AI|VIP|ID"
    r"|PPT|IT|PUA|WIFI|POS|ATM|LPR|EMS|BOSS|ETC|GPS|CT|MRI|AA|AB"
    r"|II)(?![A-Z]))[A-Z]{3,12}(?: [A-Z]{2,12})?)(?![A-Z0-9_@.])"
)
_GENTLE = re.compile(r"(?P<name>(?:MR|MRS|MS|MISS|DR)\.? ?[A-Z]{2,15}(?: [A-Z]{2,15})?)(?![A-Z])")


def find(pieces: Pieces) -> Iterator[Found]:
    """Names, forms of address, nicknames, names with dots, names that an app has half hidden."""
    for piece in pieces.pieces:
        if piece.kind and "某" not in pieces.text[piece.start : piece.end]:
            why = "" if piece.sure else WHY_NAME
            weight = 66 if piece.sure else 55
            yield Found(piece.start, piece.end, piece.kind, piece.sure, why, weight)
    yield from _by_pattern(pieces.text)
    yield from _listed(pieces)
    for match in _DOTTED.finditer(pieces.text):
        start, end = _foreign(pieces.text, match)
        if end - start >= 4:
            yield Found(start, end, Kind.NAME, weight=84)


def _listed(pieces):
    """丛成功 in 丛成功、柳红、许思雨: what stands in a row with a name and could be one."""
    text = pieces.text
    names = {end for piece in pieces.pieces if piece.kind == Kind.NAME for end in piece[:2]}
    for match in _ROW.finditer(text):
        parts = list(_PART.finditer(text, match.start(), match.end()))
        if any(part.start() in names or part.end() in names for part in parts):
            for part in parts:
                if part[0][0] in lexicon.names().families:
                    yield Found(*part.span(), Kind.NAME, False, WHY_NAME, weight=54)
    for match in _AND.finditer(text):
        if match.start() in names and match["name"][0] in lexicon.names().families:
            yield Found(*match.span("name"), Kind.NAME, False, WHY_NAME, weight=54)


def _by_pattern(text):
    both = (
        (_NAMED, Kind.NAME),
        (_SAID, Kind.NICKNAME),
        (_FAMILY, Kind.NICKNAME),
        (_SPEAKING, Kind.NAME),
        (_NICK, Kind.NICKNAME),
        (_QUOTED, Kind.NICKNAME),
        (_LINE, Kind.NICKNAME),
        (_PAID, Kind.NAME),
        (_STARRED, Kind.NAME),
        (_LATIN, Kind.NAME),
        (_GENTLE, Kind.NAME),
        (_SPACED, Kind.NAME),
    )
    for pattern, kind in both:
        for match in pattern.finditer(text):
            name = match["name"]
            if (
                name in terms.of("roles", "kin", "generic", "verbs")
                or lexicon.words().costs.get(name, 200) < 102
            ):
                continue
            start, end = match.span("name")
            if "备注" in match[0] and _PAYING.search(text, max(0, start - 24), start):
                continue
            if pattern is _FAMILY and name[1] not in lexicon.names().families:
                continue
            if pattern is _SPACED and name[0] not in lexicon.names().families:
                continue
            yield Found(start, start + len(name.rstrip()), kind, weight=82)


def _foreign(text, match):
    """买买提·艾力 out of 我是买买提·艾力打了人: as far as no word of another sort begins."""
    dots = [match.start() + at for at, char in enumerate(match[0]) if char in _DOTS]
    start, end = dots[0], dots[-1] + 2
    stop = terms.of("before", "follow", "verbs", "roles", "kin")
    while start > match.start() and dots[0] - start < 6:
        if text[start - 1] not in _FOREIGN and (
            text[start - 1] in stop or text[start - 2 : start] in stop
        ):
            break
        start -= 1
    while end < match.end() and end - dots[-1] < 6:
        if text[end] not in _FOREIGN and (text[end] in stop or text[end : end + 2] in stop):
            break
        end += 1
    return start, end
