"""What of a text is indexed, and that folding keeps what it must."""

import subprocess
import sys
import unicodedata
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from richtext.base.chinese import one_script
from richtext.fulltext import highlight, question, tokens

EVERY_SIGN = [chr(code) for code in range(0x40000)]  # behind them no script has any


def test_one_script_keeps_the_length_of_every_sign():
    assert [char for char in EVERY_SIGN if len(one_script(char)) != 1] == []


@given(st.text())
def test_one_script_and_the_folding_of_marks_keep_the_length_of_every_text(text):
    assert len(one_script(text)) == len(text)
    assert len(highlight.even(text)) == len(text)


@pytest.mark.parametrize(
    "written",
    [question.ASKING.pattern, "".join(sorted(question.EMPTY))],
)
def test_what_is_compared_with_folded_texts_is_written_like_them(written):
    assert all(tokens.fold(part) == part for part in written)


def test_tables_are_loaded_by_who_needs_them_first():
    code = "import sys, website.wsgi; sys.exit(bool({'opencc', 'coloraide'} & set(sys.modules)))"
    assert subprocess.call([sys.executable, "-W", "ignore", "-c", code]) == 0


@given(st.text(st.characters(), max_size=60))
def test_a_token_holds_nothing_but_letters_and_digits(text):
    for token in chain(*tokens.of_texts(text, text.upper())):
        assert token.isalnum() or tokens.is_han(token)
        assert not {"'", '"', " ", "\0", "*", ":", "\\"} & set(token)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_that_is_searched(text):
    once = tokens.fold(text)
    assert tokens.RUN.findall(tokens.fold(once)) == tokens.RUN.findall(once)


def test_the_marks_never_stand_in_a_folded_text():
    marks = {tokens.TITLE, tokens.HEAD, tokens.OFTEN, tokens.OLD, tokens.AREA, tokens.AUTHOR}
    assert len(marks) == 6
    assert all(unicodedata.normalize("NFKC", mark) != mark for mark in marks)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("拆迁", ["拆迁", "迁"]),
        ("离婚要多久", ["离婚", "婚要", "要多", "多久", "久"]),
        ("離婚", ["离婚", "婚"]),
        ("ＬＰＲ４倍", ["lpr", "4", "倍"]),
        ("三十七天", ["三十", "十七", "七天", "天", "37"]),
        ("第三十七条", ["第三", "三十", "十七", "七条", "条"]),
        ("😀%_'\"", []),
        ("x" * 99, ["x" * 32]),
        ("\ud800离婚", ["离婚", "婚"]),
    ],
)
def test_the_tokens_of_a_text(text, wanted):
    assert tokens.of_texts(text) == [wanted]
