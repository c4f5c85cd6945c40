"""Limitation periods: every line cites an article that exists and says so."""

import os
import re
from pathlib import Path

import pytest

from consult import limitation
from consult.limitation import in_words, periods

ROOT = Path(__file__).resolve().parents[2]
STATUTES = Path(os.environ.get("STATUTES_DIR") or ROOT.parent / "shared" / "data" / "statutes")
NUMBERS = {1: "一", 10: "十", 17: "十七", 20: "二十", 45: "四十五", 100: "一百", 101: "一百零一"}
NUMBERS |= {110: "一百一十", 188: "一百八十八", 250: "二百五十", 1000: "一千", 1010: "一千零一十"}
NUMBERS |= {1053: "一千零五十三", 1124: "一千一百二十四", 2005: "二千零五"}


def texts_of(statute):
    """The newest text of a statute; the Civil Code lies in its parts."""
    if statute == "民法典":
        return [path.read_text("utf-8") for path in (STATUTES / "民法典").glob("*.md")]
    named = re.compile(rf"{statute}(\(\d{{4}}-\d\d-\d\d\))?")
    found = [path for path in STATUTES.rglob("*.md") if named.fullmatch(path.stem)]
    return [max(found, key=lambda path: path.stem).read_text("utf-8")] if found else []


def article_of(period):
    """The article as the statute has it, "" when it is not there."""
    start = re.compile(rf"^第{in_words(period.article)}条 ", re.MULTILINE)
    for text in texts_of(period.statute):
        if found := start.search(text):
            return re.split(
                r"^(?:第[一二三四五六七八九十百千零]+条 |#)",
                text[found.end() :],
                maxsplit=1,
                flags=re.M,
            )[0]
    return ""


@pytest.mark.skipif(
    not STATUTES.is_dir(), reason="the texts of the statutes are not on this machine"
)
@pytest.mark.parametrize("period", periods(), ids=str)
def test_the_cited_article_says_so(period):
    assert period.words in article_of(period)


@pytest.mark.skipif(
    not STATUTES.is_dir(), reason="the texts of the statutes are not on this machine"
)
def test_an_article_that_says_something_else_would_be_noticed():
    wrong = limitation.Period("3年", "", "", "民法典", 189, "诉讼时效期间为三年")
    assert article_of(wrong)
    assert wrong.words not in article_of(wrong)


def test_every_line_is_complete_and_stands_once():
    assert len(set(map(str, periods()))) == len(periods()) > 20
    assert all(one.length and one.about and one.words for one in periods())
    assert str(periods()[0]).endswith("《民法典》第一百八十八条")


@pytest.mark.parametrize(("number", "words"), NUMBERS.items())
def test_an_article_number_is_written_as_in_statutes(number, words):
    assert in_words(number) == words
