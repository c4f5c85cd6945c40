"""The tables as they are shipped: sound in themselves, true to texts and official copies."""

import csv
import re
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest

from richtext.base.chinese import to_int
from statutes.base import Kind, Status
from statutes.citations.places import article_words
from tests.statutes.official import REAL as COPIES
from tests.statutes.shipped import DATA, FILES, all_rows, fold, rows_of
from tests.statutes.texts import NO_REAL
from tests.statutes.texts import REAL as TEXTS

HEADER = (
    "网址名称,全称,简称,其他名称,类别,制定机关,文号,公布日期,施行日期,失效日期,状态,"
    "取代它的法规,取代它的部分,条文数,改动的条文,官方网址,备注,依据,核对日期"
)
SAMPLES = sorted((DATA.parents[1] / "articles" / "sample").glob("*.html"))
TODAY = (DATA / "version.txt").read_text(encoding="utf-8").strip()
DATES = ["公布日期", "施行日期", "失效日期", "核对日期"]
BARE = {"法", "法律", "条例", "办法", "解释", "规定", "意见", "决定", "通知", "批复", "细则"}
HAN = "[零〇一二三四五六七八九十百千]+"
LAST = re.compile(f"^第({HAN})条(?:之[一二三四五六七八九])?[ \u3000]", re.M)
in_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason=NO_REAL)
in_copies = pytest.mark.skipif(not COPIES.is_dir(), reason=NO_REAL)


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


