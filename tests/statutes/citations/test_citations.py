"""The forms in which texts cite an article, each by itself."""

import pytest

from statutes.citations import parse
from tests.statutes.some_names import NAMES, keys, only

WHOLE = [  # what is written is the citation, from its first character to its last
    ("《中华人民共和国民法典》第五百七十七条", "民法典:577"),
    ("《民法典》第577条第1款", "民法典:577"),
    ("《民法典》 第 577 条", "民法典:577"),
    ("《民法典》第５７７条", "民法典:577"),
    ("《民法典》577条", "民法典:577"),
    ("民法典第五百七十七条", "民法典:577"),
    ("中华人民共和国民法典第577条", "民法典:577"),
    ("民诉法第二百六十条", "民事诉讼法:260"),
    ("《刑法》第二百二十四条之一", "刑法:224-1"),
    ("《刑法》第二百二十四条之一第二款", "刑法:224-1"),
    ("《民法典》合同编第577条", "民法典:577"),
    ("《民法典》第三编第五百七十七条", "民法典:577"),
    ("民法典的第577条", "民法典:577"),
    ("“民法典”第577条", "民法典:577"),
    ("〈民法典〉第577条", "民法典:577"),
    ("《江苏省工资支付条例》第八条", "江苏省工资支付条例:8"),
    ("《德国民法典》第823条", "德国民法典:823"),
    ("《诉讼费用交纳办法》第十条第(一)项、第(六)项", "诉讼费用交纳办法:10"),
    ("《刑法修正案（十一）》第三条", "刑法修正案（十一）:3"),
    ("《刑法修正案(十一)》第三条", "刑法修正案（十一）:3"),
    ("《民法典》", "民法典"),
    ("《民诉法》", "民事诉讼法"),
]


@pytest.mark.parametrize(("text", "key"), WHOLE)
def test_a_form_is_read_from_its_first_sign_to_its_last(text, key):
    one = only(f"律师认为，{text}有规定。")
    assert (one.written, one.key) == (text, key)


PARTS = [
    ("第五百六十三条第一款第（二）项", (563, 1, 2)),
    ("第五百六十三条第一款第二项", (563, 1, 2)),
    ("第563条第1款第(2)项", (563, 1, 2)),
    ("第三十九条第（二）、（三）项", (39, 0, 2)),
    ("第三十九条（二）项", (39, 0, 2)),
    ("第四十条第一款、第三款", (40, 1, 0)),
    ("第四十条第一、三款", (40, 1, 0)),
    ("第二百零七条第一项至第五项", (207, 0, 1)),
    ("第十条第一款第五项第2目", (10, 1, 5)),
]


@pytest.mark.parametrize(("place", "parts"), PARTS)
def test_the_first_paragraph_and_item_count_and_the_span_covers_all(place, parts):
    one = only(f"依照《民法典》{place}的规定")
    assert one.written == f"《民法典》{place}"
    assert (one.number, one.clause, one.item) == parts


NONE = (
    "依照本法第三条处理",
    "该办法第二条",
    "这个方法第一条",
    "《员工手册》第三条",
    "《劳动合同》第三条",
    "《某某有限公司考勤管理办法》第三条",
    "《小区业主公约》第三条",
    "《民法典第五百七十七条的理解与适用》",
    "《处罚决定》第二条",
    "《解释》第三条",
    "《未知管理条例》有规定",
    "民法典规定得很清楚",
    "第五百七十七条",
    "前款规定，本条第二款，但书除外",
    "《民法典第577页",
)


@pytest.mark.parametrize("text", NONE)
def test_what_names_no_article_of_the_law_is_no_citation(text):
    assert keys(text) == []


def test_a_paragraph_or_a_zero_is_no_article():
    assert keys("《刑法》第一款") == ["刑法"]
    assert keys("《刑法》第零条") == ["刑法"]


def test_the_offsets_are_those_of_the_text_as_given():
    text = "见\u200b《民法典》第577条，又见\n  《刑法》第２４条"
    spans = [text[one.start : one.end] for one in parse(text, NAMES)]
    assert spans == ["《民法典》第577条", "《刑法》第２４条"]
