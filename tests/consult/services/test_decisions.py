"""What a decision on a conflict records, gives back and leaves alone."""

import pytest
from django.utils import timezone

from consult import services
from consult.base.enums import Conflict, EventKind, PartyRole, State
from consult.conflicts import parties
from consult.desk import access
from consult.models import Consultation, KnownParty
from consult.services import conflicts
from firm.base import dates
from tests.consult.conflicts.test_check import FIRM, asked, decide, make_party
from tests.consult.rows import kinds
from tests.factories import make_lawyer, make_settings, make_staff

pytestmark = pytest.mark.django_db
REASON = "核对过营业执照，不是同一家。"


@pytest.fixture
def found():
    return asked(opponent=FIRM)


def fresh():
    return Consultation.objects.get()


def test_a_decision_is_kept_with_who_made_it_and_when(found):
    user = make_staff()
    look = services.record(found, EventKind.CONFLICT_OPENED, user)
    assert (look.kind, look.actor, found.events.last()) == (EventKind.CONFLICT_OPENED, user, look)
    assert decide(found, Conflict.DECLINED, f"{REASON}\n第二行。", user) == found
    again = decide(found, Conflict.DECLINED, f"{REASON} \n\n第二行。", make_staff())
    assert (again, again.conflict_by) == (found, user)
    kept = fresh()
    assert (kept.conflict, kept.conflict_by) == (Conflict.DECLINED, user)
    assert abs((timezone.now() - kept.conflict_at).total_seconds()) < 60
    assert kept.closed_at == kept.conflict_at
    who, when = access.display_name(user), dates.minute(kept.conflict_at)
    assert conflicts.entries(kept)[-1][0] == f"{when} {who}：{kept.get_conflict_display()}"
    assert {event.actor for event in kept.events.exclude(kind=EventKind.RECEIVED)} == {user}


def test_a_decision_without_a_reason_on_record_is_no_repeat(found):
    known = {"conflict": Conflict.ALLOWED, "conflict_at": timezone.now()}
    Consultation.objects.update(**known, conflict_reason="")
    decide(found, Conflict.ALLOWED)
    assert kinds(found).count(EventKind.CONFLICT_ALLOWED) == 1


def test_one_that_is_declined_twice_is_still_taken_up_when_it_is_allowed(found):
    decide(found, Conflict.DECLINED)
    decide(found, Conflict.DECLINED, "另有理由。")
    assert kinds(found).count(EventKind.CLOSED) == 1
    user = make_staff()
    decide(found, Conflict.ALLOWED, user=user)
    assert fresh().state == State.WAITING_LAWYER
    last = found.events.last()
    assert (last.kind, last.actor) == (EventKind.REOPENED, user)


def test_what_is_allowed_gets_its_lawyer_and_what_had_ended_before_none():
    make_settings(assign_by_turn=True)
    lawyer = make_staff("consult.view_consultation", "consult.send_reply")
    parties.register(party=KnownParty(name=FIRM, role=PartyRole.CLIENT))
    sealed, ended = asked(opponent=FIRM), asked(opponent=FIRM)
    Consultation.objects.filter(pk=ended.pk).update(
        state=State.CLOSED, closed_at=timezone.now(), purge_on=timezone.localdate()
    )
    made = make_lawyer(user=lawyer)
    made.areas.set([sealed.area, ended.area])
    given = [decide(one, Conflict.ALLOWED).assignee for one in (sealed, ended)]
    assert given == [lawyer, None]


def test_a_party_that_is_met_at_the_moment_of_taking_up_leaves_it_without_a_lawyer(found):
    make_settings(assign_by_turn=True)
    lawyer = make_staff("consult.view_consultation", "consult.send_reply")
    make_lawyer(user=lawyer).areas.set([found.area])
    decide(found, Conflict.DECLINED)
    make_party()
    taken = decide(found, Conflict.ALLOWED)
    assert (taken.conflict, taken.assignee) == (Conflict.SEALED, None)
