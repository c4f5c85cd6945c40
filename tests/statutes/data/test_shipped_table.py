"""The table of statutes as it is shipped: sound in itself, true to the texts."""

import csv
import os
import re
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from richtext.base.chinese import to_int
from statutes.base import Kind, Status
from tests.statutes.shipped import DATA, FILES, all_rows, fold, rows_of

TEXTS = Path(os.environ.get("STATUTES_DIR") or DATA.parents[2] / "shared" / "data" / "statutes")
HEADER = (
    "网址名称,全称,简称,其他名称,类别,制定机关,文号,公布日期,施行日期,失效日期,状态,"
    "取代它的法规,取代它的部分,条文数,改动的条文,官方网址,备注,依据,核对日期"
)
DATES = ["公布日期", "施行日期", "失效日期", "核对日期"]
BARE = {"法", "法律", "条例", "办法", "解释", "规定", "意见", "决定", "通知", "批复", "细则"}
ARTICLE = re.compile(
    "^第([零〇一二三四五六七八九十百千]+)条(?:之[一二三四五六七八九])?[ \u3000]", re.M
)


def day(text):
    """A day of the table; None when it is not known."""
    return date.fromisoformat(text) if text else None


@pytest.fixture(scope="module")
def table():
    """All rows of all files."""
    return all_rows()


@pytest.fixture(scope="module")
def by_slug(table):
    """Rows by the name in their address."""
    return {row["网址名称"]: row for row in table}


@pytest.fixture(scope="module")
def lineages(table):
    """The versions of each text, the oldest first."""
    found = defaultdict(list)
    for row in sorted(table, key=lambda row: (row["施行日期"] or row["公布日期"], row["公布日期"])):
        found[row["简称"]].append(row)
    return found


@pytest.mark.parametrize("name", FILES)
def test_files_are_tables(name):
    """UTF-8 with the columns of the house, no cell too many, no stray space, known labels."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        header, *cells = csv.reader(file)
    assert ",".join(header) == HEADER
    assert {len(row) for row in cells} == {len(header)}
    assert [cell for row in cells for cell in row if cell != cell.strip()] == []
    assert {row["类别"] for row in rows_of(name)} <= set(Kind.labels)
    assert {row["状态"] for row in rows_of(name)} <= set(Status.labels)


def test_there_is_enough(table):
    """Laws above all, and every row says what it is and whence it is known."""
    assert len(rows_of("laws.csv")) >= 190
    assert len(table) >= 200
    needed = ["全称", "简称", "制定机关", "依据"]
    assert [row["网址名称"] for row in table if not all(row[column] for column in needed)] == []


def test_only_what_was_checked_has_a_day_of_check(table):
    """What is widely written but was not compared with a gazette says so and bears no such day."""
    for row in table:
        doubtful = "未核对" in row["依据"] or "据通行" in row["依据"] + row["备注"]
        assert bool(row["核对日期"]) is not doubtful, row["网址名称"]


def test_slugs_follow_the_rule(table):
    """Short name without punctuation and the year; the month only for a second one in a year."""
    slugs = Counter(row["网址名称"] for row in table)
    assert [slug for slug, times in slugs.items() if times > 1] == []
    told_on = {row["网址名称"]: row["公布日期"] or row["施行日期"] for row in table}
    years = Counter((row["简称"], told_on[row["网址名称"]][:4]) for row in table)
    for row in table:
        stem, since = re.sub(r"[\W_]+", "", row["简称"]), told_on[row["网址名称"]]
        alone = years[row["简称"], since[:4]] == 1
        assert row["网址名称"] == f"{stem}-{since[: 4 if alone else 7]}"


def test_dates_are_ordered(table):
    """Promulgated, then in force, then no more; checked by the day of the table."""
    version = (DATA / "version.txt").read_text(encoding="utf-8").strip()
    for row in table:
        days = [day(row[column]) for column in DATES]
        known = [one for one in days[:3] if one]
        assert known == sorted(known), row["网址名称"]
        assert not days[1] or days[1] != days[2], row["网址名称"]
        assert not days[3] or days[3] <= date.fromisoformat(version), row["网址名称"]


def test_status_follows_from_the_dates(table):
    """As of the day of the table; what ended is repealed only if something else replaced it."""
    today = (DATA / "version.txt").read_text(encoding="utf-8").strip()
    for row in table:
        ended = "" < row["失效日期"] <= today
        if row["施行日期"] > today:
            expected = {"尚未施行"}
        elif ended:
            expected = {"已废止"} if row["取代它的法规"] else {"已被新版取代", "已废止"}
        else:
            expected = {"现行有效"} if row["失效日期"] else {"现行有效", "已废止"}
        assert row["状态"] in expected, row["网址名称"]


def test_a_name_means_one_text(table):
    """Short names, full names and other names; a bare 条例 or 解释 is a name of nothing."""
    meant = defaultdict(set)
    for row in table:
        others = row["其他名称"].split("；") if row["其他名称"] else []
        assert not BARE & set(others)
        for name in [row["简称"], row["全称"], *others]:
            assert fold(name)
            meant[fold(name)].add(row["简称"])
    assert {name: texts for name, texts in meant.items() if len(texts) > 1} == {}


def test_replacements_lead_somewhere(by_slug):
    """To a row of the table, never back to where they came from."""
    for slug in by_slug:
        seen, at = set(), slug
        while at:
            assert at in by_slug, slug
            assert at not in seen, slug
            seen.add(at)
            at = by_slug[at]["取代它的法规"]


def test_one_version_at_a_time(lineages):
    """No day has two versions of a text; the newer begins when the older ends, or later."""
    for short_name, versions in lineages.items():
        for older, newer in pairwise(versions):
            assert older["失效日期"], (short_name, older["网址名称"])
            assert older["失效日期"] <= (newer["施行日期"] or newer["公布日期"]), short_name


def texts():
    """Title, month and number of the last article of every text of the folder; "" and 0 unknown.

    The month, for the folder has some versions twice, under two days of one month.
    """
    for path in sorted(TEXTS.rglob("*.md")):
        words = path.read_text(encoding="utf-8")
        title = fold(words.split("\n", 1)[0].lstrip("\ufeff# "))
        found = re.search(r"\((\d{4}-\d\d)-\d\d\)$", path.stem)
        yield title, found[1] if found else "", max(map(to_int, ARTICLE.findall(words)), default=0)


def test_every_text_has_its_row(lineages):
    """By name and date, and the number of articles is that of the last one."""
    if not TEXTS.is_dir():
        pytest.skip(f"no statutes at {TEXTS}; set STATUTES_DIR to compare the table with the texts")
    last, newest = defaultdict(int), {}
    for title, month, number in texts():
        last[title, month] = max(last[title, month], number)
    for row in (row for versions in lineages.values() for row in versions):
        name = fold(row["全称"])
        newest[name, row["公布日期"][:7]] = newest[name, ""] = row
    assert [key for key in last if key not in newest] == []
    counts = {key: newest[key]["条文数"] for key in last}
    assert counts == {key: str(number or "") for key, number in last.items()}
