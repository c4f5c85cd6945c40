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
    """The parts, whose addresses stay as they are."""
    return made.parts


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


def test_a_short_statute_is_one_page_of_one_part():
    made = Outline(rows("一章", "二章"))
    assert made.parts == [(0, 2)]
    assert [page[2:] for page in made.pages] == [(0, 2)]


@pytest.fixture
def small(monkeypatch):
    """Parts of 100 characters, articles that cost nothing besides their text."""
    monkeypatch.setattr(outline, "LONGEST_PART", 100)
    monkeypatch.setattr(outline, "MARKS", 0)


@pytest.mark.usefixtures("small")
def test_a_long_one_is_cut_at_its_parts():
    made = Outline(rows("一编", "一编", "二编", "二编", length=40))
    assert slices(made) == [(0, 2), (2, 4)]


@pytest.mark.usefixtures("small")
def test_small_neighbours_share_a_part():
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
def test_an_article_longer_than_a_part_has_a_part_of_its_own():
    made = Outline([(1, 0, "", 10), (2, 0, "", 500), (3, 0, "", 10)])
    assert slices(made) == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.usefixtures("small")
def test_parts_hold_every_article_once():
    parts = [f"{at // 7}编\n{at // 3}章" for at in range(60)]
    made = Outline(rows(*parts, length=30))
    held = [at for start, end in slices(made) for at in range(start, end)]
    assert held == list(range(60))


def test_a_part_is_cut_into_pages_that_fit_a_telephone(monkeypatch):
    monkeypatch.setattr(outline, "TALLEST_PAGE", 225)
    made = Outline(rows(*["一编"] * 100, length=205))  # 10 lines of text each, and 1.1 around it
    assert len(made.parts) == 1
    assert [page.number for page in made.pages] == [1, 2, 3, 4, 5]
    assert max(page.end - page.start for page in made.pages) * 11.1 <= outline.TALLEST_PAGE


def test_each_part_begins_a_page_and_its_pages_are_counted_anew():
    made = Outline(rows(*["一编"] * 100, *["二编"] * 100, length=205))
    assert [start for start, _ in made.parts] == [0, 100]
    assert [(page.part, page.number) for page in made.pages if page.start == 100] == [(2, 1)]
    assert made.page_of(100) == made.pages_in(2)[0]
    assert [page.start for page in made.pages[1:]] == [page.end for page in made.pages[:-1]]


def test_many_paragraphs_make_a_page_higher():
    one, many = Outline([(1, 0, "", 2000, 1)] * 9), Outline([(1, 0, "", 2000, 99)] * 9)
    assert len(many.pages) > len(one.pages)


def test_the_articles_of_a_page_are_told_in_digits_with_their_sub_numbers():
    made = Outline([(224, 0, "", 1), (225, 0, "", 1), (225, 1, "", 1)])
    ranges = [made.range_of(outline.Page(1, 1, *ends)) for ends in ((0, 1), (0, 2), (1, 3))]
    assert ranges == ["第224条", "第224—225条", "第225条至第225条之一"]


def test_neighbours_know_the_articles_between():
    made = Outline([(224, 0, "", 1), (224, 1, "", 1), (225, 0, "", 1)])
    assert made.around(Place(224, 1)) == (Place(224), Place(225))
    assert made.around(Place(224)) == (None, Place(224, 1))
    assert Place(224, 2) not in made


def test_nothing_has_neither_contents_nor_pages():
    made = Outline([])
    assert (made.sections, made.parts, made.pages) == ([], [], [])
