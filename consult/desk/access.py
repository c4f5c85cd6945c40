"""Who of the staff may see and open a consultation, whose turn it is, whom a note names."""

import logging
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, partial
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from consult.base import policy
from consult.base.enums import DOUBTED, EventKind, Sender
from consult.base.policy import CHECK, DECLINED, ERASED, UNDECIDED, WITHDRAWN, Action
from consult.crypto.fields import DecryptionError
from consult.models import Consultation, Event, Message
from consult.models.consultation import ConsultationQuerySet
from firm.base.people import BACKEND, full_name, gets_mail
from firm.models import Lawyer, PracticeArea, SiteSettings
from firm.models.firm import ONLY_ROW

SEE_ALL = "consult.see_all_consultations"
LONGEST = 40  # characters of a question that a list shows
WHY_NONE = {
    ERASED: "内容已删除",
    WITHDRAWN: "咨询人已撤回同意，不再显示",
    DECLINED: "利益冲突审查的结论是不受理，不再显示",
    UNDECIDED: "可能有冲突，审查以前不显示",
    CHECK: "待甄别，打开后才显示",
}
LOCKED = "暂时无法解密。"
# The first line, or the first sentence of a long one; a greeting alone is none.
FIRST = re.compile(r"\s*(.{8,}?)(?:(?<=[。？！?!])|[，,；;、：:]*(?:\n|$))", re.DOTALL)
AT = re.compile(r"(?<![A-Za-z0-9._+-])[@＠](?=\w)")  # not the one of a mail address

log = logging.getLogger("antou.desk")


def holders(action: Action) -> QuerySet[User]:
    """The active members of the staff with the right to an action, superusers included."""
    right = policy.right_to(action)
    people = get_user_model().objects.with_perm(right, backend=BACKEND)
    return people.filter(is_staff=True).select_related("lawyer").order_by("username")


def in_charge(consultation: Consultation, user) -> bool:
    """Whether it is theirs to pass on or to share: who is in charge of it and may read it, and who
    assigns anyway."""
    own = consultation.assignee_id == user.pk and consultation.allows(Action.READ)
    return own or policy.may(user, Action.ASSIGN)


def display_name(user) -> str:
    """How colleagues know somebody: 林致远律师, else the full name."""
    if user is None:
        return "已离职人员"
    lawyer = getattr(user, "lawyer", None)
    return lawyer.title if lawyer else full_name(user)


def visible_to(user) -> ConsultationQuerySet:
    """The consultations that a member of the staff may open; the other way round: `who_may_open`.

    A manager sees every one. Others see what they are in charge of, what is shared with them, and
    what nobody is in charge of in the areas where they work as a lawyer.
    """
    if not policy.may(user, Action.READ):
        return Consultation.objects.none()
    if user.has_perm(SEE_ALL):
        return Consultation.objects.all()
    theirs = Q(assignee=user) | Q(pk__in=_shared_with(user))
    return Consultation.objects.filter(theirs | _open_to(user))


def _shared_with(user):
    return Consultation.shared_with.through.objects.filter(user=user).values("consultation")


def to_answer(user) -> ConsultationQuerySet:
    """Those that wait for an answer of this user: their own, shared ones, and nobody's. What is
    sealed is for who decides on it."""
    rows = visible_to(user).open()
    if not policy.may(user, Action.REVIEW):
        rows = rows.allowing(Action.READ)
    theirs = Q(assignee=user) | Q(pk__in=_shared_with(user))
    return rows.filter(theirs | Q(assignee=None))


def _open_to(user):
    """What nobody is in charge of, in the lawyer's areas and those above and below them.

    A lawyer without areas takes any. What waits in quarantine is for those who may answer it.
    """
    lawyer = getattr(user, "lawyer", None)
    if lawyer is None:
        return Q(pk=None)
    free, own = Q(assignee=None), lawyer.areas.values("pk")
    if lawyer.areas.exists():
        near = Q(pk__in=own) | Q(parent__in=own) | Q(pk__in=lawyer.areas.values("parent"))
        free &= Q(area__in=PracticeArea.objects.filter(near).values("pk"))
    return free if policy.may(user, Action.RELEASE) else free & ~Q(state__in=DOUBTED)


