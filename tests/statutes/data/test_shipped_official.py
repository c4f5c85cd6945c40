"""The shipped table against public copies of the official data base, where they are at hand."""

import os
import re
from collections import defaultdict
from pathlib import Path

import pytest

from richtext.base.chinese import to_int
from tests.statutes.shipped import DATA, all_rows, fold

COPIES = Path(os.environ.get("FLK_DIR") or DATA.parents[2] / "shared" / "data" / "flk")
TODAY = (DATA / "version.txt").read_text(encoding="utf-8").strip()
ARTICLE = re.compile("^- \\*\\*第([零〇一二三四五六七八九十百千]+)条", re.M)
NUMBER = re.compile(r"法释〔\d{4}〕\d+号")
IN_FORCE = "现行有效"
STATUS = {
    "有效": IN_FORCE,
    "已修改": "已被新版取代",
    "已废止": "已废止",
    "尚未生效": "尚未施行",
}
KNOWN = {  # where a copy and a row differ, and why the row is right
    ("律师法-2017", "状态"): "the copy is older than the law of 2026-08-28",
    ("外国人入境出境管理条例-2013", "公布日期"): "the text itself says 2013-07-12",
    ("城市供水条例-2018", "状态"): "供水条例第五十条 repeals it, the copy says 已修改",
}


def told(path):
    """What a copy tells: its front matter, the number of its last article, the numbers above it."""
    _, front, body = path.read_text(encoding="utf-8").split("---", 2)
    fields = dict(re.findall(r"^(\w+): '?([^'\n]*)'?$", front, re.M))
    head = body.split("**第一条**")[0]
    fields["articles"] = str(max(map(to_int, ARTICLE.findall(body)), default=""))
    fields["numbers"] = NUMBER.findall(head) if fields["articles"] else []
    return fields


def expected_status(copy):
    """As the copy says; a day that it waits for may have come."""
    came = copy["status"] == "尚未生效" and copy["effective_date"] <= TODAY
    return IN_FORCE if came else STATUS.get(copy["status"], "")


def differences(copy, row):
    """The columns in which a row contradicts a copy; what either does not say is no difference."""
    said = {
        "公布日期": copy["publication_date"],
        "施行日期": copy.get("effective_date", ""),
        "状态": expected_status(copy),
        "条文数": copy["articles"],
    }
    numbers = copy["numbers"]
    columns = [name for name, value in said.items() if value and value != row[name]]
    wrong_number = bool(numbers and row["文号"]) and row["文号"] not in numbers
    return [*columns, *(["文号"] if wrong_number else [])]


def rows_by_month():
    """Rows by name and the month of promulgation: a copy may bear the day of the gazette."""
    found = defaultdict(list)
    for row in all_rows():
        found[fold(row["全称"]), row["公布日期"][:7]].append(row)
    return found


def pairs():
    """Each copy that has its row, and the row."""
    if not COPIES.is_dir():
        pytest.skip(f"no official copies at {COPIES}; set FLK_DIR to compare the table with them")
    rows = rows_by_month()
    for path in sorted(COPIES.rglob("*.md")):
        copy = told(path)
        for row in rows[fold(copy["title"]), copy["publication_date"][:7]]:
            yield copy, row


def test_rows_agree_with_the_official_copies():
    found = {(row["网址名称"], name) for copy, row in pairs() for name in differences(copy, row)}
    assert found == set(KNOWN)


def test_most_copies_of_laws_have_their_row():
    """So that the comparison above has something to compare."""
    assert len(list(pairs())) >= 85


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("状态", "已废止"),
        ("施行日期", "2024-07-02"),
        ("条文数", "265"),
        ("条文数", ""),
        ("公布日期", "2023-12-28"),
    ],
)
def test_a_wrong_cell_is_noticed(column, value):
    copy, row = next((a, b) for a, b in pairs() if b["网址名称"] == "公司法-2023")
    assert differences(copy, row) == []
    assert differences(copy, {**row, column: value}) == [column]
