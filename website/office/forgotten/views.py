"""The two pages of 忘记密码: where the mail is typed, and where the link leads."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from outbox import services as outbox
from website.office.forgotten import links
from website.office.second_factor.fields import CodeField
from website.office.second_factor.invitation_views import unseen

TITLE = "忘记密码"
SENT = "如果这个邮箱属于本站的后台账号，几分钟内会收到一封邮件，请打开其中的链接设置新密码。"
OFTEN = "操作过于频繁，请一小时后重试，或者请负责账号的同事重置。"
GONE = "链接有误、已使用或已过期。请在登录页点“忘记密码”重新申请。"
SET = "新密码已设置，请重新登录。"


class MailForm(forms.Form):
    """The mail of an account."""

    email = forms.EmailField(
        label="邮箱",
        max_length=254,
        error_messages={"required": "请填写邮箱。", "invalid": "邮箱格式有误，请核对。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NewPasswordForm(SetPasswordForm):
    """The code of the link, put here by a script or by hand, and the new password twice."""

    code = CodeField(
        label="链接中的代码",
        max_length=80,
        help_text="即链接“#”后面的部分，一般已自动填好。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
        error_messages={"required": GONE, "max_length": GONE},
    )
    field_order = ["code"]

    def __init__(self, data=None):
        super().__init__(None, data)
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password2"].label = "再输入一次新密码"

    def clean_code(self):
        """Whose the code is decides which passwords are too near to the name."""
        self.user = links.opened(self.cleaned_data["code"])
        if self.user is None:
            raise forms.ValidationError(GONE)
        return ""

    def save(self, commit=True):
        """Set it, once, and tell the holder."""
        links.set_password(self.user, self.cleaned_data["new_password1"])
        return self.user


@unseen
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the mail; what follows is the same for every address."""
    form = MailForm(request.POST or None)
    if not outbox.mail_is_set():
        return _page(request, "ask", {"no_mail": True})
    if not (form.is_bound and form.is_valid()):
        return _page(request, "ask", {"form": form}, 422 if form.errors else 200)
    if not links.ask(form.cleaned_data["email"], request.META.get("REMOTE_ADDR", "")):
        form.add_error(None, OFTEN)
        return _page(request, "ask", {"form": form}, 429)
    messages.success(request, SENT)
    return redirect("admin:forgotten")


@unseen
@transaction.atomic
def set_new(request: HttpRequest) -> HttpResponse:
    """Set a new password by the code of the link; the login follows, with its second factor."""
    form = NewPasswordForm(request.POST or None)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, SET)
        return redirect("admin:login")
    context = {"form": form, "title": "设置新密码"}
    return _page(request, "new_password", context, 422 if form.errors else 200)


def _page(request, name, context, status=200):
    """Outside of the office: nothing of the desk, whoever asks."""
    frame = {**admin.site.each_context(request), "title": TITLE, **context}
    frame |= {"available_apps": [], "is_nav_sidebar_enabled": False, "has_permission": False}
    return render(request, f"admin/forgotten/{name}.html", frame, status=status)
