"""Numbers that belong to somebody: telephones, papers, cards, plates, accounts, cases."""

import re
from collections.abc import Iterator

from consult.redaction import checks
from consult.redaction.folding import HAN, Folded
from consult.redaction.kinds import Found, Kind

_GAP = r"[ \n\r\t.·_()/*-]{0,3}"  # what may stand between two digits
_RUN = re.compile(rf"(?<![A-Z0-9])(?:\+?86{_GAP})?[0-9OX](?:{_GAP}[0-9OX]){{6,29}}(?![A-Z0-9])")
_EXTENSION = re.compile(r" ?(?:转|分机) ?(?:分机)? ?[0-9]{1,6}")
_NO_NUMBER = re.compile(r"[^0-9OX]+")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_CARD_WORD = re.compile(
    "(?:卡号|账号|帐号|账户|帐户|银行卡|储蓄卡|信用卡|借记卡|卡上|这张卡|[建工农中招商邮储交信]行)"
    r"[^0-9。；\n]{0,12}$"
)
_PAPER_WORD = re.compile(r"(?:身份证|证件|居住证|身份号码|证号)[^0-9。；\n]{0,10}$")
_PHONE_WORD = re.compile(
    "(?:电话|手机|座机|热线|号码|联系方式|致电|拨打|打|TEL|传真)" r"[^0-9。；\n]{0,10}$"
)
_MONEY = re.compile(
    "^ ?(?:多|余|来|几|点)?(?:万|亿|千|百|元|块|圆|人民币|RMB|美元|平|米|公里|吨|KM|%|个"
    "|人|度|年|股|页|字)"
)
_MONEY_BEFORE = re.compile(r"[¥￥$][ ]?[0-9,.]*$")
# A law's own number belongs to nobody: 法释[2020]17号.
_LAW_NUMBER = re.compile(
    "他字|法民字|法赔字|法经|法释|法发|法办|法函|法复|高检发|国发|国办|国令|主席令|财税"
    "|财会|人社部|人社厅|劳社|劳部|发改|建房|建市|银发|银保|证监"
    "|税总|司发|公通字|卫医|卫发|教发|教基|民发|民函|国税|国土|京政|政办|政发|法〔|法\\["
)
_YEAR = r"[(\[{<] ?(?:19|20)[0-9]{2} ?年?[)\]}>]"
_NUMBER = "(?:第 ?)?[0-9]{1,8}(?: ?[-之] ?[0-9]{1,3})? ?号(?:之[一二三四五六七八九十])?"
_CASE = re.compile(
    rf"{_YEAR} ?[{HAN}]{{1,8}} ?[0-9]{{0,5}} ?[{HAN}]{{1,6}} ?(?:字 ?)?{_NUMBER}"
    rf"|(?:(?<![0-9])(?:19|20)[0-9]{{2}} ?年? ?)?[{_PROVINCES}][0-9]{{2,4}} ?"
    r"(?:民|刑|行|执|赔|破|知民"
    rf"|财保)[初终申再监特恢保异]?[初终]? ?[0-9]{{1,7}} ?号"
    rf"|[{HAN}]{{0,8}}(?:仲案|仲裁|仲|立|案|公交|证|鉴|执|民|认|定|拘|复|诉|罚|决|裁"
    rf"|刑)(?:字|决|书)? ?{_YEAR} ?{_NUMBER}"
)
_EMAIL = re.compile(
    r"[A-Z0-9][A-Z0-9._%+-]{0,60} ?(?:@|\[AT\]|\(AT\)|#AT#) ?[A-Z0-9-]{1,40}"
    r"(?: ?[.。] ?[A-Z0-9-]{2,20}){1,3}(?![A-Z0-9])"
)
_PLATE = re.compile(
    rf"[{_PROVINCES}] ?[A-HJ-NP-Z] ?[·•.\-_ ・]? ?(?=[A-Z0-9 ]{{0,8}}[0-9])"
    r"(?:[A-HJ-NP-Z0-9] ?){4,5}[A-HJ-NP-Z0-9挂学警港澳使领](?![A-Z0-9])"
)
_CHAT_ID = re.compile(r"(?<![A-Z0-9_])(?:WXID|GH)_[A-Z0-9]{6,20}")
_PATTERNS = [
    (Kind.EMAIL, _EMAIL),
    (Kind.CASE_NUMBER, _CASE),
    (Kind.PLATE, _PLATE),
    (Kind.ACCOUNT, _CHAT_ID),
    (
        Kind.NUMBER,
        re.compile(r"(?<![A-Z0-9])L(?=[A-Z0-9]{0,15}[0-9])[A-HJ-NPR-Z0-9]{16}(?![A-Z0-9])"),
    ),
]
_CHAT = re.compile(
    r"(?:微信|WECHAT|VX|V信|V号|WX|威信|薇信|维信|加V|\+V|卫星|抖音|快手|小红书|微博"
    r"|支付宝|淘宝|闲鱼"
    r"|旺旺|陌陌|探探|钉钉|TG|TELEGRAM|WHATSAPP|SKYPE|LINE)(?:账号|帐号|账户|ID|号码|号"
    r"|名)?(?!昵称|名)"
    r"[^A-Z0-9。；;，,\n]{0,5}[:： ]{0,2}(?P<id>[A-Z0-9][-_A-Z0-9]{4,19})(?![A-Z0-9@])"
)
_CHAT_LINE = re.compile(r"(?<![A-Z])V ?(?:[:： ]{1,2}|是)(?P<id>[A-Z][-_A-Z0-9]{5,19})")
_QQ = re.compile(
    r"(?:QQ|扣扣|企鹅|Q号|球球)[^0-9。；;\n]{0,6}(?P<id>[1-9](?:[ -]?[0-9]){4,10})(?![0-9])"
)
_TAIL = re.compile(r"尾号(?:为|是|:|：| )*(?P<id>[0-9X]{3,6})(?![0-9])")
_PAPERS = re.compile(
    r"(?<![A-Z0-9])(?:[HMEDSPKG][A-Z]?[0-9]{8}|[HM][0-9]{10}|[A-Z]{1,2}[0-9]{6}\([0-9A]\)"
    r"|[A-Z][12][0-9]{8})(?![A-Z0-9])"
)
_PAPER_NAMED = re.compile(
    "(?:护照|通行证|台胞证|回乡证|永居证|居留证|军官证|士兵证|驾驶证|驾照|行驶证|营业执照"
    "|执业证|社保号"
    rf"|社保卡|房产证|不动产权?证|结婚证|离婚证|出生证|学籍)[{HAN}]{{0,6}}(?:字第|[:： ])*"
    r"(?P<id>[A-Z0-9](?:[ -]?[A-Z0-9]){5,19})(?![A-Z0-9])"
)
_CREDIT = re.compile(
    r"(?<![A-Z0-9])[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}(?![A-Z0-9])"
)
_CODE = re.compile(
    "(?:编号|单号|合同号|订单|流水号|保单|档案号|学号|工号|房号|车架号|发动机号|票号|快递"
    "|运单|证书号|注册号"
    "|住院号|病历号|病案号|户号|借据号|发票|预售证|备案号|序列号|IMEI|警号)"
    rf"[{HAN}]{{0,3}}[:： ]{{0,2}}(?P<id>(?:NO[.:] ?)?[A-Z0-9](?:[-_]?[A-Z0-9]){{4,29}})"
    "(?![A-Z0-9])"
)
# Letters and digits that nobody has a word for: SF1002003, 鄂土补字2019-077.
_MIXED = re.compile(
    r"(?<![A-Z0-9@._/-])(?=[A-Z0-9-]{0,24}[0-9]{4})(?=[0-9-]{0,24}[A-Z])[A-Z0-9](?:-?[A-Z0-9]){5,29}"
    rf"(?![A-Z0-9@./])|NO\.? ?[0-9]{{4,20}}|[{HAN}]{{1,6}}字第? ?(?:[0-9]{{4}}-)?[0-9]{{3,8}}号?"
)
WHY_MIXED = "像编号，可能只有一个人或一家单位用它。"
_FORMS = [
    (Kind.PHONE, re.compile(r"(?:\+?(?:00)?86)?1[3-9][0-9]{9}")),
    (Kind.PHONE, re.compile(r"(?:86)?0(?:10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}")),
    (Kind.PHONE, re.compile(r"[48]00[0-9]{7}")),
]


