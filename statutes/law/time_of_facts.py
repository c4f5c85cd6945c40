"""Of what time the facts of a sentence are, and so which version of the law decides. Pure.

The sentences follow 法释〔2020〕15号, articles 1, 20 and 24. Of other laws no more is said than
which text of the table decides.
"""

import re
from datetime import date

from django.utils.formats import date_format

from statutes.law.table import Table
from statutes.models import Statute

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


# Facts before a change are in general judged by the law of their time (民法典时间效力规定 article
# 1), so whoever says so is not warned; facts that reach beyond it are not (articles 1, 20 and 24).
# 原告, 合同失效, 老旧小区 and the like say nothing of the kind, so the words count by where they
# stand: beside the statute, or as a time for the whole sentence.

SENTENCE_END = re.compile(r"[。！？!?；;\n]")
REACH = 120  # characters of a sentence, before and after, that are looked at
BOOK = r"《(?:[^《》]|《[^《》]*》){1,80}》"
JOINED = r"(?:[、和与及]|以及)"
# Each piece ends where it first can, or there are too many ways to read a long list of places.
NUMBER = "第[^第条款项编章节，,。；《》]{1,12}[条款项编章节](?:之[一二三四五六七八九十]+)?"
PLACE = f"(?:{JOINED}?{NUMBER})*"

# 已经废止的《…》, 被《民法典》取代的《…》; and after it: 《…》（已失效）, 《…》、《…》等同时废止.
ENDED = (
    r"(?:废止|取代|替代|(?:已经?|现已|均已|早已|同时|业已)失效|失去效力"
    r"|不再(?:适用|施行|有效)|(?:停止|终止)(?:施行|适用|执行))"
)
BEFORE = re.compile(
    rf"(?:(?:{ENDED}(?:了|的|后的)|(?:失效|作废)的)[^，,《》]{{0,6}}?"
    rf"|(?:原(?:来|有|先)?的?|旧的?|当时(?:有效|施行|适用)?的?)\s*)(?:{BOOK}{PLACE}{JOINED}?)*$"
)
AFTER = re.compile(
    rf"^(?:{JOINED}?{BOOK}{PLACE})*[^《》，,]{{0,16}}?[，,]?[^《》，,]{{0,16}}?"
    rf"(?:{ENDED}|当时(?:有效|规定|适用|的规定))"
    rf"|^[^《》，,]{{0,16}}?[，,]?[^《》，,]{{0,10}}?被(?:{BOOK}|[^《》，,]{{2,12}})(?:所|统一)?(?:取代|替代|废止)"
    r"|^\s*[（(][^（）()]{0,16}(?:废止|失效|旧法|原法)|^[^《》，,]{0,8}?曾经?(?![某任在用])"
)

INSIDE = re.compile(rf"[（(【][^（()）第]{{0,24}}{ENDED}|[（(【](?:已经?|现已)?(?:失效|作废)")

# What the sentence says of the law, and what of the time of its facts.
OLD_LAW = re.compile(
    r"旧法|旧案|老案|旧司法解释|当时的?(?:有效|法律|规定|施行|适用|生效)|(?:适用|依照|按照|依据|根据|按)当时"
    r"|(?:法|典|条例|》)(?:时期|时代)"
)
OLD_TIME = re.compile(
    r"(?:法|法典|条例|解释|规定|新法|》|新规)\s*(?:正式|开始)?"
    r"(?:施行|实施|生效|颁布|公布|出台|废止|修订|修正|修改|失效)(?:之|以)?前"
    r"|(?:施行|废止|修订|修正|修改)(?:之|以)?前"
)
# Of two laws side by side: 《民法典》第563条承继了《合同法》第94条的规定.
COMPARED = re.compile(
    r"吸收|承继|承袭|沿用|沿袭|延续|相比|相较|较之|不同于|相对应|保留了|改变了|修改了|改为|变为|调整为"
    r"|(?:规定|内容|表述|精神)(?:基本)?(?:一致|相同)|整合"
)


