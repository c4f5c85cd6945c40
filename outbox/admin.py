"""The ledger in the admin: what was sent, what is waiting and why."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from outbox.base import registry
from outbox.channels import search_engines
from outbox.channels.sms import SMS
from outbox.models import Notice, NoticeQuerySet

STATES = {
    "failing": "没有发出",
    "waiting": "等待发出",
    "sent": "已发出",
    "undelivered": "已发出，短信未送达",
    "unsent": "未寄出（没有配置邮件）",
    "cancelled": "已取消",
}
ENGINES = "搜索引擎（网址{}）"
LEFT = "推送之后，百度当天还收{}条。"
RETRIED = "已安排重试{}条通知，一般在几秒内发出。"


class StateFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(
        self, request: HttpRequest, model_admin: "admin.ModelAdmin[Notice]"
    ) -> list[tuple[str, str]]:
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        state = self.value()
        return getattr(queryset, state)() if state in STATES else queryset


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # it takes none when it runs
    list_display = ["created_at", "named_kind", "channel", "told", "state", "error"]
    list_filter = [StateFilter, "channel"]
    list_per_page = 50
    nothing_yet = "发出的邮件、短信和群消息均记录在此，未发出的注明原因。"
    empty_value_display = ""
    actions = ["retry_now"]
    fields = ["created_at", "named_kind", "channel", "told", "said"]
    fields += ["due_at", "state", "attempts", "error", "receipt"]

    def has_add_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Trying again is a change, the only one; looking at the ledger is not enough."""
        return request.user.has_perm("outbox.change_notice")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With the way to the test message, for those who may try again."""
        extra = {"may_test": self.has_retry_permission(request), **(extra_context or {})}
        return super().changelist_view(request, extra)

    @admin.display(description="种类", ordering="kind")
    def named_kind(self, notice: Notice) -> str:
        return registry.name(notice.kind)

    @admin.display(description="收件人", ordering="recipient")
    def told(self, notice: Notice) -> str:
        """A client is not named: the ledger does not know who it is. A push tells of an address."""
        if notice.channel in search_engines.HOSTS:
            return ENGINES.format(notice.recipient)
        return registry.shown(notice.recipient)

    @admin.display(description="内容")
    def said(self, notice: Notice) -> str:
        """What is sent; a letter to who stands behind a reference is written only then."""
        payload = notice.payload if isinstance(notice.payload, dict) else {}
        if notice.channel in search_engines.HOSTS:
            pushed = f"请搜索引擎重新抓取该网址：{settings.SITE_URL}{notice.recipient}"
            remain = payload.get("remain")  # how many more Baidu took on that day
            return pushed if remain is None else f"{pushed}\n{LEFT.format(remain)}"
        if notice.channel == SMS.name:
            return "短信模板里的固定文字，没有变量；手机号发送时才取，不在此保存。"
        parts = [payload.get(name) for name in ("subject", "body", "text", "event")]
        return "\n\n".join(filter(None, parts)) or "发出时生成，不在此保存。"

    @admin.display(description="状态", ordering="due_at")
    def state(self, notice: Notice) -> str:
        if notice.sent_at:
            delivery = notice.get_delivery_display()
            return f"{STATES['sent']}（{_clock(notice.sent_at)}）{delivery and f'，{delivery}'}"
        if notice.cancelled_at:
            return f"{STATES['cancelled']}：{notice.why}"
        if notice.unsent_at:
            return STATES["unsent"]
        if notice.attempts:
            return f"失败{notice.attempts}次，{_clock(notice.due_at)}重试"
        return STATES["waiting"]

    @admin.action(description="立即重试未发出的通知", permissions=["retry"])
    def retry_now(self, request: HttpRequest, queryset: NoticeQuerySet) -> None:
        """Those that failed; one that is not due yet may still be taken back."""
        number = queryset.failing().update(due_at=timezone.now())
        self.message_user(request, RETRIED.format(number))


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%m-%d %H:%M}"
