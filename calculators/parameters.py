"""The figures of the law with their dates: shipped as CSV, stored as records that cite.

`current()` gives them to a formula. `load()` brings the shipped rows in; rows that a firm typed
(`is_own`: regional figures, further months of a rate) stay.
"""

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from calculators.formulas.base import Figure, Figures
from calculators.models import PERIOD, Parameter, ParameterCitation
from firm.base import caching
from statutes.base import parse_day
from statutes.data import table_csv
from statutes.law.table import Table
from statutes.services import citation_sync, load_shipped

FILE = Path(__file__).parent / "data" / "parameters.csv"
OURS = {"id", "region", "is_own"}  # of what a firm types itself
COLUMNS = {
    str(one.verbose_name): one.name for one in Parameter._meta.fields if one.name not in OURS
}
NAMES = [one.name for one in fields(Figure)]


def _number(text):
    try:
        return Decimal(text) if text else None
    except InvalidOperation as error:
        raise ValueError(text) from error


READ: dict[str, Callable] = {
    "order": int,
    "value": _number,
    "above": lambda text: _number(text or "0"),
    **dict.fromkeys(
        ("valid_from", "valid_to", "checked_on"), lambda text: parse_day(text) if text else None
    ),
    "number": lambda text: int(text) if text else None,
    **dict.fromkeys(("sub", "clause", "item"), lambda text: int(text or 0)),
}


def shipped() -> list[dict]:
    """The rows of the file, by the fields of `Parameter`; DamagedDataError names a mistake."""
    return table_csv.records(FILE, COLUMNS, READ)


def is_missing() -> bool:
    """Whether no shipped row was loaded yet, as after an upgrade: periods alone were there."""
    return not Parameter.objects.filter(region="").exclude(key__startswith=PERIOD).exists()


@transaction.atomic
def load() -> load_shipped.LoadReport:
    """Bring the shipped rows into the database, with what they cite; again, it changes nothing."""
    key = attrgetter("key", "region", "valid_from", "above")
    report, touched = load_shipped.bring(Parameter, shipped(), key)
    if touched:
        today = timezone.localdate()
        citation_sync.refresh_batch(ParameterCitation, touched, table=Table.latest(), today=today)
    return report


def figure(row: Parameter) -> Figure:
    return Figure(*(getattr(row, name) for name in NAMES))


def current() -> Figures:
    """All values as the site has them now; cached until one changes."""
    found = lambda: Figures(map(figure, Parameter.objects.all()))  # noqa: E731
    return caching.shared("figures of the law", ("statutes",), found)
