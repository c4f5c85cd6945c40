"""What a client says to the text that would be public."""

from django import forms
from django.core.exceptions import ValidationError

from consult.base.enums import PublicationState as State
from consult.forms.base import PersonForm, PlainTextField

LONGEST_WISH = 2000
NOT_CHOSEN = "请选择一项；暂时不想决定的，直接返回即可，不答复不会公开。"
NO_WISH = "请写明希望怎样修改。"
VERDICTS = [
    (State.AGREED, "同意按上面的文字公开"),
    (State.CHANGES, "修改以后再给我看"),
    (State.OBJECTED, "不同意公开"),
]


class JudgeForm(PersonForm):
    """Yes, no, or what is to be changed first; `asked` names the text that was on the screen."""

    verdict = forms.TypedChoiceField(
        label="您的决定",
        choices=VERDICTS,
        coerce=State,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), NOT_CHOSEN),
    )
    text = PlainTextField(
        label="希望怎样修改",
        required=False,
        max_length=LONGEST_WISH,
        help_text="选“修改以后再给我看”的请写明，例如：不要写我做什么工作。只有律师能看到。",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    asked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, **kwargs)
        self.publication = publication
        if publication.asked_at:
            self.initial["asked"] = publication.asked_at.isoformat()
        if publication.judged_at:
            self.initial |= {"verdict": publication.state, "text": publication.wish}

    def clean(self):
        data = super().clean()
        if data.get("verdict") == State.CHANGES and not data.get("text") and not self.errors:
            self.add_error("text", ValidationError(NO_WISH))
        return data

    def renew(self):
        """Show what was typed under the text that is on the page now."""
        self.data = self.data.copy()
        self.data["asked"] = self.initial.get("asked", "")
        self.data.pop("verdict", None)
