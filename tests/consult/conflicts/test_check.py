"""The conflict check: which pairing seals, who decides, what nobody else learns."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult import lifecycle, services
from consult.base import policy
from consult.base.enums import Conflict, EventKind, PartyRole, State
from consult.base.policy import NotAllowedError
from consult.conflicts import blind_indexes, check, parties, records
from consult.conflicts.named import OPPONENT
from consult.models import ConflictHit, Consultation, KnownParty, OpponentName
from consult.services import conflicts
from outbox.models import Notice
from tests.factories import make_staff, make_superuser
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FIRM = "云澜晴川科技有限公司"


def make_party(name=FIRM, role=PartyRole.CLIENT, former="", matter=""):
    party = KnownParty(name=name, role=role, former_names=former, matter=matter)
    return parties.register(party=party)


def asked(**fields):
    """A new consultation as the database has it."""
    return Consultation.objects.get(pk=make_consultation(**fields)[0].pk)


def met(consultation):
    hits = consultation.conflict_hits.values_list("party", "earlier", "about_opponent")
    return sorted(hits, key=str)


def decide(consultation, decision, reason="核对过营业执照，不是同一家。", user=None):
    user = user or make_staff()
    known = {"consultation": consultation, "user": user}
    return services.decide_conflict(**known, decision=decision, reason=reason)


# On which side a party of each role is met.
ROLES = [
    (PartyRole.CLIENT, "opponent", True),
    (PartyRole.CLIENT, "name", False),
    (PartyRole.OPPONENT, "opponent", False),
    (PartyRole.OPPONENT, "name", True),
    (PartyRole.RELATED, "opponent", True),
    (PartyRole.RELATED, "name", True),
]


@pytest.mark.parametrize(("role", "side", "seals"), ROLES)
def test_a_known_party_seals_on_the_other_side_only(role, side, seals):
    party = make_party("周明远", role)
    found = asked(**{side: "周 明远先生"})
    assert found.conflict == (Conflict.SEALED if seals else Conflict.CLEAR)
    assert met(found) == ([(party.pk, None, side == "opponent")] if seals else [])
    events = found.events.filter(kind=EventKind.CONFLICT_FOUND)
    assert events.count() == int(seals)


@pytest.mark.parametrize(
    ("before", "now", "seals"),
    [
        ({"name": "周明远"}, {"opponent": "周明远"}, True),
        ({"opponent": "周明远"}, {"name": "周明远"}, True),
        ({"name": "周明远"}, {"name": "周明远"}, False),
        ({"opponent": "周明远"}, {"opponent": "周明远"}, False),
        ({"opponent": f"{FIRM}、周明远"}, {"name": "周明远"}, True),
        ({"name": "周明远"}, {"opponent": f"{FIRM}；周明远"}, True),
    ],
)
def test_an_earlier_consultation_seals_when_the_sides_are_changed(before, now, seals):
    """Once a person has taken its client for one; what anybody typed is only told of."""
    earlier, told_of = asked(**before), asked(**now)
    assert (told_of.sealed, bool(met(told_of))) == (False, seals)
    Consultation.objects.filter(pk=told_of.pk).delete()
    services.reply(consultation=earlier, user=make_superuser(), text="可以起诉。", token="t")
    found = asked(**now)
    assert found.sealed is seals
    assert met(found) == ([(None, earlier.pk, "opponent" in now)] if seals else [])
    assert Consultation.objects.get(pk=earlier.pk).conflict == Conflict.CLEAR


def test_a_former_name_seals_in_quarantine_too_and_no_notice_tells():
    make_party(former="北川网络有限公司\n北川网络")
    found = asked(opponent="北川網絡有限責任公司", doubts="重复")
    assert (found.state, found.conflict) == (State.QUARANTINED, Conflict.SEALED)
    assert FIRM not in f"{ConflictHit.objects.get()}{KnownParty.objects.get()}"
    assert not [one for one in Notice.objects.all() if "冲突" in str(one.__dict__)]
    asked(name="周明远", opponent="别处公司")
    assert len(met(asked(name="别处公司", opponent="周明远"))) == 2


@pytest.mark.parametrize("name", ["王先生", "前公司", "房东", "某某", "小李", "", "公司"])
def test_what_names_nobody_seals_nothing(name):
    asked(name=name)
    found = asked(opponent=name)
    assert not found.sealed
    assert [one.where for one in records.gaps(found)].count(OPPONENT) == 1


def test_what_was_erased_seals_nothing_any_more_and_what_comes_later_nothing_earlier():
    earlier = asked(name="周明远", opponent="北川网络、云澜晴川")
    lifecycle.erase(earlier, EventKind.CLIENT_ERASED)
    assert not asked(opponent="周明远").sealed
    assert not OpponentName.objects.exists()
    earlier = asked(name="周明远", opponent="沈若川")
    Consultation.objects.update(received_at=timezone.now() - timedelta(days=1))
    asked(name="沈若川", opponent="周明远")
    make_party("沈若川", PartyRole.OPPONENT)
    assert not Consultation.objects.get(pk=earlier.pk).sealed


def test_a_check_that_fails_seals_and_loses_nothing(monkeypatch, caplog):
    def broken(name):
        raise ValueError(f"{name} is broken")

    monkeypatch.setattr(blind_indexes, "name_parts", broken)
    found = asked(opponent="周明远")
    assert found.conflict == Conflict.SEALED
    assert found.messages.count() == 1
    assert "周明远" not in caplog.text
    assert "ValueError" in caplog.text


def test_only_two_decisions_exist_and_none_of_what_was_erased():
    found = asked()
    for decision in (Conflict.CLEAR, Conflict.SEALED, "", "no"):
        with pytest.raises(NotAllowedError):
            decide(found, decision)
    lifecycle.erase(found, EventKind.CLIENT_ERASED)
    with pytest.raises(NotAllowedError, match=policy.NO_REVIEW_ERASED):
        decide(found, Conflict.ALLOWED)


def test_a_party_that_is_added_later_seals_what_is_open():
    open_one, ended = asked(opponent=FIRM), asked(opponent=f"{FIRM}、周明远")
    services.close(consultation=ended, user=make_staff())
    make_party()
    assert Consultation.objects.get(pk=open_one.pk).sealed
    assert not Consultation.objects.get(pk=ended.pk).sealed
    with pytest.raises(NotAllowedError, match=policy.NO_REPLY_UNDECIDED):
        services.reply(consultation=ended, user=make_staff(), text="可以起诉。", token="t")
    ended.refresh_from_db()
    assert (ended.state, ended.conflict) == (State.CLOSED, Conflict.SEALED)


@pytest.mark.parametrize("by", ["the client", "the lawyer"])
def test_what_is_taken_up_again_is_checked_again(by):
    ended, user = asked(opponent=FIRM), make_staff()
    services.close(consultation=ended, user=user)
    make_party()
    if by == "the client":
        services.client_message(consultation=ended, text="再问一句", token="c")
    else:
        services.reopen(consultation=ended, user=user)
    ended.refresh_from_db()
    assert (ended.state, ended.conflict) == (State.WAITING_LAWYER, Conflict.SEALED)


def test_what_was_decided_is_sealed_again_by_a_new_hit_only():
    make_party()
    found = decide(asked(opponent=FIRM), Conflict.ALLOWED)
    parties.register(party=KnownParty.objects.get())
    assert not Consultation.objects.get().sealed
    make_party(matter="另一件事")
    assert Consultation.objects.get().sealed
    assert len(conflicts.entries(Consultation.objects.get(pk=found.pk))) == 1


@pytest.mark.parametrize("where", ["question", "follow-up", "facts", "corrected facts"])
def test_whom_a_text_names_is_met_before_anybody_opens_it(where):
    make_party("展鹏飞")
    told = "我前夫展鹏飞在外面欠了债。"
    facts = [("对方", told)] if where == "facts" else []
    found = asked(question=told if where == "question" else "我该怎么办？", facts=facts)
    if where == "follow-up":
        services.client_message(consultation=found, text=told, token="t")
    if where == "corrected facts":
        row = services.desk.Row("", "对方", told)
        seen = services.desk.state_of([])
        services.set_facts(consultation=found, user=make_superuser(), rows=[row], seen=seen)
    assert Consultation.objects.get(pk=found.pk).sealed
    itself = asked(question="我叫展鹏飞，被公司辞退了。")  # the other side of the first one
    assert list(itself.conflict_hits.values_list("earlier", flat=True)) == [found.pk]
    assert not asked(name="展鹏飞", question=told).sealed


def test_a_check_that_is_not_finished_or_was_never_made_is_not_clear(monkeypatch):
    full = {"name": "周明远", "opponent": FIRM}
    assert records.verdict(asked(**full)) == (records.CLEAR, [])
    monkeypatch.setattr(check, "found", lambda *args: 1 / 0)
    assert [one.why for one in records.gaps(asked(**full))] == [records.FAILED]
    found = asked(name="周明远")
    found.conflict_checks.all().delete()
    assert [one.why for one in records.gaps(found)] == [records.FAILED, records.EMPTY]
