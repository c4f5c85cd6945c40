"""The tables as they are shipped: sound in themselves, true to texts and official copies."""

import re
from collections import Counter, defaultdict

import pytest

from statutes.base import Status
from statutes.citations.places import article_words
from statutes.data import table_csv
from statutes.data.rules import faults
from tests.statutes.shipped import DATA, all_rows, fold, rows_of
from tests.statutes.texts import COPIES, NO_COPIES, NO_REAL, real
from tests.statutes.texts import REAL as TEXTS

TODAY = (DATA / "version.txt").read_text(encoding="utf-8").strip()
in_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason=NO_REAL)
in_copies = pytest.mark.skipif(not COPIES.is_dir(), reason=NO_COPIES)


@pytest.fixture(scope="module")
def table():
    """All rows of all files."""
    return all_rows()


@pytest.fixture(scope="module")
def lineages(table):
    """The versions of each text, the oldest first."""
    found = defaultdict(list)
    for row in sorted(table, key=lambda row: (row["施行日期"] or row["公布日期"], row["公布日期"])):
        found[row["简称"]].append(row)
    return found


def test_the_rows_contradict_nothing_and_say_whence_they_are_known(table):
    assert len(table) >= 600
    assert faults(table_csv.statutes()) == []
    needed = ["全称", "简称", "制定机关", "依据"]
    assert [row["网址名称"] for row in table if not all(row[column] for column in needed)] == []


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


def test_the_status_follows_from_the_dates(table):
    """As of the day of the table; what ended is repealed only if something else replaced it."""
    for row in table:
        assert row["核对日期"] <= TODAY, row["网址名称"]
        doubtful = "未核对" in row["依据"] or "据通行" in row["依据"] + row["备注"]
        assert bool(row["核对日期"]) is not doubtful, row["网址名称"]
        if row["施行日期"] > TODAY:
            expected = {"尚未施行"}
        elif "" < row["失效日期"] <= TODAY:
            expected = {"已废止"} if row["取代它的法规"] else {"已被新版取代", "已废止"}
        else:
            expected = {"现行有效"} if row["失效日期"] else {"现行有效", "已废止"}
        assert row["状态"] in expected, row["网址名称"]


# Against the texts, where they are at hand


@in_texts
def test_every_text_has_its_row_with_the_number_of_its_last_article(lineages):
    last, newest = defaultdict(int), {}
    for one, _ in real(TEXTS):  # by the month: some are there twice, under two days of one month
        key = fold(one.name), str(one.file_day or "")[:7]
        last[key] = max([last[key], *(article.number for article in one.provisions)])
    for row in (row for versions in lineages.values() for row in versions):
        name = fold(row["全称"])
        newest[name, row["公布日期"][:7]] = newest[name, ""] = row
    assert [key for key in last if key not in newest] == []
    counts = {key: newest[key]["条文数"] for key in last}
    assert counts == {key: str(number or "") for key, number in last.items()}


NUMBER = re.compile(r"法释〔\d{4}〕\d+号")
RIGHT = {  # where a copy and a row differ, and why the row is right
    ("律师法-2017", "状态"): "the copy is older than the law of 2026-08-28",
    ("外国人入境出境管理条例-2013", "公布日期"): "the text itself says 2013-07-12",
    ("城市供水条例-2018", "状态"): "供水条例第五十条 repeals it, the copy says 已修改",
}


def differences(copy, text, row):
    """The columns in which a row contradicts a copy; what either does not say is no difference."""
    source, last = copy.source, copy.provisions[-1:]
    came = source.status == Status.FUTURE and str(source.effective_from) <= TODAY
    status = Status.IN_FORCE if came else source.status
    said = {
        "公布日期": copy.file_day,
        "施行日期": source.effective_from,
        "状态": "" if status == Status.UNCHECKED else Status(status).label,
        "条文数": last and last[0].number,
    }
    columns = [name for name, value in said.items() if value and str(value) != row[name]]
    numbers = NUMBER.findall(text.split("**第一条**")[0]) if last else []
    return columns + ["文号"] * bool(numbers and row["文号"] and row["文号"] not in numbers)


@in_copies
def test_rows_agree_with_the_official_copies(table):
    rows = defaultdict(list)  # by the month: a copy may bear the day of the gazette
    for row in table:
        rows[fold(row["全称"]), row["公布日期"][:7]].append(row)
    pairs = [
        (copy, text, row)
        for copy, text in real(COPIES)
        for row in rows[fold(copy.name), str(copy.file_day)[:7]]
    ]
    assert len(pairs) >= 85
    found = {(row["网址名称"], name) for *copy, row in pairs for name in differences(*copy, row)}
    assert found == set(RIGHT)


# Renamed crimes

PLACE = re.compile("第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九])?")
CODE_OF_1997 = "1997-10-01"  # 流氓罪 and 投机倒把罪 ended with the old code
DAYS = {  # from when each 补充规定 on the names of crimes applies
    "〔2002〕7号": "2002-03-26",
    "〔2003〕12号": "2003-08-21",
    "〔2007〕16号": "2007-11-06",
    "〔2009〕13号": "2009-10-16",
    "〔2011〕10号": "2011-05-01",
    "〔2015〕20号": "2015-11-01",
    "〔2021〕2号": "2021-03-01",
    "〔2024〕3号": "2024-03-01",
}
CRIMES = rows_of("crimes.csv")


def test_a_crime_has_its_names_the_day_of_its_interpretation_and_no_gaps():
    assert list(CRIMES[0]) == ["旧罪名", "现罪名", "更名日期", "依据"]
    assert len(CRIMES) >= 50
    for row in CRIMES:
        assert all(row.values())
        assert row["旧罪名"].endswith("罪")
        assert row["现罪名"].endswith("罪")
        assert [len(row["旧罪名"]) <= 60, len(row["现罪名"]) <= 80] == [True, True]
        assert len(row["依据"]) <= 200
        named = re.search("法释(〔[0-9]{4}〕[0-9]+号)|1997年修订《刑法》时取消", row["依据"])
        assert row["更名日期"] == DAYS.get(named[1], CODE_OF_1997), row["旧罪名"]
    old = [row["旧罪名"] for row in CRIMES]
    assert len(set(old)) == len(old)
    assert set(old).isdisjoint(row["现罪名"] for row in CRIMES)


CRIME_NAMES = rows_of("crime_names.csv")


def test_a_name_of_a_crime_stands_once_with_what_names_it_and_is_no_old_one():
    names = [row["罪名"] for row in CRIME_NAMES]
    assert len(set(names)) == len(names) > 300
    assert set(names).isdisjoint(row["旧罪名"] for row in CRIMES)
    for row in CRIME_NAMES:
        told = row["依据"].removeprefix("法释")
        assert told in DAYS or told == "最高人民检察院1997年罪名意见" or told[1:] in names, row


@in_texts
def test_every_article_that_a_crime_names_stands_in_the_criminal_law():
    lines = (TEXTS / "刑法" / "刑法.md").read_text("utf-8").splitlines()
    standing = {match[0] for line in lines if (match := PLACE.match(line))}
    named = {place for row in CRIMES for place in PLACE.findall(row["依据"])}
    named |= {article_words(int(row["条"]), int(row["之"])) for row in CRIME_NAMES}
    assert article_words(224, 1) in named
    assert named <= standing
