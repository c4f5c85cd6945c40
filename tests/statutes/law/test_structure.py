"""The 款 and 项 of an article."""

import pytest

from statutes.law import structure
from statutes.law.structure import Clause, clauses


def test_a_paragraph_is_a_clause():
    assert clauses("第一句。\n第二句。") == [Clause("第一句。"), Clause("第二句。")]


def test_items_belong_to_the_clause_above():
    found = clauses("有下列情形之一的：\n（一）甲；\n（二）乙。\n前款规定适用于丙。")
    assert found == [
        Clause("有下列情形之一的：", ["（一）甲；", "（二）乙。"]),
        Clause("前款规定适用于丙。"),
    ]


@pytest.mark.parametrize("mark", ["(一)", "（ 一 ）", "（十一）", "(二十)"])
def test_items_in_brackets_of_either_width(mark):
    assert clauses(f"下列情形：\n{mark}甲。")[0].items == [f"{mark}甲。"]


@pytest.mark.parametrize("mark", ["1.", "1．", "１．", "1、", "（1）", "⒈"])
def test_points_stay_with_their_item(mark):
    found = clauses(f"下列费用：\n（一）诉讼费：\n{mark}每件五十元；\n（二）其他费用。")
    assert found[0].items == [f"（一）诉讼费：\n{mark}每件五十元；", "（二）其他费用。"]


def test_a_sentence_that_goes_on_is_no_new_clause():
    text = (
        "分段计算：\n五百吨以下的部分，每吨十元；\n超过五百吨的部分，每吨五元。\n另行规定的除外。"
    )
    assert [clause.text.count("\n") for clause in clauses(text)] == [2, 0]


def test_definitions_are_clauses_of_their_own():
    assert len(clauses("本法下列用语的含义：\n灯塔，是指航标。\n灯油，是指燃料。")) == 3


def test_a_table_stays_with_what_it_illustrates():
    assert len(clauses("税率如下：\n| 级数 | 税率 |\n| 1 | 3% |")) == 1


def test_a_year_at_the_start_is_no_point():
    assert len(clauses("甲。\n2012年以前的，从旧。")) == 2


@pytest.mark.parametrize("text", ["", "\n \n", "\u3000"])
def test_an_empty_text_has_no_clauses(text):
    assert clauses(text) == []


def test_an_article_that_starts_with_an_item_keeps_it():
    assert clauses("（一）甲。") == [Clause("", ["（一）甲。"])]


def test_an_item_of_very_many_lines_is_read_in_no_time():
    found = clauses("下列情形：\n（一）甲；\n" + "乙；\n" * 200_000)  # it took minutes
    assert found[0].items[0].count("\n") == 200_000


TABLE = "税率表\n|  |  |\n| --- | --- |\n| 级数 | 税率 |\n| 1 | 3% |\n注：略。"


def test_lines_between_bars_are_a_table_and_the_others_are_lines():
    before, table, after = structure.blocks(TABLE)
    assert (before.text, after.text) == ("税率表", "注：略。")
    assert table.rows == [["级数", "税率"], ["1", "3%"]]


def test_a_table_without_words_is_none_and_empty_cells_keep_their_place():
    assert structure.blocks("|  |  |\n| --- | --- |") == []
    assert structure.blocks("| 甲 |  | 乙 |")[0].rows == [["甲", "", "乙"]]
