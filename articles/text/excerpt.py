"""Excerpts of Chinese text: cut at a sentence, never inside 《》 or a number, no repeated title."""

import re

TARGET = 75  # characters; after a change, `manage.py rebuild_excerpts` brings stored ones along
REACH = 18  # how far from the target a sentence may end and still be taken
ELLIPSIS = "……"
NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[、.．])\s*"
)
SIGNS = re.compile(r"[\s，。、；：？！,.;:?!“”\"'·…—-]")
SENTENCE_END = "。！？；"
PAUSE = "，、：）"
CLOSERS = "”’）》〉"
OPENERS = {"《": "》", "〈": "〉", "“": "”", "（": "）"}


def excerpt(text, title="", target=None):
    """About `target` characters of a plain text, ended at a sentence where one ends near.

    A text that begins with its own title, with or without a number before it, is taken from
    behind it. A cut inside a sentence ends with one `……`.
    """
    target = target or TARGET
    body = _without_title(_one_line(text), title)
    if len(body) <= target + 3:
        return body
    end = _sentence_end(body, target)
    if end:
        return body[:end]
    return body[: _safe_cut(body, target)].rstrip("，、：；—… ") + ELLIPSIS


def _one_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = ""
    for line in lines:
        line = NUMBERING.sub("", line)
        gap = "" if not joined or joined[-1] in SENTENCE_END + PAUSE + CLOSERS else "。"
        joined += gap + line
    return joined


def _without_title(text, title):
    """The text behind a repetition of the title, punctuation and numbering not counted."""
    wanted = SIGNS.sub("", title)
    if not wanted:
        return text
    place, seen = 0, ""
    while place < len(text) and len(seen) < len(wanted):
        seen += SIGNS.sub("", text[place])
        place += 1
    rest = text[place:].lstrip("，。、；：？！,.;:?! 　…")
    return NUMBERING.sub("", rest) if seen == wanted and len(rest) > len(wanted) else text


def _sentence_end(text, target):
    ends = [
        place + 1
        for place in range(target - REACH, min(target + REACH, len(text)))
        if text[place] in SENTENCE_END
    ]
    ends = [_with_closers(text, end) for end in ends]
    whole = [end for end in ends if not _inside(text, end)]
    return min(whole, key=lambda end: abs(end - target), default=0)


def _with_closers(text, end):
    while end < len(text) and text[end] in CLOSERS:
        end += 1
    return end


def _safe_cut(text, target):
    """A place at or before the target that splits neither a title in 《》 nor a number."""
    cut = target
    while cut > 1 and (_inside(text, cut, "《〈") or _splits_token(text, cut)):
        cut -= 1
    pause = max((text.rfind(char, target - REACH, cut) for char in PAUSE), default=-1)
    return pause + 1 if pause > 0 and not _inside(text, pause + 1, "《〈") else max(cut, 1)


def _inside(text, cut, openers="《〈“（"):
    return any(text.count(char, 0, cut) > text.count(OPENERS[char], 0, cut) for char in openers)


def _splits_token(text, cut):
    """Whether a cut falls inside a number, an Arabic or Han one, or a Latin word."""
    if cut >= len(text):
        return False
    left, right = text[cut - 1], text[cut]
    han = "零〇一二三四五六七八九十百千万亿第"
    both_han = left in han and (right in han or right in "条款项元年月日")
    word = re.compile(r"[0-9A-Za-z０-９.,%％]")
    number_unit = left.isdigit() and right in "条款项元年月日%％"
    return both_han or number_unit or bool(word.match(left) and word.match(right))
