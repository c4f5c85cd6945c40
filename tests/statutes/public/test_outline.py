"""The contents of a statute, and how a long one is cut into pages."""

import pytest

from statutes.citations.places import Place
from statutes.public import outline
from statutes.public.outline import Outline


def rows(*parts, length=10):
    return [(number, 0, part, length) for number, part in enumerate(parts, start=1)]


def titles(sections):
    return [(one.title, one.start, one.end, titles(one.children)) for one in sections]


def slices(made):
    return [(page.start, page.end) for page in made.pages]


def test_headings_make_a_tree_over_the_articles():
    made = Outline(rows("一编\n一章", "一编\n一章", "一编\n二章", "二编", "附则"))
    assert titles(made.sections) == [
        ("一编", 0, 3, [("一章", 0, 2, []), ("二章", 2, 3, [])]),
        ("二编", 3, 4, []),
        ("附则", 4, 5, []),
    ]


def test_chapters_of_one_name_in_two_parts_stay_two():
    made = Outline(rows("一编\n一般规定", "二编\n一般规定"))
    assert [one.children[0].start for one in made.sections] == [0, 1]


def test_the_headings_that_open_before_an_article_are_known():
    made = Outline(rows("一编\n一章", "一编\n二章"))
    assert [[one.title for one in made.opening[at]] for at in (0, 1)] == [
        ["一编", "一章"],
        ["二章"],
    ]


def test_anchors_are_given_once():
    made = Outline(rows("一编\n一章", "二编\n一章"))
    anchors = [one.anchor for found in made.opening.values() for one in found]
    assert len(set(anchors)) == 4


def test_a_statute_without_headings_has_no_contents():
    assert Outline(rows("", "")).sections == []


def test_a_short_statute_is_one_page():
    assert slices(Outline(rows("一章", "二章"))) == [(0, 2)]


@pytest.fixture
def small(monkeypatch):
    """Pages of 100 characters, articles that cost nothing besides their text."""
    monkeypatch.setattr(outline, "LONGEST_PAGE", 100)
    monkeypatch.setattr(outline, "MARKS", 0)


@pytest.mark.usefixtures("small")
def test_a_long_one_is_cut_at_its_parts():
    made = Outline(rows("一编", "一编", "二编", "二编", length=40))
    assert slices(made) == [(0, 2), (2, 4)]


@pytest.mark.usefixtures("small")
def test_small_neighbours_share_a_page():
    made = Outline(rows("一编", "二编", "三编", length=40))
    assert slices(made) == [(0, 2), (2, 3)]


@pytest.mark.usefixtures("small")
def test_a_part_that_is_too_long_is_cut_at_its_chapters_and_shares_with_nobody():
    made = Outline(rows("一编", "二编\n一章", "二编\n二章", "二编\n三章", "三编", length=40))
    assert slices(made) == [(0, 1), (1, 3), (3, 4), (4, 5)]


@pytest.mark.usefixtures("small")
def test_what_has_no_headings_is_cut_by_length():
    assert slices(Outline(rows("", "", "", "", "", length=40))) == [(0, 2), (2, 4), (4, 5)]


@pytest.mark.usefixtures("small")
def test_an_article_longer_than_a_page_has_a_page_of_its_own():
    made = Outline([(1, 0, "", 10), (2, 0, "", 500), (3, 0, "", 10)])
    assert slices(made) == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.usefixtures("small")
def test_pages_hold_every_article_once():
    parts = [f"{at // 7}编\n{at // 3}章" for at in range(60)]
    made = Outline(rows(*parts, length=30))
    held = [at for start, end in slices(made) for at in range(start, end)]
    assert held == list(range(60))


def test_neighbours_know_the_articles_between():
    made = Outline([(224, 0, "", 1), (224, 1, "", 1), (225, 0, "", 1)])
    assert made.around(Place(224, 1)) == (Place(224), Place(225))
    assert made.around(Place(224)) == (None, Place(224, 1))
    assert Place(224, 2) not in made


def test_nothing_has_neither_contents_nor_pages():
    made = Outline([])
    assert (made.sections, made.pages) == ([], [])
