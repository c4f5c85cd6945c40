"""Which text a written name means, in texts and in a search box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.citations.names import Names, abroad, fold, kinds_of, spoken
from statutes.citations.places import article_digits, article_words
from statutes.citations.queries import citations_of_query, keys_of_query, statutes_of_query
from statutes.citations.reader import as_read
from tests.statutes.some_names import NAMES

COURT = "最高人民法院关于"


def test_names_are_compared_without_marks_blanks_and_the_states_name():
    assert fold("《 中华人民共和国民法典 》") == "民法典"
    assert fold("解释(一)") == fold("解释［一］") == "解释（一）"
    assert fold("ＡＢ１２\u200b") == "AB12"


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


def test_an_article_is_written_with_its_sub_number():
    assert article_words(224, 1) == "第二百二十四条之一"
    assert article_digits(224, 1) == "第224条之一"


@given(st.text(max_size=80))
def test_no_offset_moves(text):
    assert len(as_read(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        *((text, text) for text in ("著作权法规定，后来乾隆年间征收。", "<民法典>和〈刑法〉")),
        ("堃、喆、镕", "堃、喆、镕"),
        ("﹤合夥企業法﹥第2條，於徵收以後", "〈合伙企业法〉第2条，于征收以后"),
        *((f"第1条{sign}第2条", "第1条\n第2条") for sign in "\r\v\f\x85\u2028\u2029"),
    ],
)
def test_traditional_script_marks_and_ends_of_lines_become_one(text, read):
    assert as_read(text) == read


CODE = "民法典:1079"


@pytest.mark.parametrize(
    "query",
    [
        *(
            "民法典1079条", "民法典第一千零七十九条", "《民法典》第1079条", "民法典 1079",
            "民法典第1079", "《民法典》1079",
        ),
        *(
            "离婚 民法典 1079",
            " 民法典　第 1079 条 ",
            "中华人民共和国民法典第1079条第2款",
            "民法典一千零七十九",
        ),
    ],
)  # fmt: skip
def test_every_spelling_of_an_article_means_the_same(query):
    assert keys_of_query(query, NAMES) == [CODE]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("民诉法260", ["民事诉讼法:260"]),
        ("刑法224-1", ["刑法:224-1"]),
        ("刑法二百二十四条之一", ["刑法:224-1"]),
        ("法释〔2023〕13号", ["民法典合同编通则解释"]),
        ("法释[2023]13号 第3条", ["民法典合同编通则解释:3"]),
        ("民法典", ["民法典"]),
        ("《勞動合同法》39條 辭退", ["劳动合同法:39"]),
        ("劳动合同法三十九条", ["劳动合同法:39"]),
        ("民法典577条1款", ["民法典:577"]),
        ("公司法第二十三条至第二十五条", ["公司法:23", "公司法:24", "公司法:25"]),
    ],
)
def test_short_names_numbers_and_ranges(query, meant):
    assert keys_of_query(query, NAMES) == meant


@pytest.mark.parametrize(
    "query",
    [
        "", "离婚", "1079", "2024 年终奖", "德国民法典 823", "民法典一本通", "\ud800", "某某法 3",
        "民法典0", "刑法十五年", "刑法 3年以下", "劳动合同法3个月", "民法典 18周岁",
    ],
)  # fmt: skip
def test_other_words_mean_no_article(query):
    assert keys_of_query(query, NAMES) == []


@pytest.mark.parametrize(
    ("query", "key"),
    [(query, "公司法") for query in ("公司法2018", "公司法 2018年", "《公司法》2018")]
    + [("公司法2018第20条", "公司法:20")],
)
def test_a_year_behind_a_name_is_a_version_and_no_article(query, key):
    (one,) = citations_of_query(query, NAMES)
    assert (one.key, one.version) == (key, "2018")


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("劳动合同法全文", ["劳动合同法"]),
        ("试用期 劳动合同法", ["劳动合同法"]),
        ("什么是公司法", ["公司法"]),
        ("《民法典》什么时候生效", ["民法典"]),
        ("劳动合同法实施条例", ["劳动合同法实施条例"]),
        ("民法典借钱不还怎么办", []),
        ("公司法人", []),
        ("刑法律师", []),
        ("", []),
    ],
)
def test_a_statute_is_meant_as_a_whole_when_it_is_most_of_the_query(query, meant):
    assert [one.statute for one in statutes_of_query(query, NAMES)] == meant
