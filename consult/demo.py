"""Invented consultations in different states, dated in hours before now; canned replies."""

import json
import secrets
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from consult.base.enums import ConsentKind, EventKind, Sender, State
from consult.client import facts
from consult.conflicts import check, parties
from consult.crypto import receipt_codes
from consult.crypto.fields import keyed_hashes
from consult.models import (
    CannedReply,
    Consent,
    Consultation,
    Event,
    FactAnswer,
    KnownParty,
    Message,
)
from consult.services import base, desk, intake
from firm.models import Lawyer, PageKind, PracticeArea, SiteSettings
from firm.site import service_hours
from firm.site.records import current_version
from statutes.services import citation_sync

FILE = Path(__file__).parent / "sample" / "consultations.json"
CANNED = FILE.with_name("canned.json")
PARTIES = FILE.with_name("parties.json")


def load():
    """Create the consultations; returns the receipt code of an answered one, to try the thread."""
    for fields in json.loads(CANNED.read_text(encoding="utf-8")):
        if not CannedReply.objects.filter(title=fields["title"]).exists():
            reply = CannedReply(**fields)
            citation_sync.save_text(text=reply)
    for fields in json.loads(PARTIES.read_text(encoding="utf-8")):
        parties.register(party=KnownParty(**fields))
    facts.take_over()
    areas = {area.slug: area for area in PracticeArea.objects.all()}
    every = json.loads(FILE.read_text(encoding="utf-8"))
    made = [(*_consultation(fields, areas[fields["area"]]), fields) for fields in every]
    _tell(made)
    return next(code for one, code, *_ in made if one.state == State.ANSWERED)


def _consultation(fields, area):
    code = f"{secrets.randbelow(10**receipt_codes.DIGITS):0{receipt_codes.DIGITS}d}"
    received = timezone.now() - timedelta(hours=fields["received_hours_ago"])
    said = [(received + timedelta(hours=one["hours_after"]), one) for one in fields["messages"]]
    consultation = Consultation(
        **receipt_codes.stored(code),
        submission=keyed_hashes("submission", secrets.token_hex(16))[0],
        area=area,
        state=fields["state"],
        **intake.stored({name: fields.get(name, "") for name in desk.PERSON}),
        **_dates(fields["state"], received, said),
    )
    base.note_answer(consultation, next((at for at, one in said if one["lawyer"]), None))
    consultation.save()
    check.check(consultation)  # finds those that were stored before
    return consultation, code, said


def _tell(made):
    """Store what was agreed to and said in some consultations, and what happened to them."""
    notices = {kind: current_version(kind) for kind in (PageKind.MINORS, PageKind.PRIVACY)}
    signatures = {"": "", **{lawyer.slug: lawyer.title for lawyer in Lawyer.objects.all()}}
    kinds = {Sender.CLIENT: EventKind.CLIENT_WROTE, Sender.LAWYER: EventKind.REPLIED}
    consents, messages, events, facts = [], [], [], []
    for one, _, said, fields in made:
        sensitive = [ConsentKind.SENSITIVE] if one.area.sensitive else []
        for kind in [ConsentKind.PROCESSING, *sensitive, *fields.get("consents", [])]:
            page = PageKind.MINORS if kind == ConsentKind.MINOR else PageKind.PRIVACY
            known = {"consultation": one, "given_at": one.received_at}
            consents.append(Consent(kind=kind, notice=notices[page], **known))
        first, *later = _messages(one, fields["question"], said, signatures)
        messages += [first, *later]
        happened = [(EventKind.RECEIVED, first.sent_at)]
        happened += [(kinds[each.sender], each.sent_at) for each in later]
        happened += [(EventKind.CLOSED, one.closed_at)] if one.closed_at else []
        events += [Event(consultation=one, kind=kind, at=at) for kind, at in happened]
        facts += [
            FactAnswer(consultation=one, name=name, answer=answer, order=place)
            for place, (name, answer) in enumerate(fields.get("facts", []))
        ]
    Consent.objects.bulk_create(consents)
    Message.objects.bulk_create(messages)
    Event.objects.bulk_create(events)
    FactAnswer.objects.bulk_create(facts)


def _messages(consultation, question, said, signatures):
    """The question and what followed; an answer shows that what the other side wrote was seen."""
    received = consultation.received_at
    made = [_message(consultation, received, Sender.CLIENT, question)]
    for at, one in said:
        for unseen in (before for before in made if before.sender != one["by"]):
            unseen.seen_at = unseen.seen_at or at
        made.append(_message(consultation, at, one["by"], one["text"], signatures[one["lawyer"]]))
    return made


def _message(consultation, at, sender, text, signature=""):
    return Message(
        consultation=consultation,
        sender=sender,
        signature=signature,
        text=text,
        sent_at=at,
        visible_at=at,
        submission=keyed_hashes("message", secrets.token_hex(16))[0],
    )


def _dates(state, received, said):
    """The times that the services would have set."""
    settings = SiteSettings.load()
    last = said[-1][0] if said else received
    closed = last + timedelta(hours=24) if state == State.CLOSED else None
    since = last if state == State.WAITING_LAWYER else received
    return {
        "received_at": received,
        "promised_at": service_hours.due(since, settings.target_hours),
        "promise_told": bool(settings.reply_promise_hours),
        "closed_at": closed,
        "purge_on": closed and timezone.localdate(closed + timedelta(days=settings.retention_days)),
    }
