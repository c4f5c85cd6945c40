"""What the preview of an import shows."""

from django import template

from statutes.data.rows import Row

register = template.Library()


@register.filter
def differences(before: Row, after: Row) -> list[tuple[str, str, str]]:
    """Column, value now, value after the import, for each field that changes."""
    return before.differences(after)
