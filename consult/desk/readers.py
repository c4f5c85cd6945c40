"""Who of the staff may open a consultation: what `assignment.visible_to` says, the other way round.

Asked in the transaction that stores a question, for all of the staff at once.
"""

from functools import cache
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Exists, OuterRef

from consult.base import policy, staff
from consult.base.enums import DOUBTED
from consult.base.policy import Action
from consult.desk.assignment import SEE_ALL
from firm.base.people import BACKEND
from firm.models import Lawyer


class Reader(NamedTuple):
    """A member of the staff who may read consultations, and what decides which ones."""

    pk: int
    email: str
    lawyer: int | None
    sees_all: bool
    releases: bool


def everyone() -> list[Reader]:
    """All of them by name, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(*_readers_asked())
        return [Reader(*row) for row in cursor.fetchall()]


@cache
def _readers_asked():
    """As SQL: each question asks while others wait, and Django takes milliseconds to say it."""
    marked = {"sees_all": _has(SEE_ALL), "releases": _has(policy.right_to(Action.RELEASE))}
    rows = staff.holders(Action.READ).annotate(**marked)
    return rows.values_list("pk", "email", "lawyer", *marked).query.sql_with_params()


def _has(right):
    able = get_user_model().objects.with_perm(right, backend=BACKEND)
    return Exists(able.filter(pk=OuterRef("pk")))


def who_may_open(consultation, among: list[Reader]) -> list[Reader]:
    """Of those who may read, the ones to whom `visible_to` shows this consultation."""
    told = {consultation.assignee_id, *consultation.shared_with.values_list("pk", flat=True)}
    near = set() if consultation.assignee_id else _lawyers_near(consultation.area, among)
    doubted = consultation.state in DOUBTED
    return [
        one
        for one in among
        if one.sees_all or one.pk in told or (one.lawyer in near and (one.releases or not doubted))
    ]


def _lawyers_near(area, among):
    """The lawyers who work in an area, above or below it, or who have named none."""
    lawyers = {one.lawyer for one in among if one.lawyer}
    pairs = Lawyer.areas.through.objects.filter(lawyer__in=lawyers)
    rows = list(pairs.values_list("lawyer", "practicearea", "practicearea__parent"))
    elsewhere = {lawyer for lawyer, _, _ in rows}
    own = {area.pk, area.parent_id}
    near = {lawyer for lawyer, key, above in rows if key in own or above == area.pk}
    return lawyers - elsewhere | near
