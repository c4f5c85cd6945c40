"""What a client sees of appointments on the page of the thread: times to take, what was taken."""

from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

from django.http import QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from consult import services
from consult.base.enums import Way
from consult.base.free_times import Slot
from consult.models import Consultation
from consult.public.guards import plain_page, requires_code
from consult.services import appointments

NEXT = 3  # offered anew in place of those that have gone
MOST = 9  # among which what was taken can be moved
NO_TIME = "请先选一个时间。"


class Choice(NamedTuple):
    slot: Slot
    is_gone: bool = False

    @property
    def day(self) -> date:
        return self.slot.day

    @property
    def value(self) -> str:
        return self.slot.starts.isoformat()


def part(consultation: Consultation, refused: str = "", wanted: str = "") -> dict:
    """Template context; `refused` says why the `wanted` time was not taken."""
    held, offer = appointments.ahead_of(consultation), appointments.offer_to(consultation)
    cancelled = consultation.appointments.filter(starts_at__gt=timezone.now()).last()
    lawyer = held.lawyer if held else offer and offer.lawyer
    rows = _choices(appointments.free(lawyer, held), held, offer) if lawyer else []
    return {
        "held": held,
        "cancelled": cancelled if not held and cancelled and cancelled.cancelled_at else None,
        "offer": offer,
        "lawyer": services.signature_of(lawyer) if lawyer else "",
        "choices": rows,
        "has_free": any(not one.is_gone for one in rows),
        "open_way": any(one.slot.way == Way.ANY for one in rows),
        "time_refused": refused,
        "time_wanted": wanted,
    }


def _choices(free: list[Slot], held, offer) -> list[Choice]:
    """What is offered, the gone ones struck and the next ones beside them; of what was taken
    already the next times of that lawyer."""
    if held:
        return [Choice(one) for one in free if one.starts != held.starts_at][:MOST]
    known = {one.starts: one for one in free}
    offered = [one for one in offer.times if one > timezone.now()]
    rows = [Choice(known.get(at) or Slot(at, at, Way.ANY), at not in known) for at in offered]
    if len(offered) < len(offer.times) or any(one.is_gone for one in rows):
        others = [Choice(one) for one in free if one.starts not in offered]
        rows = sorted(rows + others[:NEXT])
    return rows


def act(consultation: Consultation, name: str, posted: QueryDict) -> None:
    """Take, move or cancel; NotAllowedError with the sentence why not."""
    if name == "give_up":
        return appointments.give_up(consultation=consultation)
    starts = None
    with suppress(ValueError):
        starts = datetime.fromisoformat(posted.get("slot", ""))
    if starts is None or timezone.is_naive(starts):
        raise services.NotAllowedError(NO_TIME)
    appointments.take(consultation=consultation, starts=starts, way=posted.get("way", ""))
    return None


@require_safe
@requires_code
def calendar(request, consultation):
    """The appointment as a file; also a cancelled one, which takes it out of the calendar."""
    rows = consultation.appointments.filter(starts_at__gt=timezone.now())
    if not rows:
        return plain_page(request, "加入日历", "现在没有约好的时间。", status=404)
    return appointments.download(rows)
