"""The text of an article by itself: excerpt, pictures, reading time, and keys to compare by."""

import hashlib
import re

from richtext.base.chinese import one_script, one_width
from richtext.core.pictures import MISSING, NAME, StoredPicture, public_url

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

    A text that begins with its own title is taken from behind it. A cut inside a sentence ends with
    one `……`, and is never within 《》 or a number.
    """
    target = target or TARGET
    joined = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        gap = "" if not joined or joined[-1] in SENTENCE_END + PAUSE + CLOSERS else "。"
        joined += gap + NUMBERING.sub("", line)
    body = _without_title(joined, title)
    if len(body) <= target + 3:
        return body
    end = _sentence_end(body, target)
    if end:
        return body[:end]
    return body[: _safe_cut(body, target)].rstrip("，、：；—… ") + ELLIPSIS


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
    whole = []
    for place in range(target - REACH, min(target + REACH, len(text))):
        if text[place] in SENTENCE_END:
            end = place + 1
            while end < len(text) and text[end] in CLOSERS:
                end += 1
            if not _inside(text, end):
                whole.append(end)
    return min(whole, key=lambda end: abs(end - target), default=0)


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


LEAST = 300  # pixels a side; WeChat, QQ and Baidu show nothing smaller
MOST = 3  # as many as Baidu's time factor takes
IMAGE = re.compile(rf'<img\b[^>]*\bsrc="/media/({NAME.pattern})"')


def pictures_of(article) -> list[str]:
    """Paths of the pictures of the body; of the author's portrait where it has none."""

    def paths(pictures):
        large = (one for one in pictures if min(one.size) >= LEAST)
        widest = (public_url(one.file(one.widths[-1])) for one in large)
        return list(dict.fromkeys(widest))[:MOST]

    portrait = article.author.portrait.picture
    names = (match[1] for match in IMAGE.finditer(article.body))
    in_body = paths(StoredPicture(name) for name in names if name != MISSING)
    return in_body or paths([portrait] if portrait else [])


# Characters a minute. 义务教育语文课程标准（2022年版） asks for 500 at the end of school, of
# general prose read silently; law is read more slowly, and on a phone.
PACE = 400
READ = re.compile(r"[\u3400-\u9fff]|[0-9A-Za-z]+")  # one look: a Han character, a word, a number


def length(text: str) -> int:
    """How many Han characters, words and numbers a plain text has."""
    return len(READ.findall(text))


def minutes(text: str) -> int:
    """Whole minutes, at least one, for the plain text of an article."""
    return max(1, round(length(text) / PACE))


def title_key(title: str) -> str:
    """The letters and digits of a title in one width, case and script; stored beside it."""
    text = one_width(title).casefold()
    return one_script("".join(filter(str.isalnum, text)))[:60]


def wording_key(*texts: str) -> str:
    """Names the letters and digits of some texts; spaces, punctuation and width do not count."""
    text = one_width("\n".join(texts)).casefold()
    return hashlib.sha256("".join(filter(str.isalnum, text)).encode()).hexdigest()
