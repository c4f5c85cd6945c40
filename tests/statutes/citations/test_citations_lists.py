"""Lists and ranges of articles, and which law an article without a name belongs to."""

import pytest

from statutes.citations import parse
from tests.statutes.some_names import NAMES, found, keys, only


def test_each_article_of_a_list_has_a_span_of_its_own():
    assert found("《民法典》第五百七十七条、第五百八十四条和第590条") == {
        "《民法典》第五百七十七条": "民法典:577",
        "第五百八十四条": "民法典:584",
        "第590条": "民法典:590",
    }


def test_a_list_may_leave_out_the_words_between():
    assert found("《民法典》第五百七十七、五百八十四条") == {
        "《民法典》第五百七十七": "民法典:577",
        "五百八十四条": "民法典:584",
    }
    assert keys("民法典第577条、584条") == ["民法典:577", "民法典:584"]
    assert keys("民法典第577,584条") == ["民法典:577", "民法典:584"]


@pytest.mark.parametrize(
    "written",
    [
        "第二十三条至第二十五条",
        "第二十三至二十五条",
        "第23条-25条",
        "第23—25条",
        "第23条到第25条",
        "第23～25条",
    ],
)
def test_a_range_is_one_citation(written):
    one = only(f"《公司法》{written}规定")
    assert (one.written, one.number, one.until) == (f"《公司法》{written}", 23, 25)
    assert one.keys == ["公司法:23", "公司法:24", "公司法:25"]


def test_a_range_that_runs_backwards_or_too_far_is_two_citations():
    assert keys("《公司法》第二十五条至第二十三条") == ["公司法:25", "公司法:23"]
    assert keys("《民法典》第一条至第一千条") == ["民法典:1", "民法典:1000"]


def test_a_range_within_a_list():
    text = "《刑法》第十四条、第二十条至第二十二条、第三十条第二款"
    assert [(one.number, one.until) for one in parse(text, NAMES)] == [
        (14, None),
        (20, 22),
        (30, None),
    ]


def test_sub_numbers_in_a_row():
    assert keys("《刑法》第二百八十七条之一、之二") == ["刑法:287-1", "刑法:287-2"]
    assert keys("《刑法》第一百二十条之一至之三")[0] == "刑法:120-1"


def test_a_sub_number_may_stand_behind_a_hyphen():
    assert keys("《刑法》第224-1条，第224-230条") == ["刑法:224-1", "刑法:224"]


def test_a_share_is_no_sub_number():
    assert only("《公司法》第四十条之二分之一").sub == 0


def test_an_article_without_a_name_belongs_to_the_law_named_last_in_the_paragraph():
    assert keys("《民法典》第577条规定了责任。违反的，第584条规定赔偿。") == [
        "民法典:577",
        "民法典:584",
    ]
    assert keys("刑法第3条，《民法典》第5条，第6条") == ["刑法:3", "民法典:5", "民法典:6"]
    assert keys("违约责任由民法典规定，其中第577条最要紧") == ["民法典:577"]


def test_it_does_not_belong_to_a_law_of_another_paragraph():
    assert keys("《民法典》第577条\n第584条") == ["民法典:577"]


@pytest.mark.parametrize(
    "before",
    [
        "合同",
        "《借款合同》",
        "合同的",
        "公司章程",
        "劳动合同书",
        "协议约定的",
        "员工手册",
        "判决书",
        "江苏省工资支付条例",
        "《员工手册》的",
    ],
)
def test_the_article_of_a_contract_is_none_of_the_law(before):
    assert keys(f"《民法典》第577条，{before}第五条、第六条，第七条") == ["民法典:577"]


def test_a_book_that_is_no_law_ends_the_carrying_over():
    assert keys("《民法典》第577条，见《合同法总论》，第3条") == ["民法典:577"]
    assert keys("《合同》由双方签字。依《民法典》第577条、第578条") == ["民法典:577", "民法典:578"]


def test_a_thread_or_a_message_is_no_article():
    assert keys("《民法典》第577条。第一条线索、第二条微信") == ["民法典:577"]


def test_an_unknown_law_is_carried_over_too():
    assert keys("《江苏省工资支付条例》第八条、第九条") == [
        "江苏省工资支付条例:8",
        "江苏省工资支付条例:9",
    ]
