"""What the staff fills in on the page of a consultation."""

from django import forms

from consult.forms.base import LONGEST, PlainTextField, TokenForm


class ReplyForm(TokenForm):
    """What a lawyer answers."""

    text = PlainTextField(
        label="答复",
        min_length=2,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "请先写下答复。"},
    )


class NoteForm(TokenForm):
    """A private note."""

    note = PlainTextField(
        label="内部备注",
        max_length=LONGEST,
        help_text="只有本所人员能看到。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请先写下备注。"},
    )
