"""Numbers of articles in Han and in digits."""

from statutes.citations.places import article_digits, article_words


def test_an_article_is_written_with_its_sub_number():
    assert article_words(224, 1) == "第二百二十四条之一"
    assert article_digits(224, 1) == "第224条之一"
