"""The form of the reply box, and what a reply cites of the law while it is written."""

import re
import secrets
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils import timezone

from articles.law import live_check
from articles.law.live_check import Findings
from consult import services
from consult.admin import appointments, canned
from consult.base import placeholders, tokens
from consult.base.enums import Group
from consult.base.policy import Action
from consult.desk import access
from consult.files import attachments
from consult.forms.attachments import KeepsFiles
from consult.forms.base import PersonForm, PlainTextField
from consult.models import CannedCitation, CannedReply
from consult.services import Written
from consult.spam import upload_quota
from statutes.services import citation_sync

LAW = re.compile("[《〈法典条例定释]")  # without one of these nothing is cited, and nothing is read
LONGEST_REPLY = 20_000
TOO_LONG = "最多20,000字，现在有%(show_value)d个字，请删减。"
NO_ROOM = "服务器磁盘空间不足，暂时不能添加附件。请先发出文字，并通知运维人员清理磁盘。"
# Browsers put an old value back into a reloaded page: a token must be the page's own. What is
# `type=hidden` may not say so, what is `hidden` may. Two forms of a page have one: no id.
UNSEEN = {"hidden": True, "autocomplete": "off", "id": False}
WRITING = timedelta(minutes=2)  # how long after the last stroke somebody counts as writing


def check(text: str) -> Findings | None:
    """The citations in a text by what is to be said of them; None for a text that cites nothing.

    The record that carries the words is never stored: it is that of a canned reply because a reply
    is checked by the same day and the same table.
    """
    if not LAW.search(text):
        return None
    records = citation_sync.preview(CannedCitation, CannedReply(text=text))
    prefetch_related_objects(records, "statute", "leads_to")
    return live_check.findings(records) if records else None


class DraftForm(KeepsFiles):
    """A reply while it is written; `version` names the draft that the text goes on from."""

    text = PlainTextField(
        label="答复",
        max_length=LONGEST_REPLY,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "aria-describedby": "reply-help"}),
        error_messages={"max_length": TOO_LONG},
    )
    token = forms.Field(widget=forms.TextInput(attrs=UNSEEN), required=False)
    version = forms.Field(widget=forms.TextInput(attrs=UNSEEN), required=False)

    def __init__(self, *args, desk, **kwargs):
        super().__init__(*args, **kwargs)
        self.desk = desk

    def clean_files(self):
        """A lawyer is told before the reply goes: without its file it might say something else."""
        files = self.cleaned_data["files"]
        if files and not upload_quota.has_room(sum(one.size for one in files)):
            self.said.append(NO_ROOM)
            raise ValidationError(NO_ROOM)
        return super().clean_files()

    @property
    def opened(self):
        """The token of the box, None when it is none."""
        return tokens.parse_reply_token(self["token"].value())

    @property
    def owner(self):
        """Files wait for one person's reply to one client, whichever token the box has by then."""
        opened = self.opened
        return f"reply {opened.consultation} {self.desk.user.pk}" if opened else ""

    @property
    def is_foreign(self):
        """Whether its token was issued for another consultation."""
        return bool(self.opened) and self.opened.consultation != self.desk.consultation.pk.hex

    @property
    def known(self):
        """What the services take: the text, in which box it was written, over which draft."""
        page = self.opened.random if self.opened else secrets.token_hex(16)  # without: a new box
        written = Written(page, self["version"].value() or "")
        return {**self.desk.known, "text": self.cleaned_data["text"], "written": written}


class ReplyForm(DraftForm):
    text = PlainTextField(
        label="答复",
        min_length=2,
        max_length=LONGEST_REPLY,
        widget=DraftForm.base_fields["text"].widget,
        error_messages={
            "required": "请填写答复。",
            "min_length": "答复至少要有两个字。",
            "max_length": TOO_LONG,
        },
    )

    def clean_text(self):
        """Nothing goes to a client with a variable or a gap in it."""
        text = self.cleaned_data["text"]
        placeholders.refuse_gaps(text)
        return text


