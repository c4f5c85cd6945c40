"""How a version of a statute is named in addresses: 公司法-2023."""

import re
from collections.abc import Container
from datetime import date

from statutes.base.columns import max_length
from statutes.models import Statute

MARKS = re.compile(r"[\W_]+")
LONGEST = max_length(Statute, "slug")


def slug_of(short_name: str, day: date | None, taken: Container[str] = ()) -> str:
    """The short name without punctuation and the year, with month and day where those are taken.

    `day` is that of promulgation, or the one from which it applies; None if neither is known.
    """
    stem = MARKS.sub("", short_name)[: LONGEST - len("-2020-12-28-9")]
    forms = [f"{stem}-{day:{form}}" for form in ("%Y", "%Y-%m", "%Y-%m-%d")] if day else [stem]
    free = [form for form in forms if form not in taken]
    return free[0] if free else next(form for form in _numbered(forms[-1]) if form not in taken)


def _numbered(form):
    return (f"{form}-{number}" for number in range(2, 10_000))
