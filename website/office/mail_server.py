"""发信邮箱: the mail server as the office sets it, tried before it is kept."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.validators import validate_domain_name
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from consult.base.policy import MissingKeyError
from consult.crypto.fields import DecryptionError
from consult.mail_server import Backend
from consult.models import MailServer
from firm.models import SiteSettings
from outbox import services as outbox
from outbox.base.errors import sentence
from website.office.admin_base import need, office_page

RIGHT = "firm.change_sitesettings"
TRIED = "已登录发信服务器，设置已保存。请再发一条测试消息，确认能够收到。"
REMOVED = "已清除，网站不再寄信。"
NO_SECRET = "请填写密码或授权码。"  # noqa: S105  (a sentence)
NOT_TAKEN = "没有保存：{}"
NO_KEY = "咨询密钥有误，无法保存密码，请运维人员查看日志。"


class ServerForm(forms.ModelForm):
    """An empty password is the one that is known, as long as it goes to the same place."""

    class Meta:
        model = MailServer
        fields = ["address", "password", "host", "port"]
        widgets = {"password": forms.PasswordInput(attrs={"autocomplete": "new-password"})}
        help_texts = {
            "address": "网站用它寄信。建议单独注册一个，不用律师本人的。",
            "password": "QQ、163等邮箱要填授权码，在邮箱的设置里开启SMTP后取得。",
            "host": "留空则按邮箱填写，如smtp.163.com；腾讯企业邮填smtp.exmail.qq.com。",
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.before = MailServer.objects.first()
        self.initial.pop("password", None)
        self.fields["password"].required = self.before is None
        self.fields["password"].error_messages["required"] = NO_SECRET
        self.fields["host"].required = False
        self.fields["host"].validators.append(validate_domain_name)

    def clean(self):
        """Log in at the server: what it does not take is not kept."""
        found = super().clean() or self.cleaned_data
        if self.errors:
            return found
        found["host"] = found["host"] or f"smtp.{found['address'].rpartition('@')[2]}"
        old = self.before
        if not found["password"] and old:
            if (found["host"], found["address"]) != (old.host, old.address):
                self.add_error("password", NO_SECRET)  # a known one goes nowhere else
                return found
            found["password"] = old.password
        try:
            backend = Backend(MailServer(**found))
            backend.open()
            backend.close()
        except (DecryptionError, MissingKeyError):
            raise forms.ValidationError(NO_KEY) from None
        except Exception as error:
            raise forms.ValidationError(NOT_TAKEN.format(sentence(error))) from None
        return found


def page(request: HttpRequest) -> HttpResponse:
    need(request.user, RIGHT)
    known = MailServer.objects.first()
    by_environment = not settings.EMAIL_BACKEND.startswith(Backend.__module__)
    is_posted = request.method == "POST" and not by_environment
    if is_posted and "remove" in request.POST:
        MailServer.objects.all().delete()
        return _done(request, REMOVED, "清除了发信邮箱")
    form = ServerForm(request.POST if is_posted else None, instance=known)
    if is_posted and form.is_valid():
        form.save()
        outbox.take_up_unsent()
        return _done(request, TRIED, f"设置了发信邮箱：{form.instance.address}")
    context = {"title": "发信邮箱", "form": form, "known": known, "by_environment": by_environment}
    return office_page(request, "outbox/mail_server", context, status=422 if form.errors else 200)


def _done(request, words, noted):
    admin.site.get_model_admin(SiteSettings).log_change(request, SiteSettings.fresh(), noted)
    messages.success(request, words)
    tries = words == TRIED and request.user.has_perm("outbox.change_notice")
    return redirect("admin:test_message" if tries else "admin:mail_server")


def urls(site) -> list:
    return [path("outbox/mail-server/", site.admin_view(page), name="mail_server")]
