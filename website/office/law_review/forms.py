"""What is asked on the pages of the review: which warnings to list, who confirms which."""

from django import forms

from firm.base.forms import field_of
from statutes.base.enums import Level
from statutes.models.statute import SHORT

LONGEST_NOTE = 300
NOT_OF_ONE_LAW = "全部确认一次只能针对一部法规，请先按法规筛选。"
NOTHING_CHOSEN = "请先勾选要确认保留的提示。"
NO_LAWYER = (
    "确认保留须由律师本人登录后进行。您的账号没有关联律师资料："
    "您是律师的，请负责账号的同事在“人员”中关联。"
)
NO_NULL = {"null_characters_not_allowed": "含有不可见的空字符，请删去或重新输入。"}


class FilterForm(forms.Form):
    """The query string of the list; what it says wrongly is left out."""

    kind = forms.ChoiceField(label="类别", required=False)
    level = forms.ChoiceField(label="级别", required=False, choices=[("", "全部"), *Level.choices])
    law = forms.CharField(label="法规", required=False, max_length=SHORT, widget=forms.Select)
    text = forms.RegexField(r"^[a-z]+\.[a-z]+:[0-9]{1,18}$", required=False)

    def __init__(self, data, *, kinds, laws):
        super().__init__(data, label_suffix="")
        field_of(self, "kind", forms.ChoiceField).choices = [("", "全部"), *kinds]
        chosen = self["law"].value() or ""
        listed = {law: f"{law}（{number}）" for law, number in laws}
        self.fields["law"].widget.attrs.pop("maxlength", None)  # nothing is typed here
        listed.setdefault(chosen[:SHORT], chosen[:SHORT])
        choices = [(law, label) for law, label in listed.items() if law]
        self.fields["law"].widget.choices = [("", "全部"), *choices]

    @property
    def wanted(self):
        """What was asked for and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ChosenField(forms.MultipleChoiceField):
    """Warnings by their keys; whether each is still there is asked when it is decided on."""

    def valid_value(self, value):
        return len(value) <= 400 and "\x00" not in value


class ConfirmForm(forms.Form):
    """Which warnings a lawyer lets stand, and why; all of them at once for one law alone.

    `lawyer` is the one who is logged in: nobody confirms in the name of another. `everything` is
    the number of warnings that the person saw.
    """

    chosen = ChosenField(required=False)
    everything = forms.IntegerField(required=False, min_value=1)
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=LONGEST_NOTE,
        help_text="例如：讨论的是2019年签订的合同，适用当时的法律。仅本所人员可见。",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "说明最多300个字，现在有%(show_value)d个字。", **NO_NULL},
    )

    def __init__(self, data=None, *, lawyer, law=""):
        super().__init__(data, label_suffix="")
        self.lawyer, self.law = lawyer, law

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.lawyer is None:
            self.add_error(None, NO_LAWYER)
        elif data.get("everything") and not self.law:
            self.add_error(None, NOT_OF_ONE_LAW)
        elif not (data.get("chosen") or data.get("everything")):
            self.add_error(None, NOTHING_CHOSEN)
        return data
