"""Appointments: which times a lawyer offers, how one is taken, moved, cancelled and remembered.

An appointment stands while its consultation allows one and its lawyer may open that consultation:
a job cancels what closing, sealing, a withdrawn consent, handing over or leaving has left behind.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone

from consult.base import free_times, policy
from consult.base.enums import EventKind, Way
from consult.base.free_times import Slot, marks
from consult.base.policy import Action
from consult.desk import access
from consult.models import Appointment, Availability, Consultation, Offer, TakenTime
from consult.models.appointment import AppointmentQuerySet
from consult.services import base, notifications
from firm.models.firm import DayKind
from firm.site import opening_hours, records
from richtext.base import content_lines

NONE_OFFERED = "律师现在没有可以约的时间，请写给律师。"
TOO_LATE = "已经过了{0.month}月{0.day}日{0.hour}:{0:%M}，不能自己改或者取消，请打电话。"
PASSED = "这次约定已经取消，或者时间已经过了。"
CHOOSE_WAY = "请选当面还是电话。"
BEGINS = time(9)  # of the day before: from then on both are reminded


class SlotGoneError(base.NotAllowedError):
    """Somebody was faster, or the lawyer does not offer this time any more."""

    text = "这个时间刚被约走，没有约上。请另选一个。"


def free(lawyer: User, besides: Appointment | None = None) -> list[Slot]:
    """The free times of a lawyer in order; what one appointment takes counts as free."""
    known = Availability.objects.filter(owner=lawyer).first()
    if known is None:
        return []
    now = timezone.now()
    rows = TakenTime.objects.filter(lawyer=lawyer, at__gte=now)
    taken = set(rows.exclude(appointment=besides).values_list("at", flat=True))
    days = {**opening_hours.announced(), **records.special_days(None)}
    holidays = {day for day, one in days.items() if one.kind == DayKind.CLOSED}
    return list(free_times.free(known.pattern, holidays, taken, now))


def ahead_of(consultation: Consultation) -> Appointment | None:
    """What its client has taken and is still to come."""
    rows = consultation.appointments.ahead() if consultation.allows(Action.MEET) else None
    return rows.select_related("lawyer__lawyer", "office").first() if rows is not None else None


def offer_to(consultation: Consultation) -> Offer | None:
    """The newest offer that its client sees, until they have met; only while its lawyer may."""
    if not consultation.allows(Action.MEET):
        return None
    seen = consultation.messages.for_client()
    rows = Offer.objects.filter(message__in=seen).order_by("-message__sent_at")
    found = rows.select_related("lawyer__lawyer", "message").first()
    if found is None or not _meets(found.lawyer, consultation):
        return None
    met = consultation.appointments.filter(cancelled_at=None, ends_at__lte=timezone.now())
    return None if met.filter(starts_at__gt=found.message.sent_at).exists() else found


def _meets(lawyer: User | None, consultation: Consultation) -> bool:
    """Whether a lawyer works here, answers, and may open the consultation."""
    able = lawyer and lawyer.is_active and policy.may(lawyer, Action.REPLY)
    return bool(able and access.find(lawyer, consultation.pk))


@transaction.atomic
def set_pattern(owner: User, **fields: Any) -> None:
    """Store the week of a lawyer and what goes for every appointment; none that stands changes."""
    Availability.objects.update_or_create(owner=owner, defaults=fields)


@transaction.atomic
def set_exception(owner: User, day: date, spans: list[list[int]] | None) -> None:
    """Store what a single day has instead of its week, none at all for a day off; None: as usual.
    Days that are over are forgotten."""
    known, _ = Availability.objects.select_for_update().get_or_create(owner=owner)
    today = timezone.localdate().isoformat()
    days = {**known.exceptions, day.isoformat(): spans}
    known.exceptions = {
        day: spans for day, spans in sorted(days.items()) if spans is not None and day >= today
    }
    known.save(update_fields=["exceptions"])


@transaction.atomic
def take(*, consultation: Consultation, starts: datetime, way: str = "") -> Appointment:
    """Take a time of the lawyer who offered some; a client who has one moves it there.

    SlotGoneError where it is not free any more. `way` counts where the lawyer leaves it open.
    """
    consultation = base.locked_for(Action.MEET, consultation)
    if held := ahead_of(consultation):
        return _put(held, starts, way)
    if offer := offer_to(consultation):
        return _put(Appointment(consultation=consultation, lawyer=offer.lawyer), starts, way)
    raise base.NotAllowedError(NONE_OFFERED)


@transaction.atomic
def move(*, appointment: Appointment, user: User, starts: datetime, way: str = "") -> Appointment:
    """Move one to another free time of its lawyer, for the office."""
    base.locked_for(Action.MEET, appointment.consultation)
    return _put(_standing(appointment), starts, way, user)


def _put(held: Appointment, starts: datetime, way: str, user: User | None = None) -> Appointment:
    lawyer, is_new = held.lawyer, held._state.adding
    times = free(lawyer, held) if lawyer else []
    slot = next((one for one in times if one.starts == starts), None)
    if lawyer is None or slot is None:
        raise SlotGoneError
    if slot.way != Way.ANY:
        way = slot.way
    elif way not in {Way.VISIT, Way.PHONE}:
        raise base.NotAllowedError(CHOOSE_WAY)
    if not is_new and (starts, way) == (held.starts_at, held.way):  # sent twice
        return held
    if not is_new and user is None:
        _require_time(held)
    held.starts_at, held.ends_at, held.way = slot.starts, slot.ends, way
    held.office = lawyer.availability.office if way == Way.VISIT else None
    held.changed_at = timezone.now()
    held.changes += not is_new
    held.save()
    _hold(held)
    kind = EventKind.MEETING_SET if is_new else EventKind.MEETING_MOVED
    base.record(held.consultation, kind, user)
    notifications.tell_of_appointment(held, user)
    return held


def _hold(held: Appointment) -> None:
    """Take its marks of the grid, and give back those of before; SlotGoneError if one is another's.

    The constraint decides. What is its own already is not given back first, so that two who change
    places never wait for each other.
    """
    wanted = marks(held.starts_at, held.ends_at)
    own = set(held.taken.values_list("at", flat=True))
    rows = [TakenTime(appointment=held, lawyer=held.lawyer, at=at) for at in wanted]
    TakenTime.objects.bulk_create([one for one in rows if one.at not in own], ignore_conflicts=True)
    if held.taken.filter(at__in=wanted).count() < len(wanted):
        raise SlotGoneError
    held.taken.exclude(at__in=wanted).delete()


def _standing(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.ahead().select_related("lawyer", "consultation")
    found: Appointment | None = rows.filter(pk=appointment.pk).first()
    if found is None:
        raise base.NotAllowedError(PASSED)
    return found


def _require_time(held: Appointment) -> None:
    if not held.is_changeable:
        raise base.NotAllowedError(TOO_LATE.format(timezone.localtime(held.change_until)))


@transaction.atomic
def give_up(*, consultation: Consultation) -> None:
    """Cancel what its client has taken; once more is no mistake."""
    consultation = base.locked_for(Action.MEET, consultation)
    if held := ahead_of(consultation):
        _require_time(held)
        _cancel(held, by_client=True)


@transaction.atomic
def cancel(*, appointment: Appointment, user: User | None = None) -> None:
    """Cancel one for the office, or where it cannot be kept any more."""
    base.locked(appointment.consultation)
    _cancel(_standing(appointment), user)


def _cancel(held: Appointment, user: User | None = None, by_client: bool = False) -> None:
    held.cancelled_at = held.changed_at = timezone.now()
    held.by_client = by_client
    held.changes += 1
    held.save()
    held.taken.all().delete()
    base.record(held.consultation, EventKind.MEETING_CANCELLED, user)
    notifications.tell_of_appointment(held, user)


def offerable(lawyer: User, starts: Collection[str]) -> list[str] | None:
    """The times that go along with an answer, as they are stored; None where one is not free."""
    known = {one.starts.isoformat() for one in free(lawyer)} if starts else set()
    return sorted(set(starts)) if set(starts) <= known else None


def of(lawyer: User) -> AppointmentQuerySet:
    """What is still to come and can be kept; a sealed or ended consultation shows nowhere."""
    mine = access.visible_to(lawyer).allowing(Action.MEET).values("pk")
    rows: AppointmentQuerySet = Appointment.objects.ahead()
    return rows.filter(lawyer=lawyer, consultation__in=mine)


def cancel_unkept() -> int:
    """Cancel what cannot be kept: of a consultation that has ended, is sealed or declined, or whose
    lawyer has left or may not open it any more; how many that were."""
    rows = Appointment.objects.ahead()
    lawyers = User.objects.filter(pk__in=rows.values("lawyer"), is_active=True)
    fit = Q(pk=None)
    for lawyer in lawyers:
        if policy.may(lawyer, Action.REPLY):
            fit |= Q(pk__in=of(lawyer).values("pk"))
    left = list(rows.exclude(fit).select_related("consultation"))
    for one in left:
        with suppress(base.NotAllowedError):  # its client was faster
            cancel(appointment=one)
    return len(left)


def remind() -> None:
    """Tell both of what is tomorrow, once: the ledger knows each reminder by its key."""
    now = timezone.localtime()
    if now.time() < BEGINS:
        return
    today = free_times.moment(now.date(), 0)
    tomorrow, end = (today + timedelta(days=days) for days in (1, 2))
    rows = Appointment.objects.ahead().filter(starts_at__gte=tomorrow, starts_at__lt=end)
    rows = rows.filter(changed_at__lt=today)  # who changed it only today has just been told
    for one in rows.select_related("consultation", "lawyer"):
        notifications.remind_of_appointment(one)


def download(rows: Iterable[Appointment]) -> HttpResponse:
    """A file for one's calendar, which may be anybody's to see: 有约 and the time, nothing else."""
    events = [
        {
            "UID": one.pk.hex,
            "DTSTAMP": _stamp(one.changed_at),
            "DTSTART": _stamp(one.starts_at),
            "DTEND": _stamp(one.ends_at),
            "SEQUENCE": str(one.changes),
            "SUMMARY": "有约",
            "STATUS": "CANCELLED" if one.cancelled_at else "CONFIRMED",
        }
        for one in rows
    ]
    content = content_lines.calendar("appointments", "有约", events)
    name = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=name)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
