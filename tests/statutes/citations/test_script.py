"""The text as the parser reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.citations.reader import as_read


@given(st.text(max_size=80))
def test_no_offset_moves(text):
    assert len(as_read(text)) == len(text)


@pytest.mark.parametrize(
    "text", ["著作权法规定，后来乾隆年间征收。", "<民法典>和〈刑法〉", "堃、喆、镕"]
)
def test_simplified_script_stays_as_it_is(text):
    assert as_read(text) == text


def test_traditional_script_and_marks_become_one():
    assert as_read("﹤合夥企業法﹥第2條，於徵收以後") == "〈合伙企业法〉第2条，于征收以后"


@pytest.mark.parametrize("sign", ["\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_end_of_a_line_is_one(sign):
    assert as_read(f"《民法典》第1条{sign}第2条") == "《民法典》第1条\n第2条"
