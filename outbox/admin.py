"""The ledger in the admin: what was sent, what is waiting and why."""

from django.contrib import admin
from django.utils import timezone

from outbox.models import Notice


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    """Read-only, with one action: try again now."""

    list_display = ["created_at", "kind", "channel", "recipient", "sent_at", "attempts", "error"]
    list_filter = ["channel", ("sent_at", admin.EmptyFieldListFilter)]
    actions = ["retry_now"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_retry_permission(self, request):
        """Trying again is a change, the only one; looking at the ledger is not enough."""
        return request.user.has_perm("outbox.change_notice")

    @admin.action(description="马上重试未发出的通知", permissions=["retry"])
    def retry_now(self, request, queryset):
        number = queryset.pending().update(due_at=timezone.now())
        self.message_user(request, f"已安排重试 {number} 条通知，一般在几秒内发出。")
