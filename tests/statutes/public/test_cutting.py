"""How the articles of a part come to their pages."""

import pytest

from statutes.public.outline import evenly


def cut(heights, headings=None, most=100):
    """The first article of each page; `headings` are the depths of those before articles."""
    depths = [(headings or {}).get(at) for at in range(len(heights))]
    return [start for start, _ in evenly(heights, depths, most)]


def test_pages_are_of_about_one_height_and_none_is_a_scrap():
    assert cut([20] * 6) == [0, 3]


def test_a_page_begins_before_a_heading_where_that_costs_little():
    assert cut([20] * 8) == [0, 4]
    assert cut([20] * 8, {0: 1, 5: 1}) == [0, 5]


def test_a_higher_heading_is_better_than_a_lower_one():
    assert cut([10] * 16, {0: 1, 8: 3, 9: 1}) == [0, 9]
    assert cut([10] * 16, {0: 1, 8: 1, 9: 3}) == [0, 8]


@pytest.mark.parametrize("heights", [[500], [500, 10], [10, 500, 10]])
def test_what_is_higher_than_a_page_stands_alone(heights):
    alone = [heights.index(500), heights.index(500) + 1]
    slices = evenly(heights, [None] * len(heights), 100)
    assert tuple(alone) in slices


def test_nothing_has_no_pages():
    assert evenly([], [], 100) == []


def test_every_article_is_on_one_page_and_none_is_too_high():
    heights = [7 + (at * 37) % 53 for at in range(300)]
    slices = evenly(heights, [None if at % 9 else 1 for at in range(300)], 100)
    assert [at for start, end in slices for at in range(start, end)] == list(range(300))
    assert all(sum(heights[start:end]) <= 100 for start, end in slices)
