"""The facts of a consultation as its pages and copies list them."""

from collections.abc import Iterable

from consult.models import FactAnswer


def told(facts: Iterable[FactAnswer], *, for_client: bool) -> list[tuple[str, str]]:
    """Each with its name; clients see what they wrote themselves, as they wrote it."""
    rows = [(one.name, one.answer if for_client else one.value) for one in facts]
    return [(name, value) for name, value in rows if value]
