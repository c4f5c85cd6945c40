"""Who may see a consultation, and whose turn it is."""

import logging

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from consult.base import policy, staff
from consult.base.enums import DOUBTED, EventKind
from consult.base.policy import Action
from consult.models import Consultation, Event
from consult.models.consultation import ConsultationQuerySet
from firm.models import PracticeArea, SiteSettings
from firm.models.site_settings import ONLY_ROW

SEE_ALL = "consult.see_all_consultations"

log = logging.getLogger("antou.desk")


def visible_to(user) -> ConsultationQuerySet:
    """The consultations that a member of the staff may open: all there is of the desk for them.

    The same the other way round, who may open one, is `readers.who_may_open`.

    A manager sees every one. Others see what they are in charge of, what is shared with them, and
    what nobody is in charge of in the areas where they work as a lawyer.
    """
    if not policy.may(user, Action.READ):
        return Consultation.objects.none()
    if user.has_perm(SEE_ALL):
        return Consultation.objects.all()
    shared = Consultation.shared_with.through.objects.filter(user=user).values("consultation")
    return Consultation.objects.filter(Q(assignee=user) | Q(pk__in=shared) | _open_to(user))


def _open_to(user):
    """What nobody is in charge of, in the lawyer's areas; a lawyer without areas takes any.

    What waits in quarantine is for those who may answer it.
    """
    lawyer = getattr(user, "lawyer", None)
    if lawyer is None:
        return Q(pk=None)
    free = Q(assignee=None)
    if lawyer.areas.exists():
        free &= Q(area__in=_related(lawyer))
    return free if policy.may(user, Action.RELEASE) else free & ~Q(state__in=DOUBTED)


def _related(lawyer):
    """The areas of a lawyer, those above and those below them."""
    own = lawyer.areas.values("pk")
    return PracticeArea.objects.filter(
        Q(pk__in=own) | Q(parent__in=own) | Q(pk__in=lawyer.areas.values("parent"))
    ).values("pk")


def put_in_charge(consultation: Consultation) -> None:
    """Put the lawyer in charge to whom it is written, else the next one of the area.

    Called inside the transaction that takes a consultation in, and never the reason why it fails.
    A sealed one waits for the decision: it could fall to the lawyer of the other side.
    """
    try:
        if _may_be_put(consultation):
            with transaction.atomic():
                _put(consultation)
    except Exception as error:  # it stays unassigned, and everybody of the area sees it
        log.error("no turn was taken (%s)", type(error).__name__)


def _may_be_put(consultation):
    """Whether it is worth asking whose turn it is: the settings or the client name somebody."""
    if consultation.assignee_id or consultation.sealed:
        return False
    return bool(consultation.addressee_id or SiteSettings.load().assign_by_turn)


def _put(consultation):
    lawyer = _addressed(consultation) or _whose_turn(consultation)
    if lawyer is None:
        return
    consultation.assignee, consultation.assigned_at = lawyer, timezone.now()
    consultation.save(update_fields=["assignee", "assigned_at"])
    Event.objects.create(consultation=consultation, kind=EventKind.ASSIGNED)


def _addressed(consultation):
    """The account of the lawyer to whom it is written, if it may answer."""
    if not consultation.addressee_id:
        return None
    return staff.holders(Action.REPLY).filter(lawyer=consultation.addressee_id).first()


def _whose_turn(consultation):
    """The next lawyer of the area, where the settings say so."""
    if not SiteSettings.load().assign_by_turn:
        return None
    # Locked until the transaction ends: the next consultation sees whose turn this one was.
    SiteSettings.objects.select_for_update(no_key=True).get(pk=ONLY_ROW)
    return _next(consultation.area)


def _next(area):
    """Of those who answer in the area, the one whose last turn is longest ago."""
    areas = [key for key in (area.pk, area.parent_id) if key]
    able = staff.holders(Action.REPLY).filter(lawyer__is_published=True, pk__in=_who_work_in(areas))
    turns = able.annotate(last=Max("consultations__assigned_at"))
    return turns.order_by(F("last").asc(nulls_first=True), "pk").first()


def _who_work_in(areas):
    return PracticeArea.lawyers.through.objects.filter(practicearea__in=areas).values(
        "lawyer__user"
    )
