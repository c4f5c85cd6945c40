"""What a decision on a conflict records, gives back and leaves alone."""

import pytest
from django.utils import timezone

from consult import services
from consult.base import policy
from consult.base.enums import Conflict, EventKind, Likeness, Outcome, PartyRole, State, Verdict
from consult.base.policy import NotAllowedError
from consult.conflicts import parties
from consult.desk import access
from consult.models import Consultation, KnownParty
from consult.services import conflicts
from consult.services.conflicts import GONE, NOT_SEEN, SAID_SAME
from firm.base import dates
from tests.consult.conflicts.test_check import FIRM, asked, decide, make_party
from tests.consult.conflicts.test_pairs import asked as against
from tests.consult.conflicts.test_pairs import register as named
from tests.consult.conflicts.test_possible import DECIDE, FULL, RIGHTS, SHORT, judge, near
from tests.consult.conflicts.test_possible import make_party as make_near
from tests.consult.rows import kinds
from tests.factories import make_lawyer, make_settings, make_staff, make_superuser

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
    decide(found, Conflict.ALLOWED, REASON, user)
    assert fresh().state == State.WAITING_LAWYER
    last = found.events.last()
    assert (last.kind, last.actor) == (EventKind.REOPENED, user)
    assert [reason for _, reason in conflicts.entries(fresh())][1:] == ["另有理由。", REASON]


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
    decide(ended, Conflict.DECLINED)
    assert decide(ended, Conflict.ALLOWED).state == State.CLOSED  # by hand, before it was declined


def test_a_party_that_is_met_at_the_moment_of_taking_up_leaves_it_without_a_lawyer(found):
    make_settings(assign_by_turn=True)
    lawyer = make_staff("consult.view_consultation", "consult.send_reply")
    make_lawyer(user=lawyer).areas.set([found.area])
    decide(found, Conflict.DECLINED)
    make_party()
    taken = decide(found, Conflict.ALLOWED)
    assert (taken.conflict, taken.assignee) == (Conflict.SEALED, None)


def test_one_act_takes_back_all_that_a_post_has_sealed():
    user = make_superuser()
    false = asked(name=FIRM, doubts="重复")
    services.release(consultation=false, user=user)
    sealed, other = [against(FIRM), against(FIRM), against(f"？我在{FIRM}上班，没有签合同。")], None
    assert [one.conflict for one in sealed] == [Conflict.SEALED] * 3
    parties.register(party=named("展鹏飞"))
    other = against(f"{FIRM}、展鹏飞")
    hit = sealed[0].conflict_hits.get().pk
    assert services.take_back(consultation=sealed[0], user=user, hit=hit) == 3
    assert kinds(false)[-1] == EventKind.CONFLICT_DISCOUNTED
    assert [Consultation.objects.get(pk=one.pk).conflict for one in sealed] == [Conflict.CLEAR] * 3
    assert Consultation.objects.get(pk=other.pk).sealed  # by the known party
    assert not against(FIRM).conflict_hits.exists()
    party = KnownParty.objects.get()
    party.verified = False
    parties.register(party=party)
    assert not Consultation.objects.get(pk=other.pk).sealed
    assert against("展鹏飞").conflict_hits.get().likeness == Likeness.ALIKE
    party.verified = True
    parties.register(party=party)
    assert Consultation.objects.get(pk=other.pk).sealed
    parties.remove(KnownParty.objects.all())
    assert not Consultation.objects.get(pk=other.pk).sealed
    services.set_outcome(consultation=false, user=user, outcome=Outcome.ENGAGED)
    assert against(FIRM).sealed  # it was a client after all


def test_that_it_is_the_same_one_seals_as_an_equal_name_does():
    make_near()
    found, user = asked(opponent=SHORT), make_staff(*RIGHTS)
    hit = judge(found, Verdict.SAME, user)
    with pytest.raises(NotAllowedError, match=policy.TO_WAIT):  # the second tap of two
        judge(found, Verdict.SAME, user)
    assert (found.conflict, hit.judged_by) == (Conflict.SEALED, user)
    for kind in (EventKind.CONFLICT_SAME, EventKind.CONFLICT_FOUND):
        assert found.events.filter(kind=kind).count() == 1
    with pytest.raises(NotAllowedError, match=SAID_SAME):
        judge(found, Verdict.OTHER, make_staff(*RIGHTS, DECIDE), in_review=True)


@pytest.mark.parametrize("rights", [["consult.view_knownparty"], [DECIDE], []])
def test_only_who_may_see_the_party_says_that_it_is_another_one(rights):
    make_near()
    found, user = asked(opponent=SHORT), make_staff(*RIGHTS, *rights)
    if rights:
        hit = judge(found, Verdict.OTHER, user, reason=f" {REASON}\n")
        assert (hit.verdict, hit.judged_by, hit.reason) == (Verdict.OTHER, user, REASON)
        assert (bool(hit.judged_at), kinds(found)[-1]) == (True, EventKind.CONFLICT_OTHER)
        return
    with pytest.raises(NotAllowedError, match=NOT_SEEN):
        judge(found, Verdict.OTHER, user)
    assert len(near(found)) == 1


def test_only_who_may_open_the_earlier_one_says_that_it_is_another_client():
    mine = make_staff("consult.view_consultation", "consult.send_reply")
    earlier = asked(name=FULL)
    found = asked(opponent=SHORT)
    Consultation.objects.update(assignee=mine)
    Consultation.objects.filter(pk=earlier.pk).update(assignee=make_staff())
    with pytest.raises(NotAllowedError, match=NOT_SEEN):
        judge(found, Verdict.OTHER, mine)
    Consultation.objects.filter(pk=earlier.pk).update(assignee=mine)
    assert judge(found, Verdict.OTHER, mine).verdict == Verdict.OTHER


def test_a_hit_is_judged_from_its_own_consultation_and_taken_back_with_its_party():
    make_near()
    found, other, user = asked(opponent=SHORT), asked(opponent="王小明"), make_staff(*RIGHTS)
    hit = found.conflict_hits.get().pk
    with pytest.raises(NotAllowedError, match=GONE):
        services.judge_hit(consultation=other, user=user, hit=hit, verdict=Verdict.SAME)
    found, user = asked(opponent=SHORT), make_staff(*RIGHTS, DECIDE)
    hit = judge(found, Verdict.SAME, user)
    assert services.take_back(consultation=found, user=user, hit=hit.pk) == 1
    found.refresh_from_db()
    assert (found.conflict, found.conflict_hits.get().verdict) == (Conflict.CLEAR, "")
