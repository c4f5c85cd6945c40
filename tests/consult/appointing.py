"""A lawyer who offers times, and a consultation that was answered with some."""

from datetime import timedelta

from django.utils import timezone

from consult import services
from consult.base.enums import Way
from consult.models import Availability, Message
from consult.services import appointments
from tests.consult.desk_pages import make_answering
from tests.factories import make_consultation

DAY = timedelta(days=1)


def make_free(way=Way.PHONE, **fields):
    """A lawyer who may be called in the mornings."""
    user = make_answering(**{"email": "lin@example.com", **fields})
    known = {"length": 30, "gap": 0, "lead": 120}
    Availability.objects.create(owner=user, hours="每天 9:00-12:00", way=way, **known)
    return user


def free(user):
    """Free times that no client is too late to change."""
    today = timezone.localdate()
    return [at for at in appointments.free(user) if timezone.localdate(at) > today + DAY]


def offered(user, **fields):
    """The consultation, three times that its client is offered, the code."""
    known = {"phone": "13800005678", "call": "yes", "email": "a@example.com", **fields}
    case, code = make_consultation(**known)
    times = free(user)[:3]
    starts = [at.isoformat() for at in times]
    services.reply(consultation=case, user=user, text="请选。", token="t", times=starts)
    Message.objects.exclude(offered="").update(visible_at=timezone.now() - DAY)
    return case, times, code
