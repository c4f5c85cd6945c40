"""Does a sentence make plain that it speaks of facts under the old law? Pure functions.

Facts before a change are in general judged by the law of their time (民法典时间效力规定 article
1), so whoever says so is not warned; facts that reach beyond it are not (articles 1, 20 and 24).
原告, 合同失效, 老旧小区 and the like say nothing of the kind, so the words count by where they
stand: beside the statute, or as a time for the whole sentence.
"""

import re
from datetime import date

from django.utils.formats import date_format

from statutes.law.dated_facts import BEFORE_DAY, begins_before, days, reaches_beyond

SENTENCE_END = re.compile(r"[。！？!?；;\n]")
REACH = 120  # characters of a sentence, before and after, that are looked at
BOOK = r"《(?:[^《》]|《[^《》]*》){1,80}》"
PLACE = r"(?:第[^，,。；《》]{1,12}?[条款项](?:之[一二三四五六七八九十]+)?)*"
JOINED = r"(?:[、和与及]|以及)"

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


def said_to_be_old(text: str, start: int, end: int, ended: date | None = None) -> bool:
    """Whether the words around a citation say that it means the law of an earlier time.

    `ended` is the first day on which the law no longer applied, for 2021年1月1日以前签订的.
    """
    before, sentence, after = _around(text, start, end)
    if BEFORE.search(before) or AFTER.search(after) or OLD_LAW.search(sentence):
        return True
    if INSIDE.search(text, start, min(end, start + REACH)):  # 《合同法》（已废止）第94条
        return True
    if ended and reaches_beyond(sentence, ended):
        return False
    limit = (ended.year, ended.month, ended.day) if ended else (0, 0, 0)
    dated = any(day <= limit for day in days(BEFORE_DAY, sentence))
    return dated or bool(OLD_TIME.search(sentence))


def has_old_facts(text: str, start: int, end: int, ended: date | None) -> bool:
    """Whether the sentence dates its facts before the end of the law, and none of them later."""
    sentence = sentence_of(text, start, end)
    if ended is None or reaches_beyond(sentence, ended):
        return False
    return begins_before(sentence, ended)


def compares(text: str, start: int, end: int, other: str) -> bool:
    """Whether the sentence sets the law beside the one that took its place, by short name."""
    sentence = sentence_of(text, start, end)
    return other in sentence and bool(COMPARED.search(sentence))


def names_day(text: str, start: int, end: int, day: date | None) -> bool:
    """Whether the sentence says the day, as 自2027年1月1日起施行."""
    return day is not None and date_format(day) in sentence_of(text, start, end)


def sentence_of(text: str, start: int, end: int) -> str:
    """The sentence that a place stands in, as far as it is looked at."""
    return _around(text, start, end)[1]


def _around(text, start, end):
    """The sentence of a place: what stands before it, all of it, what stands behind it."""
    before = SENTENCE_END.split(text[max(start - REACH, 0) : start])[-1]
    after = SENTENCE_END.split(text[end : end + REACH])[0]
    return before, f"{before}{text[start:end]}{after}", after
