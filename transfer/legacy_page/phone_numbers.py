"""Telephone numbers as old pages write them: with brackets, blanks, full-width digits."""

import re

from firm.base import phones
from transfer.legacy_page.lines import fold

NUMBER = (
    r"(?<![\d-])(?:\+?86[-\s]?)?"
    r"(?:\(0\d{2,3}\)\s?\d{7,8}|0\d{2,3}[-\s]?\d{7,8}"
    r"|1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|[48]00[-\s]?\d{3}[-\s]?\d{4})(?!\d)"
)


def numbers(line):
    """The telephone numbers of a line as they are shown, in order."""
    found = (_shown(number) for number in re.findall(NUMBER, fold(line)))
    return [number for number in found if phones.kind_of(number)]


def first_number(lines):
    """The first number of the lines, empty when there is none."""
    return next((number for line in lines for number in numbers(line)), "")


def _shown(number):
    number = re.sub(r"^\+?86[-\s]?(?=\(?[01])", "", number)
    return re.sub(r"[()\s]+", "-", number).strip("-")