def put_in_charge(consultation: Consultation) -> None:
    """Put the lawyer in charge to whom it is written, else the next one of the area.

    Called inside the transaction that takes a consultation in, and never the reason why it fails.
    A sealed one waits for the decision: it could fall to the lawyer of the other side.
    """
    try:
        if consultation.assignee_id or consultation.sealed:
            return
        if consultation.addressee_id or SiteSettings.load().assign_by_turn:
            with transaction.atomic():
                _put(consultation)
    except Exception as error:  # it stays unassigned, and everybody of the area sees it
        log.error("no turn was taken (%s)", type(error).__name__)


def _put(consultation):
    lawyer = None
    if consultation.addressee_id:
        lawyer = holders(Action.REPLY).filter(lawyer=consultation.addressee_id).first()
    if lawyer is None and SiteSettings.load().assign_by_turn:
        # Locked until the transaction ends: the next consultation sees whose turn this one was.
        SiteSettings.objects.select_for_update(no_key=True).get(pk=ONLY_ROW)
        # Of those who answer in the area, the one whose last turn is longest ago.
        areas = [key for key in (consultation.area_id, consultation.area.parent_id) if key]
        working = PracticeArea.lawyers.through.objects.filter(practicearea__in=areas)
        able = holders(Action.REPLY).filter(lawyer__is_published=True)
        able = able.filter(pk__in=working.values("lawyer__user"))
        turns = able.annotate(last=Max("consultations__assigned_at"))
        lawyer = turns.order_by(F("last").asc(nulls_first=True), "pk").first()
    if lawyer:
        consultation.assignee, consultation.assigned_at = lawyer, timezone.now()
        consultation.save(update_fields=["assignee", "assigned_at"])
        Event.objects.create(consultation=consultation, kind=EventKind.ASSIGNED)


def find(user, key) -> Consultation | None:
    """A consultation that the user may open; None alike for one that is not theirs or not there."""
    try:
        key = uuid.UUID(str(key))
    except ValueError:
        return None
    return visible_to(user).filter(pk=key).first()


def why_none(consultation: Consultation) -> str:
    """Why a list shows no beginning of this one; "" when it may."""
    return next((why for one, why in WHY_NONE.items() if one.holds(consultation)), "")


def with_first_lines(rows: Iterable[Consultation], user) -> list[Consultation]:
    """The rows, each with the `first_line` that it is called by; "" where a list may not show it,
    and where that cannot be recorded.

    For rows that the user may open. Of each it is recorded once that this person was shown it: the
    list is looked at all day. Why it is an opening of its own kind:
    docs/decisions/0055-answer-to-article.md.
    """
    found = list(rows)
    shown = {one.pk: one for one in found if not why_none(one) and one.allows(Action.READ)}
    try:
        questions = list(_questions(shown, user))
        new = [one.consultation_id for one in questions if not one.is_known]
        event = partial(Event, kind=EventKind.LISTED, actor=user)
        if new:
            with transaction.atomic():
                Event.objects.bulk_create([event(consultation_id=key) for key in new])
    except OperationalError:  # the database is busy, or the disk is full
        return found
    for one in questions:
        try:
            shown[one.consultation_id].first_line = first_line(one.text)
        except DecryptionError:
            shown[one.consultation_id].first_line = LOCKED
    return found


def _questions(keys, user):
    """The first message of each, with whether the user is known to have seen it."""
    written = Message.objects.filter(consultation=OuterRef("pk"), sender=Sender.CLIENT)
    first = written.order_by("sent_at", "pk").values("pk")[:1]
    wanted = Consultation.objects.filter(pk__in=keys).order_by()
    kind = EventKind.LISTED
    saw = Event.objects.filter(consultation=OuterRef("consultation"), actor=user, kind=kind)
    rows = Message.objects.filter(pk__in=wanted.values(first=Subquery(first)))
    return rows.annotate(is_known=Exists(saw.order_by())).order_by()


def first_line(text: str) -> str:
    """What a consultation is called on the desk, and nowhere else: in no mail, log or address."""
    begins = text[: LONGEST * 5]
    found = FIRST.match(begins)
    return shortened(found[1] if found else begins)


