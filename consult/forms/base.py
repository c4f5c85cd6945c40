"""Fields and the form that all others build on."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from consult import tokens

LONGEST = 5000
BROKEN = "\ufffd"


class PlainTextField(forms.CharField):
    """Text of a person: line ends folded before they are counted, broken characters refused."""

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text

    def validate(self, value):
        super().validate(value)
        if BROKEN in value:
            raise ValidationError("里面有无法识别的字符，请删去或重新输入。")


class AreaField(forms.ModelChoiceField):
    """Practice areas, those of the second level under the name of the first."""

    def label_from_instance(self, area):
        return f"{area.parent.name}：{area.name}" if area.parent else area.name


def text_field(label, longest, help_text="", **attrs):
    """A one-line field that may stay empty."""
    widget = forms.TextInput(attrs=attrs)
    return PlainTextField(
        label=label, max_length=longest, required=False, help_text=help_text, widget=widget
    )


class PersonForm(forms.Form):
    """A form that a person fills in on a page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    @property
    def has_field_errors(self):
        """Whether something is to be mended beside a field."""
        return any(name != NON_FIELD_ERRORS for name in self.errors)


class TokenForm(PersonForm):
    """A form whose post is known as one when it is sent twice."""

    token = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["token"] = tokens.issue()

    @property
    def token_value(self):
        """The random part of the token, for `services`."""
        return tokens.read(self.cleaned_data["token"]).random
