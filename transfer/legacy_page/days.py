"""Days as old pages write them, of an article and at the end of a title."""

import re
from datetime import date

from django.utils import timezone

from transfer.legacy_page.lines import fold

DAY = r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?!\d)"
BEHIND_TITLE = re.compile(rf"\s*[\[(【（]?{DAY}[\])】）]?$")


def day_in(line):
    """The first day of a line that can be true, None without one."""
    for found in re.finditer(DAY, fold(line)):
        try:
            day = date(*map(int, found.groups()))
        except ValueError:
            continue
        if day <= timezone.localdate():
            return day
    return None


def ends_in_day(line):
    """Whether a line is a title and a day, as in a list of articles."""
    found = BEHIND_TITLE.search(fold(line))
    return bool(found and found.start())


def without_day(title):
    """A title without the day behind it."""
    return BEHIND_TITLE.sub("", title) or title