def shortened(text: str) -> str:
    """As many clauses as there is room for; half of one where it is longer by itself."""
    words = " ".join(text[: LONGEST * 5].split())
    whole = re.match(rf".{{8,{LONGEST}}}(?=[，,；;：。？！])", words)
    return words if len(words) <= LONGEST else f"{whole[0] if whole else words[:LONGEST]}…"


class Reader(NamedTuple):
    """A member of the staff who may read consultations, and what decides which ones; no `email`
    where none is to be written to."""

    pk: int
    email: str
    lawyer: int | None
    sees_all: bool
    releases: bool


def everyone() -> list[Reader]:
    """All of them by name, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(*_readers_query())
        return [Reader(*row) for row in cursor.fetchall()]


@cache
def _readers_query():
    """As SQL: each question asks while others wait, and Django takes milliseconds to say it."""
    rights = {"sees_all": SEE_ALL, "releases": policy.right_to(Action.RELEASE)}
    able = partial(get_user_model().objects.with_perm, backend=BACKEND)
    marked = {name: Exists(able(right).filter(pk=OuterRef("pk"))) for name, right in rights.items()}
    rows = holders(Action.READ).annotate(**marked)
    mail = Case(When(gets_mail(), then="email"), default=Value(""))
    return rows.values_list("pk", mail, "lawyer", *marked).query.sql_with_params()


def who_may_open(consultation, among: list[Reader]) -> list[Reader]:
    """Of those who may read, the ones to whom `visible_to` shows this consultation.

    Asked in the transaction that stores a question, for all of the staff at once.
    """
    theirs = {consultation.assignee_id, *consultation.shared_with.values_list("pk", flat=True)}
    near, doubted = set(), consultation.state in DOUBTED
    if not consultation.assignee_id:
        # The lawyers who work in the area, above or below it, or who have named none.
        lawyers = {one.lawyer for one in among if one.lawyer}
        pairs = Lawyer.areas.through.objects.filter(lawyer__in=lawyers)
        rows = list(pairs.values_list("lawyer", "practicearea", "practicearea__parent"))
        area = consultation.area
        own = {area.pk, area.parent_id}
        near = lawyers - {lawyer for lawyer, _, _ in rows}
        near |= {lawyer for lawyer, key, above in rows if key in own or above == area.pk}
    return [
        one
        for one in among
        if one.sees_all
        or one.pk in theirs
        or (one.lawyer in near and (one.releases or not doubted))
    ]


class Named(NamedTuple):
    """The colleagues whom a note names.

    `joining` are those of `notified` to whom it is opened by this; `shut_out` cannot be notified,
    because they may not open it and the author may not open it to them. `unknown` says that after
    some @ stands no colleague's full name, or that of two of them.
    """

    notified: list[User]
    joining: list[User]
    shut_out: list[User]
    unknown: bool


def colleagues(consultation: Consultation, author: User) -> tuple[list[User], set[int]]:
    """Everybody who could be named, and the keys of those who may open the consultation."""
    able = who_may_open(consultation, everyone())
    people = [one for one in holders(Action.READ) if one.pk != author.pk]
    return people, {one.pk for one in able}


def named(
    consultation: Consultation, author: User, text: str, chosen: Iterable[User] = ()
) -> Named:
    """Whom a text names, and whom its author chose beside it."""
    people, able = colleagues(consultation, author)
    found, unknown = _in(text, people)
    wanted = {one.pk for one in [*found, *chosen]}
    chosen = [one for one in people if one.pk in wanted]
    others = [one for one in chosen if one.pk not in able]
    if in_charge(consultation, author):  # then whom they name becomes a helper
        return Named(chosen, others, [], unknown)
    return Named([one for one in chosen if one.pk in able], [], others, unknown)


def _in(text, people):
    """Those whose name follows an @, the longest name first; and whether some @ names nobody."""
    known = defaultdict(set)
    for one in people:
        known[display_name(one)].add(one)
        known[full_name(one)].add(one)
        if lawyer := getattr(one, "lawyer", None):
            known[lawyer.name].add(one)
    names = sorted(known, key=len, reverse=True)
    found: list[User] = []
    unknown = False
    for at in AT.finditer(text):
        name = next((one for one in names if text.startswith(one, at.end())), None)
        if name is None or len(known[name]) > 1:
            unknown = True
        else:
            found += known[name]
    return found, unknown
