"""The points of texts by their records."""

import math

import pytest

from richtext.fulltext import nearest
from richtext.fulltext.index import Frequencies
from richtext.fulltext.nearest import HEAD, K1, TITLE, B
from richtext.fulltext.tokens import Entry, Record, Text, parts_of

RARE = math.log(1 + (100 - 10 + 0.5) / (10 + 0.5))


def record(title="", head="", body="", number=1):
    entry = Entry.of(Text(number, number, 0, title, head, body))
    return Record(number, number, number, 0, entry.length, *parts_of(entry.record))


def points(*records, mean=10.0, **weights):
    """As of a hundred texts, ten of which hold each token."""
    known = Frequencies(100, mean, dict.fromkeys(weights, 10))
    return nearest.points_of(records, weights, known)


@pytest.fixture
def no_characters(monkeypatch):
    """Only tokens count."""
    monkeypatch.setattr(nearest, "CHARACTERS", 0)


@pytest.mark.usefixtures("no_characters")
def test_the_points_are_those_of_the_formula():
    text = record(body="工伤认定工伤")
    often = 2 * (K1 + 1) / (2 + K1 * (1 - B + B * text.length / 10))
    assert points(text, 工伤=3.0, 医院=5.0) == [round(3 * RARE * often, 4)]


@pytest.mark.usefixtures("no_characters")
def test_title_and_head_add_to_what_a_token_is_worth():
    titled, headed, plain = points(
        record(title="工伤"), record(head="工伤"), record(body="工伤"), 工伤=1.0
    )
    assert titled - plain == pytest.approx(TITLE * RARE, abs=1e-3)
    assert headed - plain == pytest.approx(HEAD * RARE, abs=1e-3)


@pytest.mark.usefixtures("no_characters")
def test_a_token_in_title_and_head_has_both():
    both, titled = points(
        record(title="工伤", head="工伤"), record(title="工伤", body="工伤"), 工伤=1.0
    )
    assert both - titled == pytest.approx(HEAD * RARE, abs=1e-3)


@pytest.mark.usefixtures("no_characters")
def test_a_token_said_often_counts_more_and_in_a_long_text_less():
    once, often, longer = points(
        record(body="工伤。医院医院"),
        record(body="工伤工伤"),
        record(body="工伤" + "医院" * 9),
        工伤=1.0,
    )
    assert often > once > longer > 0


def test_a_text_that_shares_the_characters_only_comes_before_one_that_shares_nothing():
    near, far = points(record(body="辱骂他人"), record(body="买卖合同"), 骂人=1.0)
    assert near > far == 0


def test_a_character_that_all_the_texts_hold_tells_hardly_anything():
    rare = points(*[record(body="骂")], *[record(body="法")] * 9, 骂人=1.0)
    common = points(*[record(body="骂")] * 10, 骂人=1.0)
    assert rare[0] > 10 * common[0]


def test_a_character_counts_as_often_as_it_stands_there():
    once, twice = points(record(body="骂一。他二"), record(body="骂一。骂二"), 骂人=1.0)
    assert twice > once


def test_latin_words_and_numbers_have_no_characters():
    assert points(record(body="lpr"), lp=1.0) == [0]
    assert points(record(body="lpr"), lpr=1.0)[0] > 0


@pytest.mark.parametrize(("texts", "holding"), [(0, 0), (10, 10), (3, 9)])
def test_a_token_always_tells_something(texts, holding):
    assert nearest.rarity(texts, holding) > 0


def test_a_rare_token_tells_more():
    assert nearest.rarity(100, 1) > nearest.rarity(100, 2) > nearest.rarity(100, 100)


def test_no_text_and_no_token_are_no_error():
    assert points(工伤=1.0) == []
    assert points(record(body="工伤"), mean=0.0) == [0]
