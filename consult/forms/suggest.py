"""What the form tells while a question is being typed."""

from django import forms

from consult.forms.base import LONGEST, PlainTextField
from firm.base.forms import RecordField, field_of
from firm.site import shown

ENOUGH = 8  # characters; fewer name no matter yet


class SuggestForm(forms.Form):
    """The words of a question so far, and the area where one is chosen."""

    question = PlainTextField(min_length=ENOUGH, max_length=LONGEST)
    area = RecordField(required=False, empty_label="")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "area", RecordField).offer(shown.areas())