def find(folded: Folded) -> Iterator[Found]:
    """All numbers of a text; which of two that overlap is meant, others decide."""
    yield from _by_pattern(folded.text)
    yield from _named(folded)
    for run in _RUN.finditer(folded.digits):
        yield from _in_run(folded, run.start(), run.end())


def _by_pattern(text):
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if kind != Kind.CASE_NUMBER or not _LAW_NUMBER.search(match[0]):
                yield Found(match.start(), match.start() + len(match[0].rstrip()), kind, weight=95)
    for match in _CREDIT.finditer(text):
        if not match[0].rstrip("X").isdigit():
            good = checks.is_credit_code(match[0])
            yield Found(match.start(), match.end(), Kind.ID_NUMBER, sure=True, weight=94 + good)


def _named(folded):
    """What a word before it says: 微信, QQ, 尾号, 护照, 合同编号."""
    both = (
        (_CHAT, Kind.ACCOUNT),
        (_CHAT_LINE, Kind.ACCOUNT),
        (_PAPER_NAMED, Kind.ID_NUMBER),
        (_CODE, Kind.NUMBER),
    )
    for pattern, kind in both:
        for match in pattern.finditer(folded.text):
            if any(char.isdigit() or char == "_" for char in match["id"]) or kind == Kind.ACCOUNT:
                yield Found(*match.span("id"), kind, weight=88)
    for match in _MIXED.finditer(folded.text):
        if not _LAW_NUMBER.search(match[0]):
            yield Found(*match.span(), Kind.NUMBER, False, WHY_MIXED, weight=41)
    for match in _PAPERS.finditer(folded.text):
        yield Found(*match.span(), Kind.ID_NUMBER, weight=86)
    for pattern, kind in ((_QQ, Kind.ACCOUNT), (_TAIL, Kind.BANK)):
        for match in pattern.finditer(folded.digits):
            yield Found(*match.span("id"), kind, weight=89)


