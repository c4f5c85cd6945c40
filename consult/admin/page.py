"""The page of one consultation: permission, dispatch of POSTs, rendering.

Opening is recorded; every act is one POST that calls one service.
"""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.shortcuts import redirect, render

from consult import services
from consult.admin import (
    actions,
    care,
    case_facts,
    correcting,
    judging,
    lost_post,
    noting,
    page_context,
    replying,
)
from consult.admin.desk import Desk
from consult.admin.lost_post import TEXTS
from consult.base import policy
from consult.base.policy import Action
from consult.desk import access
from consult.models import Consultation

# The buttons of the page: the action that each is, and what it calls.
BUTTONS = {
    "reply": (Action.REPLY, replying.reply),
    "withdraw": (Action.TAKE_BACK, replying.withdraw),
    "draft": (Action.DRAFT, replying.draft),
    "canned": (Action.DRAFT, replying.put_canned),
    "article": (Action.DRAFT, replying.put_article),
    "find": (Action.DRAFT, replying.find),
    "take_over": (Action.TAKE_OVER, replying.take_over),
    "take_back_in": (Action.DRAFT, replying.take_back_in),
    "drop_aside": (Action.DRAFT, replying.drop_aside),
    "facts": (Action.CORRECT, case_facts.save),
    "correct": (Action.CORRECT, correcting.correct),
    "hit_same": (Action.JUDGE_HIT, judging.same),
    "hit_other": (Action.JUDGE_HIT, judging.other),
    "note": (Action.NOTE, noting.note),
    "limitation": (Action.LIMITATION, care.limitation),
    "follow_up": (Action.FOLLOW_UP, care.follow_up),
    "outcome": (Action.OUTCOME, care.outcome),
    "source": (Action.OUTCOME, care.source),
    "hand_over": (Action.HAND_OVER, care.hand_over),
    "export": (Action.EXPORT, actions.export),
    "close": (Action.CLOSE, actions.close),
    "reopen": (Action.REOPEN, actions.reopen),
    "release": (Action.RELEASE, actions.release),
    "assign": (Action.ASSIGN, care.assign),
    "share": (Action.SHARE, care.share),
    "hold": (Action.HOLD, actions.hold),
    "unhold": (Action.UNHOLD, actions.unhold),
}
NOT_DONE = "操作未完成：{}"
NO_ACT = "操作不存在，请刷新页面后重试。"


@dataclass(frozen=True)
class Page:
    """The page of a consultation in the frame of its admin."""

    admin: ModelAdmin

    def show(self, desk, status, **given):
        """Show it as it stands now, and record who saw it, answers to refused posts included."""
        rows = Consultation.objects.select_related(
            "area", "addressee", "assignee__lawyer", "rating"
        )
        desk = replace(desk, consultation=rows.get(pk=desk.consultation.pk))
        context = {
            **self.admin.admin_site.each_context(desk.request),
            "opts": self.admin.opts,
            "title": f"咨询 {desk.consultation.reference}",
            **page_context.page_context(desk, given),
        }
        template = "admin/consult/consultation/page.html"
        response = render(desk.request, template, context, status=status)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        return response


def open_page(request, admin, object_id):
    """The page behind the login, which would swallow what was typed when a session ends."""
    opened = TEXTS.behind_login(admin.admin_site, _answer)
    return opened(request, admin, object_id)


def _answer(request, admin, object_id):
    if not admin.has_view_permission(request):  # before anybody learns what exists
        raise PermissionDenied
    consultation = access.find(request.user, object_id)
    if consultation is None and noting.was_handed_over(request, object_id):  # clicked twice
        messages.success(request, noting.HANDED_OVER)
        return redirect("admin:consult_consultation_changelist")
    if consultation is None and TEXTS.of(request):  # handed on while it was written
        return TEXTS.show(request, lost_post.HANDED_ON, 404)
    if consultation is None:
        return _not_yours(request, admin)
    desk = Desk(Page(admin), request, consultation)
    try:
        return _act(desk) if request.method == "POST" else desk.show()
    except OperationalError:
        return lost_post.busy(request)


def _not_yours(request, admin):
    """Alike for one that is not theirs and one that is not there: mails lead many here."""
    context = {**admin.admin_site.each_context(request), "opts": admin.opts, "title": "无法打开"}
    return render(request, "admin/consult/consultation/not_yours.html", context, status=404)


def _act(desk):
    action, run = BUTTONS.get(desk.request.POST.get("action"), (Action.NOTE, None))
    if not desk.may(action):
        raise PermissionDenied
    if run is None:
        return _refuse(desk, NO_ACT, 400)
    why = _refusal(desk, action)
    if why:
        return _refuse(desk, why)
    try:
        return run(desk)
    except services.NotAllowedError as refusal:  # changed since it was asked
        return _refuse(desk, str(refusal))


def _refusal(desk, action):
    """Why nothing can be done, first of all that the content is closed."""
    needed = policy.RULES[action].needs
    closed = needed and desk.refusal(needed)
    return NOT_DONE.format(closed) if closed else desk.refusal(action)


def _refuse(desk, why, status=409):
    return desk.refuse(why, status, unsent=TEXTS.of(desk.request))
