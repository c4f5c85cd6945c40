"""The inside of an article: 款, a paragraph of its own, counted from one (立法技术规范), and 项.

Where a line ends with a semicolon or a comma the sentence goes on, so what follows belongs to the
same 款; behind a colon it does in a list only: definitions are paragraphs each.
"""

import re
from dataclasses import dataclass, field

# How a line begins that is a 项, with （一）, or a 目, with 1. or （1）; of either width.
ITEM = re.compile(r"[（(]\s*[一二三四五六七八九十百零〇]{1,5}\s*[）)]")
POINT = re.compile(r"[⒈-⒛]|(?:\d{1,3}\s*[.．、)）](?!\d)|[（(]\s*\d{1,3}\s*[)）])")
TABLE = re.compile(r"\|")
RULE = re.compile(r"[-:\s]*")  # a row without words, or the one below the head
COLONS, SEMICOLONS = tuple("：:"), tuple("；;")
GOES_ON = (*SEMICOLONS, *"，、,")


@dataclass
class Clause:
    """A 款: what it says, and its 项 in order, each with its 目 on lines of their own."""

    text: str
    items: list[str] = field(default_factory=list)


@dataclass
class Block:
    """A line of a text, or a table: its rows of cells, the first of them its head."""

    text: str
    rows: list[list[str]] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """The lines of a text; those that follow each other in the form | a | b | are one table."""
    found: list[Block] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        if not TABLE.match(line):
            found.append(Block(line))
            continue
        if not found or found[-1].text:
            found.append(Block(""))
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not RULE.fullmatch("".join(cells)):
            found[-1].rows.append(cells)
    return [block for block in found if block.text or block.rows]


def clauses(text: str) -> list[Clause]:
    """The 款 of an article as stored, a paragraph a line; empty for an empty text."""
    found: list[tuple[list[str], list[list[str]]]] = []  # lines of a 款, and of each of its 项
    before = ""
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        if ITEM.match(line):
            found = found or [([], [])]
            found[-1][1].append([line])
        elif found and _goes_on(found[-1][1], before, line):
            own, items = found[-1]
            (items[-1] if items else own).append(line)
        else:
            found.append(([line], []))
        before = line
    return [Clause("\n".join(own), ["\n".join(item) for item in items]) for own, items in found]


def _goes_on(items, before, line):
    if POINT.match(line) or TABLE.match(line):
        return True
    if before.endswith(COLONS):
        return bool(items) or line.endswith(SEMICOLONS)
    return before.endswith(GOES_ON)
