"""Fields of forms by their names, each as the kind that it is; choices among kept records."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseForm, ChoiceField, ModelMultipleChoiceField
from django.forms import Field as FormField

F = TypeVar("F", bound=FormField)
LONGEST_KEY = 18  # digits of a key that every database holds


def is_key(text: str) -> bool:
    """Whether what an address or a post says may be the number of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def field_of(form: BaseForm, name: str, kind: type[F]) -> F:
    """A field of a form; `form.fields` itself tells of no field what kind it is."""
    field = form.fields[name]
    assert isinstance(field, kind)
    return field


class RecordField(ChoiceField):
    """A choice among records that are at hand, where Django's field asks the database twice."""

    def __init__(self, *, known_by="pk", empty_label, **kwargs):
        self.known_by, self.empty_label = known_by, empty_label
        self.records: dict[str, Model] = {}
        super().__init__(**kwargs)

    def offer(self, records: Iterable[Model]) -> None:
        self.records = {str(self.prepare_value(one)): one for one in records}
        named = [(key, self.label_of(one)) for key, one in self.records.items()]
        self.choices = [("", self.empty_label), *named]

    def label_of(self, record: Model) -> str:
        return str(record)

    def prepare_value(self, value):
        return getattr(value, self.known_by) if isinstance(value, Model) else value

    def clean(self, value):
        """The record that was chosen, None for the empty choice."""
        return self.records.get(super().clean(value))


class AreaField(RecordField):
    """Practice areas, those of the second level under the name of the first."""

    default_error_messages = {"invalid_choice": "所选业务领域已不存在，请重新选择。"}

    def label_of(self, area):
        return f"{area.parent.name}：{area.name}" if area.parent else area.name


class ManyRecordsField(ModelMultipleChoiceField):
    """Several records; a key longer than any record's, which overflows in SQLite, is no choice."""

    def _check_values(self, value):
        """Asked of what was posted, and of what the page says that was there before."""
        if isinstance(value, list | tuple) and any(len(str(key)) > LONGEST_KEY for key in value):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super()._check_values(value)  # type: ignore[misc]  # Django's hook, not in its stubs
