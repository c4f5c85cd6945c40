"""Registering what was told by telephone or at the desk, and the page with the code for the client.

All of it goes by post: nothing that was typed is in an address, a message or a log.
"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from consult import services
from consult.admin import lost_post
from consult.admin.desk import address_of
from consult.admin.lost_post import REGISTER, REGISTER_TEXTS
from consult.base.enums import Conflict
from consult.client import receipt
from consult.crypto import receipt_codes
from consult.desk import access
from consult.forms.registering import GoOnForm, RegisterForm
from firm.base.urls import absolute_url
from firm.models import SiteSettings
from firm.site import service_hours

REGISTERED = "admin:consult_consultation_registered"
RIGHT = "consult.register_consultation"
TITLE, DONE = "登记咨询", "已登记"
NO_NOTICE = "本所的隐私告知尚未公开，暂时不能登记咨询。公开以后，再点“再试一次”。"
KEPT = "已登记，编号{}。"
KEPT_SEALED = "已登记，编号{}。可能有利益冲突，内容已封存，等待负责人审查。"
GONE_ON = "已记入咨询{}。"
NOT_YOURS = "这条咨询您目前不能接着谈，请作为新咨询登记。"
LOOKED_UP = ("name", "opponent", "phone")


@require_http_methods(["GET", "HEAD", "POST"])
def register(request, admin):
    """The form; posted, the consultation is stored, looked up, or goes on with an earlier one."""
    _require_right(request)
    if request.method != "POST":
        return _show(request, admin, RegisterForm(user=request.user))
    try:
        return _posted(request, admin)
    except OperationalError:
        return lost_post.busy(request, REGISTER_TEXTS)


def open_form(request, admin):
    """The form behind the login, which would swallow what was typed when a session ends."""
    return REGISTER_TEXTS.behind_login(admin.admin_site, register)(request, admin)


def _require_right(request):
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def _posted(request, admin):
    if "look" in request.POST:
        form = RegisterForm(user=request.user, initial=request.POST.dict())
        return _show(request, admin, form, **_looked_up(request, form))
    if key := request.POST.get("go_on"):
        return _go_on(request, admin, key)
    form = RegisterForm(request.POST, user=request.user)
    if form.current_notice is None:
        return REGISTER_TEXTS.show(request, NO_NOTICE, 409)
    if not form.is_valid():
        return _show(request, admin, form, 422, **_looked_up(request, form))
    try:
        consultation, code = services.submit(**form.submission())
    except services.NotAllowedError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, admin, form, 503)
    return _registered(request, form, consultation, code)


def _looked_up(request, form):
    """What is known of who calls, or why it is not told; nothing where nothing was typed."""
    typed = {name: request.POST.get(name, "")[:60].replace("\x00", "") for name in LOOKED_UP}
    if form.closed or not any(typed.values()):
        return {}
    try:
        return {"found": services.look_up(user=request.user, **typed)}
    except services.NotAllowedError as refusal:
        return {"not_looked_up": str(refusal)}


def _go_on(request, admin, key):
    """Add it to an earlier consultation, as if its client had."""
    form = GoOnForm(request.POST, user=request.user)
    if not form.is_valid():
        again = RegisterForm(user=request.user, initial=request.POST.dict())
        said = [words for errors in form.errors.values() for words in errors]
        return _show(request, admin, again, 422, **_looked_up(request, again), said=said)
    consultation = access.find(request.user, key)
    if consultation is None:
        return REGISTER_TEXTS.show(request, NOT_YOURS, 404)
    try:
        services.told_message(consultation=consultation, **form.message())
    except services.NotAllowedError as refusal:
        return REGISTER_TEXTS.show(request, str(refusal), 409)
    messages.success(request, GONE_ON.format(consultation.reference))
    return _to_page(request, consultation)


def _registered(request, form, consultation, code):
    """To the code, or where none is wanted to the consultation; 再记一条 leads to an empty form."""
    again, unwanted = "again" in request.POST, form.cleaned_data["no_code"]
    if again or unwanted:
        sealed = consultation.conflict == Conflict.SEALED
        said = (KEPT_SEALED if sealed else KEPT).format(consultation.reference)
        messages.success(request, said)
    if again:
        response = redirect(REGISTER)
    else:
        response = _to_page(request, consultation) if unwanted else redirect(REGISTERED)
    if not unwanted:
        shown = receipt.Receipt(code, consultation.promised_until)
        place = receipt.for_staff(request.user)
        receipt.hand_over(response, shown, secure=settings.HTTPS, place=place)
    return response


def _to_page(request, consultation):
    if access.find(request.user, consultation.pk) is None:
        return redirect("admin:consult_consultation_changelist")
    return redirect(address_of(consultation))


def _show(request, admin, form, status=200, **more):
    now = timezone.now()
    context = {
        "title": TITLE,
        "form": form,
        "due": service_hours.due(now, SiteSettings.load().target_hours),
        "code_waits": receipt.read(request, receipt.for_staff(request.user)),
        **more,
    }
    return _answer(request, admin, "register.html", context, status)


@require_safe
def registered(request, admin):
    """The code for the client, to be read out or printed; for ten minutes, to who registered."""
    _require_right(request)
    place = receipt.for_staff(request.user)
    shown = receipt.read(request, place)
    consultation = shown and services.find_by_code(code=shown.code)
    context: dict[str, object] = {"title": DONE if consultation else "查询码不再显示"}
    if shown and consultation:
        opens = access.find(request.user, consultation.pk) is not None
        context |= {
            "code": receipt_codes.grouped(shown.code),
            "promised_until": shown.promised_until,
            "consultation": consultation,
            "opens": opens,
            "thread_address": absolute_url(reverse("consult:thread")),
            "minutes": receipt.SECONDS // 60,
        }
    response = _answer(request, admin, "registered.html", context)
    if not consultation and place.cookie in request.COOKIES:
        receipt.forget(response, place)
    return response


def _answer(request, admin, page, context, status=200):
    frame = {**admin.admin_site.each_context(request), "opts": admin.opts}
    page = f"admin/consult/consultation/{page}"
    response = render(request, page, frame | context, status=status)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    return response