class FindForm(PersonForm):
    find = PlainTextField(
        label="查找文章",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
        error_messages={"max_length": "最多60个字。"},
    )


def reply_box(desk, parts, given):
    """Template context of the reply box; empty where no reply can be written, and of one that has
    ended until it is opened again."""
    if not desk.can(Action.DRAFT) or desk.consultation.group == Group.CLOSED:
        return {}
    drafts, thread = parts["drafts"], parts["thread"]
    mine = [one for one in drafts if one.author_id == desk.user.pk]
    own, aside = (*mine, None, None)[:2]  # the next is offered once this one is dealt with
    last = max((row["message"].sent_at for row in thread), default=desk.consultation.received_at)
    token = tokens.issue_reply_token(desk.consultation, last)
    text, version = (own.text, own.version) if own else ("", "")
    known = {"token": token, "text": text, "version": version}
    form = given.get("reply") or DraftForm(initial=known, desk=desk)
    keep_files(desk, form)
    # What to look at in the reply that can still be taken back, if there is anything.
    sent = check(parts["undoable"][-1][0].text) if parts["undoable"] else None
    offered = []  # of colleagues who may not send; the next one once this one is taken
    if desk.may(Action.TAKE_OVER) and any(one.author_id != desk.user.pk for one in drafts):
        keys = set(drafts_to_take(desk).values_list("pk", flat=True))
        offered = [(one, access.display_name(one.author)) for one in drafts if one.pk in keys][:1]
    signature = services.signature_of(desk.user)
    values = canned.values(desk.consultation, desk.user, signature)
    find = given.get("find") or FindForm()
    words = find.cleaned_data.get("find", "") if find.is_bound else ""
    return {
        "reply_form": form,
        "own_draft": own,
        "aside": aside,
        "new_messages": [row["message"] for row in thread if row["is_new"]],
        "may_send": desk.may(Action.REPLY),
        "writing": _writing(drafts, desk.user),
        "meeting": appointments.offered(desk, form),
        "offered": offered,
        "last_message": int(last.timestamp() * 1000),
        "law_found": check(form["text"].value() or ""),
        "law_sent": sent if sent and sent.told else None,
        # What can be put into the text.
        "signature": signature,
        "canned_error": given.get("canned_error"),
        "canned_choices": [
            canned.filled(reply, values) for reply in canned.canned_replies(desk.consultation)
        ],
        "article_error": given.get("article_error"),
        "find_form": find,
        "article_choices": canned.articles(desk.consultation, words),
        "sought": words,
    }


def keep_files(desk, form):
    """Keep the files of a reply that is not sent yet; a new box lists those that wait for it."""
    if form.is_bound:
        # Counted for the account: what strangers may bring from the office's address is theirs.
        form.park(f"user {desk.user.pk}", desk.consultation)
    else:
        form.parked = attachments.waiting(form.owner)


def newest(consultation):
    times = consultation.messages.order_by("-sent_at").values_list("sent_at", flat=True)
    return times.first() or consultation.received_at


def _writing(drafts, user):
    """Who else has written at an answer in the last two minutes."""
    since = timezone.now() - WRITING
    others = [one for one in drafts if one.author_id != user.pk and one.updated_at > since]
    return list(dict.fromkeys(access.display_name(one.author) for one in others))


def drafts_to_take(desk):
    """Drafts of colleagues who may not send them."""
    others = desk.consultation.drafts.exclude(author=desk.user)
    return others.exclude(author__in=access.holders(Action.REPLY))


def own_drafts(desk):
    """What this user wrote in each window, the newest first."""
    return desk.consultation.drafts.filter(author=desk.user)


def news(desk):
    """What an open page wants to know: who is writing, when the newest message came (ms)."""
    drafts = desk.consultation.drafts.select_related("author__lawyer")
    last = int(newest(desk.consultation).timestamp() * 1000)
    return {"writing": _writing(drafts, desk.user), "last": last}
