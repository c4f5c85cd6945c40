"""Texts of one entry a line, as they are typed: 协商：先要书面理由. A name may stand alone."""

import re
from typing import NamedTuple

BETWEEN = re.compile(r"[：:]")


class Entry(NamedTuple):
    """A line: its name, and what is said of it, which may be empty."""

    name: str
    words: str


def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line for one in text.splitlines() if (line := one.strip())]


def entries(text: str) -> list[Entry]:
    """The lines, each parted at its first colon."""
    return [_entry(line) for line in lines(text)]


def _entry(line):
    name, *rest = BETWEEN.split(line, maxsplit=1)
    return Entry(name.strip(), "".join(rest).strip())
