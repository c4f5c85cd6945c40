"""What is still to be filled in is found in whatever form it was written, and nothing else is."""

import pytest
from django.core.exceptions import ValidationError

from consult.base import placeholders

WRITTEN = [
    "【请填写】",
    "【请填写：日期】",
    "【请填写日期】",
    "【 请 填 写 】",
    "【　请填写　】",
    "【请\u200b填写】",
    "【請填寫】",
    "【請填寫：日期】",
    "【待填写】",
    "【填写金额】",
    "【请填】",
    "〔请填写金额〕",
    "[请填写]",
    "［请填写：姓名］",
    "（请填写）",
    "(请填写)",
    "（请填写：开庭日期）",
    "（请填写日期）",
    "「请填写」",
    "<请填写>",
    "【请填写",
    "{称呼}",
    "｛入职时间｝",
    "{ 情况：入职时间 }",
    "____",
    "＿＿＿",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_gap_is_found_in_whatever_form(written):
    found = placeholders.every_gap(f"您好：\n\n月工资是{written}\n以上。")[0]
    assert found.words == written
    assert found.paragraph == 2
    assert found.before == "月工资是"


@pytest.mark.parametrize(
    "text",
    [
        "请填写申请表后交到窗口。",
        "表格在网上下载（请填写真实姓名和身份证上的住址，不要漏项）。",
        "【答复】您好。",
        "【补充】您昨天问的事，请看下面。",
        "依据《民法典》第五百七十七条〔违约责任〕。",
        "见https://example.com/a___b/",
        "变量名a__b",
        "（2026）云01民终123号",
        "[1]合同；[2]转账记录",
    ],
)
def test_what_is_no_gap_goes_out(text):
    assert not placeholders.every_gap(text)
    placeholders.refuse_gaps(text)


def test_the_sentence_names_each_place_and_how_many_there_are():
    text = "您好：\n{称呼}\n\n入职于【请填写：日期】，月工资____元，离职于（请填写）。"
    places = [one.place for one in placeholders.every_gap(text)]
    assert places[0] == placeholders.PLACE.format(2, "{称呼}")
    assert places[1] == placeholders.PLACE.format(3, "入职于【请填写：日期】")
    with pytest.raises(ValidationError) as refused:
        placeholders.refuse_gaps(text)
    assert all(place in refused.value.message for place in places[:3])
    assert "等4处" in refused.value.message


def test_what_a_canned_reply_leaves_open_is_a_gap():
    filled = placeholders.fill_variables("请打电话{电话}。", {})
    assert placeholders.every_gap(filled)[0].words == placeholders.GAP.format("电话")


def test_a_long_text_of_opening_brackets_takes_no_time():
    assert not placeholders.every_gap("【请" * 10_000 + "（请填" * 5_000)
