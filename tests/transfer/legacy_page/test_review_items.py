"""What the operator is told to look at."""

import pytest

from tests.transfer.legacy_page import pages
from transfer.legacy_page.page import Source
from transfer.legacy_page.recognise import recognise
from transfer.legacy_page.review_items import (
    ADDRESS_SEEN,
    CUT_SHORT,
    NO_MOBILE,
    NO_STATUTE,
    NOT_FOUND,
    review_items,
)


def told(**parts):
    lines = [line.strip() for line in pages.text(**parts).split("\n") if line.strip()]
    return "\n".join(
        f"{one.about}：{one.reason}" for one in review_items(recognise(Source(tuple(lines))))
    )


@pytest.mark.parametrize(
    "words",
    [
        f"电话 0330-5550111：{NO_MOBILE.format('座机')}",
        "标题《说到底还是要看》：标题只是正文的头几个字",
        "摘要《老屋拆迁院子怎么补偿》：摘要开头又写了一遍标题",
        "版权年份 2003–2019：",
        f"律师事务所名称：{NOT_FOUND}",
        f"律师执业证号：{NOT_FOUND}",
        f"办公地址：{NOT_FOUND}",
        f"ICP备案号：{NOT_FOUND}",
        f"公安备案号：{NOT_FOUND}",
        NO_STATUTE,
        "QQ 入口：页面有发消息的入口",
        "写了“竭诚为您服务”",
        "写了“一定要”",
        "文章《销赃罪会怎么处理？》：写了“销赃罪”",
        "组织、领导传销活动罪",
        "写了“拆迁”",
        "写了“加工承揽”",
        "写了“3%”",
        "其他 11 篇文章：",
        CUT_SHORT,
    ],
)
def test_each_doubt_is_told_with_its_reason(words):
    assert words in told()


def test_a_cited_statute_is_no_doubt():
    body = ("《中华人民共和国民法典》第一千零三十四条规定，自然人的个人信息受法律保护。",)
    assert NO_STATUTE not in told(body=body)


def test_particulars_on_the_page_are_no_doubt():
    footer = ("执业机构：云澜石桥律师事务所", "地址：云澜市石桥区示例路1号", "云ICP备12345678号")
    words = told(footer=footer)
    assert f"律师事务所名称：{NOT_FOUND}" not in words
    assert ADDRESS_SEEN.format("云澜市石桥区示例路1号") in words
    assert "ICP备案号：" not in words


def test_a_mobile_called_mobile_is_no_doubt():
    claim = NO_MOBILE.partition("，")[0]
    assert claim not in told(contact="欢迎联系方静川律师，手机：13800000000")


def test_an_uncertain_statement_is_not_called_absolute():
    body = ("这件事不一定会有结果，双方要在一定的期限之内再谈一次。",)
    assert "写了“一定" not in told(body=body, entries=())
