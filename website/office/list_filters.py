"""The filters of lists as a person names them: 是否显示, 未设岗位."""

from django.contrib.admin import (
    BooleanFieldListFilter,
    FieldListFilter,
    RelatedFieldListFilter,
)
from django.db.models import BooleanField
from django.utils.html import format_html

# Titles that would be long as “是否” and the name of the column.
SHORT = {"is_published": "是否显示"}


class YesNoFilter(BooleanFieldListFilter):
    """A question, to which 是 and 否 are answers."""

    def __init__(self, field, *args, **kwargs):
        super().__init__(field, *args, **kwargs)
        self.title = SHORT.get(field.name, f"是否{self.title}")


class RelatedFilter(RelatedFieldListFilter):
    """Rows without a related record by what they lack; “无” says nothing of it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = format_html("未设{}", self.title)


def teach_filters():
    """Every list of the admin asks these first, without naming them."""
    FieldListFilter.register(lambda field: isinstance(field, BooleanField), YesNoFilter, True)
    FieldListFilter.register(lambda field: bool(field.remote_field), RelatedFilter, True)
