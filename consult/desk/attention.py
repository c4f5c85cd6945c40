"""What somebody wanted to be brought back: a follow-up day that has come, a note that names one."""

from django.db.models import Q
from django.utils import timezone

from consult.base import policy
from consult.base.policy import Action
from consult.models import Mention


def follow_up_due() -> Q:
    """Consultations whose follow-up day is today or past, ended ones too; closed letters not."""
    return Q(follow_up_on__lte=timezone.localdate()) & policy.allowed_rows(Action.FOLLOW_UP)


def mentions(user) -> Q:
    """Consultations with a note that names the user, who has not opened it since."""
    unseen = Mention.objects.filter(user=user, seen_at__isnull=True)
    return Q(pk__in=unseen.values("note__consultation"))
