"""The facts that a sentence dates: before a law changed, after it, or both. Pure functions."""

import re
from datetime import date

# What founds a relation or happens once, what a court does with it, how a duty is kept.
EVENT = (
    "发生|签|订立|成立|达成|设立|入职|离职|借|结婚|离婚|死亡|去世|过世|病故|购买|购置|受伤|违约"
    "|完工|竣工|交付|排放|出资|事故|行为|销售额|收入|所得|应税"
)
PROCEDURE = "作出|判决|裁定|纠纷|案|起诉|受理"
PERFORMANCE = (
    "履行|逾期|拖欠|欠付|到期|届满|解除|停止|拒绝|拒不|付款|支付|还款|归还|偿还|转让"
    "|没还|没付|未还|未付|损害|受损"
)
FACT = f"(?:{EVENT}|{PERFORMANCE}|{PROCEDURE})"
LATER = f"(?:{EVENT}|{PERFORMANCE})"
YEAR = r"(?<!\d)(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?"
# 2019年签订的, 发生在2019年, 2025年的销售额, （2020）苏01民终12号; not 2019年以来.
DAY = rf"{YEAR}(?!以来|[以之]?后|起|至今|[版修])"
DATED = [
    re.compile(rf"{DAY}[^，,《》0-9]{{0,10}}?{FACT}"),
    re.compile(rf"{FACT}[^，,《》0-9]{{0,4}}{DAY}"),
    re.compile(r"[（(](\d{4})()()[）)](?:最高法|[\u4e00-\u9fff]\d{0,4}[\u4e00-\u9fff])"),
]
BEFORE_DAY = re.compile(
    r"(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?(?:（[^（）]{0,6}）)?(?:之|以)?前"
)
# 2024年才违约, 履行期限到2025年; not 2021年1月1日起施行, nor what a court did later.
LATE_DAY = rf"{YEAR}(?![版修]|[以之]?前|起?(?:开始)?(?:施行|实施|生效|废止))"
LATE = [
    re.compile(rf"{LATE_DAY}[^，,《》0-9]{{0,10}}?{LATER}"),
    re.compile(rf"{LATER}[^，,《》0-9]{{0,4}}{LATE_DAY}"),
]
# 至今仍在履行; 民法典施行前签的合同，施行后违约.
STILL = re.compile(
    "(?:至今|仍|还在|一直|继续|持续)[^，,。]{0,3}?(?:履行|承租|租住|租用|租赁|使用|占用|经营|施工|供货|居住)"
    "|履行[^，,。]{0,6}?(?:至今|到现在|到目前)"
    rf"|(?:施行|实施|生效)(?:之|以)?后[^，,。]{{0,8}}?{LATER}"
)


def begins_before(sentence: str, day: date) -> bool:
    """Whether a fact of the sentence is dated before a day: 2019年签订的."""
    return any(one < _triple(day) for dated in DATED for one in days(dated, sentence))


def reaches_beyond(sentence: str, day: date) -> bool:
    """Whether something happened on or after a day, or goes on: 2019年签、2024年才违约."""
    late = any(one >= _triple(day) for dated in LATE for one in days(dated, sentence))
    return late or bool(STILL.search(sentence))


def days(pattern: re.Pattern[str], sentence: str) -> list[tuple[int, int, int]]:
    """The days that a pattern finds, as triples; of a year or a month alone the first."""
    found = pattern.findall(sentence)
    return [(int(year), int(month or 1), int(day or 1)) for year, month, day in found]


def _triple(day):
    return day.year, day.month, day.day
