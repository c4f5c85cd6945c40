"""Numbers of articles: in Han, in digits, in addresses. Pure."""

from typing import NamedTuple

from django.urls.converters import StringConverter

from richtext.base.chinese import to_han


def article_words(number: int, sub: int = 0) -> str:
    """第二百二十四条, or 第二百二十四条之一 with a sub-number."""
    return f"第{to_han(number)}条" + (f"之{to_han(sub)}" if sub else "")


def article_digits(number: int, sub: int = 0) -> str:
    """第224条, or 第224条之一 with a sub-number: for sentences of ours."""
    return f"第{number}条" + (f"之{to_han(sub)}" if sub else "")


LARGEST_SUB = 99  # two digits, in an address and in the import


class Place(NamedTuple):
    """The number of an article and its sub-number (之一 is 1, 0 is the article itself)."""

    number: int
    sub: int = 0

    def __str__(self) -> str:
        return f"{self.number}-{self.sub}" if self.sub else str(self.number)

    @property
    def words(self) -> str:
        """第五百七十七条."""
        return article_words(self.number, self.sub)


class PlaceConverter:
    """An article in an address, in its one spelling: 0577, 577-0 and full-width digits are none."""

    regex = r"[1-9][0-9]{0,3}(?:-[1-9][0-9]?)?"

    def to_python(self, value: str) -> Place:
        return Place(*map(int, value.split("-")))

    def to_url(self, value: Place) -> str:
        return str(value)


class WrittenConverter(StringConverter):
    """An article as people write it: 第577条, 第224条之一; the page says what is wrong with it."""

    regex = r"[^/\x00-\x1f]{1,12}条[^/\x00-\x1f]{0,16}"


class NameConverter(StringConverter):
    """The slug of a version, or any name of a statute that leads to the one in force."""

    regex = r"[^/\x00-\x1f]{1,100}"


class Leaf(NamedTuple):
    """A page of a long statute: the part that it is of, and its number there; both from one."""

    part: int
    number: int = 1


class PageConverter:
    """A page of a long statute, in its one spelling: 2 is the first of part 2, 2-3 the third."""

    regex = r"[1-9][0-9]{0,2}(?:-(?:[2-9]|[1-9][0-9]{1,2}))?"

    def to_python(self, value: str) -> Leaf:
        return Leaf(*map(int, value.split("-")))

    def to_url(self, value: Leaf) -> str:
        return f"{value.part}-{value.number}" if value.number > 1 else str(value.part)
