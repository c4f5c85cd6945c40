"""Appointments: which times are offered, how one is taken, moved, cancelled and remembered.

An appointment stands while its consultation allows one and its lawyer may open that consultation:
a job cancels what closing, declining, a withdrawn consent, handing over or leaving has left behind.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone

from consult.base import free_times, policy
from consult.base.enums import EventKind, Way
from consult.base.free_times import marks
from consult.base.policy import Action
from consult.desk import access
from consult.models import Appointment, Availability, Consultation, Message, TakenTime
from consult.models.appointment import AppointmentQuerySet
from consult.models.consultation import ConsultationQuerySet
from consult.services import base, notifications
from firm.models.firm import DayKind
from firm.site import opening_hours, records
from richtext.base import content_lines

TOO_LATE = "已经过了{0.month}月{0.day}日{0.hour}:{0:%M}，不能自己改或者取消，请打电话。"
NO_TIME = "请先选一个时间。"
CHOOSE_WAY = "请选当面还是电话。"
BEGINS = 9  # o'clock on the day before: from then on both are reminded


class SlotGoneError(base.NotAllowedError):
    """Somebody was faster, or the lawyer does not offer this time any more."""

    text = "这个时间刚被约走，没有约上。请另选一个。"


def free(lawyer: User | None, besides: Appointment | None = None) -> list[datetime]:
    """When one with a lawyer can begin, in order; what one appointment takes counts as free."""
    held = besides or Appointment(lawyer=lawyer)
    return free_for([held])[held.pk]


def free_for(rows: Collection[Appointment]) -> dict[UUID, list[datetime]]:
    """When each of these could begin, by its key, in as many queries for many as for one."""
    lawyers = {one.lawyer_id for one in rows} - {None}
    known = {one.owner_id: one for one in Availability.objects.filter(owner__in=lawyers)}
    marks = TakenTime.objects.filter(lawyer__in=known, at__gte=timezone.now())
    taken = list(marks.values_list("lawyer", "appointment", "at"))
    days = {**opening_hours.announced(), **records.special_days(None)} if known else {}
    holidays = {day for day, one in days.items() if one.kind == DayKind.CLOSED}
    found: dict[UUID, list[datetime]] = {}
    for one in rows:
        others = {at for whose, of, at in taken if whose == one.lawyer_id and of != one.pk}
        week = known.get(one.lawyer_id or 0)
        found[one.pk] = list(week.free(holidays, others)) if week else []
    return found


def ahead_of(consultation: Consultation) -> Appointment | None:
    """What its client has taken, until it is over."""
    rows: AppointmentQuerySet = consultation.appointments.ahead()
    return rows.select_related("lawyer__lawyer", "office").first()


def offer_to(consultation: Consultation) -> Message | None:
    """The newest answer that its client sees times with, until they have met; only while its author
    works here and may open the consultation."""
    rows = consultation.messages.for_client().exclude(offered="").order_by("-sent_at")
    found: Message | None = rows.select_related("author__lawyer").first()
    if not (found and found.author and consultation.allows(Action.MEET)):
        return None
    met = consultation.appointments.filter(cancelled_at=None, ends_at__lte=timezone.now())
    is_over = met.filter(starts_at__gt=found.sent_at).exists()
    return found if _open_to(found.author).filter(pk=consultation.pk) and not is_over else None


def _open_to(lawyer: User) -> ConsultationQuerySet:
    """The consultations in which a lawyer can keep an appointment."""
    able = lawyer.is_active and policy.may(lawyer, Action.REPLY)
    return access.visible_to(lawyer).allowing(Action.MEET) if able else Consultation.objects.none()


@transaction.atomic
def take(
    *, consultation: Consultation, starts: datetime, way: str = "", user: User | None = None
) -> Appointment:
    """Take a time of the lawyer who offered some, or move there what is taken.

    SlotGoneError where it is not free any more. `way` counts where the lawyer leaves it open.
    """
    consultation = base.locked_for(Action.MEET, consultation)
    held, kind = ahead_of(consultation), EventKind.MEETING_MOVED
    if held is None:
        offer, kind = offer_to(consultation), EventKind.MEETING_SET
        held = Appointment(consultation=consultation, lawyer=offer.author if offer else None)
    if held.lawyer is None or starts not in free(held.lawyer, held):
        raise SlotGoneError
    known = held.lawyer.availability
    way = way if known.way == Way.ANY else known.way
    if way not in {Way.VISIT, Way.PHONE}:
        raise base.NotAllowedError(CHOOSE_WAY)
    if (starts, way) == (held.starts_at, held.way):  # sent twice
        return held
    _require_time(held, user)
    held.starts_at, held.ends_at = starts, starts + timedelta(minutes=known.length)
    held.way, held.office = way, known.office if way == Way.VISIT else None
    _save(held, kind, user, user is None, marks(starts, known.length))
    return held


@transaction.atomic
def cancel(
    *, consultation: Consultation, user: User | None = None, is_client: bool = False
) -> None:
    """Cancel what is to come: for its client, for the office, or where it cannot be kept; once more
    is no mistake."""
    consultation = base.locked(consultation)
    if held := ahead_of(consultation):
        if is_client:
            _require_time(held)
        held.cancelled_at = timezone.now()
        _save(held, EventKind.MEETING_CANCELLED, user, is_client)


def chosen(posted: str) -> datetime:
    """The time that a form says; NotAllowedError where it says none."""
    with suppress(ValueError):
        if timezone.is_aware(starts := datetime.fromisoformat(posted)):
            return starts
    raise base.NotAllowedError(NO_TIME)


def _require_time(held: Appointment, user: User | None = None) -> None:
    late = held.starts_at and user is None and timezone.now() >= held.change_until
    if late:
        raise base.NotAllowedError(TOO_LATE.format(timezone.localtime(held.change_until)))


def _save(
    held: Appointment,
    kind: EventKind,
    user: User | None,
    is_own: bool = False,
    wanted: Iterable[datetime] = (),
) -> None:
    """Store it with the marks that it takes, tell both; SlotGoneError if one is another's.

    The constraint decides. What is its own is not given back before, so that two who change places
    never wait for each other.
    """
    held.changed_at, held.changes = timezone.now(), held.changes + 1
    held.save()
    wanted, own = set(wanted), set(held.taken.values_list("at", flat=True))
    rows = [TakenTime(appointment=held, lawyer=held.lawyer, at=at) for at in sorted(wanted - own)]
    TakenTime.objects.bulk_create(rows, ignore_conflicts=True)
    if held.taken.filter(at__in=wanted).count() < len(wanted):
        raise SlotGoneError
    held.taken.exclude(at__in=wanted).delete()
    base.record(held.consultation, kind, user)
    notifications.tell_of_appointment(held, user, is_own)


def cancel_unkept() -> int:
    """Cancel what cannot be kept: of a consultation that has ended or is declined, or whose
    lawyer has left or may not open it any more; how many that were. What has begun is let be, and
    for seconds what an answer ended that can still be taken back."""
    now, fit = timezone.now(), Q(pk=None)
    answered = Message.objects.filter(visible_at__gt=now).values("consultation")
    rows = Appointment.objects.ahead().filter(starts_at__gt=now).exclude(consultation__in=answered)
    for lawyer in User.objects.filter(pk__in=rows.values("lawyer")):
        fit |= Q(lawyer=lawyer, consultation__in=_open_to(lawyer).values("pk"))
    left = list(rows.exclude(fit).select_related("consultation"))
    for one in left:
        cancel(consultation=one.consultation)
    return len(left)


def remind() -> None:
    """Tell both of what is tomorrow, once: the ledger knows each reminder by its key."""
    today = timezone.localdate()
    if timezone.localtime().hour < BEGINS:
        return
    midnights = [free_times.moment(today + timedelta(days=days), 0) for days in range(3)]
    rows = Appointment.objects.ahead().filter(starts_at__gte=midnights[1])
    # Who changed it only today has just been told.
    rows = rows.filter(starts_at__lt=midnights[2], changed_at__lt=midnights[0])
    for one in rows.select_related("consultation", "lawyer"):
        notifications.tell_of_appointment(one, is_tomorrow=True)


def download(rows: Iterable[Appointment]) -> HttpResponse:
    """A file for one's calendar, which may be anybody's to see: 有约 and the time, nothing else."""
    events = [
        [
            ("UID", one.pk.hex),
            ("DTSTAMP", _stamp(one.changed_at)),
            ("DTSTART", _stamp(one.starts_at)),
            ("DTEND", _stamp(one.ends_at)),
            ("SEQUENCE", str(one.changes)),
            ("SUMMARY", "有约"),
            ("STATUS", "CANCELLED" if one.cancelled_at else "CONFIRMED"),
        ]
        for one in rows
    ]
    content = content_lines.calendar("appointments", "有约", events)
    name = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=name)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
