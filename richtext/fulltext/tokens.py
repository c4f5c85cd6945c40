"""What of a text is indexed: pairs of neighbouring Han characters, whole Latin words and numbers.

Made here for both engines, so that neither reads Chinese and both find the same. No token holds
anything but letters and digits, hence none can be an operator of an engine's query language.
"""

import re
import unicodedata
from collections import Counter
from operator import add

from richtext.base.chinese_scripts import one_script
from richtext.base.numerals import to_int

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
HAN_FIRST = re.compile(f"[{HAN}]")
RUN = re.compile(rf"[{HAN}]+|\d+|[^\W\d_{HAN}]+")
# 三十七天 is 37 as well; 第三十七条 is not: articles of law are found by what is cited.
NUMERAL = re.compile("[零〇一二两三四五六七八九十百千]{1,9}(?=[天日年月个周岁倍元万次人])")
LONGEST_WORD = 32  # of a Latin word or a number; the rest of a longer one is left out
TIMES_IN_TITLE = 3  # what a title says counts as if it were said so often
OFTEN_IS = 3  # times

# In front of a token: where it stands. These characters never stand in a folded text (NFKC turns
# them into plain ones), so a marked token is never mistaken for another.
ANYWHERE, TITLE, HEAD, OFTEN, OLD = "", "\u00aa", "\u00ba", "\u00b3", "\u2070"
AREA, AUTHOR = "\u00b2", "\u00b9"  # of articles, in front of an id


def fold(text: str) -> str:
    """A text in the form in which texts are compared: one width, one case, one script."""
    return one_script(unicodedata.normalize("NFKC", text).casefold())


def in_digits(folded: str) -> str:
    """A folded text with the numbers of days, years and the like in digits, apart from the rest."""
    return NUMERAL.sub(lambda found: f" {_digits(found[0]) or found[0]} ", folded)


def _digits(numeral):
    """A numeral in digits; empty for none, or for nought."""
    return str(to_int(numeral) or "")


def is_han(run: str) -> bool:
    """Whether a run is one of Han characters."""
    return HAN_FIRST.match(run) is not None


def runs(text: str) -> list[str]:
    """The runs of Han characters, of other letters and of digits, folded: LPR4倍 has three."""
    return RUN.findall(fold(text))


def pairs(run: str) -> list[str]:
    """The pairs of neighbouring characters of a run; none for a single character."""
    return list(map(add, run, run[1:]))


def of_text(text: str) -> list[str]:
    """The tokens of a text, as often as they stand there.

    The last character of a run is one of its own, so that a single character is found as the
    beginning of a token wherever it stands.
    """
    folded, found = fold(text), []
    for run in RUN.findall(folded):
        found += [*pairs(run), run[-1]] if is_han(run) else [run[:LONGEST_WORD]]
    return [*found, *filter(None, map(_digits, NUMERAL.findall(folded)))]


def counted(title: str, head: str, body: str) -> Counter:
    """How often each token stands in a text, those of its title three times."""
    found = Counter(of_text(body))
    found.update(of_text(head))
    for token in of_text(title):
        found[token] += TIMES_IN_TITLE
    return found
