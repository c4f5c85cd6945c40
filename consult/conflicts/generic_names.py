"""Names too generic to identify anybody: 王先生, 前公司, 房东, 某某, 小李.

Such a name is kept and found again, but seals nothing: it would meet every other one like it.
"""

import json
import re
from pathlib import Path

_FILE = Path(__file__).with_name("generic_names.json")
_LISTS = json.loads(_FILE.read_text(encoding="utf-8"))
COMPOUND_SURNAMES = frozenset(_LISTS["compound_surnames"])


def _any(words):
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_SURNAME = f"(?:[\u3400-\u9fff]|{_any(COMPOUND_SURNAMES)})"
_GENERIC = re.compile(
    f"{_any(_LISTS['owners'])}*[a-z]?{_any(_LISTS['words'])}{{1,3}}"
    f"|{_any(_LISTS['owners'])}+|{_any(_LISTS['placeholders'])}"
    f"|{_SURNAME}?{_any(_LISTS['titles'])}"
    f"|{_any(COMPOUND_SURNAMES)}"
    "|[小老阿].|.*某.*|.*(?<![a-z])x{2,}(?![a-z]).*"
)
_DIGITS = re.compile(r"\d{1,5}")
_LATIN = re.compile(r"[a-z0-9]{1,2}")


def is_generic(normalised: str) -> bool:
    """Whether a normalised name (`name_key.normalise`) is too short or too common to compare."""
    alone = len(normalised) < 2 or _DIGITS.fullmatch(normalised) or _LATIN.fullmatch(normalised)
    return bool(alone or _GENERIC.fullmatch(normalised))
