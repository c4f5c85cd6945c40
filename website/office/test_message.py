"""A test message: does mail go out, does the robot speak, does the worker run?"""

import uuid
from datetime import timedelta

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from firm.base.forms import field_of
from firm.models import SiteSettings
from outbox import services as outbox
from outbox.channels import configured_robots
from outbox.models import Notice
from website.office.admin_base import need, office_page

KIND = "trial"  # in the ledger and in the address, as in 0.1.0
AT_MOST, WITHIN = 5, timedelta(minutes=10)
PATIENCE = timedelta(seconds=20)  # how long the page looks for an outcome by itself
OFTEN = "测试消息发送过于频繁，请10分钟后重试。"
TEXT = "这是一条测试消息，说明网站的通知能够送达，无需回复。"


class MessageForm(forms.Form):
    """Whom to send the test to: the address of the settings, one's own, each robot."""

    to = forms.ChoiceField(
        label="收件方",
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择收件方。",
            "invalid_choice": "不能发到这里，请重新选择。",
        },
    )

    def __init__(self, user, *args):
        super().__init__(*args)
        office = SiteSettings.load().notify_email
        known = {office: f"邮件：{office}（网站设置里的新咨询通知邮箱）"} if office else {}
        if user.email:
            known.setdefault(user.email, f"邮件：{user.email}（您的账号）")
        for robot in configured_robots():
            known[robot.label] = f"{robot.channel.label}群机器人（{robot.label}）"
        to = field_of(self, "to", forms.ChoiceField)
        to.choices, to.initial = list(known.items()), next(iter(known), None)

    def clean(self):
        """Five in ten minutes for the whole house: a mail server counts them too."""
        since = timezone.now() - WITHIN
        if Notice.objects.filter(kind=KIND, created_at__gt=since).count() >= AT_MOST:
            raise forms.ValidationError(OFTEN)
        return super().clean()


@transaction.atomic
def send(to: str) -> Notice:
    """Write a test message into the ledger in place of those that still wait."""
    for earlier in Notice.objects.open().filter(kind=KIND):
        outbox.cancel(dedupe_key=earlier.dedupe_key, why="又发了一条测试消息")
    key = f"{KIND}:{uuid.uuid4().hex}"
    if "@" in to:
        notice = outbox.mail(kind=KIND, recipient=to, subject="测试消息", body=TEXT, dedupe_key=key)
    else:
        (notice,) = outbox.alerts(kind=KIND, text=TEXT, dedupe_key=key, only=to)
    notice.save()
    return notice


def choose(request: HttpRequest) -> HttpResponse:
    need(request.user, "outbox.change_notice")
    form = MessageForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        notice = send(form.cleaned_data["to"])
        return redirect("admin:test_outcome", notice.pk)
    context = {"form": form, "title": "发送测试消息", "no_mail": not outbox.mail_is_set()}
    return office_page(request, "outbox/test_message", context, status=422 if form.errors else 200)


@require_safe
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether it went out; the page looks again every two seconds for a while."""
    need(request.user, "outbox.change_notice")
    notice = get_object_or_404(Notice, pk=pk, kind=KIND)
    young = notice.created_at > timezone.now() - PATIENCE
    decided = notice.sent_at or notice.cancelled_at or notice.unsent_at or notice.attempts
    context = {
        "notice": notice,
        "title": "测试消息",
        "looking": young and not decided,
        "silent": outbox.worker_is_silent(),
    }
    return office_page(request, "outbox/test_outcome", context)


def urls(site) -> list:
    return [
        path("outbox/notice/trial/", site.admin_view(choose), name="test_message"),
        path("outbox/notice/trial/<int:pk>/", site.admin_view(outcome), name="test_outcome"),
    ]
