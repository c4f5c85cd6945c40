"""Exact days, and sums so exact that they tell whose they are."""

import re
from collections.abc import Iterator
from dataclasses import replace

from consult.redaction.folding import Folded
from consult.redaction.kinds import Found, Kind

_N = "[0-9一二三四五六七八九十廿卅两元正〇○零]"
_YEAR = (
    "(?:(?:公元)?(?:19|20)[0-9]{2}|[〇○零一二三四五六七八九]{4}"
    "|[一二三][一二三四五六七八九零〇]|[0-9]{2})"
)
# What a day is not: a period (15日内), a page of the calendar in a law (自…日起施行 stays a date).
_DAY = (
    f"(?P<day>{_N}{{1,3}}) ?(?:日|号)(?!线|楼|院|店|门|桌|床|房|厅|会议|公馆|文件|令|公告"
    f"|工作室|栋|机|馆|铺|地块)"
)
_WHOLE = re.compile(f"(?<![0-9])(?P<year>{_YEAR} ?年) ?(?P<month>{_N}{{1,3}} ?月)(?:份)? ?{_DAY}")
_SHORT = re.compile(f"(?<![0-9.个])(?P<month>{_N}{{1,2}} ?月)(?:份)? ?(?:的)?{_DAY}")
_DAYLESS = re.compile(
    f"(?<![0-9.个])(?P<month>{_N}{{1,2}} ?月) ?(?:0?[1-9]|[12][0-9]|3[01]"
    f"|初[一二三四五六七八九十]|十[一二三四五六七八九]|二十[一二三四五六七八九]?)"
    "(?=那天|当天|晚|早|上午|下午|中午|凌晨|[，。,;； ]|签|入职|离职|开庭|到期|发生|出的|的事)"
)
_FIGURES = re.compile(
    r"(?<![0-9.-])(?P<year>(?:19|20)[0-9]{2}) ?[-./年] ?(?P<month>0?[1-9]|1[0-2]) ?[-./月] ?"
    r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?![0-9]|\.[0-9])(?: ?日)?"
)
_TWO_FIGURES = re.compile(
    r"(?<![0-9A-Z./-])(?:0?[1-9]|1[0-2])[./-](?:[12][0-9]|3[01]|0?[1-9])(?![0-9./]"
    r"|[-][0-9]|[万%元倍米块亿级折平年点个])(?= ?(?:日|号|晚|早|上午|下午|那天|当天|凌晨"
    r"|中午|签|发生|入职|开庭|到期|[01]?[0-9]:))(?:[日号](?![楼线]))?"
)
_YEARS_END = re.compile(  # 24.3.8
    r"(?<![0-9A-Z./-])[012][0-9]([./-])(?:1[0-2]|0?[1-9])\1(?:3[01]|[12][0-9]|0?[1-9])(?![0-9./A-Z-])"
)
_LUNAR = re.compile(
    "(?:农历|阴历|旧历)?(?:(?:闰)?(?P<month>正|腊|冬"
    "|[一二三四五六七八九十]{1,2})月)(?:初[一二三四五六七八九十]|十[一二三四五六七八九]"
    "|二十[一二三四五六七八九]?|廿[一二三四五六七八九]|三十)(?!多|几|[号日天个元万块岁])"
    "|(?:大?年)(?:初[一二三四五六七]|三十|二十[三四五六七八九])|(?:农历"
    "|阴历)初[一二三四五六七八九十]"
)
# The hour of that day goes with it: （周五）下午三点, 21:07:33, 14时许.
_CLOCK = re.compile(
    r" ?(?:[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?)? ?(?:凌晨|清晨|早上?|上午|中午|下午"
    r"|傍晚|晚上?|夜里|深夜)?"
    r" ?(?:[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?|[0-9一二三四五六七八九十两]{1,3} ?(?:点"
    r"|时)(?![间候期段])"
    r"(?:[0-9一二三四五六七八九十]{1,3}分|半|整)?(?:许|多|左右)?)"
    r"|(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜里|深夜|夜班|那天|当天|晚)(?!会|饭|点)"
)
_ROW = re.compile("[0-9]{1,2} ?月(?:[0-9]{1,2}日?[、,，和至到-]){1,6}[0-9]{1,2} ?[日号]")
_FEASTS = (
    "(?:元旦|春节|除夕|元宵节?|情人节|妇女节|清明节?|劳动节|五一|端午节?|儿童节|七夕|中元节|中秋节?|教师节|国庆节?"
    "|十一|重阳节?|双十[一二]|双11|圣诞节?|平安夜|腊八|小年|冬至|大年夜|年三十|520|立[春夏秋冬])"
)
_FEAST = re.compile(
    rf"(?<=年)(?:的)?{_FEASTS}(?:夜|当天|那天|前[一两]?[天夜]|后[一两]?天)?|{_FEASTS}(?:夜|当天|当晚|那天|那晚)|(?<=们)情人节"
)
_LOOSE = re.compile(
    rf"(?<=[年])(?:{_N}{{1,3}}月(?:初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|[0-9]{{1,2}}))(?![0-9日号天个.])"
    rf"|(?:上个?|下个?|这个?|本|当)月(?:初[一二三四五六七八九十]|[0-9一二三四五六七八九十]{{1,3}}[日号])(?![内以])"
    r"|(?<![0-9A-Z./-])(?:1[0-2]|0?[1-9])/(?:3[01]|[12][0-9]|0?[1-9])(?=[写就收还付交签入离出转打借到去来的前后在给之又])"
    rf"|(?<=[\u4e00-\u9fff,，。:：])(?:1[0-2]|[1-9])\.(?:3[01]|[12][0-9])(?=[\u4e00-\u9fff])"
    "(?![万亿元块千百倍米平个折度公斤吨升分级版系寸股股码年岁克毫成条])"
    rf"|{_N}{{1,3}}月(?:二十[一二三四五六七八九]|三十一?|十[一二三四五六七八九])(?=[,，。;；是转的在去来我他她签前后]|$)"
    rf"|{_N}{{2,4}}年{_N}{{1,3}}月(?:初[一二三四五六七八九十]|[廿二三]?十?[一二三四五六七八九]|[二三]十)(?![0-9日号天个.十多几])"
    r"|(?<=[\u4e00-\u9fff,，。])(?:1[0-2]|[1-9])\.[1-9](?=放假|回|入职|签|去|来|出|开|那天|早|晚|下午|上午)"
    r"|(?<=[,，。])(?:1[0-2]|[1-9])-(?:3[01]|[12][0-9]|[1-9])(?=[我他她就又那早晚])"
    r"|(?<![0-9一二三四五六七八九十年月当最起])初(?:[四五六七八九十]|[一二三](?=那天|早上|晚上|开工|走|回))(?![中级步次])"
    r"|月[底初中](?:3[01]|[12]?[0-9])[日号]"
    r"|(?<![0-9月.-])(?:3[01]|[12][0-9]|[1-9])号(?=那天|当天|晚上|早上|上午|下午|凌晨|夜里)"
    r"|(?<![0-9.])(?:1[0-2]|0?[1-9])月(?:3[01]|[12][0-9]|0?[1-9])(?![0-9日号天个.月/%])"
    "|[零壹贰叁肆伍陆柒捌玖]{4}年[零壹贰叁肆伍陆柒捌玖拾]{1,3}月[零壹贰叁肆伍陆柒捌玖拾]{1,4}日"
    "|(?:藏历|回历|傣历)[正一二三四五六七八九十]{1,2}月[初十二三一四五六七八九]{2,3}"
    "|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年(?:(?:正|腊|冬|[一二三四五六七八九十]{1,2})月[初廿十二三一四五六七八九]{0,3})?"
)
WHY_LOOSE = "看上去是某一天。"
_MONTH_ONLY = re.compile(
    r"(?:上个?月|本月|这个?月|下个?月|当月"
    r"|次月)(?P<day>[0-9一二三四五六七八九十]{1,3}) ?[日号](?!内|前|之前|以内|之内)"
)
_BIRTH = re.compile(
    rf"(?:出生(?:日期|年月|于|是|在|时间)?|生日(?:是|为)?"
    rf"|生于)[:： ]{{0,2}}(?P<a>(?:{_YEAR} ?年 ?)?{_N}{{1,3}} ?月)"
    rf"|(?P<b>(?:19|20)[0-9]{{2}} ?年 ?{_N}{{1,3}} ?月)(?:份)?(?:出生|生的|生(?![效产活病]))"
)
_PERIOD = re.compile("(?:内|以内|之内|届满|为限|的期限)")
_LAW = re.compile(
    " ?(?:起|开始)?(?:施行|实施|公布|修订|修正|颁布|第[一二三四五六七八九十]{1,3}届"
    "|最高人民|国务院)|['\"]"
)
_SUM = re.compile(
    r"(?<![0-9.])(?P<sum>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?"
    r"|[0-9]{4,9}(?:\.[0-9]{1,2})?|[0-9]{1,4}\.[0-9]{3,6}(?=万)"
    r"|[0-9]{2,4}\.[0-9]{1,2}(?= ?元))(?P<unit> ?万?) ?(?:元|块|圆|RMB|人民币)"
)
# A year in words or before a feast goes with its day: 去年腊月初八, 2022年双十一.
_YEAR_BEFORE = re.compile(
    r"(?:(?:大?前|去|今|明|当|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥])年"
    r"|(?:19|20)?[0-9]{2} ?年"
    r"|[零〇一二三四五六七八九]{2,4}年)(?:的|农历|藏历|阴历|开春)?$"
)
ROUGH = 5  # digits that a sum has to have to be exact


