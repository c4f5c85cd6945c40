"""The page behind an invitation: a password and a second factor in one go, without a login.

To look at it changes nothing: programs that follow the links of a mail use no invitation up.
"""

from functools import wraps

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from website.office.login import log
from website.office.second_factor import devices, invitations, pages
from website.office.second_factor.invitation_forms import AcceptForm, InvitationForm

HELD = "invitation"  # in the session: by which digest an invitation was opened
SET = "已用开通链接设置登录密码并开通两步验证"


def unseen(view):
    """No cache, no referrer; `same-origin` beside it as in 0004-referrer-policy.md."""

    @never_cache
    @wraps(view)
    def hidden(request):
        response = view(request)
        response["Referrer-Policy"] = "no-referrer, same-origin"
        return response

    return hidden


def held(request, lock=False):
    """The good invitation that this session has opened."""
    known = request.session.get(HELD)
    return invitations.opened(known, lock) if known else None


@unseen
def show(request: HttpRequest) -> HttpResponse:
    """Ask for the code; with a good one for what it is made for."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session.cycle_key()
        request.session[HELD] = invitations.digest(form.cleaned_data["code"])
        devices.offer_anew(form.account)
        return redirect("admin:invitation")
    invitation = held(request)
    if invitation and request.method != "POST":
        return _accept_page(request, invitation, AcceptForm(request, invitation.account))
    context = {"title": "开通账号", "form": form, "is_gone": HELD in request.session}
    request.session.pop(HELD, None)
    return pages.page(request, "invitation", context, status=422 if form.errors else 200)


@require_POST
@unseen
@transaction.atomic
def accept(request: HttpRequest) -> HttpResponse:
    """Set password and second factor, use the invitation up, and let the person in.

    The invitation is locked meanwhile: of two posts one finds it gone.
    """
    invitation = held(request, lock=True)
    if invitation is None:
        return redirect("admin:invitation")
    account = invitation.account
    form = AcceptForm(request, account, request.POST)
    if not form.is_valid():
        return _accept_page(request, invitation, form)
    form.save()
    devices.changed(account, SET, account)
    auth.login(request, account)
    log.succeeded(request, account)
    request.session.pop(HELD, None)
    return pages.done(request, form.device, devices.new_codes(account))


def _accept_page(request, invitation, form):
    account = invitation.account
    context = {
        "title": "开通账号",
        "account": account,
        "invitation": invitation,
        "form": form,
        **pages.telephone(devices.offered(account)),
    }
    return pages.page(request, "accept", context, status=422 if form.errors else 200)
