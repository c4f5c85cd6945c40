"""Words that people type at night: what each has to find on the sample site, and in the law.

Written from the sample articles, the sample firm and the texts of law, before any was searched
for. On the site each of what is named is on the first page of hits: `article:` by the name of its
file, `area:`, `lawyer:` and `page:` by slug or kind. Of the articles of law one at least is among
the first five; behind = stand words of theirs that speak to the question. What is
as right was added for 担保人, 抚养费 and 抚养权 after a first search, and nowhere else.
"""

from pathlib import Path
from typing import NamedTuple

WORDS_OF_NIGHT = Path(__file__).with_suffix(".txt")


class Row(NamedTuple):
    """What is typed, what is found on the site, the right articles of law and words of theirs."""

    typed: str
    on_the_site: list[tuple[str, str]]
    law: dict[str, str]


def rows():
    """The rows of the table; keys of law in their normal form (民法典:675, 刑法:133-1)."""
    for line in WORDS_OF_NIGHT.read_text(encoding="utf-8").splitlines():
        typed, site, law = (part.strip() for part in line.split("|"))
        kinds = [tuple(one.split(":")) for one in site.split()]
        yield Row(typed, kinds, dict(one.split("=") for one in law.split()))
