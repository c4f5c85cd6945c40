"""What a statute cites in its own text, what a name means, what holds of every text."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from statutes.citations import parse
from statutes.citations.names import Names, abroad, fold, kinds_of, spoken
from statutes.citations.places import (
    Place,
    article_words,
)
from statutes.citations.queries import citations_of_query, keys_of_query, statutes_of_query
from statutes.citations.reader import as_read, parse_article
from tests.growth import grows_evenly, largest
from tests.statutes.some_names import NAMES, keys


def test_a_zero_is_no_article_and_offsets_are_those_of_the_text():
    assert keys("《刑法》第一款") == ["刑法"]
    assert keys("《刑法》第零条") == ["刑法"]
    assert keys("法释〔2019〕99号第3条") == ["法释〔2019〕99号:3"]  # which nobody knows
    text = "见\u200b《民法典》第577条，又见\n  《刑法》第２４条"
    spans = [text[one.start : one.end] for one in parse(text, NAMES)]
    assert spans == ["《民法典》第577条", "《刑法》第２４条"]


def cited(text, own="公司法", at=(20, 0), before=(19, 0)):
    """(what is written, key, until) of each citation of an article."""
    before = before and Place(*before)
    found = parse_article(text, NAMES, own, Place(*at), before)
    return [(one.written, one.key, one.until) for one in found]


def test_an_article_without_a_name_is_its_own_but_not_itself():
    text = "依照民法典第三条、第四条。\n有第五条规定的情形的，依照前款处罚。"
    assert [one[1] for one in cited(text)] == ["民法典:3", "民法典:4", "公司法:5"]
    assert cited("违反本法第二十条、第二十一条的") == [("第二十一条", "公司法:21", None)]


def test_the_articles_before_are_those_that_stand_there():
    assert cited("前条第一款规定的股东") == [("前条第一款", "公司法:19", None)]
    assert cited("犯前条罪的", "刑法", (134, 1), (134, 0)) == [("前条", "刑法:134", None)]
    assert cited("犯前条罪的", "刑法", (135, 0), (134, 1)) == [("前条", "刑法:134-1", None)]
    assert cited("适用前三条的规定") == [("前三条", "公司法:17", 19)]
    assert cited("适用前两条的规定", at=(3, 0), before=(2, 0)) == [("前两条", "公司法:1", 2)]
    assert cited("前条规定", at=(1, 0), before=None) == []
    (one,) = parse_article("前条第一款第（二）项", NAMES, "公司法", Place(20), Place(19))
    assert (one.clause, one.item, one.known) == (1, 2, True)


@pytest.mark.parametrize("text", ["前款规定", "目前条例已有规定", "满足前条件的", "本条第二款"])
def test_what_is_like_the_article_before_is_none(text):
    assert cited(text) == []


@pytest.mark.parametrize("own", ["刑法修正案（十一）", "关于修改《公司法》的决定"])
def test_an_article_that_an_amendment_changes_is_not_its_own(own):
    assert cited("将第二十八条改为第三十二条", own) == []


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


@pytest.mark.parametrize("text", ["第1" + "、   1" * 12, "第一条第一款" + "、   一" * 7])
def test_blanks_are_read_in_one_way_only(text):
    began = time.process_time()
    check(f"民法典{text}")
    assert time.process_time() - began < 1  # a thousandth of it, against some seconds


def test_large_texts_are_read():
    number = largest(60_000)
    assert len(check("依照民法典第577条。" * number)) == number
    text = "".join(f"民法典（以下简称“{number}甲”）第{number}条" for number in range(1, 2000))
    assert len(check(text)) == 1999


COURT = "最高人民法院关于"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (f"{COURT}审理民间借贷案件适用法律若干问题的规定", "民间借贷规定"),
        (f"{COURT}适用民法典婚姻家庭编的解释（一）", "民法典婚姻家庭编解释（一）"),
        (f"{COURT}适用民法典有关担保制度的解释", "民法典担保制度解释"),
        (f"{COURT}民事诉讼证据的若干规定", "民事诉讼证据规定"),
        ("工伤保险条例", "工伤保险条例"),
    ],
)
def test_a_title_is_shortened_as_lawyers_say_it(title, said):
    assert spoken(fold(title)) == said


def test_a_title_of_which_nothing_would_be_left_stays_long():
    assert spoken(f"{COURT}适用法律问题的解释") == "适用法律问题的解释"


def test_a_written_name_means_what_was_given_first_or_nobody():
    assert NAMES.resolve("某某法") is None
    assert NAMES.resolve("") is None
    pairs = [(f"{COURT}审理借贷案件的规定", "旧借贷规定"), ("借贷规定", "借贷规定")]
    assert Names(pairs).resolve("借贷规定") == "借贷规定"
    titles = (f"{COURT}审理借贷案件的规定", f"{COURT}审理借贷案件若干问题的规定")
    assert Names([(titles[0], "新"), (titles[1], "旧")]).resolve("借贷规定") == "新"
    pairs = [
        (f"{COURT}审理借贷案件若干问题的解释", "旧借贷解释"),
        ("借贷解释（一）", "借贷解释（一）"),
    ]
    assert Names(pairs).resolve("借贷解释") is None
    numbers = [
        ("法释〔2020〕17号", "甲解释"),
        ("法释〔2020〕17号", "乙解释"),
        ("法释〔2020〕25号", "丙解释"),
    ]
    names = Names([], numbers)
    assert names.resolve("法释〔2020〕17号") is None
    assert names.resolve("法释(2020)25号") == "丙解释"


def test_what_a_text_may_be_called_follows_from_its_names():
    assert kinds_of("民法典") == {"法典", "法"}
    assert kinds_of("诉讼费用交纳办法") == {"办法"}
    assert kinds_of("婚姻家庭编解释（一）") == {"解释", "司法解释"}
    assert NAMES.kinds("民间借贷规定") == {"规定", "司法解释"}
    assert kinds_of("九民纪要") == {"纪要"}


OURS = "民法典 香港特别行政区基本法 澳门特别行政区驻军法 台湾同胞投资保护法 外国国家豁免法"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("德国民法典", "外国法律"),
        ("美国统一商法典", "外国法律"),
        ("纽约公约", "国际条约"),
        ("香港公司条例", "港澳台地区的规定"),
        ("中华民国民法", "港澳台地区的规定"),
        *((name, "") for name in OURS.split()),
    ],
)
def test_a_name_says_whose_law_it_is(name, what):
    assert abroad(name) == what


@given(st.text(max_size=80))
def test_no_offset_moves(text):
    assert len(as_read(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        *((text, text) for text in ("著作权法规定，后来乾隆年间征收。", "<民法典>和〈刑法〉")),
        ("堃、喆、镕、覆盖", "堃、喆、镕、覆盖"),
        ("﹤合夥企業法﹥第2條，於徵收以後", "〈合伙企业法〉第2条，于征收以后"),
        *((f"第1条{sign}第2条", "第1条\n第2条") for sign in "\r\v\f\x85\u2028\u2029"),
    ],
)
def test_traditional_script_marks_and_ends_of_lines_become_one(text, read):
    assert as_read(text) == read


@pytest.mark.parametrize(
    ("query", "key"),
    [(query, "公司法") for query in ("公司法2018", "公司法 2018年", "《公司法》2018")]
    + [(query, "公司法:20") for query in ("公司法2018第20条", "公司法》2018 第20条")],
)
def test_a_year_behind_a_name_is_a_version_and_no_article(query, key):
    (one,) = citations_of_query(query, NAMES)
    assert (one.key, one.version, one.known) == (key, "2018", True)
    assert query[one.start : one.end] == one.written


TEXT = (Path(__file__).parents[1] / "labels" / "queries.txt").read_text("utf-8")
OF_ARTICLES, AS_A_WHOLE = (
    [line.replace("␣", " ").split(" =") for line in part.splitlines()[1:]]
    for part in TEXT.split("\n\n")
)


@pytest.mark.parametrize(("query", "meant"), [*OF_ARTICLES, ("", ""), ("\ud800", "")])
def test_a_query_means_articles(query, meant):
    assert keys_of_query(query, NAMES) == meant.split()
    read = as_read(query.strip())
    for one in citations_of_query(query, NAMES):
        assert (one.written, one.known) == (read[one.start : one.end], True)
        assert one.end == one.start + len(one.written)


@pytest.mark.parametrize(("query", "meant"), [*AS_A_WHOLE, ("", "")])
def test_a_statute_is_meant_as_a_whole_when_it_is_most_of_the_query(query, meant):
    assert [one.statute for one in statutes_of_query(query, NAMES)] == meant.split()
