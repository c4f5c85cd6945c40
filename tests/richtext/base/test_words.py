"""What no line of a page tears, and where none is marked."""

import re

import pytest

from richtext.base import words
from richtext.base.words import MARKUP_OR_TEXT, kept_whole, stretches
from tests.factories import make_settings


@pytest.fixture(autouse=True)
def _as_visitors_get_it(monkeypatch):
    monkeypatch.setattr(words, "MARKUP_OR_TEXT", MARKUP_OR_TEXT)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("最迟12月2日（周三）18:00前答复", ["12月2日（周三）18:00前"]),
        (
            "9:00–12:00，14:00–18:00（节假日除外）",
            ["9:00–12:00，", "14:00–18:00", "（节假日除外）"],
        ),
        ("8层801室，0330-5550100", ["8层801室", "0330-5550100"]),
        ("借给他30 万元，1个工作日", ["30 万元", "1个工作日"]),
        ("《民法典》第六百七十九条第二款", ["《民法典》第六百七十九条", "第二款"]),
        ("2026-12-12 9:30 不约", ["2026-12-12 9:30"]),
        ("没有", []),
    ],
)
def test_no_line_tears_a_number_from_what_it_counts_nor_a_date(text, whole):
    assert re.findall("<no-break>(.*?)</no-break>", kept_whole(text)) == whole
    assert re.sub("</?(no-break|text-run)>", "", kept_whole(text)) == text
    assert all(any(one in piece for piece in stretches(text)) for one in whole)


@pytest.mark.parametrize(
    "html",
    [
        '<a title="3天>2天" href="/3年/">甲</a>',
        "<textarea>3天\n<b>2天</textarea>",
        "<svg><text>3天</text></svg>",
        "<script>1天</script>",
        "&#39;天",
    ],
)
def test_what_is_no_text_of_a_page_is_left_as_it_is(html):
    assert kept_whole(html) == html


def test_it_is_done_to_the_public_pages(db, client):
    make_settings(hours="周一至周五9:00–12:00")
    assert "<no-break>9:00–12:00</no-break>" in client.get("/contact/").content.decode()
