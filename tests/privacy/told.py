"""What docs/privacy.md tells in its tables, as data."""

import re
from dataclasses import dataclass
from datetime import timedelta

from tests.test_rules import ROOT

GUIDE = ROOT / "docs" / "privacy.md"
WINDOW = "关闭浏览器"
UNITS = {"分钟": "minutes", "小时": "hours", "天": "days"}
NUMBERS = {"一": 1}
SPAN = re.compile(r"(\d[\d,]*|[一])(分钟|小时|天|年)")


def rows(heading):
    """The lines of the table under a heading, each as a dict by the words of its head."""
    below = GUIDE.read_text(encoding="utf-8").split(f"# {heading}\n", 1)[1].split("\n#", 1)[0]
    lines = [line.strip("|").split("|") for line in below.splitlines() if line.startswith("|")]
    head, _, *rest = [[cell.strip() for cell in line] for line in lines]
    return [dict(zip(head, line, strict=True)) for line in rest]


def span(cell):
    """The first length of time that a cell names; None where it names none."""
    found = SPAN.search(cell)
    if not found:
        return None
    number = NUMBERS.get(found[1]) or int(found[1].replace(",", ""))
    if found[2] == "年":
        return timedelta(days=365 * number)
    return timedelta(**{UNITS[found[2]]: number})


def quoted(cell):
    """What stands in backticks; "" where nothing does."""
    return next(iter(re.findall(r"`([^`]+)`", cell)), "")


@dataclass(frozen=True)
class Cookie:
    """A cookie as a browser keeps it; `life` in seconds, None for as long as its window."""

    name: str
    life: float | None
    path: str
    http_only: bool
    same_site: str


def cookies():
    """Those of the table, by name."""
    return {quoted(row["名称"]): _cookie(row) for row in rows("Cookie一览")}


def _cookie(row):
    life = None if row["浏览器保存到"] == WINDOW else span(row["浏览器保存到"]).total_seconds()
    flags = row["属性"].split("，")
    return Cookie(quoted(row["名称"]), life, quoted(row["路径"]), "HttpOnly" in flags, flags[-1])


def addresses():
    """Where an address of the network lies, by table or logger: its form, and the line."""
    lines = rows("网络地址一览")
    return {quoted(row["哪里有网络地址"]): (row["形式"], row) for row in lines if "`" in str(row)}
