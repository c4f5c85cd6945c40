"""Does a sentence make plain that it speaks of facts under the old law? Pure functions.

Facts before a change are in general judged by the law of their time (民法典时间效力规定 article 1),
so whoever says so is not warned. 原告, 合同失效, 老旧小区 and the like say nothing of the kind, so
the words count by where they stand: beside the statute, or as a time for the whole sentence.
"""

import re
from datetime import date

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
    r"|^\s*[（(][^（）()]{0,16}(?:废止|失效|旧法|原法)"
)

# What is true of the facts of the whole sentence.
OLD_TIME = re.compile(
    r"旧法|旧案|老案|旧司法解释|当时的?(?:有效|法律|规定|施行|适用|生效)|(?:适用|依照|按照|依据|根据|按)当时"
    r"|(?:法|法典|条例|解释|规定|新法|》|新规)\s*(?:正式|开始)?"
    r"(?:施行|实施|生效|颁布|公布|出台|废止|修订|修正|修改|失效)(?:之|以)?前"
    r"|(?:施行|废止|修订|修正|修改)(?:之|以)?前"
)
BEFORE_DAY = re.compile(
    r"(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?(?:（[^（）]{0,6}）)?(?:之|以)?前"
)


def said_to_be_old(text: str, start: int, end: int, ended: date | None = None) -> bool:
    """Whether the words around a citation say that it means the law of an earlier time.

    `ended` is the first day on which the law no longer applied, for 2021年1月1日以前签订的.
    """
    before = SENTENCE_END.split(text[max(start - REACH, 0) : start])[-1]
    after = SENTENCE_END.split(text[end : end + REACH])[0]
    if BEFORE.search(before) or AFTER.search(after):
        return True
    sentence = f"{before}{text[start:end]}{after}"
    return bool(OLD_TIME.search(sentence)) or _before_its_end(sentence, ended)


def _before_its_end(sentence, ended):
    """A day up to which the law applied, with 前 behind it."""
    if ended is None:
        return False
    limit = (ended.year, ended.month, ended.day)
    for year, month, day in BEFORE_DAY.findall(sentence):
        if (int(year), int(month or 1), int(day or 1)) <= limit:
            return True
    return False