def find(folded: Folded) -> Iterator[Found]:
    """Days with a month, in figures, in Han digits or of the old calendar; exact sums."""
    text = folded.text
    for one in _days(text):
        before = _YEAR_BEFORE.search(text, max(0, one.start - 8), one.start)
        if before:
            year = before[0].rstrip("的 ") if before[0][0].isdigit() else ""
            one = replace(one, start=before.start(), word=year + (one.word or "某日"))
        yield one
    yield from _sums(text)


def _days(text):
    for pattern in (_WHOLE, _SHORT, _DAYLESS, _FIGURES, _TWO_FIGURES, _YEARS_END, _LUNAR):
        for match in pattern.finditer(text):
            if not (pattern is _SHORT and _PERIOD.match(text, match.end())) and not _LAW.match(
                text, match.end()
            ):
                clock = _CLOCK.match(text, match.end())
                yield Found(
                    match.start(),
                    clock.end() if clock else match.end(),
                    Kind.DATE,
                    weight=90 + len(match[0]) // 8 + 3 * bool(clock),
                    word=_coarse(match),
                )
    yield from _loose(text)
    for match in _MONTH_ONLY.finditer(text):
        why = "从文章的发布时间可能推算出这一天。"
        yield Found(*match.span("day"), Kind.DATE, sure=False, why=why, weight=70, word="某")
    for match in _BIRTH.finditer(text):
        group = "a" if match["a"] else "b"
        yield Found(*match.span(group), Kind.DATE, weight=85, word="某年某月")


