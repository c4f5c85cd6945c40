"""The page of one consultation: permission, dispatch of POSTs, its context, its files.

Opening is recorded; every act is one POST that calls one service, and what is edited beside the
reply is one.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from consult import services
from consult.admin import conflicts, publication, registering, reply_form, replying, side_panels
from consult.admin.columns import promise
from consult.admin.desk import NO_ACT, NOT_DONE, Desk, address_of, not_yours, rendered, uncached
from consult.admin.registering import CaseFactsForm, CorrectForm
from consult.admin.side_panels import NoteForm
from consult.base import policy
from consult.base.enums import (
    LOOKED,
    STATES,
    BatchAct,
    EventKind,
    Group,
    Outcome,
    Scan,
    Sender,
    Verdict,
)
from consult.base.policy import Action
from consult.client import data_export
from consult.crypto.fields import DecryptionError, opens
from consult.desk import access, metrics, search
from consult.files import attachments
from consult.models import Attachment, Consultation
from consult.services import batches
from firm.admin import lost_post

UNREADABLE_HERE = "内容暂时无法解密，没有保存。请联系运维人员核对CONSULT_KEYS。"
UNREADABLE = "内容暂时无法解密，没有导出。请联系运维人员核对CONSULT_KEYS。"
WITHHELD = {
    Scan.PENDING: "附件正在查毒，请稍后再下载。",
    Scan.INFECTED: "附件发现病毒，已隔离，不能下载。",
}
FEW = 8  # acts, of what was done last
LONG = 210  # characters that a telephone shows of a message before it is unfolded
MOST_EVENTS = 100
ENDS_SOON = "距时效届满还有{}天，请尽快处理。"
ENDS_TODAY = "时效今天届满。"
ENDED = "时效已在{}天前届满，请核对。"
NOTHING_CHANGED = "没有需要保存的改动。"


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
    """Messages and notes as they came: the earlier ones, and what is answered now: all that waits
    for an answer, all that is news, at least the last.
    """
    every = sorted((row for some in rows for row in some), key=lambda row: row["at"])
    said = [row["message"].sender if "message" in row else None for row in every]
    answers = [place for place, sender in enumerate(said) if sender == Sender.LAWYER]
    news = [place for place, row in enumerate(every) if row["is_new"]]
    start = min([len(every) - 1, answers[-1] + 1 if answers else 0, *news])
    return {"earlier": every[:start], "now": every[start:]}


class Page(Desk):
    def show(self, status=200, **given):
        """As it stands now; who saw it is recorded, answers to refused posts included."""
        beside = ("area", "addressee", "assignee__lawyer", "rating")
        rows = Consultation.objects.select_related(*beside)
        desk = replace(self, consultation=rows.get(pk=self.consultation.pk))
        context = {"title": str(desk.consultation), **_context(desk, given)}
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
    named = [(one, access.display_name(one.actor) if one.actor else "") for one in events]
    del named[MOST_EVENTS:]
    return {
        "consultation": consultation,
        "closed": closed,
        "refusal": given.get("refusal"),
        "unsent": unsent,
        "badge": STATES[consultation.state].badge,
        "promise": promise(consultation),
        "waits": consultation.waits,
        "promised": consultation.promise_told,
        "doubted": consultation.group == Group.CHECK,
        "erased": consultation.group == Group.ERASED,
        "can": {one.value for one in Action if policy.RULES[one].permission and desk.can(one)},
        **parts,
        **answer,
        **side_panels.panels(desk, given, readable),
        **publication.box(desk),
        "events": named,
        "done": [pair for pair in named if pair[0].kind not in LOOKED][:FEW],
        "more_events": len(events) > MOST_EVENTS,
        "unsaved": bool(given.keys() & PARTS.keys()),
        "next": (key := metrics.next_to(consultation, desk.user))
        and address_of(Consultation(pk=key)),
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
            "is_long": len(one.text) + LONG // 10 * one.text.count("\n") > LONG,
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
        "title": access.first_line(thread[0].text),
        "facts": [
            (name, label(name).verbose_name, getattr(consultation, name))
            for name in registering.PERSON
        ],
        "case_facts": known,
        "facts_form": given.get("facts") or CaseFactsForm(facts=known),
        "correct_form": desk.can(Action.CORRECT)
        and (given.get("correct") or CorrectForm(consultation=consultation)),
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


class Part(NamedTuple):
    """One form of those that are saved together: the action that it is, how it is made of what was
    posted, what stores it and says so."""

    action: Action
    form: Callable[[Page, QueryDict], forms.Form]
    store: Callable[[Page, forms.Form], str]


def _simple(form):
    return lambda desk, posted: form(posted)


# By the name under which the page takes a form back. The last two may seal the consultation.
PARTS = {
    "note": Part(Action.NOTE, lambda desk, posted: NoteForm(posted, desk=desk), side_panels.note),
    "limitation": Part(
        Action.LIMITATION,
        _simple(side_panels.LimitationForm),
        side_panels.stores(services.set_limitation, "on", "时效届满日已保存。"),
    ),
    "follow_up": Part(
        Action.FOLLOW_UP,
        lambda desk, posted: side_panels.FollowUpForm(posted, purge_on=desk.consultation.purge_on),
        side_panels.follow_up,
    ),
    "outcome": Part(Action.OUTCOME, _simple(side_panels.OutcomeForm), side_panels.outcome),
    "source": Part(
        Action.OUTCOME,
        _simple(side_panels.SourceForm),
        side_panels.stores(services.set_source, "source", "来源已保存。"),
    ),
    "share": Part(Action.SHARE, _simple(side_panels.ShareForm), side_panels.share),
    "assign": Part(Action.ASSIGN, _simple(side_panels.AssignForm), side_panels.assign),
    "facts": Part(
        Action.CORRECT,
        lambda desk, posted: CaseFactsForm(posted, facts=list(desk.consultation.facts.all())),
        registering.save_facts,
    ),
    "correct": Part(
        Action.CORRECT,
        lambda desk, posted: CorrectForm(posted, consultation=desk.consultation),
        registering.correct,
    ),
}


def save(desk):
    """All that was changed beside the reply, once nothing of it is wrong."""
    posted = desk.request.POST
    bound = {name: part.form(desk, posted) for name, part in PARTS.items()}
    changed = {name: form for name, form in bound.items() if form.has_changed()}
    for name in changed:
        action = PARTS[name].action
        if not desk.may(action):
            raise PermissionDenied
        if why := desk.refusal(action):
            return desk.show(409, refusal=NOT_DONE.format(why), unsent=posted.get("note"))
        held = [desk.consultation, *desk.consultation.facts.all()]
        if policy.RULES[action].needs and not opens(held):
            return desk.show(503, refusal=UNREADABLE_HERE, unsent=posted.get("note"))
    if [name for name, form in changed.items() if not form.is_valid()]:  # each says what is wrong
        return desk.show(422, **changed)
    said = []
    while changed:
        name = next(iter(changed))
        try:
            said.append(PARTS[name].store(desk, changed[name]))
        except services.NotAllowedError as refusal:  # what comes before it is stored
            return desk.show(409, refusal="".join([*said, str(refusal)]), **changed)
        del changed[name]
    asks = posted.get("outcome") == Outcome.NOT_ENGAGED and not posted.get("reason")
    return desk.done("".join(said) or NOTHING_CHANGED, "#outcome" if asks else "")


# The buttons of the page: the action that each is, if it is one, and what it calls.
BUTTONS: dict[str, tuple[Action | None, Callable[[Page], HttpResponse]]] = {
    "save": (None, save),
    "reply": (Action.REPLY, replying.reply),
    "reply_close": (Action.REPLY, partial(replying.reply, closes=True)),
    "withdraw": (Action.TAKE_BACK, replying.withdraw),
    "draft": (Action.DRAFT, partial(replying.keep_text, said="草稿已保存。")),
    "canned": (Action.DRAFT, replying.put_canned),
    "article": (Action.DRAFT, replying.put_article),
    "find": (Action.DRAFT, replying.find),
    "take_over": (Action.TAKE_OVER, partial(replying.take, drafts=reply_form.drafts_to_take)),
    "take_back_in": (Action.DRAFT, partial(replying.take, drafts=reply_form.own_drafts)),
    "drop_aside": (Action.DRAFT, replying.drop_aside),
    "hit_same": (Action.JUDGE_HIT, partial(conflicts.judge_name, verdict=Verdict.SAME)),
    "hit_other": (Action.JUDGE_HIT, partial(conflicts.judge_name, verdict=Verdict.OTHER)),
    "hand_over": (Action.HAND_OVER, side_panels.hand_over),
    "export": (Action.EXPORT, export),
    "close": (Action.CLOSE, _calls(services.close, "咨询已结束。")),
    "reopen": (Action.REOPEN, _calls(services.reopen, "咨询已重新打开。")),
    "release": (Action.RELEASE, _calls(services.release, "已确认为正常咨询，收到时间不变。")),
    "spam": (Action.MARK_SPAM, mark_spam),
    "calm": (Action.LIMITATION, _calls(services.clear_urgency, "已取消紧急标记。")),
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
    action, run = BUTTONS.get(request.POST.get("action", ""), (Action.NOTE, None))
    if action and not desk.may(action):
        raise PermissionDenied
    if run is None:
        return desk.show(400, refusal=NO_ACT, unsent=lost_post.first_text(request))
    if action is None:
        return run(desk)
    needed = policy.RULES[action].needs
    closed = needed and desk.refusal(needed)  # first of all it is said that the content is closed
    why = NOT_DONE.format(closed) if closed else desk.refusal(action)
    try:
        if not why:
            return run(desk)
    except services.NotAllowedError as refusal:  # changed since it was asked
        why = str(refusal)
    except DecryptionError:
        return desk.show(503, refusal=UNREADABLE_HERE, unsent=lost_post.first_text(request))
    return desk.show(409, refusal=why, unsent=lost_post.first_text(request))
