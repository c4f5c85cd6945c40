"""What no line of a page tears, and where none is marked."""

import pytest

from richtext.base import words
from richtext.base.words import MARKUP_OR_TEXT, stretches, unbroken
from richtext.core import display
from tests.factories import make_settings
from tests.growth import grows_evenly

WHOLE = (
    "12月2日（周三） 18:00前 9:00–12:00， 9：00至18：00 8层801室 0330-5550100 1个工作日 《民法典》"
    " 第679条 第八十五条之一"
)
MARKUP = '<a title="3天>2天" href="/3年/">甲</a><textarea>3天<b>2天</textarea><svg>3天</svg>&#39;天'


@pytest.fixture(autouse=True)
def _as_visitors_get_it(monkeypatch):
    monkeypatch.setattr(words, "MARKUP_OR_TEXT", MARKUP_OR_TEXT)
    monkeypatch.setattr(display, "stretches", stretches)


@pytest.mark.parametrize("whole", [*WHOLE.split(), "30 万元", "2026-12-12", "（节假日除外）"])
def test_no_line_tears_a_number_from_what_it_counts_nor_a_date(whole):
    text = f"以前{whole}以后"
    shown = f"<text-run>以前<no-break>{whole}</no-break>以后</text-run>"
    assert unbroken(f"<p>{text}</p>") == f"<p>{shown}</p>"
    assert any(whole in piece for piece in stretches(text))


def test_a_long_number_of_an_article_may_end_a_line_behind_its_hundreds():
    parts = "（<no-break>第一百</no-break><no-break>三十三条之一</no-break>）"
    assert unbroken("（第一百三十三条之一）") == f"<text-run>{parts}</text-run>"
    assert "第十六条" in stretches("依照第十六条办理")


def test_what_is_no_text_of_a_page_is_left_as_it_is(db, client):
    assert unbroken(MARKUP) == MARKUP
    make_settings(hours="周一至周五9:00–12:00")
    assert "<no-break>9:00–12:00</no-break>" in client.get("/contact/").text


def test_a_line_of_a_phrased_text_ends_between_words_and_before_no_mark():
    said = "对方<wbr>没有<wbr>如实告知，<wbr>能要求<wbr>什么？"
    assert display.phrased(said.replace("<wbr>", "")) == said


@pytest.mark.parametrize("sign", ["啊", "1", "1,", "《", "（", "第一", "<", '<"', "<title>"])
def test_a_text_of_nothing_else_costs_no_more_than_its_share(sign):
    assert grows_evenly(lambda size: unbroken(f"<p>{sign * size}</p>"), 200_000)
