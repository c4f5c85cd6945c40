"""An index answers alike on both engines, whatever was put in, changed and taken out."""

import pytest
from django.db import transaction

from richtext.fulltext import tokens
from richtext.fulltext.index import Found, Part
from richtext.fulltext.question import Either, Token
from richtext.fulltext.tokens import IN_TITLE, key_of
from tests.richtext.fulltext.model import ALL, INDEX, ids, text

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HELD = ALL[tokens.ANYWHERE]


def test_a_list_is_newest_first_and_what_came_last_is_the_newest():
    INDEX.put([text(1, place=30), text(2, place=10), text(3, place=20)])
    INDEX.put([text(4, place=5)])
    assert ids(HELD) == [4, 1, 3, 2]
    assert INDEX.ask([Part(Token("工伤")), Part(None), Part(Token("工伤"), 2)])[:2] == [4, 4]
    assert ids(Part(Token("工伤"), 2)) == [4, 1]


def test_a_text_that_is_put_again_keeps_its_number_unless_its_place_is_another():
    INDEX.put([text(1), text(2), text(3)])
    before = INDEX.ask([HELD])
    INDEX.put([text(2, "工伤离婚")])
    assert INDEX.ask([HELD]) == before
    INDEX.put([text(2, place=9)])
    assert ids(HELD) == [2, 3, 1]


def test_ids_narrow_a_list_and_what_is_hidden_is_in_none():
    INDEX.put([text(pk) for pk in range(1, 6)])
    within, without = Part(Token("工伤"), 9, within=[1, 3, 99]), Part(Token("工伤"), 9, without=[2])
    assert ids(within, without, hidden=[5, 3]) == [[1], [4, 1]]
    assert ids(Part(Token("工伤"), 9, within=[])) == []
    assert INDEX.ask([Part(None), Part(None, within=[1, 5])], hidden=[5, 99]) == [4, 1]


def test_marks_are_found_and_a_character_alone_begins_a_token():
    INDEX.put([text(1, marks=("²7",)), text(2, marks=("²8",)), text(3, "伤心")])
    assert ids(Part(Either((Token("²7"), Token("²9"))), 9)) == [1]
    assert ids(Part(Token("伤", begins=True), 9)) == [3, 2, 1]


def test_an_old_text_is_in_no_list_of_the_others_and_counts_for_nothing():
    INDEX.put([text(1), text(2, "工伤。工伤。工伤。", is_old=True)])
    assert ids(HELD, ALL[tokens.OLD]) == [[1], [2]]
    assert INDEX.frequencies(["工伤"]) == (1, 2.0, {"工伤": 1})
    INDEX.put([text(1, is_old=True)])
    assert ids(HELD, ALL[tokens.OLD]) == [[], [2, 1]]
    assert INDEX.frequencies(["工伤"]) == (0, 0, {"工伤": 0})


def test_records_say_what_a_text_holds_and_which_one_it_is():
    INDEX.put([text(7, "医院。医院。", place=70, group=3, title="工伤？", head="认定。")])
    ((doc,),) = INDEX.ask([HELD])
    assert INDEX.found([doc, doc + 1]) == {doc: Found(7, 70, 3)}
    (record,) = INDEX.records([doc, doc + 1])
    assert (record.doc, record.pk, record.place, record.group) == (doc, 7, 70, 3)
    assert record.mark_of(key_of("医院")) == 2
    assert record.mark_of(key_of("工伤")) == 1 | IN_TITLE
    assert record.length == 8  # 医院, 院, twice; 工伤, 伤; 认定, 定
    assert (INDEX.found([]), INDEX.records([])) == ({}, [])


def test_a_group_is_taken_out_together_and_nothing_else():
    INDEX.put([text(1, group=5), text(2, group=6), text(3, group=5), text(4)])
    INDEX.drop_group(5)
    assert ids(HELD) == [4, 2]
    INDEX.drop([2, 99])
    assert ids(HELD) == [4]
    assert INDEX.frequencies(["工伤"])[0] == 1


def test_of_a_text_that_is_given_twice_the_last_counts():
    INDEX.put([text(1, "离婚"), text(1)])
    assert ids(HELD) == [1]
    assert INDEX.frequencies(["工伤", "离婚"]).held == {"工伤": 1, "离婚": 0}


def test_a_save_that_fails_leaves_nothing_half():
    INDEX.put([text(1)])
    with transaction.atomic():
        INDEX.put([text(1, "离婚"), text(2)])
        INDEX.drop([1])
        transaction.set_rollback(True)
    assert ids(HELD) == [1]
    assert INDEX.frequencies(["工伤", "离婚"]) == (1, 2.0, {"工伤": 1, "离婚": 0})


def test_nothing_is_asked_of_what_holds_nothing(django_assert_num_queries):
    assert INDEX.frequencies(["工伤"]) == (0, 0, {"工伤": 0})
    assert INDEX.ask([HELD, Part(None)]) == [[], 0]
    with django_assert_num_queries(0):
        assert INDEX.ask([]) == []


def test_how_common_many_tokens_are_is_one_question(django_assert_num_queries):
    INDEX.put([text(1)])
    with django_assert_num_queries(1):
        INDEX.frequencies([f"第{number}" for number in range(100)])
