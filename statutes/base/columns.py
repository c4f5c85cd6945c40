"""Columns of models by their names."""

from django.db.models import Field, Model


def column_of(model: type[Model], name: str) -> Field:
    """A column; `get_field` alone may also be a relation from elsewhere."""
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def max_length(model: type[Model], name: str) -> int:
    """How many characters a column holds."""
    longest = column_of(model, name).max_length
    assert longest is not None
    return longest
