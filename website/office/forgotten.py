"""忘记密码: a link by mail to whoever forgot the password, and the same answer to everybody else.

What is typed is only hashed and written into the ledger; whose address it is finds out the
worker. So nobody learns from an answer, or from how long it took, who has an account here. The
link sets the password alone: a second factor is asked at the login as ever.
"""

import time

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator as tokens
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36

from consult.crypto.fields import keyed_hashes
from consult.spam import rate_limit, score
from consult.spam.rate_limit import Limit
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.base.registry import Letter, UnwantedMailError
from website.office import accounts
from website.office.admin_base import OUTSIDE, office_page
from website.office.login import backend
from website.office.second_factor import devices
from website.office.second_factor.forms import CodeField
from website.office.second_factor.views import unseen

KIND = "forgotten"
NOBODY = "没有使用这个邮箱的账号"
SET_BY_LINK = "登录密码已通过邮件里的链接重新设置"
# What is free: above it each has to be worked for, and nobody is refused who did.
ADDRESS = Limit(KIND, 20, backend.HOUR)
ALL = Limit(KIND, 500, backend.HOUR)
# One letter for a mailbox: whoever asks, its holder has one of the last minutes, good for an hour.
ONE_IN = 20 * 60  # seconds
HASH, STAMP = 32, 6  # letters of Django's token: its hash, the time before it
SENT = (
    "如果这个邮箱属于本站的后台账号，几分钟内会收到一封邮件，请打开其中的链接设置新密码。"
    "同一邮箱20分钟内只发一封，如重复申请，请查看先前的邮件。"
)
OFTEN = (
    "申请过多，请再点一次“发送邮件”。如仍不成功，请换一个开启了JavaScript的浏览器，"
    "或者请管理员重置。"
)
GONE = "链接有误、已使用或已过期。请在登录页点“忘记密码”重新申请。"
RENEWED = "新密码已设置，请重新登录。"


def letter(known: str) -> Letter:
    """The letter to the mail with this hash; UnwantedMailError where no account has it."""
    found = [
        one
        for one in User.objects.filter(is_active=True, is_staff=True).exclude(email="")
        if one.has_usable_password()
        and any(constant_time_compare(hashed, known) for hashed in _hashed(one.email))
    ]
    if not found:
        raise UnwantedMailError(NOBODY)
    page = settings.SITE_URL + reverse("admin:new_password")
    links = [(one.get_username(), f"{page}#{code_of(one)}") for one in found]
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    context = {"site": Identity(), "links": links, "minutes": minutes}
    return Letter(found[0].email, **outbox.rendered(KIND, context))


def code_of(account: User) -> str:
    """What opens the page for an hour, until password or mail change or somebody logs in."""
    return int_to_base36(account.pk) + tokens.make_token(account).replace("-", "")


def opened(code: str) -> User | None:
    """The account that a code is for while it is good; locked, in the caller's transaction."""
    key, stamp, rest = code[: -HASH - STAMP], code[-HASH - STAMP : -HASH], code[-HASH:]
    try:
        pk = base36_to_int(key)
    except ValueError:
        return None
    accounts = User.objects.select_for_update().filter(pk=pk, is_active=True, is_staff=True)
    account = accounts.first()
    good = account and account.has_usable_password()
    return account if good and tokens.check_token(account, f"{stamp}-{rest}") else None


def _hashed(email):
    return keyed_hashes(KIND, email.strip().casefold())


class MailForm(forms.Form):
    email = forms.EmailField(
        label="邮箱",
        max_length=254,
        error_messages={"required": "请填写邮箱。", "invalid": "邮箱格式有误，请核对。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    proof = forms.Field(widget=forms.HiddenInput, required=False)


class NewPasswordForm(SetPasswordForm):
    """The code of the link, put here by a script or by hand, and the new password twice."""

    code = CodeField(
        label="链接中的代码",
        max_length=80,
        help_text="即链接“#”后面的部分，一般已自动填好。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
        error_messages={"required": GONE, "max_length": GONE},
    )
    new_password1, new_password2 = SetPasswordForm.create_password_fields(
        label1="新密码", label2="再输入一次新密码"
    )
    field_order = ["code"]

    def clean_code(self):
        """Whose the code is decides which passwords are too near to the name."""
        self.user = opened(self.cleaned_data["code"])
        if self.user is None:
            raise forms.ValidationError(GONE)
        return ""

    @transaction.atomic
    def save(self, commit=True):
        """Every session ends, the holder is told, the waits of the login are over."""
        account = self.user
        account.set_password(self.cleaned_data["new_password1"])
        account.save(update_fields=["password"])
        devices.end_sessions(account)
        backend.forget(account)
        accounts.tell(account, SET_BY_LINK, account)
        return account


@unseen
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the mail; what is done and said is the same whatever is typed."""
    form = MailForm(request.POST or None)
    if not outbox.mail_is_set():
        return _page(request, "ask", {"no_mail": True})
    if not (form.is_bound and form.is_valid()):
        return _page(request, "ask", {"form": form}, 422 if form.errors else 200)
    is_free = rate_limit.allow(ADDRESS, request.META.get("REMOTE_ADDR", ""), ALL)
    if not (is_free or score.is_worked_for(form.cleaned_data["proof"])):
        form.add_error(None, OFTEN)
        return _page(request, "ask", {"form": form}, 429)
    known = _hashed(form.cleaned_data["email"])[0]
    key = f"{KIND}:{known}:{int(time.time()) // ONE_IN}"
    outbox.enqueue_mail(kind=KIND, recipient=f"{KIND}:{known}", dedupe_key=key)
    messages.success(request, SENT)
    return redirect("admin:forgotten")


@unseen
@transaction.atomic
def set_new(request: HttpRequest) -> HttpResponse:
    """Set a new password by the code of the link; the login follows, with its second factor."""
    form = NewPasswordForm(None, request.POST or None)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, RENEWED)
        return redirect("admin:login")
    context = {"form": form, "title": "设置新密码"}
    return _page(request, "new_password", context, 422 if form.errors else 200)


def _page(request, name, context, status=200):
    context = {**OUTSIDE, "title": "忘记密码", **context}
    return office_page(request, f"forgotten/{name}", context, status)


# Under the admin and before its login.
urlpatterns = [
    path("forgotten/", ask, name="forgotten"),
    path("new-password/", set_new, name="new_password"),
]
