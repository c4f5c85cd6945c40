"""Finished pieces are made once, and never take more room than they have."""

import sys

from firm.base.caching import Pieces


def test_a_piece_is_made_once_for_each_key():
    pieces, made = Pieces(), iter("甲乙")
    assert [pieces.get_or_make(key, lambda: next(made)) for key in (1, 1, 2, 1)] == list("甲甲乙甲")


def test_what_was_asked_for_least_lately_leaves():
    pieces = Pieces(most=2 * sys.getsizeof("1" * 100))
    for key in (1, 2, 1, 3):
        pieces.get_or_make(key, lambda key=key: str(key) * 100)
    assert pieces.get_or_make(1, lambda: "anew") != "anew"
    assert pieces.get_or_make(2, lambda: "anew") == "anew"


def test_ten_thousand_pieces_take_no_more_room_than_there_is():
    pieces = Pieces(most=100_000)
    for key in range(10_000):
        pieces.get_or_make(key, lambda key=key: f"{key}字" * 20)
    texts = [pieces.kept.get(key) for key in set(pieces.kept)]
    assert 50_000 < sum(map(sys.getsizeof, texts)) <= 100_000


def test_a_piece_that_is_larger_than_all_the_room_is_made_and_not_kept():
    pieces = Pieces(most=100)
    assert pieces.get_or_make(1, lambda: "字" * 1000) == "字" * 1000
    assert pieces.get_or_make(1, lambda: "anew") == "anew"
