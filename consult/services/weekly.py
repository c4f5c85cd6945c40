"""The mail of a Monday morning, for who sees the figures: numbers that lead to lists, no content.

Once for each week and person, whatever starts anew; on a Monday alone, so that a worker that was
down tells nothing old. Nobody is mailed that there is nothing to do.
"""

from dataclasses import dataclass
from datetime import datetime, time

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from consult.base import staff
from consult.base.enums import LIVE, OPEN
from consult.desk import assignment, attention, urgency
from firm.base.people import BACKEND
from firm.base.urls import absolute_url
from firm.models import SiteSettings
from firm.site import service_hours
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.models import Notice
from statutes.services import open_work

KIND = "weekly"
RIGHT = "consult.see_figures"
MONDAY, MORNING = 0, time(8)
INBOX, LAW = "admin:consult_consultation_changelist", "admin:law_review"
# Name of the number, its words, the list that it leads to.
LISTS = [
    ("late", "已超时的咨询", "?work=late"),
    ("nobody", "尚未分派的咨询", "?who=nobody"),
    ("limitation", "时效30天内届满或已过的咨询", "?work=live"),
    ("follow_up", "跟进日已到的咨询", "?work=follow_up"),
]


@dataclass(frozen=True)
class Entry:
    """One number of the mail and the list that it counts."""

    label: str
    number: int
    unit: str
    address: str


def tell(now: datetime | None = None) -> None:
    """Write the mails into the ledger once the firm's week has begun; those there add nothing."""
    now = timezone.localtime(now)
    if now.weekday() == MONDAY and now >= _begin(now) and SiteSettings.load().weekly_mail:
        found = [(person, _entries(person, now)) for person in _readers()]
        outbox.enqueue([_mail(person, told, now) for person, told in found if told])


def _begin(now: datetime) -> datetime:
    """When the firm begins to work that day; eight o'clock where nobody knows, or on a holiday."""
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    usual = datetime.combine(now.date(), MORNING, now.tzinfo)
    opening = service_hours.next_opening(midnight)
    known = opening and opening != midnight and opening.date() == now.date()
    return opening if opening and known else usual


def _readers() -> list[User]:
    """Who sees the figures and has an address."""
    people = get_user_model().objects.with_perm(RIGHT, backend=BACKEND)
    return list(people.filter(is_staff=True).exclude(email="").select_related("lawyer"))


def _entries(person: User, now: datetime) -> list[Entry]:
    """What waits of the consultations and texts that somebody sees; no line for nothing."""
    numbers = _numbers(person, now)
    inbox, law = absolute_url(reverse(INBOX)), absolute_url(reverse(LAW))
    found = [Entry(label, numbers[name], "条", inbox + query) for name, label, query in LISTS]
    texts = sum(open_work.warned(kind).count() for kind in open_work.kinds_for(person))
    found.append(Entry("所引法规有变动、待复核的内容", texts, "篇", law))
    return [one for one in found if one.number]


def _numbers(person: User, now: datetime) -> dict[str, int]:
    today, waits = now.date(), Q(state__in=OPEN)
    wanted = {
        "late": waits & Q(promised_at__lt=now),
        "nobody": waits & Q(assignee=None),
        "limitation": Q(state__in=LIVE, limitation_on__lte=today + urgency.SOON),
        "follow_up": attention.follow_up_due(),
    }
    counted = {name: Count("pk", filter=which) for name, which in wanted.items()}
    numbers: dict[str, int] = assignment.visible_to(person).order_by().aggregate(**counted)
    return numbers


def _mail(person: User, entries: list[Entry], now: datetime) -> Notice:
    year, week, _ = now.isocalendar()
    context = {"site": Identity(), "name": staff.display_name(person), "entries": entries}
    return outbox.mail(
        kind=KIND,
        recipient=person.email,
        subject=" ".join(render_to_string("emails/weekly_subject.txt", context).split()),
        body=render_to_string("emails/weekly_body.txt", context),
        dedupe_key=f"{KIND}:{year}-{week:02}:{person.pk}",
    )
