"""Lost telephones and new accounts: a manager of accounts resets, and hands over a way back in."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from website.office.accounts import account_mail
from website.office.accounts.standing_in import may_stand_in
from website.office.second_factor import devices, invitations
from website.office.second_factor.models import Invitation

RESET, INVITE = "重置两步验证", "生成开通链接"


def may_reset(actor, account) -> bool:
    """Whoever may change accounts, but a superuser's only another superuser; never one's own."""
    allowed = actor.has_perm("auth.change_user") and actor.pk != account.pk
    return allowed and (actor.is_superuser or not account.is_superuser)


def may_invite(actor, account) -> bool:
    """Whoever may take the account over, where it has no second factor to be kept."""
    working = account.is_active and account.is_staff and account.pk != actor.pk
    allowed = working and actor.has_perm("auth.change_user") and may_stand_in(actor, account)
    return allowed and not devices.has_any(account)


class FactorMixin(admin.ModelAdmin):
    """Adds `auth/user/<id>/second-factor/` and `…/invitation/` to the admin of accounts."""

    def get_urls(self):
        pages = {"second-factor": self.reset_second_factor, "invitation": self.invite}
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=_named(name))
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With the ways to those pages, where they may be gone."""
        account = self.get_object(request, object_id)
        extra = {} if account is None else _ways(request.user, account)
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    def response_add(self, request, obj, post_url_continue=None):
        """A new account without a password is of no use before its link is made."""
        if not obj.has_usable_password() and may_invite(request.user, obj):
            messages.success(request, f"已建立账号“{obj}”。")
            return redirect("admin:auth_user_invitation", obj.pk)
        return super().response_add(request, obj, post_url_continue)

    def reset_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then take it away: told to the person, recorded, every session of theirs ended."""
        account = get_object_or_404(self.get_queryset(request), pk=pk)
        if not may_reset(request.user, account):
            raise PermissionDenied
        if request.method == "POST":
            self._reset(request, account)
            if settings.OTP_REQUIRED and may_invite(request.user, account):
                return self._linked(request, account)
            return redirect("admin:auth_user_change", account.pk)
        context = {
            "title": RESET,
            "has_any": devices.has_any(account),
            "is_told": account_mail.is_told(account),
            "required": settings.OTP_REQUIRED,
            "may_invite": settings.OTP_REQUIRED and may_stand_in(request.user, account),
        }
        return _page(request, account, "reset", context)

    def invite(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then make a link and show it, once."""
        account = get_object_or_404(self.get_queryset(request), pk=pk)
        if not may_invite(request.user, account):
            raise PermissionDenied
        if request.method == "POST":
            return self._linked(request, account)
        context = {"title": INVITE, "former": Invitation.objects.filter(account=account).first()}
        return _page(request, account, "link", context)

    @transaction.atomic
    def _linked(self, request, account):
        link = invitations.make(account, request.user)
        self.log_change(request, account, INVITE)
        place = settings.SITE_URL + reverse("admin:invitation")
        return _page(request, account, "link", {"title": INVITE, "link": link, "place": place})

    @transaction.atomic
    def _reset(self, request, account):
        if devices.has_any(account):  # the button may be pressed twice, the holder is told once
            devices.remove(account, devices.RESET, request.user)
        devices.end_sessions(account)
        messages.success(request, f"已重置“{account}”的两步验证。")


def _named(page):
    return f"auth_user_{page.replace('-', '_')}"


def _ways(actor, account):
    resets = may_reset(actor, account) and devices.has_any(account)
    return {"may_reset_second_factor": resets, "may_invite": may_invite(actor, account)}


def _page(request, account, name, context):
    """Never kept by a browser: a link is shown once."""
    context = {**admin.site.each_context(request), "account": account, **context}
    page = TemplateResponse(request, f"admin/second_factor/{name}.html", context)
    page["Cache-Control"] = "private, no-store"
    return page
