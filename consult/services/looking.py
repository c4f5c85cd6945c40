"""Looking up a caller while a call is written down: bounded, and each time recorded."""

from django.contrib.auth.models import User

from consult.base.enums import LookResult
from consult.base.exceptions import NotAllowedError
from consult.desk import caller
from consult.desk.caller import Caller
from consult.models import CallerLook
from consult.spam import rate_limit

TOO_MANY = "查询过于频繁，一小时最多{}次，请稍后再查。登记时照常检查。"


def look_up(*, user: User, name: str, opponent: str, phone: str) -> Caller:
    """What is known of a caller; recorded before it is told, without what was typed.

    Else whoever may register could try a whole list of names and nobody would know.
    NotAllowedError for more looks in an hour than calls can need.
    """
    if not rate_limit.allow(rate_limit.LOOKS, f"user {user.pk}"):
        raise NotAllowedError(TOO_MANY.format(rate_limit.LOOKS.most))
    found = caller.look(user, name=name, opponent=opponent, phone=phone)
    CallerLook.objects.create(actor=user, result=_told(found))
    return found


def _told(found: Caller) -> LookResult:
    if found.meets:
        return LookResult.SEALS
    if found.near:
        return LookResult.NEAR
    return LookResult.CLEAR if found.compared else LookResult.VAGUE
