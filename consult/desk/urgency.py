"""Whether a question cannot wait: somebody detained, hurt or threatened, a day that is near.

Read once, when it comes in, from its words and facts; what is stored is which of the three it is,
never a word. A mark too many costs a tap, one too few a right: an old matter may be marked.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from consult.base.enums import Urgent

SOON, NOW = 15, timedelta(0)  # days
_LINES = Path(__file__).with_name("urgent_words.txt").read_text(encoding="utf-8").splitlines()
WORDS = {name: f"(?:{words})" for name, _, words in (one.partition(" ") for one in _LINES)}
# What stands near another in the same sentence: a day and what is due on it, a judgment and when it
# came, against which one can appeal for about as long.
NEAR = [
    re.compile(one.format(near=r"[^。;?!\n]{0,8}?", **WORDS))
    for one in (
        "(?:{day}|{days}){near}{event}|{event}{near}(?:{day}|{left}{days})",
        "{just}{near}{paper}|{paper}{near}{just}",
    )
]
ALONE = {name: re.compile(WORDS[name]) for name in ("detention", "violence", "event", "got")}
DAY = re.compile(r"(?:(20\d\d)[-年./])?(1[0-2]|0?[1-9])[-月./](3[01]|[12]\d|0?[1-9])[日号]?")
NO = {"否", "没有", "无", "不是"}  # a fact asked for and denied: 被拘留：否
AROUND = 10  # characters between a day and what it belongs to


def of(text: str, facts: Sequence[tuple[str, str]] = ()) -> int:
    """Why it cannot wait, as a sum of `Urgent`; 0 where it can."""
    parts = [text, *(f"{name}:{answer}" for name, answer in facts if answer not in NO)]
    said = "\n".join(unicodedata.normalize("NFKC", part) for part in parts)
    found = {
        Urgent.DETENTION: ALONE["detention"].search(said),
        Urgent.VIOLENCE: ALONE["violence"].search(said),
        Urgent.DEADLINE: any(one.search(said) for one in NEAR) or _has_near_day(said),
    }
    return sum(one for one, is_so in found.items() if is_so)


def _has_near_day(said: str) -> bool:
    """Whether a day of something due is within the time, or one of a judgment less ago."""
    today = timezone.localdate()
    days = [today + timedelta(days=number) for number in range(-SOON, SOON + 1)]
    for match in DAY.finditer(said):
        around = said[max(match.start() - AROUND, 0) : match.end() + AROUND]
        year, month, day = (int(one or 0) for one in match.groups())
        near = [one for one in days if (one.month, one.day) == (month, day)]
        left = [one - today for one in near if year in {0, one.year}]
        due, got = ALONE["event"].search(around), ALONE["got"].search(around)
        if any((due and one >= NOW) or (got and one <= NOW) for one in left):
            return True
    return False
