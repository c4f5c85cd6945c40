"""Fields and the form that all others build on."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property

from consult.base import tokens
from consult.base.policy import Action
from consult.desk import access
from firm.base import phones

LONGEST = 5000
BROKEN = "\ufffd"
NO_PHONE = "请填写11位手机号码，或者“区号-号码”形式的座机号码。"
NOT_ABLE = "该人员目前不能答复咨询，请另选一位。"


class DayField(forms.DateField):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
    default_error_messages = {"invalid": "日期请按2027-03-01的格式填写。"}


class PlainTextField(forms.CharField):
    """Text of a person: line ends folded before they are counted, broken characters refused."""

    default_error_messages = {
        "min_length": "内容过短，请至少填写%(limit_value)d个字。",
        "max_length": "最多%(limit_value)d个字，现有%(show_value)d个字，请删减。",
        "null_characters_not_allowed": "含有不可见的空字符，请删去或重新输入。",
        "broken": "含有无法识别的字符，请删去或重新输入。",
    }

    def widget_attrs(self, widget):
        """A browser silently cuts what is pasted beyond `maxlength`; here the person is told."""
        attrs = super().widget_attrs(widget)
        if self.max_length and isinstance(widget, forms.Textarea):
            del attrs["maxlength"]
            attrs["data-longest"] = self.max_length
        return attrs

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text

    def validate(self, value):
        super().validate(value)
        if BROKEN in value:
            raise ValidationError(self.error_messages["broken"], "broken")


class StaffField(forms.ModelChoiceField):
    """A member of the staff with the right to an action, by the name that colleagues know."""

    def __init__(self, *, able: Action, **kwargs):
        self.able = able
        super().__init__(queryset=None, **kwargs)

    def __deepcopy__(self, memo):
        copy = super().__deepcopy__(memo)  # type: ignore[misc]
        copy.queryset = access.holders(self.able)
        return copy

    def label_from_instance(self, user):
        return access.display_name(user)


def text_field(label, longest, help_text="", **attrs):
    widget = forms.TextInput(attrs=attrs)
    return PlainTextField(
        label=label, max_length=longest, required=False, help_text=help_text, widget=widget
    )


def email_field(help_text, autocomplete):
    return forms.EmailField(
        label="邮箱",
        max_length=120,
        required=False,
        help_text=help_text,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
        error_messages={
            "invalid": "邮箱格式有误，应形如name@example.com。",
            "max_length": "邮箱过长，请检查后重新填写。",
        },
    )


class Explained(forms.BoundField):
    """A field with a paragraph `<id>_more` on the page, which a screen reader reads with it."""

    form: "PersonForm"

    def build_widget_attrs(self, attrs, widget=None):
        """What is hidden is described to nobody."""
        found = super().build_widget_attrs(attrs, widget)
        if (widget or self.field.widget).is_hidden:
            found = {name: value for name, value in found.items() if not name.startswith("aria-")}
        return found

    @property
    def aria_describedby(self):
        """What Django names (help and error), and the paragraph of those in `form.explained`."""
        known = super().aria_describedby or ""
        more = f"{self.auto_id}_more" if self.name in self.form.explained else ""
        return f"{known} {more}".strip()


class PersonForm(forms.Form):
    bound_field_class = Explained
    data: QueryDict
    explained: tuple[str, ...] = ()  # names of fields of which the page says more than their help

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def overwrite(self, **values):
        """Show what was posted with other values of what was on the page when it was typed."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value

    @property
    def has_field_errors(self):
        """Whether something is to be mended beside a field."""
        return any(name != NON_FIELD_ERRORS for name in self.errors)


class BesideForm(PersonForm):
    """One of several that are sent together: it tells what was changed on the page, so that what a
    colleague changed meanwhile stays."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = not field.widget.is_hidden

    def has_changed(self):
        return any(not self.fields[name].widget.is_hidden for name in self.changed_data)


class PhoneMixin(PersonForm):
    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and phones.kind_of(phone) is None:
            raise ValidationError(NO_PHONE)
        return phone and phones.tidy(phone)


class TokenForm(PersonForm):
    """A form whose post is known as one when it is sent twice."""

    token = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("token", tokens.issue_form_token())

    @cached_property
    def opened_token(self):
        """The token that was posted; read once, for one that is forged is a new one each time."""
        return tokens.parse_form_token(self.cleaned_data["token"])

    @property
    def token_value(self):
        """The random part of the token, for `services`."""
        return self.opened_token.random