def _in_run(folded, start, end):
    """A run of digits as one number, or group by group when it is several."""
    raw = folded.digits[start:end]
    if start and folded.text[start - 1] == "(" and raw.find(")") in (3, 4):
        start, raw = start - 1, "(" + raw
    if sum(char.isdigit() for char in raw) < 7 or _written_out(folded.text[start:end]):
        return
    extension = _EXTENSION.match(folded.digits, end)
    spans = [(start, end)] if _kind(folded, start, end) else list(_split(folded, start, end))
    for first, last in spans:
        judged = _kind(folded, first, last)
        if judged:
            kind, sure = judged
            if kind == Kind.PHONE and extension and last == end:
                last = extension.end()
            why = "" if sure else "像号码，但校验不符或看不出是什么号码。"
            yield Found(first, last, kind, sure, why, weight=92 if sure else 60)


def _written_out(text):
    """Han digits with a zero-width chance of being counted words: 一一, 三三两两."""
    return sum(char.isdigit() for char in text) < 3 and len(set(text)) < 3


def _split(folded, start, end):
    """Neighbouring numbers: 13800001111 13900002222; cut where blanks or other marks stand."""
    raw, at = folded.digits[start:end], 0
    groups = []
    for gap in [*_NO_NUMBER.finditer(raw), None]:
        stop = gap.start() if gap else len(raw)
        groups.append((at, stop))
        at = gap.end() if gap else at
    first = 0
    while first < len(groups):
        for last in range(len(groups) - 1, first - 1, -1):
            span = start + groups[first][0], start + groups[last][1]
            if _kind(folded, *span):
                yield span
                first = last
                break
        first += 1


def _kind(folded, start, end):
    """Which number this stretch is, and whether that is sure; None for none."""
    raw = folded.digits[start:end]
    number = _NO_NUMBER.sub("", raw).replace("O", "0")
    before, after = folded.text[max(0, start - 24) : start], folded.text[end : end + 4]
    if "X" in number[:-1] or (number.endswith("X") and len(number) != 18):
        return None
    for kind, form in _FORMS:
        if form.fullmatch(number) and not _MONEY_BEFORE.search(before):
            return kind, True
    if len(number) == 18 and (checks.is_identity(number) or _PAPER_WORD.search(before)):
        return Kind.ID_NUMBER, True
    if number.endswith("X"):
        return Kind.ID_NUMBER, checks.is_day(number[6:10], number[10:12], number[12:14])
    return _other(number, raw, before, after)


def _other(number, raw, before, after):
    size = len(number)
    if _CARD_WORD.search(before) and size >= 8:
        return Kind.BANK, True
    if size in (15, 18) and _PAPER_WORD.search(before):
        return Kind.ID_NUMBER, True
    if 16 <= size <= 19 and checks.is_luhn(number) and number[0] in "34569":
        return Kind.BANK, True
    if size == 18 and checks.is_day(number[6:10], number[10:12], number[12:14]):
        return Kind.ID_NUMBER, False
    if size == 15 and checks.is_identity(number):
        return Kind.ID_NUMBER, False
    if (
        16 <= size <= 19
        and number[0] in "3456"
        or (size == 15 and number[:2] in ("62", "34", "37"))
    ):
        return Kind.BANK, False
    if _MONEY_BEFORE.search(before) or _MONEY.match(after) or re.search(r"[.()/*]", raw):
        return None
    if _PHONE_WORD.search(before) and 7 <= size <= 12:
        return Kind.PHONE, True
    looks_like_day = size == 8 and checks.is_day(number[:4], number[4:6], number[6:])
    if size in (7, 8) and not looks_like_day and re.fullmatch(r"[2-8][0-9]{2,3}[ -]?[0-9]{4}", raw):
        return Kind.PHONE, False
    if looks_like_day and ("\n" not in raw):
        return Kind.DATE, True
    return (Kind.NUMBER, False) if size >= 9 and raw.isdigit() else None
