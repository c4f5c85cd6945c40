"""What a client sees of appointments on the page of the thread: times to take, what was taken."""

from datetime import datetime

from django.utils import timezone
from django.views.decorators.http import require_safe

from consult import services
from consult.base.enums import Way
from consult.models import Consultation
from consult.public.guards import plain_page, requires_code
from consult.services import appointments

NEXT = 3  # offered anew in place of those that have gone
MOST = 9  # among which what was taken can be moved


def part(consultation: Consultation, refused: str = "", wanted: str = "") -> dict:
    """Template context; `refused` says why the `wanted` time was not taken."""
    held, offer = appointments.ahead_of(consultation), appointments.offer_to(consultation)
    latest = consultation.appointments.filter(starts_at__gt=timezone.now()).last()
    lawyer = held.lawyer if held else offer and offer.author
    free = appointments.free(lawyer) if lawyer else []
    times, gone, now = free[:MOST], [], timezone.now()
    if offer and not held:
        offered = [datetime.fromisoformat(one) for one in offer.offered.split()]
        times = [at for at in offered if at in free]
        gone = [at for at in offered if at not in free and at > now]
        if len(times) < len(offered):
            times += [at for at in free if at not in offered][:NEXT]
    known = lawyer and getattr(lawyer, "availability", None)
    return {
        "held": held,
        "cancelled": latest if latest and not held and latest.cancelled_at else None,
        "offer": offer,
        "lawyer": services.signature_of(lawyer) if lawyer else "",
        "known": known,
        "is_open": known and known.way == Way.ANY,
        "choices": [(timezone.localdate(at), at, at.isoformat()) for at in sorted(times + gone)],
        "gone": gone,
        "has_free": bool(times),
        "is_late": held and now >= held.change_until,
        "refused": refused,
        "wanted": wanted,
    }


@require_safe
@requires_code
def calendar(request, consultation):
    """The appointment as a file; also a cancelled one, which takes it out of the calendar."""
    rows = consultation.appointments.filter(starts_at__gt=timezone.now())
    if not rows:
        return plain_page(request, "加入日历", "现在没有约好的时间。", status=404)
    return appointments.download(rows)
