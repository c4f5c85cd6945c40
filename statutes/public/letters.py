"""The letters under which laws are listed: by the sound of their names, what has ended last of all.

GB 2312 orders the characters of its first level by sound, so a letter is a stretch of codes.
"""

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass

from statutes.base import Status
from statutes.public.names import Lineage

LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"  # the first character of each letter
CODES = [one.encode("gb2312") for one in FIRST]
LAST = "座".encode("gb2312")
# Read otherwise than the code says, or beyond the first level.
OTHERWISE = {"会计": "K", "渎": "D", "殡": "B"}
OTHER, ENDED = "其他", "已失效"
NAMED = 8  # texts whose names stand beside a letter


@dataclass(frozen=True)
class Letter:
    """The texts under a letter, or those that have ended."""

    name: str
    texts: tuple[Lineage, ...]

    @property
    def sample(self):
        """The first of their names, for who looks for the right letter."""
        return "、".join(one.current.short_name for one in self.texts[:NAMED])


def by_letter(found: Iterable[Lineage]) -> list[Letter]:
    """The letters that occur, each with its texts in the order in which they were found."""
    groups: dict[str, list[Lineage]] = {name: [] for name in [*LETTERS, OTHER, ENDED]}
    for one in found:
        groups[_place(one)].append(one)
    return [Letter(name, tuple(texts)) for name, texts in groups.items() if texts]


def _place(lineage):
    if lineage.current.status_on() in {Status.REPEALED, Status.REVISED}:
        return ENDED
    return letter_of(lineage.current.short_name)


def letter_of(name: str) -> str:
    """The letter with which a name is read; `OTHER` where its first character does not say."""
    for beginning, letter in OTHERWISE.items():
        if name.startswith(beginning):
            return letter
    code = name[:1].encode("gb2312", "ignore")
    if not CODES[0] <= code <= LAST:
        return OTHER
    return LETTERS[bisect(CODES, code) - 1]
