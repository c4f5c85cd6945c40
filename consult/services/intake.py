"""What comes in: from a client by the form, or by the staff for one who calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article
from consult.base import policy
from consult.base.enums import ConsentKind, EventKind, Group, LookResult, Sender, Source, State
from consult.base.policy import Action, NotAllowedError
from consult.conflicts import blind_indexes, check
from consult.conflicts.named import FACTS, QUESTION, named_ahead
from consult.crypto import receipt_codes
from consult.crypto.fields import keyed_hashes, seal_now
from consult.desk import access, search, urgency
from consult.desk.search import Caller
from consult.files import attachments
from consult.files.attachments import Enclosure
from consult.models import CallerLook, Consent, Consultation, FactAnswer, Message
from consult.services import base, notifications, replies
from consult.services.replies import signature_of
from consult.spam import rate_limit
from consult.spam.score import Reason
from firm.models import Lawyer, PageVersion, PracticeArea

ADDED = "「{}补充」"
# Of who came by somebody's introduction nobody knows how they added to it; mostly by telephone.
SPOKEN = {Source.PHONE, Source.VISIT, Source.WECHAT}
TOO_MANY = "查询过于频繁，一小时最多{}次，请稍后再查。登记时照常检查。"

WROTE_AGAIN = "标为广告以后又有补充"
COMPARED = ["name", "opponent", "email", "phone"]

Consents = dict[ConsentKind, PageVersion]
Facts = Sequence[tuple[str, str]]  # names of questions and what was answered


@dataclass(frozen=True)
class Registration:
    """Who registers, how it came, who is put in charge, if anybody, what was answered."""

    by: User
    source: Source
    to: User | None = None
    answer: str = ""


def submit(
    *,
    area: PracticeArea,
    question: str,
    consents: Consents,
    token: str,
    name: str = "",
    phone: str = "",
    email: str = "",
    city: str = "",
    opponent: str = "",
    call: str = "",
    call_when: str = "",
    facts: Facts = (),
    files: Sequence[Enclosure] = (),
    files_refused: int = 0,
    doubts: str = "",
    addressee: Lawyer | None = None,
    source: Source = Source.SITE,
    source_article: Article | None = None,
    registered: Registration | None = None,
) -> tuple[Consultation, str]:
    """Store a consultation and return it with its receipt code; the same post twice is one.

    A post with `doubts` goes to quarantine, and nobody is mailed, but of a flood alone. When its
    files cannot be kept nothing is: `attachments.NotStoredError`, `GoneError`; `files_refused` were
    not taken.
    With `registered` a member of the staff has written down what was told to them.
    """
    person = {"name": name, "phone": phone, "email": email, "city": city, "opponent": opponent}
    person |= {"call": call, "call_when": call_when} if phone else {}
    # What makes two posts one, and what the receipt code is made from.
    told = [text for fact in facts for text in fact]
    sent = [token, str(area.pk), question, *person.values(), *told]
    sent += attachments.fingerprint(files) if files else []
    material = "\x00".join(sent)
    known = keyed_hashes("submission", material)
    same = Consultation.objects.filter(submission__in=known)
    # Looked for first: a row that PostgreSQL refuses stands in its log, and is not erased there.
    # There hardly ever is one, and a row is long; it may be erased between the two questions.
    if same.exists() and (earlier := same.first()):
        return earlier, receipt_codes.new_code(material, earlier.submission)
    # Hashed, and sealed, before the transaction, in which others wait.
    texts = {QUESTION: question, FACTS: "\n".join(answer for _, answer in facts)}
    columns, named = stored(person), named_ahead(name, opponent, texts)
    code, now = receipt_codes.new_code(material, known[0]), timezone.now()
    by = registered.by if registered else None
    consultation = Consultation(
        **receipt_codes.stored(code),
        submission=known[0],
        area=area,
        state=State.QUARANTINED if doubts else State.NEW,
        **columns,
        received_at=now,
        doubts=doubts,
        urgent=urgency.of(question, facts),
        addressee=addressee,
        source=registered.source if registered else source,
        source_article=source_article,
        registered_by=by,
    )
    row: dict[str, Any] = {"consultation": consultation}
    message = Message(
        sender=Sender.CLIENT,
        text=question,
        submission=known[0],
        sent_at=now,
        visible_at=now,
        files_refused=files_refused,
        **row,
    )
    heard = {"told_by": by, "given_orally": True} if by else {}
    given = [
        Consent(kind=kind, notice=notice, given_at=now, **heard, **row)
        for kind, notice in consents.items()
    ]
    answered = [
        FactAnswer(name=name, answer=answer, order=place, **row)
        for place, (name, answer) in enumerate(facts)
    ]
    base.promise(consultation, now)
    seal_now(consultation, message, *answered)
    with attachments.storing_files(files) as kept:
        try:
            with transaction.atomic():
                consultation.save(force_insert=True)
                message.save(force_insert=True)
                if files:
                    kept.attach(message)
                Consent.objects.bulk_create(given)
                FactAnswer.objects.bulk_create(answered)
                base.record(consultation, EventKind.REGISTERED if by else EventKind.RECEIVED, by)
                check.check(consultation, named)
                if registered:
                    _take_in_registered(consultation, registered)
                elif not doubts:
                    take_in(consultation)
                elif doubts == Reason.FLOOD:  # nothing speaks against it: among many it is a person
                    notifications.tell_of_new(consultation)
        except IntegrityError:  # the same question is there already
            if not (earlier := same.first()):
                raise
            kept.discard()
            return earlier, receipt_codes.new_code(material, earlier.submission)
    return consultation, code


def stored(person: dict[str, str]) -> dict[str, Any]:
    """With the blind indexes of what is searched for, and of what a conflict check compares."""
    return {
        **person,
        "wants_mail": bool(person["email"]),
        **blind_indexes.stored_indexes(**{name: person[name] for name in COMPARED}),
    }


def _take_in_registered(consultation: Consultation, told: Registration) -> None:
    """Put somebody in charge, keep the answer, tell who does not know of it yet."""
    if told.to and consultation.sealed:
        consultation.addressee = getattr(told.to, "lawyer", None)
        consultation.save(update_fields=["addressee"])
    elif told.to:
        base.put_in_charge(consultation, told.to, told.by)
    else:
        access.put_in_charge(consultation)
    note_answer(consultation, told)
    if consultation.assignee != told.by:
        if not told.by.has_perm(access.SEE_ALL):  # else they could not go on with it
            consultation.shared_with.add(told.by)
            base.record(consultation, EventKind.SHARED, told.by)
        notifications.tell_of_new(consultation)


def note_answer(consultation: Consultation, told: Registration) -> None:
    """Keep what was answered by mouth, visible at once; a draft where a reply may not be sent."""
    if not told.answer:
        return
    if not (policy.may(told.by, Action.REPLY) and consultation.allows(Action.REPLY)):
        replies.put(consultation, told.by, below=told.answer)
        return
    # What was told with it is known as sent twice already: here every answer is a new one.
    known = base.submissions(consultation, f"told {timezone.now().isoformat()}", told.answer)
    message = base.write(
        consultation,
        Sender.LAWYER,
        told.answer,
        known[0],
        author=told.by,
        signature=signature_of(told.by),
    )
    base.note_answer(consultation, message.visible_at)
    if consultation.assignee_id is None:
        base.put_in_charge(consultation, told.by, told.by)
    base.move(consultation, State.ANSWERED)
    base.record(consultation, EventKind.REPLIED, told.by)


def take_in(consultation: Consultation) -> None:
    """Once a consultation counts as genuine: put a lawyer in charge and notify them."""
    access.put_in_charge(consultation)
    notifications.tell_of_new(consultation)


def take_up_again(consultation: Consultation) -> None:
    """Back to the lawyer; who became a known party since it ended is looked for now."""
    base.promise(consultation, timezone.now())
    base.move(consultation, State.WAITING_LAWYER)
    check.check(consultation)


def client_message(
    *,
    consultation: Consultation,
    text: str,
    token: str,
    files: Sequence[Enclosure] = (),
    files_refused: int = 0,
    registered: Registration | None = None,
) -> Message:
    """Store what the client adds; a closed consultation opens again, a promise stays."""
    known = base.submissions(consultation, token, text, files)
    by = registered.by if registered else None
    with attachments.storing_files(files) as kept, transaction.atomic():
        check.one_at_a_time()
        consultation = base.locked(consultation)
        if earlier := base.earlier_message(known):
            kept.discard()
            return earlier
        if by:
            policy.require(consultation, Action.READ, by)
        policy.require(consultation, Action.ADD)
        message = base.write(
            consultation, Sender.CLIENT, text, known[0], files_refused=files_refused
        )
        kept.attach(message)
        consultation.urgent |= urgency.of(text)
        base.record(consultation, EventKind.CLIENT_WROTE, by)
        if again := consultation.group in {Group.WAITING, Group.CLOSED}:
            take_up_again(consultation)
        elif consultation.state == State.SPAM:  # a person, it may be: looked at once more
            consultation.doubts = WROTE_AGAIN
            base.move(consultation, State.QUARANTINED)
        else:
            consultation.save(update_fields=["urgent"])
        if not again:
            check.check(consultation)  # whom it names, before anybody reads it
        if registered:
            note_answer(consultation, registered)
        if consultation.group != Group.CHECK and (by is None or consultation.assignee != by):
            at, occasion = message.sent_at, message.pk.hex
            notifications.tell_staff("consult_more", consultation, at, occasion)
        return message


def spoken_message(
    *, consultation: Consultation, registered: Registration, text: str, token: str
) -> Message:
    """Store what a client added by mouth, as if by the page; who heard it has to see it."""
    how = registered.source if registered.source in SPOKEN else Source.PHONE
    said = ADDED.format(Source(how).label) + text
    return client_message(consultation=consultation, text=said, token=token, registered=registered)


def look_up(*, user: User, name: str, opponent: str, phone: str, question: str = "") -> Caller:
    """What is known of a caller; recorded first, or nobody would know who tries many names."""
    if not rate_limit.allow(rate_limit.LOOKS, f"user {user.pk}"):
        raise NotAllowedError(TOO_MANY.format(rate_limit.LOOKS.most))
    typed = {"name": name, "opponent": opponent, "phone": phone, "question": question}
    found = search.look_up_caller(user, **typed)
    clear = LookResult.CLEAR if found.compared else LookResult.VAGUE
    told = LookResult.SEALS if found.meets else LookResult.NEAR if found.near else clear
    CallerLook.objects.create(actor=user, result=told)
    return found
