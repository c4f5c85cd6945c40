"""Numbers of articles, in Han and in digits. Pure functions."""

from richtext.base.numerals import to_han


def article_words(number: int, sub: int = 0) -> str:
    """第二百二十四条, or 第二百二十四条之一 with a sub-number."""
    return f"第{to_han(number)}条" + (f"之{to_han(sub)}" if sub else "")


def article_digits(number: int, sub: int = 0) -> str:
    """第224条, or 第224条之一 with a sub-number: for sentences of ours."""
    return f"第{number}条" + (f"之{to_han(sub)}" if sub else "")
