"""本法, 该条例, 同一解释; and short names that a text defines for itself."""

import pytest

from statutes.citations import parse
from tests.statutes.some_names import NAMES, found, keys

TITLE = "《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》"


def test_a_statute_speaks_of_itself():
    assert found("违反本法第五条、第六条的", own="公司法") == {
        "本法第五条": "公司法:5",
        "第六条": "公司法:6",
    }
    assert keys("实施本章第一百零三条规定的行为", own="刑法") == ["刑法:103"]
    assert keys("同时又构成本法第一百四十一条规定之罪", own="刑法") == ["刑法:141"]


def test_this_law_is_the_one_named_last_anywhere_before():
    assert keys("《民法典》第1条。\n该法第2条，本法第3条，同法第4条，上述法律第5条") == [
        "民法典:1",
        "民法典:2",
        "民法典:3",
        "民法典:4",
        "民法典:5",
    ]


def test_the_kind_of_text_has_to_agree():
    text = "《工伤保险条例》第十四条和《民法典》第1条，该条例第十五条，该法第2条，该办法第3条"
    assert keys(text) == ["工伤保险条例:14", "民法典:1", "工伤保险条例:15", "民法典:2"]


def test_the_serial_of_an_interpretation_does_not_matter():
    text = "《婚姻家庭编解释（一）》第一条。同一解释第四十七条；该司法解释第二条"
    assert keys(text) == [f"民法典婚姻家庭编解释（一）:{number}" for number in (1, 47, 2)]


def test_this_court_is_no_law():
    assert keys("《民法典》第1条。该法院第二条意见，日本法第三条，基本法第四条") == ["民法典:1"]


@pytest.mark.parametrize(
    "defining",
    [
        "（以下简称《规定》）",
        "（以下简称“规定”）",
        "（以下简称规定）",
        "（下称《规定》）",
        "（法释〔2020〕6号，以下简称《规定》）",
        "，以下简称《规定》，",
    ],
)
def test_a_defined_name_counts_for_the_rest_of_the_text(defining):
    text = f"{TITLE}{defining}已经施行。\n《规定》第二十五条，\n依照规定第三条"
    assert keys(text)[1:] == ["民间借贷规定:25", "民间借贷规定:3"]


def test_the_article_may_stand_behind_the_definition():
    text = f"{TITLE}（以下简称《规定》）第二十五条"
    assert found(text) == {text: "民间借贷规定:25"}


def test_an_unknown_law_gives_its_name_to_what_it_defines():
    text = "《江苏省工资支付条例》（以下简称《条例》）。《条例》第八条"
    (one,) = [one for one in parse(text, NAMES) if one.number]
    assert (one.statute, one.known) == ("江苏省工资支付条例", False)


def test_a_short_name_of_a_company_or_a_contract_defines_nothing():
    text = (
        "甲公司（以下简称公司）与乙签订《买卖合同》（以下简称《合同》）。公司第一条，《合同》第二条"
    )
    assert keys(text) == []


def test_a_definition_keeps_its_version():
    text = "《公司法》（2023年修订，以下简称新公司法）施行后，依照新公司法第四条"
    assert [(one.key, one.version) for one in parse(text, NAMES)][-1] == ("公司法:4", "2023")
