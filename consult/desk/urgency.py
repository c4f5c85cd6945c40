"""Whether a question cannot wait: somebody detained, hurt or threatened, a day that is near.

Read once, when it comes in, from its words and facts; what is stored is which of the three it is,
never a word. A mark too many costs a tap, one too few a right: an old matter may be marked.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from consult.base.enums import Urgent

SOON = timedelta(days=15)
DETENTION = re.compile(
    r"拘留|逮捕|刑拘|看守所|羁押|批捕|取保|监视居住|留置|(?<!会)被抓(?!拍|阄|取|伤|破)|抓(?:走|进去|了人|了起来)"
    r"|带走调查|被(?:公安|警察|民警|派出所)[^,。;?!\s]{0,6}(?:抓|带走)|被带走"
)
VIOLENCE = re.compile(
    r"家暴|家庭暴力|施暴|殴打|毒打|打伤|捅伤|动手打|威胁|恐吓|人身安全|要杀|弄死"
    r"|被(?!告)[^,。;?!\s]{0,6}打(?![断回动扰折压包印字卡码开赏车电官分工算发款听造招])"
    r"|打(?:了?我|老婆|孩子|人)(?![^,。;?!\s]{0,3}(?:电话|手机|款))"
)
# What a day belongs to, in the same half sentence.
_EVENT = r"(?:开庭|到期|期满|届满|截止|上诉期|答辩期|举证期|应诉|强制执行|强拆|拍卖(?![会行]))"
_DAY = (
    r"(?:今天|今晚|明天|明早|后天|大后天|这周|本周|下周|下个?星期|星期[一二三四五六日天]|下?礼拜|马上"
    r"|最后一天)"
)
_DAYS = (
    r"(?<![\d一二三四五六七八九十百])(?:1[0-5]|[1-9]|十[一二三四五]?|[一两二三四五六七八九])[天日]"
)
_LEFT = rf"(?:还有|还剩|再过|只有|只剩|剩下?|不到){_DAYS}"
_GAP = r"[^。;?!\n]{0,8}?"
DEADLINE = re.compile(f"(?:{_DAY}|{_DAYS}){_GAP}{_EVENT}|{_EVENT}{_GAP}(?:{_DAY}|{_LEFT})")
# A judgment or an award of these days can be appealed against for about as long.
_PAPER = r"(?:判决|裁定|裁决|传票|起诉状|复议决定|处罚决定|不予受理)"
_JUST = r"(?:今天|昨天|前天|刚刚?|刚才)[^。;?!\n]{0,6}(?:收到|拿到|送达|签收)"
RECEIVED = re.compile(rf"{_JUST}[^。;?!\n]{{0,8}}{_PAPER}|{_PAPER}[^。;?!\n]{{0,6}}{_JUST}")
DAY = re.compile(r"(?:(20\d\d)[-年./])?(1[0-2]|0?[1-9])[-月./](3[01]|[12]\d|0?[1-9])[日号]?")
AROUND = 10  # characters between a day and what it belongs to
EVENT = re.compile(_EVENT)
GOT = re.compile(
    r"(?:收到|拿到|送达).{0,8}(?:判决|裁定|裁决|决定)|(?:判决|裁定|裁决|决定).{0,8}(?:收到|送达)"
)


def of(text: str, facts: Sequence[tuple[str, str]] = ()) -> Urgent:
    """Why it cannot wait; false where it can."""
    parts = [text, *(f"{name}:{answer}" for name, answer in facts)]
    said = "\n".join(unicodedata.normalize("NFKC", part) for part in parts)
    found = Urgent(0)
    for flag, words in ((Urgent.DETENTION, DETENTION), (Urgent.VIOLENCE, VIOLENCE)):
        found |= flag if words.search(said) else Urgent(0)
    near = DEADLINE.search(said) or RECEIVED.search(said) or _has_near_day(said)
    return found | (Urgent.DEADLINE if near else Urgent(0))


def _has_near_day(said: str) -> bool:
    """Whether a day of something due is within the time, or one of a judgment less ago."""
    today = timezone.localdate()
    for match in DAY.finditer(said):
        around = said[max(match.start() - AROUND, 0) : match.end() + AROUND]
        due, got = EVENT.search(around), GOT.search(around)
        for year in [int(match[1])] if match[1] else [today.year, today.year + 1]:
            try:
                left = date(year, int(match[2]), int(match[3])) - today
            except ValueError:
                continue
            if (due and timedelta(0) <= left <= SOON) or (got and -SOON <= left <= timedelta(0)):
                return True
    return False
