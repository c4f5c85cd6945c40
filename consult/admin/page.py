"""The page of one consultation: permission, dispatch of POSTs, its context, its files.

Opening is recorded; every act is one POST that calls one service.
"""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.models import prefetch_related_objects
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from consult import services
from consult.admin import (
    case_facts,
    conflicts,
    publication,
    registering,
    reply_form,
    replying,
    side_panels,
)
from consult.admin import desk as admin_desk
from consult.admin.desk import TEXTS, Desk
from consult.base import policy
from consult.base.enums import STATES, Group, Scan, Sender
from consult.base.policy import Action
from consult.client import data_export
from consult.crypto.fields import opens
from consult.desk import access, metrics, search
from consult.files import attachments
from consult.models import Attachment, Consultation

# Ending, taking up, holding and exporting: each is one POST that calls one service.

UNREADABLE = "内容暂时无法解密，没有导出。请联系运维人员核对CONSULT_KEYS。"


def close(desk):
    """End it."""
    services.close(**desk.known)
    return desk.done("咨询已结束。")


def reopen(desk):
    """Take it up again."""
    services.reopen(**desk.known)
    return desk.done("咨询已重新打开。")


def release(desk):
    """Say that it is no machine's."""
    services.release(**desk.known)
    return desk.done("已确认为正常咨询，收到时间不变。")


def hold(desk):
    """Keep it beyond its date of erasure."""
    services.hold(**desk.known)
    return desk.done("已暂停删除，取消之前不会到期删除。")


def unhold(desk):
    """Let it be erased at its date."""
    services.unhold(**desk.known)
    return desk.done("已取消暂停，将按期删除。")


def export(desk):
    """Everything as one file, streamed; recorded before the first byte leaves."""
    if not data_export.readable(desk.consultation, for_client=False):
        return desk.refuse(UNREADABLE, 503)
    services.record_export(consultation=desk.consultation, user=desk.user)
    archive = data_export.archive(desk.consultation, for_client=False)
    response = StreamingHttpResponse(archive, content_type="application/zip")
    name = f"咨询-{desk.consultation.reference}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


# Downloads of a consultation's files on the desk: permission checked, each one recorded.

WITHHELD = {
    Scan.PENDING: "附件正在查毒，请稍后再下载。",
    Scan.INFECTED: "附件发现病毒，已隔离，不能下载。",
}


@require_GET
def download(request, admin, key, file_key):
    """The file as a download; one that waits for the scanner leads back to the page."""
    if not admin.has_view_permission(request):  # before anybody learns what exists
        raise PermissionDenied
    consultation = access.find(request.user, key)
    files = Attachment.objects.select_related("message__consultation")
    attachment = files.filter(pk=file_key, message__consultation=consultation).first()
    if consultation is None or attachment is None:
        raise Http404("附件不存在")
    if not consultation.allows(Action.READ):
        raise PermissionDenied
    if attachment.scan in WITHHELD:
        messages.error(request, WITHHELD[Scan(attachment.scan)])
        return redirect("admin:consult_consultation_change", consultation.pk)
    return _handed_out(attachment, request.user)


def _handed_out(attachment, user):
    answer = attachments.response(attachment)
    if answer.status_code == 200:
        services.record_file_opening(attachment=attachment, user=user)
    return answer


# What was said, in order: the client's words, the answers, and the notes between them.

LAST, FEW = 4, 8  # what always stands open at the end; as many in all fold nothing


def thread_rows(desk, thread, new_since):
    """Each message with what its card says; new is what others wrote after the box was opened."""
    now, own = timezone.now(), desk.user.pk
    return [
        {
            "message": one,
            "at": one.sent_at,
            "waits": one.visible_at > now,
            "is_new": bool(new_since and one.sent_at > new_since and one.author_id != own),
            "files": one.attachments.all(),
        }
        for one in thread
    ]


def notes_of(consultation):
    """The private notes, with whom they tell."""
    notes = consultation.notes.select_related("author__lawyer")
    return list(notes.prefetch_related("mentions__user__lawyer"))


def note_rows(desk, notes):
    """Each note with its author, whom it tells, and whether it is news to the user."""
    return [
        {
            "note": one,
            "at": one.created_at,
            "author": access.display_name(one.author),
            "told": [access.display_name(each.user) for each in one.mentions.all()],
            "is_new": any(
                each.user_id == desk.user.pk and each.seen_at is None for each in one.mentions.all()
            ),
        }
        for one in notes
    ]


def in_order(*rows):
    """Messages and notes as they came: the first, what folds in between, the last.

    Of a long talk the middle folds, but nothing that is news and nothing that waits for an answer.
    """
    every = sorted((row for some in rows for row in some), key=lambda row: row["at"])
    if len(every) <= FEW:
        return {"first": every}
    answers = [place for place, row in enumerate(every) if _is_answer(row)]
    news = [place for place, row in enumerate(every) if row["is_new"]]
    end = max(1, min([len(every) - LAST, answers[-1] + 1 if answers else 1, *news]))
    return {"first": every[:1], "middle": every[1:end], "last": every[end:]}


def _is_answer(row):
    return "message" in row and row["message"].sender == Sender.LAWYER


# Template context of a consultation's page; confidential parts only if the user may read them.

MOST_EVENTS = 100
ENDS_SOON = "距时效届满还有{}天，请尽快处理。"
ENDS_TODAY = "时效今天届满。"
ENDED = "时效已在{}天前届满，请核对。"


