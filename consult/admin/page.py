"""The page of one consultation: permission, dispatch of POSTs, its context, its files.

Opening is recorded; every act is one POST that calls one service.
"""

import secrets
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from consult import services
from consult.admin import (
    conflicts,
    publication,
    registering,
    reply_form,
    replying,
    side_panels,
)
from consult.admin.desk import NO_ACT, Desk, not_yours, rendered, uncached
from consult.base import policy
from consult.base.enums import STATES, BatchAct, EventKind, Group, Scan, Sender, Verdict
from consult.base.policy import Action
from consult.client import data_export
from consult.crypto.fields import opens
from consult.desk import access, metrics, search
from consult.files import attachments
from consult.models import Attachment, Consultation
from consult.services import batches
from firm.admin import lost_post

UNREADABLE = "内容暂时无法解密，没有导出。请联系运维人员核对CONSULT_KEYS。"
WITHHELD = {
    Scan.PENDING: "附件正在查毒，请稍后再下载。",
    Scan.INFECTED: "附件发现病毒，已隔离，不能下载。",
}
LAST, FEW = 4, 8  # what always stands open at the end; as many in all fold nothing
MOST_EVENTS = 100
ENDS_SOON = "距时效届满还有{}天，请尽快处理。"
ENDS_TODAY = "时效今天届满。"
ENDED = "时效已在{}天前届满，请核对。"
NOT_DONE = "操作未完成：{}"


def _calls(service, said):
    def act(desk):
        service(**desk.known)
        return desk.done(said)

    return act


def export(desk):
    """Everything as one file, streamed; recorded before the first byte leaves."""
    if not data_export.readable(desk.consultation, for_client=False):
        return desk.show(503, refusal=UNREADABLE)
    services.record_export(consultation=desk.consultation, user=desk.user)
    name = f"咨询-{desk.consultation.reference}.zip"
    return uncached(data_export.download(desk.consultation, name, for_client=False))


def mark_spam(desk):
    """As a batch of one: the list says what was held for it, and takes all of it back."""
    keys, token = [desk.consultation.pk], secrets.token_hex(16)
    batches.do(token=token, act=BatchAct.MARK_SPAM, keys=keys, user=desk.user)
    return redirect("admin:consult_consultation_changelist")


def download(request, admin, key, file_key):
    """The file as a download, recorded; one that waits for the scanner leads back to the page."""
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
    response = attachments.response(attachment)
    if response.status_code == 200:
        services.record(consultation, EventKind.FILE_OPENED, request.user)
    return response


def in_order(*rows):
    """Messages and notes as they came: the first, what folds in between, the last.

    Of a long talk the middle folds, but nothing that is news and nothing that waits for an answer.
    """
    every = sorted((row for some in rows for row in some), key=lambda row: row["at"])
    if len(every) <= FEW:
        return {"first": every}
    said = [row["message"].sender if "message" in row else None for row in every]
    answers = [place for place, sender in enumerate(said) if sender == Sender.LAWYER]
    news = [place for place, row in enumerate(every) if row["is_new"]]
    end = max(1, min([len(every) - LAST, answers[-1] + 1 if answers else 1, *news]))
    return {"first": every[:1], "middle": every[1:end], "last": every[end:]}


class Page(Desk):
    def show(self, status=200, **given):
        """As it stands now; who saw it is recorded, answers to refused posts included."""
        beside = ("area", "addressee", "assignee__lawyer", "rating")
        rows = Consultation.objects.select_related(*beside)
        desk = replace(self, consultation=rows.get(pk=self.consultation.pk))
        context = {"title": f"咨询 {desk.consultation.reference}", **_context(desk, given)}
        return rendered(desk.request, desk.admin, "consultation/page", context, status)


def _context(desk, given):
    """All that the templates need; the confidential parts only for who may read them."""
    consultation = desk.consultation
    closed = desk.refusal(Action.READ)
    parts = {} if closed else _content(desk, given)
    readable = not closed and "unreadable" not in parts
    answer = reply_form.reply_box(desk, parts, given) if readable else {}
    services.record_opening(**desk.known, read=readable)
    # A text that came back with an error and has no box on the page any more.
    unsent, reply, note = given.get("unsent"), given.get("reply"), given.get("note")
    if (reply and not answer) or (note and not readable):
        unsent = unsent or lost_post.first_text(desk.request)
    events = consultation.events.select_related("actor__lawyer").order_by("-at", "-pk")
    events = list(events[: MOST_EVENTS + 1])
    return {
        "consultation": consultation,
        "closed": closed,
        "refusal": given.get("refusal"),
        "unsent": unsent,
        "badge": STATES[consultation.state].badge,
        "late": metrics.late(consultation),
        "waits": consultation.waits,
        "promised": consultation.promise_told,
        "doubted": consultation.group == Group.CHECK,
        "erased": consultation.group == Group.ERASED,
        "can": {one.value for one in Action if policy.is_staffs(one) and desk.can(one)},
        **parts,
        **answer,
        **side_panels.panels(desk, given, readable),
        **publication.box(desk),
        "events": [
            (one, access.display_name(one.actor) if one.actor else "")
            for one in events[:MOST_EVENTS]
        ],
        "more_events": len(events) > MOST_EVENTS,
        "consents": consultation.consents.select_related("notice", "told_by__lawyer"),
    }


