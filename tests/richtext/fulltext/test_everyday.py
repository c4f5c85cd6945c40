"""The list of everyday words: its form, its terms against texts of law, what is found by it."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from richtext.fulltext import question
from richtext.fulltext.question import SAME, Said, Term
from richtext.fulltext.tokens import RUN, fold

ROOT = Path(__file__).resolve().parents[3]
STATUTES = Path(os.environ.get("STATUTES_DIR") or ROOT.parent / "shared" / "data" / "statutes")
NO_TEXTS = "没有真实的法规文本（STATUTES_DIR 或者 ../shared/data/statutes），跳过。"
LINES = list(question.lines())
WORDS = [word for words, _ in LINES for word in words]
# Terms in nobody's articles of law here, and where they come from.
NOT_IN_THE_TEXTS = {
    "交通肇事": "the name of the crime of 刑法 133, which its text does not say",
    "帮助信息网络犯罪活动": "the name of the crime of 刑法 287-2, which its text does not say",
    "实际出资人": "the word of the third interpretation of 公司法, which is not among the texts",
    "网络暴力": "the word of the guiding opinion of 2023 on punishing it",
}


def terms_of(word):
    return [term.text for term in question.everyday_words()[fold(word)]]


def test_there_are_some_hundred_lines_under_topics():
    assert 300 <= len(LINES) <= 900
    written = question.LIST.read_text(encoding="utf-8")
    assert 10 <= len(re.findall(r"\n\n# \S+\n(?!#|\n)", written)) <= 20


def test_each_line_has_words_and_one_to_four_terms_for_them():
    assert [line for line in LINES if not line[0] or not 1 <= len(line[1]) <= 4] == []
    assert [word for word in WORDS if len(word) < 2 or not RUN.search(word)] == []


def test_no_word_stands_twice():
    assert [word for word, times in Counter(map(fold, WORDS)).items() if times > 1] == []


def test_each_word_has_a_term_that_it_does_not_hold_itself():
    assert [word for word in WORDS if not terms_of(word)] == []


def test_no_term_stands_twice_in_a_line():
    for words, terms in LINES:
        assert len({term.removeprefix(SAME) for term in terms}) == len(terms), words


@pytest.fixture(scope="module")
def texts():
    """All texts of law that are there, and the sample articles, as they are written."""
    if not STATUTES.is_dir():
        pytest.skip(NO_TEXTS)
    files = [*STATUTES.rglob("*.md"), *(STATUTES.parent / "flk").rglob("*.md")]
    files += (ROOT / "articles" / "sample").glob("*.html")
    return re.sub("<[^>]+>", "", "\n".join(path.read_text(encoding="utf-8") for path in files))


def test_texts_and_lawyers_use_each_term(texts):
    terms = {term.removeprefix(SAME) for _, terms in LINES for term in terms}
    assert {term for term in terms if term not in texts} == set(NOT_IN_THE_TEXTS)


@pytest.mark.parametrize(
    ("typed", "word", "term"),
    [
        ("欠钱不还怎么办", "欠钱不还", "民间借贷"),
        ("醉驾要坐牢吗", "醉驾", "醉酒驾驶"),
        ("老细唔出粮", "老细", "用人单位"),
        ("遭骗了咋个办", "遭骗", "诈骗"),
        ("開盒是違法的嗎", "开盒", "个人信息"),
        ("被公司２Ｎ辞退", "2n", "经济补偿标准的二倍"),
        ("別人盜版我的書", "盗版", "着作权"),
    ],
)
def test_a_word_is_found_in_what_was_typed(typed, word, term):
    folded = fold(typed)
    found = {folded[said.start : said.end]: said.terms for said in question.said_in(folded)}
    assert term in [known.text for known in found[word]]


def test_places_terms_and_their_sort_are_given():
    assert question.said_in("有欠条和借条") == [
        Said(1, 3, (Term("借条", same=True), Term("债权凭证", same=False))),
        Said(4, 6, (Term("借据", same=False), Term("债权凭证", same=False))),
    ]


def test_of_words_that_overlap_the_longest_is_found():
    folded = "离婚冷静期打官司"
    found = [folded[said.start : said.end] for said in question.said_in(folded)]
    assert found == ["离婚冷静期", "打官司"]


@pytest.mark.parametrize("typed", ["", "打", "民法典1996", "12nd 2nd", "\ud800", "\0'\"*"])
def test_nothing_is_found_in_what_holds_no_word(typed):
    assert question.said_in(typed) == []
