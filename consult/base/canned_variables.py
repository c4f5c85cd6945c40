"""The variables of canned replies: which there are, and what stands in their place.

Written with half or full width braces, as an input method gives them.
"""

import re

from django.core.exceptions import ValidationError

NAME, AREA, PROMISE, LAWYER, PHONE = VARIABLES = ("称呼", "领域", "承诺时间", "律师", "电话")
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


def check(text: str) -> None:
    """Refuse, by its name, a variable that there is not, and a brace that has no partner."""
    unknown = [name for name in VARIABLE.findall(text) if name not in VARIABLES]
    if unknown:
        raise ValidationError(UNKNOWN.format(unknown[0], OFFERED))
    if re.search("[{}｛｝]", VARIABLE.sub("", text)):
        raise ValidationError(UNPAIRED.format(OFFERED))


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
    name = found[1]
    return (values.get(name) or GAP.format(name)) if name in VARIABLES else found[0]
