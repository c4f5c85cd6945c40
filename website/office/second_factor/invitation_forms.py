"""The two forms behind an invitation: the code of it, then what it is made for."""

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User

from website.office.second_factor import invitations
from website.office.second_factor.fields import CodeField, NameField, PasskeyField
from website.office.second_factor.forms import added, confirmed

GONE = "开通码有误、已使用或已过期。请核对，或向为您建立账号的人索取新的开通链接。"
NO_FACTOR = "请输入验证器上的6位数字，或者改用通行密钥。"


class InvitationForm(forms.Form):
    """The code of an invitation; with a good one `account` is whom it is for."""

    code = CodeField(
        label="开通码",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
        error_messages={"required": "请输入开通码。", "max_length": GONE},
    )
    account: User

    def clean_code(self):
        """Looked up by its hash: whoever guesses costs one look at an index."""
        code = self.cleaned_data["code"]
        invitation = invitations.opened(invitations.digest(code))
        if invitation is None:
            raise forms.ValidationError(GONE)
        self.account = invitation.account
        return code


class NewPasswordForm(SetPasswordForm):
    """The password alone, as it is looked at before the browser is asked to make a passkey."""

    def __init__(self, account, data=None):
        super().__init__(account, data)
        self.fields["new_password1"].label = "登录密码"
        self.fields["new_password2"].label = "再输入一次密码"


class AcceptForm(NewPasswordForm):
    """Password and second factor; `device` is the telephone or the passkey."""

    code = CodeField(label="验证器上的6位数字", required=False)
    name = NameField(required=False)
    passkey = PasskeyField()
    device = None

    def __init__(self, request, account, data=None):
        super().__init__(account, data)
        self.request = request

    def clean(self):
        """The second factor is made once the password is good: both or neither."""
        super().clean()
        if not self.errors:
            self.device = self._factor(self.cleaned_data)
        return self.cleaned_data

    def _factor(self, known):
        if answer := known["passkey"]:
            return added(self.request, self.user, answer, known["name"] or "通行密钥")
        if not known["code"]:
            raise forms.ValidationError({"code": NO_FACTOR})
        try:
            return confirmed(self.user, known["code"])
        except forms.ValidationError as refusal:
            raise forms.ValidationError({"code": refusal.messages}) from refusal
