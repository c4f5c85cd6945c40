"""What the worker does with consultations by itself: close, bring back, tell of the week."""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from consult import lifecycle, services
from consult.base.enums import LIVE, OPEN, EventKind, Group, states_in
from consult.base.policy import Action
from consult.client import session
from consult.crypto import receipt_codes
from consult.desk import access, metrics
from consult.files import attachments
from consult.files.types.upload_handler import LARGEST, MOST_FILES
from consult.lifecycle import with_last_word
from consult.models import Appointment, Consultation, Event
from consult.models.consultation import ConsultationQuerySet
from consult.services import base, notifications
from firm.base.current_site import absolute_url
from firm.base.people import BACKEND, gets_mail
from firm.models import SiteSettings
from firm.site import legal_pages, service_hours
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.models import Notice
from outbox.services import RETAINED
from statutes.services import citation_sync

retention_log = logging.getLogger("antou.retention")
desk_log = logging.getLogger("antou.desk")

SILENCE = timedelta(days=30)  # after the last message; docs/decisions/0013-erasure.md
MORNING = time(8)  # nobody is told at midnight
MONDAY = 0
MEGABYTE = 1024 * 1024
MINUTE, HOUR = 60, 60 * 60
KIND = "weekly"
RIGHT = "consult.see_figures"
INBOX, LAW = "admin:consult_consultation_changelist", "admin:law_review"


def silent() -> ConsultationQuerySet:
    """Answered, silent for so long, and with neither date, appointment nor conflict ahead."""
    now = timezone.now()
    answered = Consultation.objects.filter(state__in=states_in(Group.WAITING))
    rows = with_last_word(answered.allowing(Action.CLOSE))
    today = timezone.localdate(now)
    over = Q(limitation_on__isnull=True) | Q(limitation_on__lt=today)
    unplanned = Q(follow_up_on__isnull=True) | Q(follow_up_on__lt=today)
    found: ConsultationQuerySet = rows.filter(over, unplanned, last_word__lt=now - SILENCE)
    return found.exclude(pk__in=Appointment.objects.ahead().values("consultation"))


def _one_by_one(
    rows: Callable[[], ConsultationQuerySet], act: Callable[[Consultation], object]
) -> int:
    """Do something with each row, which is looked at again once locked; with how many."""
    number = 0
    for key in list(rows().values_list("pk", flat=True)):
        with transaction.atomic():
            found = rows().select_for_update(of=("self",)).filter(pk=key).first()
            if found:
                act(found)
                number += 1
    return number


def close_silent() -> int:
    """Close them, so that retention can begin; the client can go on writing until erasure."""
    number = _one_by_one(silent, lambda one: services.close(consultation=one, user=None))
    if number:
        retention_log.info("%s consultations closed after %s days of silence", number, SILENCE.days)
    return number


def untold() -> ConsultationQuerySet:
    """Those whose day has come since it was last said."""
    said = Event.objects.filter(
        consultation=OuterRef("pk"),
        kind=EventKind.FOLLOW_UP_DUE,
        at__date__gte=OuterRef("follow_up_on"),
        at__lte=timezone.now(),  # a clock that was ahead has told of none of those to come
    )
    return Consultation.objects.filter(metrics.follow_up_due()).exclude(Exists(said))


def bring_back() -> int:
    """Tell who is in charge, else the office, once for each day that was set."""
    number = _one_by_one(untold, _bring_one)
    if number:
        desk_log.info("%s consultations brought back on their follow-up day", number)
    return number


def _bring_one(consultation: Consultation) -> None:
    morning = timezone.make_aware(datetime.combine(timezone.localdate(), MORNING))
    notifications.tell_of_follow_up(consultation, max(morning, timezone.now()))
    base.record(consultation, EventKind.FOLLOW_UP_DUE)


def register() -> None:
    """Tell the drafts of the legal pages the periods and sizes that the code keeps to."""
    legal_pages.LIMITS.update(
        most_files=MOST_FILES,
        largest_mb=LARGEST // MEGABYTE,
        silence_days=SILENCE.days,
        notices_days=RETAINED.days,
        tombstone_days=lifecycle.TOMBSTONE_LIFE.days,
        rating_days=lifecycle.DAYS,
        first_line=access.LONGEST,
        parked_minutes=attachments.LIFE.seconds // MINUTE,
        receipt_minutes=receipt_codes.SECONDS // MINUTE,
        idle_minutes=session.IDLE_SECONDS // MINUTE,
        session_hours=settings.SESSION_COOKIE_AGE // HOUR,
    )


def tell(now: datetime | None = None) -> None:
    """Mail who sees the figures on Monday morning, once each; nobody of nothing to do."""
    now = timezone.localtime(now)
    if now.weekday() == MONDAY and now >= _begin(now) and SiteSettings.load().weekly_mail:
        readers = get_user_model().objects.with_perm(RIGHT, backend=BACKEND)
        people = readers.filter(gets_mail(), is_staff=True).select_related("lawyer")
        found = [(person, _entries(person, now)) for person in people]
        outbox.enqueue([_mail(person, entries, now) for person, entries in found if entries])


def _begin(now: datetime) -> datetime:
    """When the firm begins to work that day; eight o'clock where nobody knows, or on a holiday."""
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    usual = datetime.combine(now.date(), MORNING, now.tzinfo)
    opening = service_hours.next_opening(midnight)
    known = opening and opening != midnight and opening.date() == now.date()
    return opening if opening and known else usual


def _entries(person: User, now: datetime) -> list[dict[str, Any]]:
    """What waits of the consultations and texts that somebody sees; no line for nothing."""
    waits, soon = Q(state__in=OPEN), now.date() + metrics.SOON
    limited = Q(state__in=LIVE, limitation_on__lte=soon)
    lists = [
        ("已超时的咨询", "?work=late", waits & Q(promised_at__lt=now)),
        ("尚未分派的咨询", "?who=nobody", waits & Q(assignee=None)),
        ("时效30天内届满或已过的咨询", "?work=live", limited),
        ("跟进日已到的咨询", "?work=follow_up", metrics.follow_up_due()),
    ]
    wanted = {f"list{at}": one[2] for at, one in enumerate(lists)}
    numbers = metrics.numbers(access.visible_to(person), wanted).values()
    inbox, law = absolute_url(reverse(INBOX)), absolute_url(reverse(LAW))
    both = zip(lists, numbers, strict=True)
    found = [(label, number, "条", inbox + query) for (label, query, _), number in both]
    texts = sum(citation_sync.warned(kind).count() for kind in citation_sync.kinds_for(person))
    found.append(("所引法规有变动、待复核的内容", texts, "篇", law))
    names = ("label", "number", "unit", "address")
    return [dict(zip(names, one, strict=True)) for one in found if one[1]]


def _mail(person: User, entries: list[dict[str, Any]], now: datetime) -> Notice:
    year, week, _ = now.isocalendar()
    context = {"site": Identity(), "name": access.display_name(person), "entries": entries}
    return outbox.mail(
        kind=KIND,
        recipient=person.email,
        **outbox.rendered(KIND, context),
        dedupe_key=f"{KIND}:{year}-{week:02}:{person.pk}",
    )
