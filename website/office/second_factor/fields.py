"""The box for a code, as every form of the second factor has it."""

from django import forms

from website.office.second_factor import devices

SENTENCES = {
    "slowed": "验证码输错了几次，请稍等一会儿再试。",
    "invalid": "验证码不对，或者已经用过，请等下一个验证码再试。",
}


class CodeField(forms.CharField):
    """A code of the telephone or a recovery code, however it was copied."""

    def __init__(self, **kwargs):
        known = {
            "label": "验证码",
            "max_length": 32,
            "error_messages": {
                "required": "请输入验证码。",
                "max_length": "验证码没有这么长，请检查。",
            },
            "widget": forms.TextInput(
                attrs={"autocomplete": "one-time-code", "autocapitalize": "off"}
            ),
        }
        super().__init__(**{**known, **kwargs})

    def to_python(self, value):
        return devices.tidied(super().to_python(value) or "")
