"""The variables of canned replies: which there are, and what stands in their place.

Written with half or full width braces, as an input method gives them. Besides those that each
consultation has, the facts that clients of an area are asked for: {入职时间} or {情况：入职时间}.
"""

import re
from collections.abc import Collection

from django.core.exceptions import ValidationError

NAME, AREA, PROMISE, LAWYER, PHONE = VARIABLES = ("称呼", "领域", "承诺时间", "律师", "电话")
OF_CASE = re.compile("^情况\\s*[:：]\\s*")  # may stand before the name of a fact
VARIABLE = re.compile(r"[{｛]\s*([^{}｛｝\n]*?)\s*[}｝]")
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


def check(text: str, facts: Collection[str] = ()) -> None:
    """Refuse, by its name, a variable that there is not, and a brace that has no partner.

    `facts` are the names of those that clients of its area are asked for.
    """
    offered = "、".join([OFFERED, *(f"{{{name}}}" for name in facts)])
    known = {*VARIABLES, *facts}
    unknown = [name for name in VARIABLE.findall(text) if OF_CASE.sub("", name) not in known]
    if unknown:
        raise ValidationError(UNKNOWN.format(unknown[0], offered))
    if re.search("[{}｛｝]", VARIABLE.sub("", text)):
        raise ValidationError(UNPAIRED.format(offered))


def fill(text: str, values: dict[str, str]) -> str:
    """The text with each variable replaced, once: what a client typed is not read as a variable.

    Without a name the client is greeted politely all the same; anything else that is missing
    leaves a mark, with which a reply is not sent (`consult.base.gaps`).
    """
    if not values.get(NAME):
        text = GREETING.sub("您好", text)
        values = {**values, NAME: "您"}
    return VARIABLE.sub(lambda found: _value(found, values), text)


def _value(found, values):
    """A fact that nobody has told is a gap like any other, also where it is not asked any more."""
    name = OF_CASE.sub("", found[1])
    return found[0] if not name or name.isascii() else values.get(name) or GAP.format(name)
