"""What the lines of an old site's page are: of the article, of what stands around it, a day."""

import re
from contextlib import suppress
from datetime import date, datetime

from richtext.base.chinese import one_width
from transfer.importing.values import BEIJING

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
DASHES = re.compile("[‐‑‒–—―−]")
DAY = r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?!\d)"
MOMENT = re.compile(rf"{DAY}(?:[T\s]+\d{{1,2}}[:时]\d{{1,2}}(?:[:分]\d{{1,2}})?)?")
PARTS = re.compile(r"\s*[-_|–—]\s*")  # of the title of a window
COPYRIGHT = re.compile("copyright|©|版权所有|all rights reserved", re.I)
DETAILS = re.compile(
    r"(?:本文)?(?:发布|发表|更新|时间|日期|作者|来源|出处|编辑|浏览|点击|阅读|人气|字号|标签)[^\s:]{0,4}\s*:.{0,50}"
    r"|\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:\s+(?:\d|来源|作者|出处|编辑|浏览|点击|阅读|人气).{0,50})?"
)
BEHIND = re.compile(
    "上一篇|下一篇|分享到|责任编辑|相关(?:文章|阅读|推荐|知识)|最新文章|热门文章|推荐(?:文章|阅读)"
    "|更多文章|返回(?:列表|顶部)"
)
# A whole line that begins so: what 相关知识 begins may be 产权.
CLOSING = re.compile(rf"(?:{BEHIND.pattern})(?:\s*[:：>»|\s].*|.{{0,6}})")


def fold(line: str) -> str:
    """The line with half-width characters and plain dashes, for matching only."""
    return DASHES.sub("-", one_width(line)).strip()


def bare(text: str) -> str:
    """Letters and digits only, to compare a title with the beginning of a text."""
    return "".join(filter(str.isalnum, text))


def day_in(line: str) -> date | None:
    """The first day of a line that can be true, None without one."""
    for found in re.finditer(DAY, fold(line)):
        with suppress(ValueError):
            if (day := date(*map(int, found.groups()))) <= datetime.now(BEIJING).date():
                return day
    return None


def own(lines: list[str], title: str) -> tuple[range, date | None]:
    """Which lines of a text are its own, not its title and details again; and the day of these."""

    def is_other(line):
        return DETAILS.fullmatch(fold(line)) or bare(line) == bare(title)

    first, last = 0, len(lines)
    while first < last and is_other(lines[first]):
        first += 1
    while first < last and DETAILS.fullmatch(fold(lines[last - 1])):
        last -= 1
    others = [*lines[:first], *lines[last:][::-1]]
    return range(first, last), next(filter(None, map(day_in, others)), None)
