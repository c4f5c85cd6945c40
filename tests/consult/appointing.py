"""A lawyer who offers times, and a consultation that was answered with some."""

from datetime import timedelta

from django.utils import timezone

from consult import services
from consult.base.enums import Way
from consult.models import Message
from consult.services import appointments
from tests.consult.desk_pages import make_answering
from tests.factories import make_consultation

DAY = timedelta(days=1)


def week(way=Way.PHONE):
    """Nine to twelve, every day."""
    return [[[[540, 720]], way.value]] * 7


def make_free(way=Way.PHONE, **fields):
    user = make_answering(**{"email": "lin@example.com", **fields})
    known = {"week": week(way), "length": 30, "gap": 0, "lead": 120, "office": None}
    appointments.set_pattern(user, **known)
    return user


def free(user):
    """Free times that no client is too late to change."""
    found = appointments.free(user)
    return [one for one in found if one.day > timezone.localdate() + DAY]


def offered(user, **fields):
    """The consultation, three times that its client is offered, the code."""
    known = {"phone": "13800005678", "email": "a@example.com"}
    case, code = make_consultation(**known | fields)
    times = [one.starts for one in free(user)[:3]]
    starts = [one.isoformat() for one in times]
    services.reply(consultation=case, user=user, text="请选。", token="t", times=starts)
    Message.objects.filter(offer__isnull=False).update(visible_at=timezone.now() - DAY)
    return case, times, code
