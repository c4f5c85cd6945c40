"""The renamed crimes as shipped: names, days and the articles they rest on."""

import csv
import os
import re
from datetime import date
from pathlib import Path

import pytest

from statutes.citations.places import article_words

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "statutes" / "data" / "crimes.csv"
STATUTES = Path(os.environ.get("STATUTES_DIR") or ROOT.parent / "shared" / "data" / "statutes")
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

with FILE.open(encoding="utf-8", newline="") as file:
    CRIMES = list(csv.DictReader(file))


def test_the_table_has_its_columns_and_no_gaps():
    assert list(CRIMES[0]) == ["旧罪名", "现罪名", "更名日期", "依据"]
    assert all(all(row.values()) for row in CRIMES)
    assert len(CRIMES) >= 50


def test_the_names_that_lawyers_still_write_are_there():
    now = {row["旧罪名"]: (row["现罪名"], row["更名日期"]) for row in CRIMES}
    assert now["销赃罪"] == ("掩饰、隐瞒犯罪所得、犯罪所得收益罪", "2007-11-06")
    assert now["窝藏、转移、收购、销售赃物罪"] == now["销赃罪"]
    assert now["组织传销罪"] == ("组织、领导传销活动罪", "2009-10-16")
    assert now["流氓罪"][0].endswith("聚众斗殴罪或者寻衅滋事罪")
    assert now["投机倒把罪"] == ("非法经营罪", CODE_OF_1997)
    assert now["偷税罪"] == ("逃税罪", "2009-10-16")
    assert now["非法获取公民个人信息罪"] == ("侵犯公民个人信息罪", "2015-11-01")
    assert now["生产、销售假药罪"] == ("生产、销售、提供假药罪", "2021-03-01")


def test_an_old_name_stands_once_and_is_nobodys_new_name():
    old = [row["旧罪名"] for row in CRIMES]
    assert len(set(old)) == len(old)
    assert set(old).isdisjoint(row["现罪名"] for row in CRIMES)


def test_names_are_names_of_crimes_that_fit_their_columns():
    for row in CRIMES:
        assert row["旧罪名"].endswith("罪")
        assert row["现罪名"].endswith("罪")
        assert len(row["旧罪名"]) <= 60
        assert len(row["现罪名"]) <= 80
        assert len(row["依据"]) <= 200


@pytest.mark.parametrize("row", CRIMES, ids=lambda row: row["旧罪名"])
def test_the_day_is_that_of_the_interpretation(row):
    named = re.search("法释(〔[0-9]{4}〕[0-9]+号)|1997年修订《刑法》时取消", row["依据"])
    assert row["更名日期"] == DAYS.get(named[1], CODE_OF_1997)
    assert date.fromisoformat(row["更名日期"])


def test_every_article_named_stands_in_the_criminal_law():
    text = STATUTES / "刑法" / "刑法.md"
    if not text.is_file():
        pytest.skip(f"no statutes at {STATUTES}; set STATUTES_DIR to check the articles")
    lines = text.read_text("utf-8").splitlines()
    standing = {match[0] for line in lines if (match := PLACE.match(line))}
    named = {place for row in CRIMES for place in PLACE.findall(row["依据"])}
    assert article_words(224, 1) in named
    assert named <= standing