@pytest.mark.parametrize("name", FILES)
def test_files_are_tables_and_every_row_says_what_it_is_and_whence_it_is_known(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        header, *cells = csv.reader(file)
    assert ",".join(header) == HEADER
    assert {len(row) for row in cells} == {len(header)}
    assert [cell for row in cells for cell in row if cell != cell.strip()] == []
    rows = rows_of(name)
    assert {row["类别"] for row in rows} <= set(Kind.labels)
    assert {row["状态"] for row in rows} <= set(Status.labels)
    needed = ["全称", "简称", "制定机关", "依据"]
    assert [row["网址名称"] for row in rows if not all(row[column] for column in needed)] == []
    assert len(rows) >= (190 if name == "laws.csv" else 1)


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


def test_dates_are_ordered_and_the_status_follows_from_them(table):
    """As of the day of the table; what ended is repealed only if something else replaced it."""
    for row in table:
        days = [row[column] and date.fromisoformat(row[column]) for column in DATES]
        known = [one for one in days[:3] if one]
        assert known == sorted(known), row["网址名称"]
        assert not days[1] or days[1] != days[2], row["网址名称"]
        assert not days[3] or days[3] <= date.fromisoformat(TODAY), row["网址名称"]
        doubtful = "未核对" in row["依据"] or "据通行" in row["依据"] + row["备注"]
        assert bool(row["核对日期"]) is not doubtful, row["网址名称"]
        if row["施行日期"] > TODAY:
            expected = {"尚未施行"}
        elif "" < row["失效日期"] <= TODAY:
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
    for path in SAMPLES:  # what the sample articles have in book marks is such a name
        cited = re.findall(r"《([^《》]+)》", path.read_text(encoding="utf-8"))
        assert [name for name in cited if fold(name) not in meant] == [], path.stem


def test_replacements_lead_somewhere_and_one_version_is_in_force_at_a_time(table, lineages):
    by_slug = {row["网址名称"]: row for row in table}
    for slug in by_slug:
        seen, at = set(), slug
        while at:
            assert at in by_slug, slug
            assert at not in seen, slug
            seen.add(at)
            at = by_slug[at]["取代它的法规"]
    for short_name, versions in lineages.items():
        for older, newer in pairwise(versions):
            assert older["失效日期"], (short_name, older["网址名称"])
            assert older["失效日期"] <= (newer["施行日期"] or newer["公布日期"]), short_name


# Name, year of the version, where it stands, from, until; what replaced it: one of each kind.
KNOWN = """
民法通则 2009 已废止 2009-08-27 2021-01-01 民法典-2020
合同法 1999 已废止 1999-10-01 2021-01-01 民法典-2020
经济合同法 1993 已废止 - 1999-10-01 合同法-1999
外资企业法 2016 已废止 2016-10-01 2020-01-01 外商投资法-2019
乡镇企业法 1996 已废止 1997-01-01 2025-12-27
生态环境法典 2026 现行有效 2026-08-15 -
环境保护法 2014 已废止 2015-01-01 2026-08-15 生态环境法典-2026
公司法 2018 已被新版取代 2018-10-26 2024-07-01
公司法 2023 现行有效 2024-07-01 -
民事诉讼法 2021 已被新版取代 2022-01-01 2024-01-01
民事诉讼法 2023 现行有效 2024-01-01 -
刑法 2023 现行有效 2024-03-01 -
律师法 2026 现行有效 2026-09-01 -
商标法 2019 现行有效 2019-11-01 2027-01-01
商标法 2026 尚未施行 2027-01-01 -
"""


def test_known_laws_stand_as_known(table):
    for line in KNOWN.split("\n")[1:-1]:
        name, year, *_ = line.split()
        (row,) = [one for one in table if (one["简称"], one["公布日期"][:4]) == (name, year)]
        days = row["施行日期"] or "-", row["失效日期"] or "-"
        told = [row["简称"], year, row["状态"], *days, row["取代它的法规"]]
        assert " ".join(filter(None, told)) == line


# Against the texts, where they are at hand


def texts():
    """Title, month and number of the last article of every text of the folder; "" and 0 unknown.

    The month, for the folder has some versions twice, under two days of one month.
    """
    for path in sorted(TEXTS.rglob("*.md")):
        words = path.read_text(encoding="utf-8")
        title = fold(words.split("\n", 1)[0].lstrip("\ufeff# "))
        found = re.search(r"\((\d{4}-\d\d)-\d\d\)$", path.stem)
        yield title, found[1] if found else "", max(map(to_int, LAST.findall(words)), default=0)


@in_texts
def test_every_text_has_its_row_with_the_number_of_its_last_article(lineages):
    last, newest = defaultdict(int), {}
    for title, month, number in texts():
        last[title, month] = max(last[title, month], number)
    for row in (row for versions in lineages.values() for row in versions):
        name = fold(row["全称"])
        newest[name, row["公布日期"][:7]] = newest[name, ""] = row
    assert [key for key in last if key not in newest] == []
    counts = {key: newest[key]["条文数"] for key in last}
    assert counts == {key: str(number or "") for key, number in last.items()}


MARKED = re.compile(rf"^- \*\*第({HAN})条", re.M)
NUMBER = re.compile(r"法释〔\d{4}〕\d+号")
STATUS = {"有效": "现行有效", "已修改": "已被新版取代", "已废止": "已废止", "尚未生效": "尚未施行"}
RIGHT = {  # where a copy and a row differ, and why the row is right
    ("律师法-2017", "状态"): "the copy is older than the law of 2026-08-28",
    ("外国人入境出境管理条例-2013", "公布日期"): "the text itself says 2013-07-12",
    ("城市供水条例-2018", "状态"): "供水条例第五十条 repeals it, the copy says 已修改",
}


def told(path):
    """What a copy tells: its front matter, the number of its last article, the numbers above it."""
    _, front, body = path.read_text(encoding="utf-8").split("---", 2)
    fields = dict(re.findall(r"^(\w+): '?([^'\n]*)'?$", front, re.M))
    head = body.split("**第一条**")[0]
    fields["articles"] = str(max(map(to_int, MARKED.findall(body)), default=""))
    fields["numbers"] = NUMBER.findall(head) if fields["articles"] else []
    return fields


def differences(copy, row):
    """The columns in which a row contradicts a copy; what either does not say is no difference."""
    came = copy["status"] == "尚未生效" and copy["effective_date"] <= TODAY
    said = {
        "公布日期": copy["publication_date"],
        "施行日期": copy.get("effective_date", ""),
        "状态": "现行有效" if came else STATUS.get(copy["status"], ""),
        "条文数": copy["articles"],
    }
    columns = [name for name, value in said.items() if value and value != row[name]]
    numbers = copy["numbers"]
    return columns + ["文号"] * bool(numbers and row["文号"] and row["文号"] not in numbers)


@in_copies
def test_rows_agree_with_the_official_copies(table):
    rows = defaultdict(list)  # by the month: a copy may bear the day of the gazette
    for row in table:
        rows[fold(row["全称"]), row["公布日期"][:7]].append(row)
    pairs = [
        (copy, row)
        for copy in map(told, sorted(COPIES.rglob("*.md")))
        for row in rows[fold(copy["title"]), copy["publication_date"][:7]]
    ]
    assert len(pairs) >= 85
    found = {(row["网址名称"], name) for copy, row in pairs for name in differences(copy, row)}
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


@in_texts
def test_every_article_that_a_crime_names_stands_in_the_criminal_law():
    lines = (TEXTS / "刑法" / "刑法.md").read_text("utf-8").splitlines()
    standing = {match[0] for line in lines if (match := PLACE.match(line))}
    named = {place for row in CRIMES for place in PLACE.findall(row["依据"])}
    assert article_words(224, 1) in named
    assert named <= standing


# Limitation periods

COLUMNS = ["排序", "期限", "适用于", "起算", "法规", "条", "之", "条文原话", "核对日期"]
ARTICLE = re.compile(r"^(?=第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九])? |#)", re.M)
PERIODS = rows_of("periods.csv")


def texts_of(version):
    """The text of a version, in parts; empty when neither folder has it."""
    if version["简称"] == "民法典":
        return [path.read_text("utf-8") for path in (TEXTS / "民法典").glob("*.md")]
    same_day = [
        path
        for path in TEXTS.rglob("*.md")
        if version["公布日期"] in path.stem or not re.search(r"\d{4}-\d\d-\d\d", path.stem)
    ]
    wanted = fold(version["全称"])
    read = [path.read_text("utf-8") for path in same_day]
    found = [text for text in read if fold(text.splitlines()[0].lstrip("# ")) == wanted]
    return found or official_copies(version)


def official_copies(version):
    """The text in a copy of the official data base, its articles written as in the folder."""
    marks = f"title: {version['全称']}\n", f"publication_date: '{version['公布日期']}'"
    read = (path.read_text("utf-8") for path in COPIES.rglob("*.md"))
    found = [text for text in read if all(mark in text for mark in marks)]
    return [re.sub(r"^- \*\*(第.+?条)\*\*\u3000+", r"\1 ", text, flags=re.M) for text in found]


def article_of(parts, place):
    """The article that stands at 第…条, "" when it is not there."""
    found = (part for text in parts for part in ARTICLE.split(text))
    return next((part for part in found if part.startswith(f"{place} ")), "")


@in_texts
@pytest.mark.parametrize("period", PERIODS, ids=lambda row: f"{row['法规']}{row['条']}")
def test_the_article_in_force_says_so(period, table):
    in_force = [row for row in table if row["简称"] == period["法规"] and row["状态"] == "现行有效"]
    (version,) = in_force
    if not (found := texts_of(version)):
        pytest.skip(f"no text of {version['网址名称']}; its words were read by hand")
    place = article_words(int(period["条"]), int(period["之"]))
    assert period["条文原话"] in article_of(found, place)
    assert period["条文原话"] not in article_of(found, "第一条")


def test_periods_are_complete_stand_once_and_in_their_order(table):
    assert list(PERIODS[0]) == COLUMNS
    assert len(PERIODS) >= 30
    needed = [name for name in COLUMNS if name != "起算"]
    assert [row for row in PERIODS if not all(row[name] for name in needed)] == []
    orders = [int(row["排序"]) for row in PERIODS]
    assert orders == sorted(set(orders))
    keys = [(row["适用于"], row["法规"], row["条"], row["之"]) for row in PERIODS]
    assert len(set(keys)) == len(keys)
    assert {row["法规"] for row in PERIODS} <= {row["简称"] for row in table}
    widths = {"期限": 40, "适用于": 200, "起算": 200, "法规": 80, "条文原话": 200}
    assert [row for row in PERIODS for name, most in widths.items() if len(row[name]) > most] == []
