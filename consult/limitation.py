"""Limitation periods as help for the date that a lawyer enters; nothing is computed from them.

The table is data with a citation for each line. `words` are of the article itself, so that a test
can look whether they still stand there.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "limitation_periods.json"
SOON = 30  # days before its end from which a period makes a consultation urgent
DIGITS = "零一二三四五六七八九"
UNITS = ["千", "百", "十", ""]


@dataclass(frozen=True)
class Period:
    """How long, for what, from when, and where it is written.

    `starts` is empty where nothing runs; `article` is a number.
    """

    length: str
    about: str
    starts: str
    statute: str
    article: int
    words: str

    @property
    def citation(self) -> str:
        """《民法典》第一百八十八条."""
        return f"《{self.statute}》第{in_words(self.article)}条"

    def __str__(self):
        sentences = filter(None, [self.about, self.starts])
        return f"{self.length}：{'，'.join(sentences)}。{self.citation}"


@cache
def periods() -> tuple[Period, ...]:
    """The table, in the order in which it is read."""
    return tuple(Period(**row) for row in json.loads(FILE.read_text(encoding="utf-8")))


def in_words(number: int) -> str:
    """An article number below ten thousand as statutes write it: 1053 is 一千零五十三."""
    text = "".join(
        DIGITS[int(digit)] + unit if digit != "0" else "零"
        for digit, unit in zip(f"{number:04}", UNITS, strict=True)
    ).strip("零")
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.removeprefix("一") if text.startswith("一十") else text
