"""Which text a written name means."""

import pytest

from statutes.citations.names import Names, fold, kinds_of, spoken
from tests.statutes.some_names import NAMES

COURT = "最高人民法院关于"


def test_names_are_compared_without_marks_blanks_and_the_states_name():
    assert fold("《 中华人民共和国民法典 》") == "民法典"
    assert fold("解释(一)") == fold("解释［一］") == "解释（一）"
    assert fold("ＡＢ１２\u200b") == "AB12"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (f"{COURT}审理民间借贷案件适用法律若干问题的规定", "民间借贷规定"),
        (f"{COURT}适用民法典婚姻家庭编的解释（一）", "民法典婚姻家庭编解释（一）"),
        (f"{COURT}适用民法典有关担保制度的解释", "民法典担保制度解释"),
        (f"{COURT}民事诉讼证据的若干规定", "民事诉讼证据规定"),
        ("工伤保险条例", "工伤保险条例"),
    ],
)
def test_a_title_is_shortened_as_lawyers_say_it(title, said):
    assert spoken(fold(title)) == said


def test_a_title_of_which_nothing_would_be_left_stays_long():
    assert spoken(f"{COURT}适用法律问题的解释") == "适用法律问题的解释"


def test_an_unknown_name_is_nobodys():
    assert NAMES.resolve("某某法") is None
    assert NAMES.resolve("") is None


def test_what_was_given_as_a_name_wins_over_a_form_of_another():
    pairs = [(f"{COURT}审理借贷案件的规定", "旧借贷规定"), ("借贷规定", "借贷规定")]
    assert Names(pairs).resolve("借贷规定") == "借贷规定"


def test_of_two_forms_the_first_wins():
    titles = (f"{COURT}审理借贷案件的规定", f"{COURT}审理借贷案件若干问题的规定")
    assert Names([(titles[0], "新"), (titles[1], "旧")]).resolve("借贷规定") == "新"


def test_a_form_without_a_serial_is_nobodys_where_another_text_has_one():
    pairs = [
        (f"{COURT}审理借贷案件若干问题的解释", "旧借贷解释"),
        ("借贷解释（一）", "借贷解释（一）"),
    ]
    assert Names(pairs).resolve("借贷解释") is None


def test_a_number_that_several_texts_bear_names_none():
    numbers = [
        ("法释〔2020〕17号", "甲解释"),
        ("法释〔2020〕17号", "乙解释"),
        ("法释〔2020〕25号", "丙解释"),
    ]
    names = Names([], numbers)
    assert names.resolve("法释〔2020〕17号") is None
    assert names.resolve("法释(2020)25号") == "丙解释"


def test_what_a_text_may_be_called_follows_from_its_names():
    assert kinds_of("民法典") == {"法典", "法"}
    assert kinds_of("诉讼费用交纳办法") == {"办法"}
    assert kinds_of("婚姻家庭编解释（一）") == {"解释", "司法解释"}
    assert NAMES.kinds("民间借贷规定") == {"规定", "司法解释"}
    assert kinds_of("九民纪要") == {"纪要"}