def _content(desk, given):
    """The confidential parts, or that their key is missing."""
    consultation = desk.consultation
    thread = list(consultation.messages.prefetch_related("attachments"))
    notes = consultation.notes.select_related("author__lawyer")
    notes = list(notes.prefetch_related("mentions__user__lawyer"))
    drafts = list(consultation.drafts.select_related("author__lawyer"))
    files = [file for message in thread for file in message.attachments.all()]
    prefetch_related_objects([consultation], "facts")  # the canned replies take them, too
    known = list(consultation.facts.all())
    if not opens([consultation, *thread, *notes, *drafts, *files, *known]):
        return {"unreadable": True}
    now, me, new_since = timezone.now(), desk.user.pk, given.get("new_since")
    rows = [
        {
            "message": one,
            "at": one.sent_at,
            "waits": one.visible_at > now,
            # What others wrote after the box was opened.
            "is_new": bool(new_since and one.sent_at > new_since and one.author_id != me),
            "files": one.attachments.all(),
        }
        for one in thread
    ]
    noted = [
        {
            "note": one,
            "at": one.created_at,
            "author": access.display_name(one.author),
            "told": [access.display_name(each.user) for each in one.mentions.all()],
            "is_new": any(
                each.user_id == me and each.seen_at is None for each in one.mentions.all()
            ),
        }
        for one in notes
    ]
    label, days, warning = consultation._meta.get_field, metrics.days_left(consultation), ""
    if days is not None:
        warning = ENDED.format(-days) if days < 0 else ENDS_SOON.format(days)
    return {
        "facts": [
            (name, label(name).verbose_name, getattr(consultation, name))
            for name in registering.PERSON
        ],
        "case_facts": known,
        "facts_form": given.get("facts_form") or registering.CaseFactsForm(facts=known),
        "correct_form": desk.can(Action.CORRECT)
        and (given.get("correct") or registering.CorrectForm(consultation=consultation)),
        "near_hits": search.near_hits_of(consultation, desk.user),
        "earlier": search.earlier_of(consultation, desk.user),
        "thread": rows,
        "talk": in_order(rows, noted),
        "drafts": drafts,
        # The user's replies that can still be taken back, with the milliseconds left.
        "undoable": [
            (one, int((one.visible_at - now).total_seconds() * 1000))
            for one in thread
            if one.author_id == me and one.visible_at > now
        ],
        "warning": ENDS_TODAY if days == 0 else warning,
        "rating": getattr(consultation, "rating", None),
    }


# The buttons of the page: the action that each is, and what it calls.
BUTTONS = {
    "reply": (Action.REPLY, replying.reply),
    "withdraw": (Action.TAKE_BACK, replying.withdraw),
    "draft": (Action.DRAFT, partial(replying.keep_text, said="草稿已保存。")),
    "canned": (Action.DRAFT, replying.put_canned),
    "article": (Action.DRAFT, replying.put_article),
    "find": (Action.DRAFT, replying.find),
    "take_over": (Action.TAKE_OVER, partial(replying.take, drafts=reply_form.drafts_to_take)),
    "take_back_in": (Action.DRAFT, partial(replying.take, drafts=reply_form.own_drafts)),
    "drop_aside": (Action.DRAFT, replying.drop_aside),
    "facts": (Action.CORRECT, registering.save_facts),
    "correct": (Action.CORRECT, registering.correct),
    "hit_same": (Action.JUDGE_HIT, partial(conflicts.judge_name, verdict=Verdict.SAME)),
    "hit_other": (Action.JUDGE_HIT, partial(conflicts.judge_name, verdict=Verdict.OTHER)),
    "note": (Action.NOTE, side_panels.note),
    "limitation": (Action.LIMITATION, side_panels.limitation),
    "follow_up": (Action.FOLLOW_UP, side_panels.follow_up),
    "outcome": (Action.OUTCOME, side_panels.outcome),
    "source": (Action.OUTCOME, side_panels.source),
    "hand_over": (Action.HAND_OVER, side_panels.hand_over),
    "export": (Action.EXPORT, export),
    "close": (Action.CLOSE, _calls(services.close, "咨询已结束。")),
    "reopen": (Action.REOPEN, _calls(services.reopen, "咨询已重新打开。")),
    "release": (Action.RELEASE, _calls(services.release, "已确认为正常咨询，收到时间不变。")),
    "spam": (Action.MARK_SPAM, mark_spam),
    "calm": (Action.LIMITATION, _calls(services.clear_urgency, "已取消紧急标记。")),
    "assign": (Action.ASSIGN, side_panels.assign),
    "share": (Action.SHARE, side_panels.share),
    "hold": (Action.HOLD, _calls(services.hold, "已暂停删除，取消之前不会到期删除。")),
    "unhold": (Action.UNHOLD, _calls(services.unhold, "已取消暂停，将按期删除。")),
}


def open_page(request, admin, object_id):
    consultation = access.find(request.user, object_id)
    if consultation is None and side_panels.was_handed_over(request, object_id):  # clicked twice
        messages.success(request, side_panels.HANDED_OVER)
        return redirect("admin:consult_consultation_changelist")
    if consultation is None:
        return not_yours(request, admin)
    desk = Page(request, admin, consultation)
    if request.method != "POST":
        return desk.show()
    action, run = BUTTONS.get(request.POST.get("action"), (Action.NOTE, None))
    if not desk.may(action):
        raise PermissionDenied
    if run is None:
        return desk.show(400, refusal=NO_ACT, unsent=lost_post.first_text(request))
    needed = policy.RULES[action].needs
    closed = needed and desk.refusal(needed)  # first of all it is said that the content is closed
    why = NOT_DONE.format(closed) if closed else desk.refusal(action)
    try:
        if not why:
            return run(desk)
    except services.NotAllowedError as refusal:  # changed since it was asked
        why = str(refusal)
    return desk.show(409, refusal=why, unsent=lost_post.first_text(request))
