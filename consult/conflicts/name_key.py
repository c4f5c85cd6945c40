"""Names as a conflict check and a search compare them.

Two spellings of one name give one index: full and half width, upper and lower case, spaces,
dots, brackets, simplified and traditional script, a title behind a person's name, the legal form
behind a company's. What is folded too far costs a person one look; what is not folded is missed.
"""

import re
import unicodedata

from consult.conflicts.generic_names import COMPOUND_SURNAMES
from consult.crypto.fields import blind_index, blind_indexes
from richtext.base.chinese_scripts import one_script

PURPOSE = "party name"
MOST_PARTS = 10

# A title that a name can do without; 太太 and the like are not here: 王五太太 is not 王五.
_TITLE = re.compile("(.{2,})(?:先生|女士|小姐|同志|律师|老师|医生)")
# A branch is no legal person (公司法 2023, article 13): what it did, the company answers for.
_FORM = re.compile(
    "(.{2,}?)(?<!分)(?<!有限)(?<!责任)(?:股份有限|有限责任|有限)?公司(?:.{1,20}(?:分公司|分行|支行))?"
    "|(.{3,}?)(?:特殊普通合伙|普通合伙|有限合伙)"
)
_SEPARATORS = re.compile(r"[、,;/|\r\n]+")


def spelling(name: str) -> str:
    """One spelling of the letters and digits of a name, everything else left out."""
    text = unicodedata.normalize("NFKC", name or "")
    text = unicodedata.normalize("NFKC", text.casefold())
    return one_script("".join(char for char in text if char.isalnum())).casefold()


def normalise(name: str) -> str:
    """What two names have in common when they may stand for the same person or company."""
    text, before = spelling(name), None
    while text != before:
        before, text = text, _without_form(_without_title(text))
    return text


def parts(text: str) -> list[str]:
    """The names of a field in which somebody may have put several; the whole field is one of them.

    A comma can also be part of a name (Co., Ltd.), so both readings are compared.
    """
    several = _SEPARATORS.split(unicodedata.normalize("NFKC", text or ""))
    found = [text, *several[:MOST_PARTS]] if len(several) > 1 else [text]
    return list({normalise(name): name for name in found if normalise(name or "")}.values())


def index_of(name: str) -> str:
    """What is stored of a name; "" for none."""
    return blind_index(PURPOSE, normalise(name))


def indexes_of(name: str) -> list[str]:
    """What may be stored of a name, under every key."""
    return blind_indexes(PURPOSE, normalise(name))


def _without_title(text):
    found = _TITLE.fullmatch(text)
    return found[1] if found and found[1] not in COMPOUND_SURNAMES else text


def _without_form(text):
    """Two characters alone may be a town: they keep 公司 behind them, whatever the form."""
    found = _FORM.fullmatch(text)
    core = found and (found[1] or found[2])
    return (core if len(core) > 2 else f"{core}公司") if core else text
