"""Fields of forms by their names, each as the kind that it is."""

from typing import TypeVar

from django.forms import BaseForm
from django.forms import Field as FormField

F = TypeVar("F", bound=FormField)


def field_of(form: BaseForm, name: str, kind: type[F]) -> F:
    """A field of a form; `form.fields` itself tells of no field what kind it is."""
    field = form.fields[name]
    assert isinstance(field, kind)
    return field
