"""Excerpts end at a sentence, keep titles and numbers whole, and do not repeat the title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models.text import ELLIPSIS, TARGET, excerpt

SENTENCE = "劳动者受伤之后应当先治疗再保存病历和缴费的单据同时请同事帮忙写下事情的经过。"


def test_a_short_text_is_left_whole():
    assert excerpt("先治疗，再申请。") == "先治疗，再申请。"


def test_it_ends_at_the_sentence_nearest_to_the_target():
    assert excerpt(SENTENCE * 4) == SENTENCE * 2


def test_a_long_sentence_is_cut_with_one_ellipsis():
    cut = excerpt("很" * 200)
    assert cut == "很" * TARGET + ELLIPSIS


@pytest.mark.parametrize("opening", ["", "一、", "1、", "（一）"])
@pytest.mark.parametrize("gap", ["", "？", "?", "\n"])
def test_a_repeated_title_is_left_out(opening, gap):
    text = f"{opening}工伤认定要多久{gap}一般在六十日内作出决定。"
    assert excerpt(text, "工伤认定要多久？") == "一般在六十日内作出决定。"


def test_a_text_that_is_only_its_title_is_kept():
    assert excerpt("工伤认定要多久？", "工伤认定要多久？") == "工伤认定要多久？"


def test_book_marks_are_never_split():
    lead = "很" * (TARGET - 5)
    text = lead + "《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》规定了这一点"
    assert excerpt(text * 2) == lead + ELLIPSIS


@pytest.mark.parametrize("number", ["第一千零七十九条", "1234567890", "12.5%", "２０２６年"])
def test_numbers_are_never_split(number):
    for lead in range(TARGET - 15, TARGET + 5):
        cut = excerpt("很" * lead + number + "很" * 100).removesuffix(ELLIPSIS)
        assert number in cut or not set(cut) & set(number)


def test_a_quotation_closes_before_the_cut():
    text = "他说：“先把材料准备好。然后再来。”" * 6
    assert excerpt(text).count("“") == excerpt(text).count("”")


def test_heading_numbers_are_left_out():
    assert excerpt("一、准备材料\n身份证明和病历。") == "准备材料。身份证明和病历。"


@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_gives_a_short_excerpt_of_itself(text, title):
    cut = excerpt(text, title)
    assert len(cut) <= 75 + 18 + 5


@given(st.text(alphabet="《》〈〉“”（）。，一二三12甲乙丙", max_size=300))
def test_nested_marks_never_raise(text):
    excerpt(text, "甲乙")
