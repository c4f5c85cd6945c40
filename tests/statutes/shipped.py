"""The table of statutes as it is shipped, read with nothing but the csv module."""

import csv
import re
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "statutes" / "data"
FILES = ["laws.csv", "regulations.csv", "interpretations.csv", "others.csv"]


def rows_of(name):
    """The rows of one file, each cell by its column."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def all_rows():
    """All rows of all files."""
    return [row for name in FILES for row in rows_of(name)]


def fold(name):
    """A name without 中华人民共和国, marks and white space."""
    return re.sub(r"中华人民共和国|[《》〈〉<>\s]", "", name)
