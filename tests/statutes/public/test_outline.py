"""The contents of a statute, and how a long one is cut into parts and pages."""

import pytest

from statutes.citations.places import Place
from statutes.public import outline
from statutes.public.outline import Outline, evenly


def rows(*parts, length=10):
    return [(number, 0, part, length) for number, part in enumerate(parts, start=1)]


def titles(sections):
    return [(one.title, one.start, one.end, titles(one.children)) for one in sections]


def test_headings_make_a_tree_over_the_articles():
    made = Outline(rows("一编\n一章", "一编\n一章", "一编\n二章", "二编", "附则"))
    assert titles(made.sections) == [
        ("一编", 0, 3, [("一章", 0, 2, []), ("二章", 2, 3, [])]),
        ("二编", 3, 4, []),
        ("附则", 4, 5, []),
    ]
    made = Outline(rows("一编\n一般规定", "二编\n一般规定"))  # two of one name stay two
    assert [one.children[0].start for one in made.sections] == [0, 1]
    anchors = [one.anchor for found in made.opening.values() for one in found]
    assert len(set(anchors)) == 4
    made = Outline(rows("一编\n一章", "一编\n二章"))
    opened = [[one.title for one in made.opening[at]] for at in (0, 1)]
    assert opened == [["一编", "一章"], ["二章"]]


CHAPTERS = ["二编\n一章", "二编\n二章", "二编\n三章"]


@pytest.mark.parametrize(
    ("parts", "slices"),
    [
        (["一编", "一编", "二编", "二编"], [(0, 2), (2, 4)]),
        (["一编", "二编", "三编"], [(0, 2), (2, 3)]),  # small neighbours share a part
        # One too long is cut at its chapters and shares with nobody.
        (["一编", *CHAPTERS, "三编"], [(0, 1), (1, 3), (3, 4), (4, 5)]),
        (["", "", "", "", ""], [(0, 2), (2, 4), (4, 5)]),
    ],
)
def test_a_long_one_is_cut_at_its_parts_which_hold_every_article_once(parts, slices, monkeypatch):
    monkeypatch.setattr(outline, "LONGEST_PART", 100)
    monkeypatch.setattr(outline, "MARKS", 0)
    assert Outline(rows(*parts, length=40)).parts == slices
    longer_than_a_part = Outline([(1, 0, "", 10), (2, 0, "", 500), (3, 0, "", 10)])
    assert longer_than_a_part.parts == [(0, 1), (1, 2), (2, 3)]
    made = Outline(rows(*[f"{at // 7}编\n{at // 3}章" for at in range(60)], length=30))
    assert [at for start, end in made.parts for at in range(start, end)] == list(range(60))


def test_each_part_begins_a_page_and_its_pages_are_counted_anew():
    made = Outline(rows(*["一编"] * 100, *["二编"] * 100, length=205))
    assert [start for start, _ in made.parts] == [0, 100]
    assert [(page.part, page.number) for page in made.pages if page.start == 100] == [(2, 1)]
    assert made.page_of(100) == made.pages_in(2)[0]
    assert [page.start for page in made.pages[1:]] == [page.end for page in made.pages[:-1]]


def test_the_articles_of_a_page_are_told_in_digits_and_know_their_neighbours():
    made = Outline([(224, 0, "", 1), (225, 0, "", 1), (225, 1, "", 1)])
    ranges = [made.range_of(outline.Page(1, 1, *ends)) for ends in ((0, 1), (0, 2), (1, 3))]
    assert ranges == ["第224条", "第224—225条", "第225条至第225条之一"]
    made = Outline([(224, 0, "", 1), (224, 1, "", 1), (225, 0, "", 1)])
    assert made.around(Place(224, 1)) == (Place(224), Place(225))
    assert made.around(Place(224)) == (None, Place(224, 1))
    assert Place(224, 2) not in made


@pytest.mark.parametrize(
    ("heights", "headings", "starts"),
    [
        ([20] * 6, {}, [0, 3]),  # none is a scrap
        ([20] * 8, {}, [0, 4]),
        ([20] * 8, {0: 1, 5: 1}, [0, 5]),  # before a heading, where that costs little
        ([10] * 16, {0: 1, 8: 3, 9: 1}, [0, 9]),  # a higher one is better than a lower one
        ([10] * 16, {0: 1, 8: 1, 9: 3}, [0, 8]),
        ([], {}, []),
    ],
)
def test_pages_are_of_about_one_height(heights, headings, starts):
    depths = [headings.get(at) for at in range(len(heights))]
    assert [start for start, _ in evenly(heights, depths, 100)] == starts


def test_every_article_is_on_one_page_and_none_is_too_high():
    heights = [7 + (at * 37) % 53 for at in range(300)]
    slices = evenly(heights, [None if at % 9 else 1 for at in range(300)], 100)
    assert [at for start, end in slices for at in range(start, end)] == list(range(300))
    assert all(sum(heights[start:end]) <= 100 for start, end in slices)
