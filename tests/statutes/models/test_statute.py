"""Where the articles of a statute have their pages, and where a version stands on a day."""

from datetime import date

import pytest
from django.urls import NoReverseMatch, reverse

from statutes.base import Status
from statutes.models import Statute, StatuteArticle


def test_an_article_has_the_address_that_its_page_answers_to():
    for number, sub in ((577, 0), (224, 1), (9999, 99)):
        article = StatuteArticle(statute=Statute(slug="民法典-2020"), number=number, sub=sub)
        there = reverse("statutes:article", args=["民法典-2020", article.address])
        assert article.get_absolute_url() == there


@pytest.mark.parametrize(("number", "sub"), [(0, 0), (10000, 0), (1, 100)])
def test_what_no_statute_counts_has_no_page(number, sub):
    article = StatuteArticle(statute=Statute(slug="民法典-2020"), number=number, sub=sub)
    with pytest.raises(NoReverseMatch):
        reverse("statutes:article", args=["民法典-2020", article.address])
    assert article.get_absolute_url() == ""


UNCHECKED = {"status": Status.UNCHECKED}
DAY = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Status.UNCHECKED),
        ({"effective_from": date(2020, 1, 1)}, Status.UNCHECKED),
        ({"effective_from": date(2025, 1, 1)}, Status.FUTURE),
        ({"effective_to": date(2025, 1, 1)}, Status.UNCHECKED),
        ({"effective_to": date(2023, 1, 1)}, Status.REVISED),
        ({"effective_to": date(2023, 1, 1), "replaced_by_id": 7}, Status.REPEALED),
    ],
)
def test_what_nobody_checked_ends_and_begins_by_its_dates_but_is_never_in_force(fields, expected):
    assert Statute(**UNCHECKED, **fields).status_on(DAY) == expected
