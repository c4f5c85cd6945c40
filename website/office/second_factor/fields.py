"""The box for a code, as every form of the second factor has it."""

from django import forms

from website.office.second_factor import devices

SENTENCES = {
    "slowed": "验证码多次输错，请稍后重试。",
    "invalid": "验证码有误或已使用，请等待下一个验证码。",
}


class CodeField(forms.CharField):
    """A code of the telephone or a recovery code, however it was copied."""

    def __init__(self, **kwargs):
        known = {
            "label": "验证码",
            "max_length": 32,
            "error_messages": {
                "required": "请输入验证码。",
                "max_length": "验证码过长，请检查。",
            },
            "widget": forms.TextInput(
                attrs={"autocomplete": "one-time-code", "autocapitalize": "off"}
            ),
        }
        super().__init__(**{**known, **kwargs})

    def to_python(self, value):
        return devices.tidied(super().to_python(value) or "")
