"""Numbers in Han and in digits; what is typed into a search box."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from richtext.base.chinese import one_width, to_han, to_int
from statutes.public.found import LONGEST, ListForm, QueryField
from tests.growth import grows_evenly

READ = {
    "零": 0, "十": 10, "十五": 15, "二十": 20, "一百零五": 105, "一百一十": 110, "一百十": 110,
    "二百二十四": 224, "五百七十七": 577, "一千零六十二": 1062, "一千零九十": 1090,
    "一千二百六十": 1260, "一千零十五": 1015, "两百": 200, "一〇七九": 1079, "一○七九": 1079,
    "577": 577, "１０７９": 1079, "零五": 5, "": None, "十十": None, "百千": None, "一百零": None,
    "零十": None, "10000": None, "第一": None, "1" * 13: None, "五百条": None, "²": None,
}  # fmt: skip


def test_a_numeral_is_read_and_what_is_none_is_not():
    assert {text: to_int(text) for text in READ} == READ


@given(st.integers(1, 9999))
def test_every_number_comes_back_from_its_words(number):
    assert to_int(to_han(number)) == number
    assert to_int(str(number)) == number


def test_numbers_are_written_as_statutes_write_them():
    words = {10: "十", 15: "十五", 110: "一百一十", 1005: "一千零五", 1010: "一千零一十"}
    assert {number: to_han(number) for number in words} == words


@given(st.text(max_size=20))
def test_no_text_raises(text):
    assert to_int(text) is None or 0 <= to_int(text) <= 9999


TYPED = {
    "  醉驾 ": "醉驾", "醉\0驾": "醉 驾", "\0": "", "醉" * 10_000: "醉" * LONGEST,
    '"><script> OR NEAR(🚗': '"><script> OR NEAR(🚗', None: "",
}  # fmt: skip


def test_nothing_that_is_typed_is_refused_and_what_is_cut_is_known():
    assert {typed: QueryField(required=False).clean(typed) for typed in TYPED} == TYPED
    assert ListForm({"q": "醉" * (LONGEST + 1)}).is_cut
    assert not ListForm({"q": "醉" * LONGEST + "  "}).is_cut


OTHERS = "e\u00e9中。\u2026\uff76"
MARKS = "\u0301\u0316\u0344\u0f7a\u0f81\uff9e"


@given(st.lists(st.text(OTHERS + MARKS), max_size=3), st.text(MARKS, min_size=32))
def test_a_text_in_one_width_is_what_unicode_says(parts, marks):
    text = marks.join(parts)
    assert one_width(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0301\uff9e", "\u0f81\u0f7a"])
def test_marks_without_end_take_no_time(marks):
    assert grows_evenly(lambda size: one_width("甲" + marks * size), 40_000)