class Sentence:
    """The sentence that a place in a text stands in, as far as it is looked at.

    `ended` is the first day on which a law no longer applied, for 2021年1月1日以前签订的.
    """

    def __init__(self, text: str, start: int, end: int):
        self.cited = text[start:end]
        self.before = SENTENCE_END.split(text[max(start - REACH, 0) : start])[-1]
        self.after = SENTENCE_END.split(text[end : end + REACH])[0]
        self.whole = f"{self.before}{self.cited}{self.after}"
        self.mark = text[end + len(self.after) : end + REACH][:1]  # with which it ends, if it does

    @property
    def shown(self) -> str:
        """The sentence for a reader, with dots where it reaches further than it is looked at."""
        before = "……" if len(self.before) == REACH else ""
        after = "……" if len(self.after) == REACH else self.mark
        return f"{before}{self.whole}{after}".strip()

    def is_old(self, ended: date | None = None) -> bool:
        """Whether its words say that the citation means the law of an earlier time."""
        if BEFORE.search(self.before) or AFTER.search(self.after) or OLD_LAW.search(self.whole):
            return True
        if INSIDE.search(self.cited[:REACH]):  # 《合同法》（已废止）第94条
            return True
        if ended and self._reaches_beyond(ended):
            return False
        limit = _triple(ended) if ended else (0, 0, 0)
        dated = any(day <= limit for day in self._days(BEFORE_DAY))
        return dated or bool(OLD_TIME.search(self.whole))

    def has_old_facts(self, ended: date) -> bool:
        """Whether it dates its facts before the end of the law, and none of them later."""
        return not self._reaches_beyond(ended) and self._begins_before(ended)

    def compares(self, other: str) -> bool:
        """Whether it sets the law beside the one that took its place, by short name."""
        return other in self.whole and bool(COMPARED.search(self.whole))

    def names_day(self, day: date | None) -> bool:
        """Whether it says the day, as 自2027年1月1日起施行."""
        return day is not None and date_format(day) in self.whole

    def is_of_both_times(self, began: date) -> bool:
        """Whether it tells facts before a law began and facts after it."""
        early = self._begins_before(began) or OLD_TIME.search(self.whole)
        return bool(early) and self._reaches_beyond(began)

    def _begins_before(self, day):
        return any(one < _triple(day) for dated in DATED for one in self._days(dated))

    def _reaches_beyond(self, day):
        """Whether something happened on or after a day, or goes on: 2019年签、2024年才违约."""
        late = any(one >= _triple(day) for dated in LATE for one in self._days(dated))
        return late or bool(STILL.search(self.whole))

    def _days(self, pattern):
        """The days that a pattern finds; of a year or a month alone the first."""
        found = pattern.findall(self.whole)
        return [(int(year), int(month or 1), int(day or 1)) for year, month, day in found]


def _triple(day):
    return day.year, day.month, day.day


CODE, COMPANY = "民法典", "公司法"
CONTRACT = re.compile("合同|协议|签|订立|借|租|买卖|保证|担保")
NAMES = re.compile("《[^《》]*》")
TORT = re.compile("侵权|受伤|损害|事故")
OF_CONTRACTS = (
    "民法典施行前成立的合同，履行持续至施行后的：因施行后履行发生争议，适用民法典第三编第四章和第五章；"
    "因施行前履行发生争议，适用当时的法律、司法解释（《民法典时间效力规定》第二十条）。"
)
OF_FACTS = (
    "民法典施行后的法律事实引起的纠纷，适用民法典；施行前的法律事实持续至施行后的，也适用民法典，"
    "法律、司法解释另有规定的除外（《民法典时间效力规定》第一条）。"
)
OF_TRANSFERS = "转让未届出资期限的股权，另见{}。"


def hint(sentence: Sentence, table: Table, law: Statute | None, began: date | None, today: date):
    """Which rule decides, where the sentence tells facts before and after a law began; or ""."""
    rule = law and table.in_force(f"{law.short_name}时间效力规定", today)
    if not (law and rule and began and sentence.is_of_both_times(began)):
        return ""
    if law.short_name == CODE:
        said = NAMES.sub("", sentence.whole)
        if TORT.search(said):
            return (
                "侵权行为发生在民法典施行前、损害后果出现在施行后的，适用民法典"
                "（《民法典时间效力规定》第二十四条）。"
            )
        return OF_CONTRACTS if CONTRACT.search(said) else OF_FACTS
    more = table.in_force("公司法第八十八条批复", today) if law.short_name == COMPANY else None
    transfers = OF_TRANSFERS.format(more.doc_no) if more and "转让" in sentence.whole else ""
    return f"新旧法律如何适用，见《{rule.short_name}》（{rule.doc_no}）。" + transfers
