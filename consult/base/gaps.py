"""What is still to be filled in before a text may go to a client: marks, variables, blank lines.

Written by hand or left by a canned reply, in brackets of either width, in simplified or traditional
characters, with or without spaces between them.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

WORDED = "尚有未填写之处：{}，请填写后再发出。"
PLACE = "第{}段“{}”"
MOST = 3  # places that are named at once
BESIDE = 8  # characters named before the gap
LONGEST = 24  # characters of the gap itself
SPACE = r"[ \t\u00a0\u2000-\u200d\u3000\ufeff]*"
FILL = f"[填塡]{SPACE}(?:[写寫入]{SPACE})?"
SQUARE, ROUND = (r"[【〔［\[『「〖{｛]", r"[】〕］\]』」〗}｝]"), (r"[（(＜<]", r"[）)＞>]")
# In round brackets a lawyer tells clients what to do, too: there the gap is short.
MARK = re.compile(
    rf"{SQUARE[0]}{SPACE}(?:[请請待]{SPACE})?{FILL}[^{SQUARE[1][1:-1]}\n]{{0,40}}(?:{SQUARE[1]}|$)"
    rf"|{ROUND[0]}{SPACE}[请請待]{SPACE}{FILL}(?:[:：][^）)＞>\n]{{0,20}}|[^）)＞>，。；\n]{{0,6}}){ROUND[1]}",
    re.MULTILINE,
)
VARIABLE = re.compile(r"[{｛]\s*[\u3400-\u9fff][^{}｛｝\n]{0,40}[}｝]")
BLANK = re.compile(r"(?<![\w/＿])[_＿]{3,}(?![\w/])|(?<=[\u3400-\u9fff])[_＿]{3,}")


@dataclass(frozen=True)
class Gap:
    """One place that is to be filled in: its words, in which paragraph, and what stands before."""

    words: str
    paragraph: int
    before: str

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        words = self.words if len(self.words) <= LONGEST else f"{self.words[: LONGEST - 1]}…"
        return PLACE.format(self.paragraph, f"{self.before}{words}")


def every(text: str) -> list[Gap]:
    """All gaps of a text in their order."""
    taken = sorted({hit.span() for rule in (MARK, VARIABLE, BLANK) for hit in rule.finditer(text)})
    return [_gap(text, *span) for span in _apart(taken)]


def _apart(spans):
    """Those that stand in no earlier one."""
    end = 0
    for one in spans:
        if one[0] >= end:
            end = one[1]
            yield one


def _gap(text, start, end):
    before = text[:start]
    number = sum(1 for line in before.split("\n")[:-1] if line.strip()) + 1
    line = before.rpartition("\n")[2].lstrip()
    lead = f"…{line[-BESIDE:]}" if len(line) > BESIDE else line
    return Gap(text[start:end], number, lead)


def first(text: str) -> Gap | None:
    """The first gap of a text, None when all is filled in."""
    return next(iter(every(text)), None)


def refuse(text: str) -> None:
    """Refuse a text with gaps, with a sentence that names where they are."""
    found = every(text)
    if found:
        more = f"等{len(found)}处" if len(found) > MOST else ""
        places = "、".join(one.place for one in found[:MOST])
        raise ValidationError(WORDED.format(f"{places}{more}"))
