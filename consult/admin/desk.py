"""Who asks on the page of a consultation, and the ways to answer."""

from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from consult.base import policy
from consult.base.policy import Action
from consult.desk import access
from consult.models import Consultation
from firm.admin import lost_post
from statutes.admin.base import page

NOT_DONE = "操作未完成：{}"
NO_ACT = "操作不存在，请刷新页面后重试。"


def address_of(consultation) -> str:
    return reverse("admin:consult_consultation_change", args=[consultation.pk])


def back_to(user, consultation, place="") -> HttpResponseRedirect:
    """To its page; to the list, when the user has just given the consultation out of hand."""
    if access.find(user, consultation.pk) is None:
        return redirect("admin:consult_consultation_changelist")
    return redirect(address_of(consultation) + place)


def uncached(response):
    """Of what clients confided no cache keeps a copy."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    return response


def rendered(request, admin, template, context, status=200):
    return uncached(page(request, admin, f"consult/{template}", context, status))


def guarded(view, may=None):
    """A page closed before anybody learns what exists."""

    @wraps(view)
    def opened(request, admin, **kwargs):
        if not (may(request.user) if may else admin.has_view_permission(request)):
            raise PermissionDenied
        return view(request, admin, **kwargs)

    return opened


def not_yours(request, admin):
    """Alike for one that is not theirs and one that is not there: mails lead many here."""
    if lost_post.typed(request):  # handed on while it was written
        return lost_post.show(request, HANDED_ON, 404)
    return rendered(request, admin, "consultation/not_yours", {"title": "无法打开"}, 404)


@dataclass(frozen=True)
class Desk:
    """One request on a page of one consultation; each page has a `show` of its own."""

    request: HttpRequest
    admin: ModelAdmin
    consultation: Consultation

    @property
    def user(self):
        return self.request.user

    @property
    def known(self):
        """The arguments that every service takes."""
        return {"consultation": self.consultation, "user": self.user}

    def may(self, action: Action) -> bool:
        """Whether the user has the right to an action; not yet whether it can be done."""
        return policy.may(self.user, action)

    def refusal(self, action: Action) -> str:
        """Why an action cannot be done now, whoever asks; "" when it can."""
        return self.consultation.refusal(action, self.user)

    def can(self, action: Action) -> bool:
        return self.may(action) and self.consultation.allows(action)

    def done(self, said: str = "", place: str = "") -> HttpResponse:
        """Back to the page, with a sentence that holds no content: it lies in a cookie."""
        if said:
            messages.success(self.request, said)
        return back_to(self.user, self.consultation, place)


HANDED_ON = (
    "这条咨询目前不由您办理，可能刚刚由同事接手。以下文字没有发出，也未保存，如有需要请先复制。"
)
