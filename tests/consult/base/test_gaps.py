"""What is still to be filled in is found in whatever form it was written, and nothing else is."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from consult.base import placeholders

TABLE = Path(__file__).with_name("gaps.txt").read_text().replace("\\u200b", "\u200b")
GAPS, NONE = (part.splitlines()[1:] for part in TABLE.split("\n\n"))


def test_a_gap_is_found_in_whatever_form_and_what_is_none_goes_out():
    for written in GAPS:
        found = placeholders.every_gap(f"您好：\n\n月工资是{written}\n以上。")[0]
        assert (found.words, found.paragraph, found.before) == (written, 2, "月工资是")
    for text in NONE:
        assert not placeholders.every_gap(text), text
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


def test_what_a_canned_reply_leaves_open_is_a_gap_and_a_text_of_brackets_takes_no_time():
    filled = placeholders.fill_variables("请打电话{电话}。", {})
    assert placeholders.every_gap(filled)[0].words == placeholders.GAP.format("电话")
    assert not placeholders.every_gap("【请" * 10_000 + "（请填" * 5_000)
    blank = "{" + " " * 4000
    assert placeholders.fill_variables(blank, {}) == blank
