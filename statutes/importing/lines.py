"""One line of a text of the law: cleaned, and what it looks like by itself. Pure functions."""

import re
from dataclasses import dataclass

from richtext.base.numerals import to_int

NUMERAL = r"[零〇一二两三四五六七八九十百千\d]{1,12}"
# Among them what would steer the terminal to which a name is printed.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]|\\*\\*"
)
SPACES = re.compile("[ \t\v\f\u00a0\u2000-\u200a\u3000]+")
BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff、，])\s+(?=[\u3400-\u9fff])")
COMMENT = re.compile(r"<!--.*?-->")
HASHES = re.compile(r"(#{1,6})\s*(.*)")
ARTICLE = re.compile(
    rf"([第笫]\s*)({NUMERAL})(\s*)条(?:\s?之\s?([一二三四五六七八九十]{{1,3}})(?![款项目]))?(\s*)(.*)"
)
PART = re.compile(rf"(第\s?{NUMERAL}\s?(分编|编|章|节))\s*(.*)")
COUNTED = re.compile(rf"[（(]{NUMERAL}[）)]|{NUMERAL}、")
ANNEX = re.compile(r"附\s?[件表录图]|附[：:]|注\d*[：:]|[①②③④⑤⑥⑦⑧⑨⑩]|（注|备注[：:]")
# 附件 on a line of its own: what follows is no text of the law itself.
ANNEXED = re.compile(r"附\s?[件表录]?\s?[一二三四五六七八九十\d]{0,3}\s?[：:]?")
AMENDMENT = re.compile("修正案(?:（[^（）]{1,8}）)?$")  # may count on where the one before ended
NO_TITLE_ENDS = tuple('。；：！？”，;:,!?"|')
LONGEST_TITLE = 60
# What goes on like this speaks of an article, it does not begin one: 第二条规定的情形.
SPEAKS_OF = tuple("、，。的和至及规所第或与中以（(")


@dataclass(frozen=True)
class Start:
    """The first line of an article; `is_regular` where it is written as the format has it."""

    number: int | None
    sub: int
    rest: str
    is_regular: bool
    has_gap: bool


def cleaned(line: str) -> str:
    """A line without invisible characters, each run of white space as one space."""
    return SPACES.sub(" ", INVISIBLE.sub("", line)).strip()


def start_of_article(line: str) -> Start | None:
    """第…条 at the start of a line, whatever follows."""
    match = ARTICLE.match(line)
    if not match:
        return None
    before, numeral, within, sub, gap, rest = match.groups()
    has_gap = bool(gap) or not rest
    is_regular = has_gap and before == "第" and not within
    number = to_int(numeral)
    return Start(number, to_int(sub) or 0 if sub else 0, rest, is_regular, has_gap)


def is_title_like(line: str) -> bool:
    """Whether a line without marks could be a heading: short, and no sentence ends in it."""
    return len(line) <= LONGEST_TITLE and not (
        set("。；") & set(line) or line.endswith(NO_TITLE_ENDS)
    )


def heading_title(words: str) -> str:
    """第一章 总则: one space behind the number, none that only stretch the words (总  则)."""
    match = PART.fullmatch(words)
    if not match:
        return BETWEEN_HAN.sub("", words)
    number = re.sub(r"\s", "", match[1])
    return f"{number} {BETWEEN_HAN.sub('', match[3])}".strip()


def kind_of_part(words: str) -> str:
    """编, 分编, 章 or 节, （） for （一）, 、 for 一、; empty for a heading without a number."""
    match = PART.match(words)
    if match:
        return match[2]
    match = COUNTED.match(words)
    return "" if not match else "、" if words[match.end() - 1] == "、" else "（）"
