"""The limitation periods as shipped: each rests on an article that is in force and says so."""

import csv
import os
import re
from pathlib import Path

import pytest

from statutes.citations.names import fold
from statutes.citations.places import article_words

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "statutes" / "data"
STATUTES = Path(os.environ.get("STATUTES_DIR") or ROOT.parent / "shared" / "data" / "statutes")
COPIES = Path(os.environ.get("FLK_DIR") or ROOT.parent / "shared" / "data" / "flk")
TABLES = ["laws", "regulations", "interpretations", "others"]
COLUMNS = ["排序", "期限", "适用于", "起算", "法规", "条", "之", "条文原话", "核对日期"]
ARTICLE = re.compile(r"^(?=第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九])? |#)", re.M)


def rows_of(name):
    """A shipped table, row by row."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PERIODS = rows_of("periods")


def in_force(short_name):
    """The row of the version that applies; the test fails when the table has none."""
    rows = [row for table in TABLES for row in rows_of(table) if row["简称"] == short_name]
    found = [row for row in rows if row["状态"] == "现行有效"]
    assert len(found) == 1, f"{short_name}: {len(found)} versions in force"
    return found[0]


def texts_of(version):
    """The text of a version, in parts; empty when the folder does not have it."""
    if version["简称"] == "民法典":
        return [path.read_text("utf-8") for path in (STATUTES / "民法典").glob("*.md")]
    same_day = [
        path
        for path in STATUTES.rglob("*.md")
        if version["公布日期"] in path.stem or not re.search(r"\d{4}-\d\d-\d\d", path.stem)
    ]
    texts = [path.read_text("utf-8") for path in same_day]
    wanted = fold(version["全称"])
    found = [text for text in texts if fold(text.splitlines()[0].lstrip("# ")) == wanted]
    return found or official_copies(version)


def official_copies(version):
    """The text in a copy of the official data base, its articles written as in the folder."""
    marks = f"title: {version['全称']}\n", f"publication_date: '{version['公布日期']}'"
    texts = (path.read_text("utf-8") for path in COPIES.rglob("*.md"))
    found = [text for text in texts if all(mark in text for mark in marks)]
    return [re.sub(r"^- \*\*(第.+?条)\*\*\u3000+", r"\1 ", text, flags=re.M) for text in found]


def article_of(texts, place):
    """The article that stands at 第…条, "" when it is not there."""
    parts = (part for text in texts for part in ARTICLE.split(text))
    return next((part for part in parts if part.startswith(f"{place} ")), "")


@pytest.mark.parametrize("period", PERIODS, ids=lambda row: f"{row['法规']}{row['条']}")
def test_the_article_in_force_says_so(period):
    if not STATUTES.is_dir():
        pytest.skip(f"no statutes at {STATUTES}; set STATUTES_DIR to check the periods")
    version = in_force(period["法规"])
    texts = texts_of(version)
    if not texts:
        pytest.skip(f"the folder does not have {version['网址名称']}; its words were read by hand")
    place = article_words(int(period["条"]), int(period["之"]))
    assert period["条文原话"] in article_of(texts, place)


def test_words_that_stand_elsewhere_are_noticed():
    if not STATUTES.is_dir():
        pytest.skip(f"no statutes at {STATUTES}; set STATUTES_DIR to check the periods")
    neighbour = article_of(texts_of(in_force("民法典")), "第一百八十九条")
    assert neighbour
    assert "诉讼时效期间为三年" not in neighbour


def test_the_table_has_its_columns_and_every_line_is_complete():
    assert list(PERIODS[0]) == COLUMNS
    assert len(PERIODS) >= 30
    needed = [name for name in COLUMNS if name != "起算"]
    assert [row for row in PERIODS if not all(row[name] for name in needed)] == []


def test_lines_stand_once_and_in_their_order():
    orders = [int(row["排序"]) for row in PERIODS]
    assert orders == sorted(set(orders))
    keys = [(row["适用于"], row["法规"], row["条"], row["之"]) for row in PERIODS]
    assert len(set(keys)) == len(keys)


def test_a_statute_is_called_by_its_short_name():
    known = {row["简称"] for table in TABLES for row in rows_of(table)}
    assert {row["法规"] for row in PERIODS} <= known


def test_lines_are_no_longer_than_the_columns():
    """As statutes.models.LimitationPeriod has them."""
    widths = {"期限": 40, "适用于": 200, "起算": 200, "法规": 80, "条文原话": 200}
    long = [row for row in PERIODS for name, width in widths.items() if len(row[name]) > width]
    assert long == []