def _sums(text):
    for match in _SUM.finditer(text):
        about = _about(match)
        if about:
            why = "数额精确，身边的人可能据此知道是谁。"
            yield Found(*match.span(), Kind.AMOUNT, sure=False, why=why, weight=40, word=about)


def _loose(text):
    """Days that are written short (3/15, 9.12拖地, 去年国庆) or in a row (6、7、8日)."""
    for pattern, weight, word in (
        (_ROW, 96, "某月某日"),
        (_FEAST, 60, "某日"),
        (_LOOSE, 72, "某月某日"),
    ):
        for match in pattern.finditer(text):
            if not _LAW.match(text, match.end()):
                yield Found(*match.span(), Kind.DATE, False, WHY_LOOSE, weight, word)


def _coarse(match):
    """某年某月某日 with as much as the text had: the year stays."""
    parts = match.groupdict()
    year = (parts.get("year") or "").rstrip("年 ").strip()
    if year:
        return f"{year}年某月某日"
    return "某月某日"


def _about(match):
    """约8.7万元 of 86,532元; nothing of a round sum."""
    digits = match["sum"].replace(",", "")
    if len(digits.replace(".", "").strip("0")) < ROUGH:
        return ""
    value = float(digits) * (10_000 if match["unit"].strip() else 1)
    if value >= 10_000:
        return f"约{round(value / 10_000, 1 if value < 100_000 else None):g}万元"
    return f"约{round(value, -2):.0f}元" if value >= 1_000 else f"约{value:.0f}元"
