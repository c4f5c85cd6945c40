"""Logs what visitors search for: only words that recur, and nothing about a person.

docs/decisions/0020-counting.md says how that is decided and what it costs.
"""

import re
import threading
import time
from collections import OrderedDict
from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet, Sum
from django.utils import timezone

from articles import search
from articles.models import SearchedWords
from articles.search import did_you_mean
from richtext.base.counting import Batch, BufferedCounter, add_counts
from richtext.fulltext.tokens import fold

KEPT = timedelta(days=180)
SHORTEST, LONGEST = 2, 20  # characters; what is longer tells a story
OCCASIONS = 3  # so often what is no word of the law has to be looked for before it is written down
LEFT_OVER = 3  # characters beside words of the law; more of them may be somebody's story
APART = 60 * 60  # seconds: the same words sooner than that are likely the same person's
MOST_REMEMBERED = 5_000

BETWEEN = re.compile(r"[\W_]+")
DIGITS = re.compile(r"[\d零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{5,}")
NAMED = re.compile(r"(?=[a-z_]*[0-9])(?=[0-9_]*[a-z])[a-z0-9_]{6,}")  # an account, a file number
REACHES = re.compile(r"@|https?:|www\.|微信|qq|电话|手机号|身份证|[0-9]+[号栋幢室弄]|单元|小区")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][a-z0-9]{4}"
)
STORY = re.compile(r"[我俺咱]|本人|[，。！？；：,!?;:…“”\"·]")  # and 买买提·艾力
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵"
    "万覃武钱戴严莫孔向常汤欧阳司马上官诸葛"
)


# How many separate occasions each search had, and the last one: in memory only.
SEEN: OrderedDict[str, tuple[int, float]] = OrderedDict()
_lock = threading.Lock()


def log_search(words: str, total: int) -> None:
    """Note a search for these words that found `total` articles; does not slow the page down."""
    term = kept_form(words)
    if not term:
        return
    now = time.monotonic()
    with _lock:
        number, last = SEEN.get(term, (0, now - APART))
        if now - last >= APART:
            SEEN[term] = (number + 1, now)
            SEEN.move_to_end(term)
        while len(SEEN) > MOST_REMEMBERED:
            SEEN.popitem(last=False)
    COUNTER.add((timezone.localdate(), term), total)


def kept_form(words: str) -> str:
    """The words folded, or nothing where they might be somebody's own."""
    term = " ".join(fold(words).strip(" ，。、；：？！,.;:?!").split())
    if not SHORTEST <= len(term) <= LONGEST or not term.isprintable():
        return ""
    bare = BETWEEN.sub("", term)
    personal = [REACHES, STORY, NAMED]
    if any(one.search(term) for one in personal) or DIGITS.search(bare) or PLATE.search(bare):
        return ""
    return term


def may_name(term: str) -> bool:
    """Whether a Chinese name may stand in it: a surname, with what our articles never say.

    Wherever it stands: 起诉王小丽 tells as much as 王小丽.
    """
    pairs = {term[at : at + 2] for at, char in enumerate(term[:-1]) if char in SURNAMES}
    return any(search.search(pair, limit=1)[1] == 0 for pair in pairs if " " not in pair)


def is_of_law(term: str) -> bool:
    """Whether words of the law make up a term, with nothing beside them that could be a name."""
    rest = term
    words = [one for one in did_you_mean.current().words if len(one) > 1 and one in term]
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, " ")
    beside = [part for part in rest.split() if len(part) > 1]
    fine = all(len(part) <= LEFT_OVER and not SURNAMES & set(part) for part in beside)
    return bool(words) and fine


def _write(batch: Batch) -> None:
    """Only what was kept before, is of the law, or has come often and names nobody."""
    terms = {term for _, term in batch}
    stored = SearchedWords.objects.filter(words__in=terms)
    known = set(stored.values_list("words", flat=True).distinct())
    known |= {
        one
        for one in terms - known
        if is_of_law(one) or SEEN.get(one, (0, 0))[0] >= OCCASIONS and not may_name(one)
    }
    rows = [
        {"day": day, "words": term, "number": number, "found": found}
        for (day, term), (number, found) in batch.items()
        if term in known
    ]
    add_counts(SearchedWords, ["day", "words"], rows, last=["found"])


def looked_for(since: date) -> QuerySet:
    """Dicts of `words`, `times`, on how many `days`, `most` hits since a day; the most first."""
    counted = SearchedWords.objects.filter(day__gte=since).values("words")
    figures = {"times": Sum("number"), "days": Count("day"), "most": Max("found")}
    return counted.annotate(**figures).order_by("-times", "words")


COUNTER = BufferedCounter(_write)
