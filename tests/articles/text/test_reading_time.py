"""How long an article takes to read, as its byline says."""

import pytest

from articles.models.text import minutes
from tests.factories import make_article


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 1), ("字" * 590, 1), ("字" * 610, 2), ("字" * 1600, 4), ("，" * 4000, 1)],
)
def test_four_hundred_characters_a_minute_and_never_none(text, expected):
    assert minutes(text) == expected


def test_a_word_or_a_number_is_one_look():
    assert minutes("2026 GB/T " * 200) == 2


@pytest.mark.django_db
def test_the_byline_says_it(client):
    article = make_article(body=f"<p>{'字' * 1210}</p>")
    assert "约3分钟" in client.get(article.get_absolute_url()).text
