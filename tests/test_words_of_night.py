"""The table of words of the night says what is so: of the sample firm, and of the law."""

import json
import os
import re
from pathlib import Path

import pytest

from statutes.citations.places import article_words
from tests import words_of_night

ROOT = Path(__file__).resolve().parent.parent
STATUTES = Path(os.environ.get("STATUTES_DIR") or ROOT.parent / "shared" / "data" / "statutes")
NO_TEXTS = "没有真实的法规文本（STATUTES_DIR 或者 ../shared/data/statutes），跳过。"
ROWS = list(words_of_night.rows())
# Files that are not named by the short name of their statute.
NAMES = {
    "民法典婚姻家庭编解释（一）": "最高人民法院关于适用《民法典》婚姻家庭编的解释（一）",
    "民诉法解释": "最高人民法院关于适用《民事诉讼法》的解释",
    "民间借贷规定": "最高人民法院关于审理民间借贷案件适用法律若干问题的规定",
}


def text_of(statute):
    """The newest text of a statute; 民法典 lies there in parts."""
    parts = sorted(STATUTES.glob("民法典/*.md"))
    name = NAMES.get(statute, statute)
    found = [
        path for path in STATUTES.rglob("*.md") if re.fullmatch(rf"{name}(\(.*\))?", path.stem)
    ]
    newest = parts if statute == "民法典" else sorted(found)[-1:]
    return "\n".join(path.read_text(encoding="utf-8") for path in newest)


def article(key):
    """The text of an article of law by its normal form; empty where there is none."""
    statute, _, place = key.partition(":")
    number, _, sub = place.partition("-")
    start = article_words(int(number), int(sub or 0))
    found = re.search(rf"^{start}[ \u3000]+(.*?)(?=^第\S+条|^#|\Z)", text_of(statute), re.M | re.S)
    return found[1] if found else ""


def test_there_are_fifty_words_and_more_each_of_which_has_to_find_something():
    assert len({row.typed for row in ROWS}) == len(ROWS) >= 50
    assert [row.typed for row in ROWS if not row.on_the_site and not row.law] == []


def test_what_is_named_is_part_of_the_sample_site():
    firm = json.loads((ROOT / "firm/sample/firm.json").read_text(encoding="utf-8"))
    there = {("article", path.stem) for path in (ROOT / "articles/sample").glob("*.html")}
    there |= {("area", area["slug"]) for area in firm["areas"]}
    there |= {("lawyer", lawyer["slug"]) for lawyer in firm["lawyers"]}
    there |= {("page", page["kind"]) for page in firm["pages"]}
    assert {named for row in ROWS for named in row.on_the_site} - there == set()


@pytest.mark.skipif(not STATUTES.is_dir(), reason=NO_TEXTS)
@pytest.mark.parametrize("row", ROWS, ids=[row.typed for row in ROWS])
def test_each_article_of_law_speaks_to_the_word(row):
    assert {key: words in article(key) for key, words in row.law.items()} == dict.fromkeys(
        row.law, True
    )
