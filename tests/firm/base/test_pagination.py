"""One rule for the page numbers of every list."""

import pytest
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from firm.base import queries


def asked(number):
    return RequestFactory().get("/articles/", {"page": number} if number is not None else {})


WRONG = [
    "0",
    "-1",
    "abc",
    "1.0",
    "1e3",
    "１",
    "٢",
    " 2",
    "01",
    "+2",
    "9" * 500,
    "100000",
    "\x00",
    "2\n",
]


@pytest.mark.parametrize("number", WRONG)
def test_another_spelling_of_a_number_is_no_page(number):
    with pytest.raises(Http404):
        queries.page_of(asked(number), list(range(500)))


def test_a_page_behind_the_last_is_no_page():
    assert queries.page_of(asked("25"), list(range(500))).number == 25
    with pytest.raises(Http404):
        queries.page_of(asked("26"), list(range(500)))


@pytest.mark.parametrize("number", [None, "", "1"])
def test_the_first_page_needs_no_number_and_has_one_address(number):
    assert queries.page_of(asked(number), [1]).number == 1
    assert queries.canonical(asked(number), "/articles/") == "/articles/"


def test_an_empty_list_has_a_first_page():
    assert list(queries.page_of(asked(None), [])) == []


def test_a_later_page_is_an_address_of_its_own():
    assert queries.canonical(asked("2"), "/articles/") == "/articles/?page=2"


@given(st.text(max_size=8))
def test_any_text_is_a_page_or_a_404(text):
    try:
        page = queries.page_of(asked(text), list(range(100)), per_page=10)
    except Http404:
        return
    assert text == "" or str(page.number) == text
