"""Variables of canned replies, and the gaps that must be filled before a text goes out. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError

# Written with half or full width braces, as an input method gives them. Besides those that each
# consultation has, the facts that clients of an area are asked for: {入职时间} or {情况：入职时间}.
NAME, AREA, PROMISE, LAWYER, PHONE = VARIABLES = ("称呼", "领域", "承诺时间", "律师", "电话")
OF_CASE = re.compile("^情况\\s*[:：]\\s*")  # may stand before the name of a fact
ANY_VARIABLE = re.compile(r"[{｛]\s*+([^{}｛｝\n]*+)\s*[}｝]")
# 尊敬的{称呼}，您好 and the like: without a name the greeting alone stands.
GREETING = re.compile(
    r"(?:尊敬的)?[{｛]\s*称呼\s*[}｝][，,、：:\s]{0,3}[您你]好|尊敬的[{｛]\s*称呼\s*[}｝]"
    r"|^[{｛]\s*称呼\s*[}｝](?=[，,：:])",
    re.MULTILINE,
)
GAP = "【请填写{}】"
OFFERED = "、".join(f"{{{name}}}" for name in VARIABLES)
UNKNOWN = "没有{{{}}}这个变量，可以用的是{}。"
UNPAIRED = "花括号没有成对。花括号只用来写变量，可以用的是{}。"


def check_variables(text: str, facts: Collection[str] = ()) -> None:
    """Refuse a variable that there is not, and a brace alone; `facts` are those of its area."""
    offered = "、".join([OFFERED, *(f"{{{name}}}" for name in facts)])
    known = {*VARIABLES, *facts}
    names = map(str.strip, ANY_VARIABLE.findall(text))
    if unknown := [name for name in names if OF_CASE.sub("", name) not in known]:
        raise ValidationError(UNKNOWN.format(unknown[0], offered))
    if re.search("[{}｛｝]", ANY_VARIABLE.sub("", text)):
        raise ValidationError(UNPAIRED.format(offered))


def fill_variables(text: str, values: dict[str, str]) -> str:
    """The text with each variable replaced, once; one that is missing leaves a gap."""
    if not values.get(NAME):
        text = GREETING.sub("您好", text)
        values = {**values, NAME: "您"}
    return ANY_VARIABLE.sub(lambda found: _value(found, values), text)


def _value(found, values):
    """A fact that nobody has told is a gap like any other, also where it is not asked any more."""
    name = OF_CASE.sub("", found[1].strip())
    return found[0] if not name or name.isascii() else values.get(name) or GAP.format(name)


# What is still to be filled in before a text may go to a client, written by hand or left by a
# canned reply: in brackets of either width, in simplified or traditional characters.
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
        words = self.words if len(self.words) <= LONGEST else f"{self.words[: LONGEST - 1]}…"
        return PLACE.format(self.paragraph, f"{self.before}{words}")


def every_gap(text: str) -> list[Gap]:
    spans = {hit.span() for rule in (MARK, VARIABLE, BLANK) for hit in rule.finditer(text)}
    found, last = [], 0
    for start, end in sorted(spans):
        if start < last:  # stands in an earlier one
            continue
        before, last = text[:start], end
        number = sum(1 for line in before.split("\n")[:-1] if line.strip()) + 1
        line = before.rpartition("\n")[2].lstrip()
        lead = f"…{line[-BESIDE:]}" if len(line) > BESIDE else line
        found.append(Gap(text[start:end], number, lead))
    return found


def refuse_gaps(text: str) -> None:
    """Refuse a text with gaps, with a sentence that names where they are."""
    found = every_gap(text)
    if found:
        more = f"等{len(found)}处" if len(found) > MOST else ""
        places = "、".join(one.place for one in found[:MOST])
        raise ValidationError(WORDED.format(f"{places}{more}"))
