"""The words of a Chinese text: their parts of speech, how often each is used, where a line may end.

The dictionary is rjieba's (33 MB, 0.2 s), loaded by the process that reads a text, once.
"""

import re
from functools import cache
from types import ModuleType

EVERYDAY = 6000  # times in the 60 million words that the dictionary was made of
NOT_FIRST = "，。、；：？！”’）》〉】…—·％%,.;:?!)"  # no line begins with one of these
NOT_LAST = "“‘（《〈【("  # nor ends with one of these
# Words that stay with what is before them, and with what is behind them (如实告知).
CLINGS, LEADS = "的了吗呢吧着们后前内里中时条款项元年月日号", "第不没能如实"
# A date with its day of the week, a telephone number, hours from and to, the number of an article,
# numbers with what they count (8层801室, 30 万元), a short remark in brackets. What is longer would
# leave a hole at the end of the line before it: 第一百八十八条 may end one behind its 百.
WHOLE = (
    r"(?:[0-9]{4}年|(?<![0-9]))[0-9]{1,2}月[0-9]{1,2}日(?:（周.）)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{3,4}-[0-9]{7,8}"
    r"|[0-9]{1,2}[:：][0-9]{2}[–—~～至-][0-9]{1,2}[:：][0-9]{2}[，、；]?|[0-9]{1,2}[:：][0-9]{2}(?![0-9a-z])前?"
    r"|（(?!第)[^（）<>&]{1,7}）|《[^《》<>&]{1,4}》|第.[百千](?=[一二三四五六七八九十百零〇]{3,5}条)"
    r"|(?:第(?:[0-9]+|[一二三四五六七八九十百千零〇]{1,4})[条款项章节编页版]"
    r"|(?<=[百千])[一二三四五六七八九十百零〇]{3,5}条)(?:之[一二三四五六七八九](?!般))?"
    r"|(?:(?<![0-9,.])[0-9][0-9,.]{0,15} ?"
    r"(?:个?工作日|个自然日|个小时|个[月字]|平方米|公里|分钟|小时|周岁|[万亿]元?|层楼?|号楼|单元|[KMG]B"
    r"|[元年月日天岁条款项章节编篇件页版位类个次份张部字倍号楼室栋幢座人步%]))+[内前]?"
)
# What is written for programs and what is typed into a field stays as it is.
MARKUP = (
    r"<(script|style|textarea|option|title|svg|pre)\b(?:(?!<\1\b).)*?</\1>"
    r'|<[a-z/!][^<>"]*(?:"[^"]*"[^<>"]*)*>'
)
MARKUP_OR_TEXT = re.compile(rf"{MARKUP}|(?P<text>[^<]+)", re.DOTALL)
MAY_HOLD = re.compile("[0-9第（《]")


def unbroken(html: str) -> str:
    """A piece of a page in which no line tears a number from what it counts, nor a date.

    Its elements are our own: no style and no script means them by `span`. The outer one keeps a
    text one item of a flexible box.
    """

    def marked(one: re.Match[str]) -> str:
        if not (one["text"] and MAY_HOLD.search(one["text"])):
            return one[0]
        text = re.sub(WHOLE, r"<no-break>\g<0></no-break>", one["text"])
        return text if text == one["text"] else f"<text-run>{text}</text-run>"

    return MARKUP_OR_TEXT.sub(marked, html)


@cache
def segmenter() -> ModuleType:
    import rjieba

    return rjieba


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a text with their parts of speech."""
    return segmenter().tag(text) if text else []


def frequency(word: str) -> int:
    """How often a word is used; 0 of one that the dictionary does not know. Cached nowhere: it is
    a client's."""
    known = segmenter()
    return known.suggest_freq(word) if known.has_word(word) else 0


def may_end(last: str, first: str) -> bool:
    """Whether a line may end between two characters; never in a number or a Latin word."""
    is_torn = all(one.isascii() and one.isalnum() for one in (last, first))
    return not is_torn and last not in NOT_LAST and first not in NOT_FIRST


def stretches(text: str) -> list[str]:
    """A text in pieces that no line should tear: its words, with the punctuation they carry."""
    found: list[str] = []
    parts = enumerate(re.split(f"({WHOLE})", text))  # each second one is whole
    cut = segmenter().cut
    for word in (one for at, part in parts for one in ([part] if at % 2 else cut(part))):
        ends = found and word not in CLINGS and found[-1] not in LEADS
        ends = ends and not (word[0] == "不" and len(found[-1]) == 1)  # 要不要, 办不了
        if ends and may_end(found[-1][-1], word[0]):
            found.append(word)
        else:
            found[-1:] = ["".join([*found[-1:], word])]
    return found
