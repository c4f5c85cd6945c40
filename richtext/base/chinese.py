"""Chinese text made comparable: one width and script, numbers in Han and in digits. Pure."""

import re
import unicodedata
from functools import cache
from itertools import groupby

# Python brings a run of marks into Unicode's order in the square of its length: a post of a million
# took it twelve minutes. So a long run of what may be marks is brought into that order first.
_MARKS = re.compile(
    "[^\x00-\u02ff\u2010-\u2027\u3000-\u3029\u3030-\u3098\u309b-\ua66e\uff01-\uff9d\U00020000-\U0003ffff]{32,}"
)


def one_width(text: str) -> str:
    """The text in the form NFKC, ２０ and 20 as one, in linear time."""
    return unicodedata.normalize("NFKC", _MARKS.sub(_ordered, text))


def _ordered(found: re.Match[str]) -> str:
    apart = "".join(unicodedata.normalize("NFKD", char) for char in found[0])
    return "".join(
        "".join(sorted(run, key=unicodedata.combining))
        for _, run in groupby(apart, lambda char: unicodedata.combining(char) > 0)
    )


# Simplified and traditional script as one, character by character, so that offsets stay.

# Traditional characters that stand for these in some words only (答覆): no table has them.
_ALSO = str.maketrans("覆藉瞭雠峩", "复借了仇峨")


def one_script(text: str) -> str:
    """The text in simplified form, character by character, so as many as before: 昇 and 升 meet.

    A dictionary of words would read 乾 one way in 乾隆 and another in 乾燥.
    """
    return text.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    """The form of each Han character that has another; made with the first text, in 0.1 s."""
    from opencc import OpenCC

    han = [chr(code) for code in (*range(0x3400, 0xA000), *range(0x20000, 0x32400))]
    lines = "\n".join(han)
    for direction in ("s2t", "hk2s", "tw2s"):
        lines = OpenCC(direction).convert(lines)
    forms = zip(han, lines.translate(_ALSO).split("\n"), strict=True)
    return {ord(char): form for char, form in forms if char != form}


HAN = "零一二三四五六七八九"
ZEROES = "零〇○"
DIGITS = {char: HAN.index(char) for char in HAN} | dict.fromkeys(ZEROES, 0) | {"两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
PLACES = ["千", "百", "十", ""]
LARGEST = 9999


def to_int(text: str) -> int | None:
    """The number that a numeral below ten thousand says, in Han or in digits of either width.

    一百一十 and 一百十 are 110, 一百一 reads 101, as statutes write it 一百零一; 一〇七九 is 1079,
    digit by digit. None for what is no number: 十十, an empty text, more than 9999.
    """
    if not text or len(text) > 12:
        return None
    if text.isdecimal():
        value = int(text)
        return value if value <= LARGEST else None
    if 1 < len(text) < 5 and text[0] not in ZEROES and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    # 千, 百, 十 in falling order, at most one digit before each: 一千零五十三.
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        if char in UNITS:
            unit = UNITS[char]
            if unit >= last_unit or (digit == 0 and not total):
                return None
            total, digit, last_unit = total + (digit or 1) * unit, None, unit
        elif char in DIGITS and not digit:  # 零五 is 5
            digit = DIGITS[char]
        else:
            return None
    return None if digit == 0 and total else total + (digit or 0)


def to_han(number: int) -> str:
    """1053 is 一千零五十三, 15 is 十五, as statutes write it; from ten thousand on digits."""
    if not 0 <= number <= LARGEST:
        return str(number)
    places = zip(f"{number:04}", PLACES, strict=True)
    text = "".join(HAN[int(one)] + (unit if one != "0" else "") for one, unit in places)
    text = re.sub("零+", "零", text).strip("零") or HAN[0]
    return text.removeprefix("一") if text.startswith("一十") else text
