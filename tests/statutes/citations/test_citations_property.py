"""What holds of the parser for every text, tried with texts that nobody would write."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from statutes.citations import parse
from statutes.citations.places import article_words
from tests.growth import grows_evenly, largest
from tests.statutes.some_names import NAMES

SIGNS = "《》〈〉（）()“”\n、，。第条款项之一十百0至和-〔〕的该原编\ud800\0\u200b"
WORDS = [
    "577", "民法典", "公司法", "合同", "本法", "解释", "法释〔2020〕25号", "2018年", "以下简称",
]  # fmt: skip
TITLES = ["中华人民共和国", "最高人民法院关于", "修正", "合同编", "该条例"]
PIECES = st.sampled_from([*SIGNS, *WORDS, *TITLES])
HOSTILE = st.lists(PIECES, max_size=60).map("".join)
ANY_TEXT = st.text(st.characters(), max_size=200) | HOSTILE
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=40)


def check(text):
    """The citations of a text, after looking at their spans."""
    citations = parse(text, NAMES, own="公司法")
    last = 0
    for one in citations:
        assert last <= one.start < one.end <= len(text)
        assert one.written == text[one.start : one.end]
        assert one.statute
        assert one.number is None or one.number >= 1
        last = one.end
    return citations


@given(ANY_TEXT)
@example("《" * 3000 + "》" * 3000)
@example("（一）" * 1000)
def test_no_text_raises_and_spans_are_ordered_and_apart(text):
    check(text)


@given(HAN, HAN, st.integers(1, 1260), st.integers(0, 9))
def test_a_citation_between_any_words_is_found(before, after, number, sub):
    written = f"《民法典》{article_words(number, sub)}"
    text = f"{before}。{written}。{after}"
    assert written in [one.written for one in check(text)]


@given(HOSTILE.filter(lambda text: "称" not in text), HOSTILE)
def test_what_follows_in_another_paragraph_changes_nothing_before(text, more):
    alone = parse(text, NAMES)
    assert parse(f"{text}\n{more}", NAMES)[: len(alone)] == alone


@given(HOSTILE)
def test_the_same_text_gives_the_same_answer(text):
    assert parse(text, NAMES) == parse(text, NAMES)


REPEATED = [
    *(
        "《", "》", "《民法典", "《民法典》", "第", "第1", "第1条、", "第1、", "第一、一",
        "民法典", "法", "（", "民法典（",
    ),
    *(
        "民法典（2018", "民法典（以下简称", "《民法典》（以下简称“", "〈", "第1条之一、",
        "第1条第1款、", "法释〔", "本法第1条",
    ),
    *(
        "最高人民法院关于", "中华人民共和国", "中华人民共和国民法典第1条", " ", "第 ", "2018年《",
        "解释（一）", "《民法典》第一编",
    ),
    *(
        "签订本合同", "本合同约定", "《条", "《民法典条》", "民法典（条", "民法典（一二",
        "第1 1 ", "最高院关于案件司法解释", "纠纷案件解释", "〈民法典", "條", "民法典一百",
        "一款、",
    ),
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_a_piece_repeated_over_200_kilobytes_takes_no_long_time(piece):
    def read(size):
        check(f"《民法典》（以下简称《本典》）{(piece * size)[:size]}第一条")

    assert grows_evenly(read, 70_000)


def test_large_texts_are_read():
    number = largest(60_000)
    assert len(check("依照民法典第577条。" * number)) == number
    text = "".join(f"民法典（以下简称“{number}甲”）第{number}条" for number in range(1, 2000))
    assert len(check(text)) == 1999
