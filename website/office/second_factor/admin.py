"""Lost telephones: a manager of accounts resets the second factor of somebody else."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path

from website.office import account_mail
from website.office.second_factor import devices

RESET = "重置两步验证"
DONE = "两步验证已重置，原来的验证器和恢复码不能再用"


def may_reset(actor, account) -> bool:
    """Whoever may change accounts, but a superuser's only another superuser; never one's own."""
    allowed = actor.has_perm("auth.change_user") and actor.pk != account.pk
    return allowed and (actor.is_superuser or not account.is_superuser)


class ResetMixin(admin.ModelAdmin):
    """Adds the page `auth/user/<id>/second-factor/` to the admin of accounts."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.reset_second_factor)
        own = path("<int:pk>/second-factor/", view, name="auth_user_second_factor")
        return [own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With the way to that page, where it may be gone."""
        account = self.get_object(request, object_id)
        resets = account is not None and may_reset(request.user, account)
        extra = {"may_reset_second_factor": resets and devices.has_any(account)}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    def reset_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then take it away: told to the person, recorded, every session of theirs ended."""
        account = get_object_or_404(self.get_queryset(request), pk=pk)
        if not may_reset(request.user, account):
            raise PermissionDenied
        if request.method == "POST":
            self._reset(request, account)
            return redirect("admin:auth_user_change", account.pk)
        context = {
            **admin.site.each_context(request),
            "title": RESET,
            "account": account,
            "has_any": devices.has_any(account),
            "is_told": account_mail.is_told(account),
        }
        return TemplateResponse(request, "admin/second_factor/reset.html", context)

    @transaction.atomic
    def _reset(self, request, account):
        devices.remove(account)
        devices.end_sessions(account)
        account_mail.tell(account, DONE, request.user)
        messages.success(request, f"已重置“{account}”的两步验证，请对方登录后重新开通。")
