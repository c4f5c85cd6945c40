"""What of a text is indexed, under which marks, and how words are marked in it."""

import subprocess
import sys
import unicodedata
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from richtext.base.chinese import one_script
from richtext.fulltext import highlight, question, tokens
from richtext.fulltext.highlight import snippet, split_at_hits
from richtext.fulltext.tokens import (
    CHARACTER,
    IN_TITLE,
    MOST_TIMES,
    NOT_HAN,
    Entry,
    Record,
    Text,
    key_of,
    parts_of,
)
from tests.richtext.fulltext.model import held

EVERY_SIGN = [chr(code) for code in range(0x40000)]  # behind them no script has any


def test_one_script_keeps_the_length_of_every_sign():
    assert [char for char in EVERY_SIGN if len(one_script(char)) != 1] == []


@given(st.text())
def test_one_script_and_the_folding_of_marks_keep_the_length_of_every_text(text):
    assert len(one_script(text)) == len(text)
    assert len(highlight.even(text)) == len(text)


@pytest.mark.parametrize("written", [question.ASKING.pattern, "".join(sorted(question.EMPTY))])
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
    marks = {tokens.TITLE, tokens.OLD, tokens.AREA, tokens.AUTHOR}
    assert len(marks) == 4
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


TEXT = Text(1, 1, 0, "工伤？", "认定。", "医院。医院。医院。", marks=("²7",))


def test_a_text_has_its_tokens_by_where_they_stand_and_an_old_one_its_marks():
    found = Entry.of(TEXT).tokens
    for token in ["工伤", "认定", "医院", "²7"]:
        assert token in found
    assert tokens.TITLE + "工伤" in found
    assert tokens.TITLE + "认定" not in found
    assert found == sorted(set(found))
    found = Entry.of(Text(**{**vars(TEXT), "is_old": True})).tokens
    assert {tokens.OLD + "工伤", tokens.OLD + "医院", "²7"} <= set(found)
    assert all(token[0] in (tokens.OLD, "²") for token in found)


def record_of(text):
    entry = Entry.of(text)
    return Record(1, 1, 1, 0, entry.length, *parts_of(entry.record)), entry


def test_a_record_says_how_often_and_where():
    record, entry = record_of(TEXT)
    wanted = {"医院": 3, "工伤": 1 | IN_TITLE, "认定": 1}
    assert held(record, "工定", *wanted) == wanted
    assert entry.length == sum(mark & MOST_TIMES for mark in record.marks)
    record, _ = record_of(Text(1, 1, 0, "医院", "医院", "医院。" * 99))
    assert held(record, "医院") == {"医院": MOST_TIMES | IN_TITLE}
    record, _ = record_of(Text(1, 1, 0, "醫院 LPR 37天", "𠮷野家", "龥。"))
    assert list(record.keys) == sorted(set(record.keys))
    assert {key >> CHARACTER for key in record.keys} >= {ord(char) for char in "医院天野家龥"}
    assert all(key_of(token) >= NOT_HAN for token in ["lpr", "37", "é", "2024"])
    assert key_of("龥龥") < NOT_HAN


SHOWN_AS = ["工伤LPR24%", "工傷ＬＰＲ２４％", "⼯傷ｌｐｒ24﹪", "工傷ⓛⓟⓡ２4%"]


@pytest.mark.parametrize("typed", SHOWN_AS)
@pytest.mark.parametrize("stored", SHOWN_AS)
def test_any_way_of_writing_finds_any_other(typed, stored):
    text = f"{'前文。' * 40}这里说{stored}，后文。"
    assert split_at_hits(text, [typed])[1] == (stored, True)
    assert (stored, True) in snippet(text, "", [typed])


def test_a_snippet_begins_behind_a_heading_that_stands_near():
    text = f"{'说明' * 20}。怎么留证据\n住处。租房合同、付租记录。"
    assert snippet(text, "", ["合同"])[0] == ("住处。租房", False)


def test_the_longest_word_is_marked_and_signs_of_patterns_are_signs():
    assert split_at_hits("申请工伤认定书", ["工伤", "工伤认定"])[1] == ("工伤认定", True)
    pieces = [("a", False), ("]b^c-d.", True), ("e", False)]
    assert split_at_hits("a]b^c-d.e", ["]b^c-d."]) == pieces
    assert split_at_hits("abc", ["."]) == [("abc", False)]


@pytest.mark.audit
def test_every_character_is_found_by_what_it_folds_to():
    """Against the folding itself, character by character; white space stands in no word."""
    every = [chr(number) for number in range(0x110000) if not 0xD800 <= number < 0xE000]
    changed = [char for char in every if not char.isspace() and highlight.even(char) != char]
    lost = [char for char in changed if not split_at_hits(char, [highlight.even(char)])[0][1]]
    assert len(changed) > 6_000
    assert lost == []
