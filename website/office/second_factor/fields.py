"""The boxes that several forms of the second factor have."""

import re
import unicodedata

from django import forms

EITHER = "验证器上的6位数字，或一个恢复码。"
SENTENCES = {
    "slowed": "验证码多次输错，请稍后重试。",
    "invalid": "验证码有误或已使用，请等待下一个验证码。",
}
LONGEST = 200  # characters of a code with all its spaces; a megabyte would be folded for minutes


def tidied(typed: str) -> str:
    """Spaces, dashes, capitals and full-width digits are how people copy a code."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed[:LONGEST])).lower()


class CodeField(forms.CharField):
    """A code of the telephone or a recovery code, however it was copied."""

    def __init__(self, **kwargs):
        known = {
            "label": "验证码",
            "max_length": 32,
            "error_messages": {"required": "请输入验证码。", "max_length": "验证码过长，请检查。"},
            "widget": forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "off"}),
        }
        super().__init__(**{**known, **kwargs})

    def to_python(self, value):
        return tidied(super().to_python(value) or "")


class PasskeyField(forms.CharField):
    """What the browser answers for a passkey, put here by a script; empty without one."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)


class NameField(forms.CharField):
    """What a passkey is called in the list of its owner."""

    def __init__(self, **kwargs):
        known = {
            "label": "通行密钥的名称",
            "max_length": 40,
            "initial": "我的通行密钥",
            "help_text": "便于以后辨认，例如：办公室电脑。",
            "error_messages": {"required": "请填写名称。", "max_length": "名称请不超过40字。"},
        }
        super().__init__(**{**known, **kwargs})
