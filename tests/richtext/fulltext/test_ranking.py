"""The one ranking: what holds every word, and what comes near, strictly for a short question."""

import pytest
from django.db import connection

from richtext.fulltext import question, ranking, tables, tokens
from richtext.fulltext.index import Index
from richtext.fulltext.ranking import ENOUGH, Scope, find
from richtext.fulltext.tokens import Text

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
INDEX = Index("statutes_search")
OF_DOGS = "邻居的狗没有牵绳咬伤了我家小孩应该由谁来赔"  # a question of more than eight pieces


def put(*bodies, start=1, **more):
    INDEX.put(Text(pk, pk, 0, "", "", body, **more) for pk, body in enumerate(bodies, start))


def ids(text, scope=None, **more):
    return find(INDEX, text, scope, **more).ids


def test_the_text_that_holds_the_most_telling_pieces_comes_first():
    put("邻居之间", "狗咬伤小孩的，由谁来赔", "邻居的狗没有牵绳，咬伤了小孩", "合同")
    assert ids(OF_DOGS)[:2] == [3, 2]


def test_what_is_saved_while_an_index_is_filled_hides_nothing_that_is_in():
    tables.say_unfilled(INDEX.name, connection)
    INDEX.fill([Text(1, 1, 0, "", "", "邻居的狗没有牵绳，咬伤了小孩")])
    put("邻居的合同", start=2)
    assert ids(OF_DOGS) == [1]


def test_of_two_that_are_alike_the_one_with_the_larger_place_comes_first():
    INDEX.put(Text(pk, place, 0, "", "", "牵绳") for pk, place in ((1, 30), (2, 10), (3, 20)))
    assert ids(OF_DOGS) == [1, 3, 2]


@pytest.mark.parametrize(
    ("texts", "question", "found"),
    [
        (["合同", "商标"], OF_DOGS, []),  # a long one finds something, but not nothing
        (["工伤认定", "认定", "合同"], "工伤认定停薪", [1]),  # a short one what covers enough of it
        (["认定", "合同"], "工伤认定停薪", []),
        (["认定", "合同"], "工伤认定停薪该怎么办才好", [1]),
        (["认定", "合同", "商标"], "工伤停薪认定怎么办", [1]),  # eight pieces with those that ask
        (["认定", "合同", "商标"], "工伤停薪认定怎么", []),
    ],
)
def test_a_long_question_finds_what_comes_nearest_a_short_one_what_covers_it(
    texts, question, found
):
    put(*texts)
    assert ids(question) == found


def test_what_holds_every_word_comes_with_what_is_nearer_and_is_counted_apart():
    put("取保候审。条件。" + "其他的事情" * 30, "取保候审，可以取保候审", "买卖", "条件")
    assert find(INDEX, "取保候审需要什么条件")[:3] == ([2, 1, 4], 3, 1)
    assert find(INDEX, "取保候审 条件", limit=1, offset=1)[:3] == ([1], 2, 1)


def test_as_many_are_found_as_there_are_but_what_is_far_from_the_best():
    put(*["牵绳"] * 25, "合同")
    assert find(INDEX, OF_DOGS, offset=20)[:3] == ([5, 4, 3, 2, 1], 25, 0)
    put("邻居的狗没有牵绳咬伤了我家小孩应该由谁来赔", *["商标"] * 99, start=30)
    assert find(INDEX, OF_DOGS).total == 1


def test_who_wants_to_be_sure_gets_nothing_by_chance():
    put("小孩", "商标")
    assert ids(OF_DOGS) == [1]
    assert ids(OF_DOGS, sure=True) == []
    put("没有牵绳咬伤小孩", start=3)
    assert ids(OF_DOGS, sure=True) == [3]
    put("机动车停车场", start=4)
    assert (ids("公司附近停车场"), ids("公司附近停车场", sure=True)) == ([4], [])
    assert ids("停车场", sure=True) == [4]


def test_of_a_short_question_one_piece_is_enough_in_a_title():
    assert len(question.typed("工伤停薪认定怎么办")) == ENOUGH
    INDEX.put([Text(50, 50, 0, "拆迁", "", ""), Text(51, 51, 0, "", "", "拆迁")])
    assert ids("拆迁费") == [50]


def test_names_stand_for_a_word_and_only_what_lies_within_is_found():
    put("民事诉讼法", "民诉法", "商标")
    assert find(INDEX, "民诉法", names=lambda word: ["民事诉讼"]).whole == 2
    assert find(INDEX, "民诉法", Scope(within=[2, 3]))[:3] == ([2], 1, 1)
    assert find(INDEX, "", Scope(within=[3, 2]))[:3] == ([3, 2], 2, 2)


def test_a_term_of_the_law_stands_for_the_everyday_word_where_a_text_holds_all_of_it():
    put("民间借贷", "民间，借贷", "合同")
    assert "民间借贷" in [piece.text for piece in question.terms("欠钱不还")]
    assert ids("欠钱不还") == [1]


def test_filters_and_hidden_ids_leave_texts_out():
    put("牵绳", "牵绳", marks=("²7",))
    put("牵绳", start=3)
    assert ids(OF_DOGS) == [3, 2, 1]
    assert ids(OF_DOGS, Scope(filters=((("²7",),),))) == [2, 1]
    assert ids(OF_DOGS, Scope(hidden=[2])) == [3, 1]


def test_what_is_not_in_force_is_found_by_its_mark_only():
    put("牵绳", is_old=True)
    put("牵绳", "合同", start=2)
    assert ids(OF_DOGS) == [2]
    assert ids(OF_DOGS, Scope(marks=(tokens.ANYWHERE, tokens.OLD))) == [2, 1]
    put("没有绳的狗", is_old=True, start=4)
    assert 4 in ids(OF_DOGS, Scope(marks=(tokens.ANYWHERE, tokens.OLD)))


def test_groups_have_factors():
    INDEX.put([Text(1, 1, 7, "", "", "牵绳"), Text(2, 2, 8, "", "", "牵绳")])
    assert ids(OF_DOGS) == [2, 1]
    assert ids(OF_DOGS, factor=lambda group: 0.9 if group == 8 else 1) == [1, 2]


def test_no_more_of_the_lists_is_read_than_the_budget_allows(monkeypatch):
    monkeypatch.setattr(ranking, "POSTINGS", 3)
    put("牵绳", "小孩", "小孩", "小孩", "小孩")
    assert ids(OF_DOGS) == [1, 5, 4]


@pytest.mark.parametrize(
    ("bound", "most", "texts", "found"),
    [
        ("POSTINGS", 2, ["小孩"] * 9, [9, 8]),
        ("CANDIDATES", 1, ["牵绳，咬伤", "小孩", "小孩"], [1]),  # the best
        ("CANDIDATES", 2, ["牵绳"] * 3, [3, 2]),  # or the newest
    ],
)
def test_only_the_best_or_the_newest_are_weighed(monkeypatch, bound, most, texts, found):
    monkeypatch.setattr(ranking, bound, most)
    put(*texts)
    assert ids(OF_DOGS) == found


def test_few_statements_whatever_is_asked(django_assert_num_queries):
    put("牵绳", "合同")
    with django_assert_num_queries(4):
        ids(OF_DOGS)
    with django_assert_num_queries(3):  # nobody asks what holds every word
        ids(OF_DOGS, sure=True)


@pytest.mark.parametrize(
    "text", ["", "\0", "怎么办", "律", "😀", "\ud800", "律" * 300, "a b " * 99]
)
def test_nothing_that_is_typed_breaks_it(text):
    put("律师", "律律")
    assert len(ids(text)) <= 2
