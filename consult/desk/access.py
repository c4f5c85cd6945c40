"""Which consultations a member of the staff may open, and which of them show their content."""

import uuid

from django.utils import timezone
from django.utils.formats import date_format

from consult.base.enums import Conflict, State
from consult.desk import assignment
from consult.models import Consultation

DECLINED = "利益冲突审查的结论是不受理，内容不再打开。"
TO_DECIDE = "可能有利益冲突，内容已封存。请先打开利益冲突审查，作出结论。"
TO_WAIT = "可能有利益冲突，内容已封存，等负责人审查。审查之前，不要向任何一方提起这条咨询。"


def find(user, key) -> Consultation | None:
    """A consultation that the user may open; None alike for one that is not theirs or not there."""
    try:
        key = uuid.UUID(str(key))
    except ValueError:
        return None
    return assignment.visible_to(user).filter(pk=key).first()


def closed(consultation, user) -> str:
    """Why the content is closed, told to a user who may open the page; "" when it is open."""
    if consultation.state == State.ERASED:
        day = date_format(timezone.localtime(consultation.erased_at))
        return f"内容已于{day}删除，只留下这份不含内容的记录。"
    if consultation.consent_withdrawn_at:
        return _withdrawn(consultation)
    return _sealed(consultation, user) if consultation.sealed else ""


def _sealed(consultation, user):
    """Closed to all alike: who decides sees the names on the review page, never the question."""
    if consultation.conflict == Conflict.DECLINED:
        return DECLINED
    return TO_DECIDE if user.has_perm("consult.decide_conflict") else TO_WAIT


def _withdrawn(consultation):
    if consultation.legal_hold:
        return "咨询人已撤回同意，内容不再显示。因为设了“暂停删除”，内容仍依法保存。"
    day = date_format(consultation.purge_on)
    return f"咨询人已撤回同意，内容不再显示，将在{day}删除。"
