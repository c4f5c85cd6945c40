"""Which rule decides when a sentence tells facts before and after a law took effect."""

from datetime import date

import pytest

from statutes.base import Reason
from tests.statutes.sample_law import (
    CODE,
    NEW_COMPANY,
    TODAY,
    company_law,
    contract_law,
    judged,
    version,
)

pytestmark = pytest.mark.django_db


def code_rule():
    return version("民法典时间效力规定", effective_from=CODE, doc_no="法释〔2020〕15号")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("合同2019年签订、2024年违约，适用《合同法》第107条。", "第二十条"),
        ("2019年签订的租赁合同，至今仍在履行，适用《合同法》第107条。", "第二十条"),
        ("2020年发生侵权行为，2022年出现损害，适用《合同法》第107条。", "第二十四条"),
        ("2018年结婚，2024年离婚，适用《合同法》第107条。", "第一条"),
    ],
)
def test_the_warning_says_which_rule_decides(text, rule):
    contract_law()
    code_rule()
    found = judged(text, "《合同法》第107条", number=107, day=TODAY)
    assert found.reason == Reason.REPEALED
    assert f"（《民法典时间效力规定》{rule}）。" in found.words


@pytest.mark.parametrize(
    "text",
    ["合同2022年签订、2024年违约，适用《合同法》第107条。", "违约的，适用《合同法》第107条。"],
)
def test_nothing_is_said_where_no_fact_is_older_than_the_law(text):
    contract_law()
    code_rule()
    assert "时间效力" not in judged(text, "《合同法》第107条", number=107, day=TODAY).words


def test_nothing_is_said_where_the_table_has_no_such_rule():
    contract_law()
    text = "合同2019年签订、2024年违约，适用《合同法》第107条。"
    found = judged(text, "《合同法》第107条", number=107, day=TODAY)
    assert found.reason == Reason.REPEALED
    assert "时间效力" not in found.words


def company(text):
    company_law()
    version("公司法时间效力规定", effective_from=NEW_COMPANY, doc_no="法释〔2024〕7号")
    version("公司法第八十八条批复", effective_from=date(2024, 12, 24), doc_no="法释〔2024〕15号")
    named = {"version": "2018", "statute": "公司法", "number": 28, "day": TODAY}
    return judged(text, "2018年《公司法》第28条", **named)


def test_the_company_law_has_a_rule_of_its_own():
    found = company("公司2019年成立，2025年逾期出资，适用2018年《公司法》第28条。")
    assert found.reason == Reason.OLD_VERSION
    assert "见《公司法时间效力规定》（法释〔2024〕7号）。" in found.words
    assert "15号" not in found.words


def test_for_a_transfer_of_shares_there_is_one_more():
    found = company("2019年转让股权，2025年出资期限届满，适用2018年《公司法》第28条。")
    assert "转让未届出资期限的股权，另见法释〔2024〕15号。" in found.words


def test_old_facts_alone_are_spared_as_before():
    assert company("公司2019年成立，2020年逾期出资，适用2018年《公司法》第28条。") is None
