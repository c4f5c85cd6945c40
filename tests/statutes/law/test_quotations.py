"""What stands beside a citation as the words of the law, and what does not."""

import pytest

from statutes.citations import parse
from statutes.citations.names import Names
from statutes.law.quotations import MOST, beside
from tests.growth import grows_evenly

NAMES = Names([("灯塔法", "灯塔法"), ("航标条例", "航标条例")], [])
WORDS = "守灯人应当在日落之后点亮灯塔"


def said(text):
    """The words beside each citation, by its number."""
    citations = parse(text, NAMES)
    return {citations[at].number: one.words for at, one in beside(text, citations).items()}


@pytest.mark.parametrize(
    "text",
    [
        f"《灯塔法》第1条规定：“{WORDS}。”",
        f"《灯塔法》第1条对点灯的时间作了规定：“{WORDS}”",
        f"根据《灯塔法》第1条的规定，“{WORDS}”，他没有做到。",
        f'《灯塔法》第1条明确规定"{WORDS}"。',
        f"《灯塔法》第1条：「{WORDS}」",
        f"“{WORDS}。”（《灯塔法》第1条）",
        f"“{WORDS}”（参见《灯塔法》第1条）。",
        f"《灯塔法》第1条：\n{WORDS}。\n以上是原文。",
        f"《灯塔法》第1条　{WORDS}。\n以上是原文。",
        f"法律依据\n《灯塔法》第1条\n{WORDS}。\n以上是原文。",
        f"【法律依据】《灯塔法》第1条 {WORDS}。",
        f"《灯塔法》规定：“第1条　{WORDS}”",
        f"根据《灯塔法》第1条，{WORDS}。别的话。",
        f"《灯塔法》第1条规定{WORDS}。",
        f"别的话。{WORDS}（《灯塔法》第1条）。",
    ],
)
def test_words_beside_a_citation(text):
    assert said(text) == {1: WORDS}


@pytest.mark.parametrize(
    "text",
    [
        f"他主张《灯塔法》第1条的责任。“{WORDS}”",
        f"依据《灯塔法》第1条主张{WORDS}",
        f"《灯塔法》第1条、第2条规定：“{WORDS}”",
        f"《灯塔法》第1条至第3条规定：“{WORDS}”",
        f"《灯塔法》规定：“{WORDS}”",
        f"见《灯塔法》第1条\n{WORDS}",  # the next cell of a table
        f"他说：“依据《灯塔法》第1条，{WORDS}。”",
        f"有《灯塔法》第1条规定的情形，{WORDS}的，",
    ],
)
def test_words_that_are_not_said_to_be_those_of_the_article(text):
    assert said(text) == {}


def test_each_of_two_citations_has_its_own_words():
    text = f"《灯塔法》第1条规定：“{WORDS}”，第2条规定：“不得离开灯塔”。"
    assert said(text) == {1: WORDS, 2: "不得离开灯塔"}
    text = f"《灯塔法》第1条是总则，而“{WORDS}”是分则（《灯塔法》第2条）。"
    assert WORDS not in said(text).values()


def test_what_is_left_out_parts_the_words():
    text = "《灯塔法》第1条规定：“守灯人……点亮灯塔（略）鸣钟”"
    (one,) = beside(text, parse(text, NAMES)).values()
    assert one.parts == ("守灯人", "点亮灯塔", "鸣钟")
    assert one.length == 9


def test_items_belong_to_the_sentence_before_them():
    text = "《灯塔法》第1条规定，有下列情形之一的，应当鸣钟：\n（一）有雾；\n（二）有雪。\n别的。"
    assert said(text) == {1: "有下列情形之一的，应当鸣钟：\n（一）有雾；\n（二）有雪"}


def test_a_quotation_that_nothing_closes_is_none():
    assert said(f"《灯塔法》第1条规定：“{WORDS}") in ({}, {1: WORDS})
    assert said('《灯塔法》第1条规定："甲\n乙"') in ({}, {1: "甲"})


def test_only_so_many_quotations_of_one_text_are_looked_at():
    one = f"《灯塔法》第1条规定：“{WORDS}。”\n"
    text = one * (MOST + 5)
    assert list(beside(text, parse(text, NAMES))) == list(range(MOST))


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        "「“",
        "“甲”",
        "“甲”《灯塔法》第1条",
        "「甲」《灯塔法》第1条",
        "“甲”（《灯塔法》第1条",
        f"根据《灯塔法》第1条的规定，“{WORDS}”。",
        "《灯塔法》第1条规定",
        "《灯塔法》第1条　\n",
    ],
)
def test_a_text_made_to_be_slow_costs_its_share(piece):
    def work(size):
        text = (piece * size)[:size]
        beside(text, parse(text, NAMES))

    assert grows_evenly(work, 100_000)


def test_white_space_between_two_citations_costs_its_share():
    def work(size):
        text = f"《灯塔法》第1条规定：“{WORDS}”，见第2条{' ' * size}x第3条：“{WORDS}”"
        beside(text, parse(text, NAMES))

    assert grows_evenly(work, 20_000)