def page_context(desk, given):
    """Everything that the templates need; `given` are forms that came back with errors."""
    consultation = desk.consultation
    closed = desk.refusal(Action.READ)
    parts = {} if closed else content(desk, given)
    readable = not closed and "unreadable" not in parts
    answer = reply_form.reply_box(desk, parts, given) if readable else {}
    services.record_opening(**desk.known, read=readable)
    return {
        "consultation": consultation,
        "closed": closed,
        "refusal": given.get("refusal"),
        "unsent": given.get("unsent") or unsent(given, readable, answer),
        **summary(desk),
        **parts,
        **answer,
        **side_panels.panels(desk, given, readable),
        **publication.box(desk),
        **audit_trail(consultation),
    }


def unsent(given, readable, answer):
    """A text that came back with an error and has no box on the page any more."""
    reply, note = given.get("reply"), given.get("note")
    if reply and not answer:
        return reply["text"].value()
    return note["note"].value() if note and not readable else ""


def summary(desk):
    """Where it stands, and what the user can do with it."""
    consultation = desk.consultation
    return {
        "badge": STATES[consultation.state].badge,
        "late": metrics.late(consultation),
        "waits": consultation.group in {Group.OPEN, Group.CHECK},
        "promised": consultation.promise_told,
        "doubted": consultation.group == Group.CHECK,
        "erased": consultation.group == Group.ERASED,
        "can": desk.actions(),
    }


def content(desk, given):
    """The confidential parts, or that their key is missing."""
    consultation = desk.consultation
    thread = list(consultation.messages.prefetch_related("attachments"))
    notes = notes_of(consultation)
    drafts = list(consultation.drafts.select_related("author__lawyer"))
    files = [file for message in thread for file in message.attachments.all()]
    prefetch_related_objects([consultation], "facts")  # the canned replies take them, too
    known = list(consultation.facts.all())
    if not opens([consultation, *thread, *notes, *drafts, *files, *known]):
        return {"unreadable": True}
    rows = thread_rows(desk, thread, given.get("new_since"))
    return {
        "facts": facts(consultation),
        **case_facts.panel(known, given),
        "correct_form": registering.form_of(desk, given),
        "near_hits": search.near_hits_of(consultation, desk.user),
        "earlier": search.earlier_of(consultation, desk.user),
        "thread": rows,
        "talk": in_order(rows, note_rows(desk, notes)),
        "drafts": drafts,
        "undoable": undoable(desk, thread),
        "warning": limitation_warning(consultation),
        "rating": getattr(consultation, "rating", None),
    }


def facts(consultation):
    """What clients said about themselves, by label."""
    fields = ("name", "phone", "email", "city", "opponent")
    label = consultation._meta.get_field
    return [(name, label(name).verbose_name, getattr(consultation, name)) for name in fields]


def undoable(desk, thread):
    """The user's replies that can still be taken back, with the milliseconds left."""
    now = timezone.now()
    own = [one for one in thread if one.author_id == desk.user.pk and one.visible_at > now]
    return [(one, int((one.visible_at - now).total_seconds() * 1000)) for one in own]


def audit_trail(consultation):
    """Who did what, newest first, and what the client agreed to."""
    events = consultation.events.select_related("actor__lawyer").order_by("-at", "-pk")
    shown = list(events[: MOST_EVENTS + 1])
    return {
        "events": [
            (event, access.display_name(event.actor) if event.actor else "")
            for event in shown[:MOST_EVENTS]
        ],
        "more_events": len(shown) > MOST_EVENTS,
        "consents": consultation.consents.select_related("notice", "told_by__lawyer"),
    }


def limitation_warning(consultation):
    """A sentence when a limitation period ends soon or has ended; "" else."""
    days = metrics.days_left(consultation)
    if days is None:
        return ""
    if days > 0:
        return ENDS_SOON.format(days)
    return ENDED.format(-days) if days else ENDS_TODAY


# The page of one consultation: permission, dispatch of POSTs, rendering.

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
    "correct": (Action.CORRECT, registering.correct),
    "hit_same": (Action.JUDGE_HIT, conflicts.judge_same),
    "hit_other": (Action.JUDGE_HIT, conflicts.judge_other),
    "note": (Action.NOTE, side_panels.note),
    "limitation": (Action.LIMITATION, side_panels.limitation),
    "follow_up": (Action.FOLLOW_UP, side_panels.follow_up),
    "outcome": (Action.OUTCOME, side_panels.outcome),
    "source": (Action.OUTCOME, side_panels.source),
    "hand_over": (Action.HAND_OVER, side_panels.hand_over),
    "export": (Action.EXPORT, export),
    "close": (Action.CLOSE, close),
    "reopen": (Action.REOPEN, reopen),
    "release": (Action.RELEASE, release),
    "assign": (Action.ASSIGN, side_panels.assign),
    "share": (Action.SHARE, side_panels.share),
    "hold": (Action.HOLD, hold),
    "unhold": (Action.UNHOLD, unhold),
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
            **page_context(desk, given),
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
    if consultation is None and side_panels.was_handed_over(request, object_id):  # clicked twice
        messages.success(request, side_panels.HANDED_OVER)
        return redirect("admin:consult_consultation_changelist")
    if consultation is None and TEXTS.of(request):  # handed on while it was written
        return TEXTS.show(request, admin_desk.HANDED_ON, 404)
    if consultation is None:
        return _not_yours(request, admin)
    desk = Desk(Page(admin), request, consultation)
    try:
        return _act(desk) if request.method == "POST" else desk.show()
    except OperationalError:
        return admin_desk.busy(request)


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
