"""Invented consultations in different states, dated in hours before now; canned replies."""

import json
import secrets
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from consult.base.enums import ConsentKind, EventKind, Sender, State
from consult.conflicts import check, name_key, parties, phone_index
from consult.crypto import receipt_codes
from consult.crypto.fields import keyed_hashes
from consult.models import CannedReply, Consultation, Event, KnownParty, Message
from firm.models import Lawyer, PageKind, PracticeArea, SiteSettings
from firm.site import service_hours
from firm.site.services import current_version
from statutes.services import citation_sync

FILE = Path(__file__).parent / "sample" / "consultations.json"
CANNED = FILE.with_name("canned.json")
PARTIES = FILE.with_name("parties.json")


def holds_own_data():
    """Whether there are consultations or known parties that are not sample."""
    kinds = (Consultation, KnownParty)
    return any(kind.objects.filter(is_sample=False).exists() for kind in kinds)


def load():
    """Create the consultations; returns the receipt code of an answered one, to try the thread."""
    for fields in json.loads(CANNED.read_text(encoding="utf-8")):
        if not CannedReply.objects.filter(title=fields["title"]).exists():
            reply = CannedReply(is_sample=True, **fields)
            citation_sync.save_text(text=reply)
    for fields in json.loads(PARTIES.read_text(encoding="utf-8")):
        parties.register(party=KnownParty(is_sample=True, **fields))
    made = [_consultation(fields) for fields in json.loads(FILE.read_text(encoding="utf-8"))]
    return next(code for one, code in made if one.state == State.ANSWERED)


def _consultation(fields):
    code = f"{secrets.randbelow(10**receipt_codes.DIGITS):0{receipt_codes.DIGITS}d}"
    received = timezone.now() - timedelta(hours=fields["received_hours_ago"])
    said = [(received + timedelta(hours=one["hours_after"]), one) for one in fields["messages"]]
    area = PracticeArea.objects.get(slug=fields["area"])
    consultation = Consultation.objects.create(
        is_sample=True,
        code_hash=receipt_codes.stored_hash(code),
        submission=keyed_hashes("submission", secrets.token_hex(16))[0],
        area=area,
        state=fields["state"],
        **{name: fields[name] for name in ("name", "phone", "email", "city", "opponent")},
        wants_mail=bool(fields["email"]),
        tail_index=receipt_codes.tail_index(code),
        name_index=name_key.index_of(fields["name"]),
        opponent_index=name_key.index_of(fields["opponent"]),
        phone_index=phone_index.index_of(fields["phone"]),
        **_dates(fields["state"], received, said),
    )
    _agree(consultation, fields.get("consents", []))
    _say(consultation, received, Sender.CLIENT, fields["question"], EventKind.RECEIVED)
    for at, one in said:
        kind = EventKind.REPLIED if one["lawyer"] else EventKind.CLIENT_WROTE
        consultation.messages.exclude(sender=one["by"]).filter(seen_at=None).update(seen_at=at)
        _say(consultation, at, one["by"], one["text"], kind, one["lawyer"])
    if consultation.closed_at:
        closed = {"kind": EventKind.CLOSED, "at": consultation.closed_at}
        Event.objects.create(consultation=consultation, **closed)
    check.check(consultation)
    return consultation, code


def _agree(consultation, more):
    """The consents that a submission would have asked for, and those of the sample."""
    sensitive = [ConsentKind.SENSITIVE] if consultation.area.sensitive else []
    for kind in [ConsentKind.PROCESSING, *sensitive, *more]:
        page = PageKind.MINORS if kind == ConsentKind.MINOR else PageKind.PRIVACY
        consultation.consents.create(
            kind=kind, notice=current_version(page), given_at=consultation.received_at
        )


def _dates(state, received, said):
    """The times that the services would have set."""
    settings = SiteSettings.load()
    last = said[-1][0] if said else received
    closed = last + timedelta(hours=24) if state == State.CLOSED else None
    asked = last if state == State.WAITING_LAWYER else received
    return {
        "received_at": received,
        "promised_at": service_hours.due(asked, settings.reply_promise_hours),
        "answered_at": next((at for at, one in said if one["lawyer"]), None),
        "closed_at": closed,
        "purge_on": closed and timezone.localdate(closed + timedelta(days=settings.retention_days)),
    }


def _say(consultation, at, sender, text, kind, lawyer=""):
    Message.objects.create(
        consultation=consultation,
        sender=sender,
        signature=Lawyer.objects.get(slug=lawyer).title if lawyer else "",
        text=text,
        sent_at=at,
        visible_at=at,
        submission=keyed_hashes("message", secrets.token_hex(16))[0],
    )
    Event.objects.create(consultation=consultation, kind=kind, at=at)
