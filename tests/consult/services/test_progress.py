"""When a consultation comes back, what became of it, whence it came."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consult import lifecycle, services
from consult.base.enums import Conflict, EventKind, Outcome, OutcomeReason, Source
from consult.models import Consultation, Event
from consult.services import jobs
from outbox.models import Notice
from tests.consult.desk_pages import make_answering
from tests.factories import make_article, make_consultation, make_settings

pytestmark = pytest.mark.django_db
WHY = "问对方收到催告函没有"


@pytest.fixture
def asked():
    return make_consultation()[0]


@pytest.fixture
def lawyer():
    return make_answering(email="lin@example.com")


def recorded(kind):
    return Event.objects.filter(kind=kind).count()


def told():
    return list(Notice.objects.filter(kind="consult_follow_up").values_list("recipient", flat=True))


def follow(asked, user, days=0, why=WHY):
    """The follow-up day that many days from today."""
    on = timezone.localdate() + timedelta(days=days)
    return services.set_follow_up(consultation=asked, user=user, on=on, why=why)


def test_a_follow_up_day_is_kept_with_its_reason_moved_and_cleared(asked, lawyer):
    follow(asked, lawyer, days=3)
    services.set_follow_up(consultation=asked, user=lawyer, on=date(2027, 3, 1))
    found = Consultation.objects.get()
    assert (found.follow_up_on, found.follow_up_why) == (date(2027, 3, 1), WHY)
    for _ in range(2):
        services.set_follow_up(consultation=asked, user=lawyer, on=None)
    found = Consultation.objects.get()
    assert (found.follow_up_on, found.follow_up_why) == (None, "")
    assert recorded(EventKind.FOLLOW_UP_SET) == 3


def test_on_the_day_who_is_in_charge_is_told_once_and_not_of_what(asked, lawyer):
    services.assign(consultation=asked, user=None, to=lawyer)
    follow(asked, lawyer, days=1)
    assert jobs.bring_back() == 0
    follow(asked, lawyer)
    assert (jobs.bring_back(), jobs.bring_back()) == (1, 0)
    assert told() == [lawyer.email]
    assert recorded(EventKind.FOLLOW_UP_DUE) == 1
    payload = str(Notice.objects.get(kind="consult_follow_up").payload)
    assert "?work=follow_up" in payload
    assert not any(word in payload for word in (WHY, asked.reference, asked.area.name))


def test_where_nobody_is_in_charge_the_office_is_told(asked, lawyer):
    make_settings(notify_email="office@example.com")
    follow(asked, lawyer)
    jobs.bring_back()
    assert told() == ["office@example.com"]


def test_one_that_has_ended_comes_back_and_stays_ended(asked, lawyer):
    follow(asked, lawyer)
    services.close(consultation=asked, user=lawyer)
    assert jobs.bring_back() == 1
    assert Consultation.objects.get().closed_at


def test_a_sealed_one_does_not_come_back_before_the_decision(asked, lawyer):
    follow(asked, lawyer)
    Consultation.objects.update(conflict=Conflict.SEALED)
    assert jobs.bring_back() == 0
    Consultation.objects.update(conflict=Conflict.CLEAR)
    assert jobs.bring_back() == 1


def test_a_later_day_is_told_anew(asked, lawyer):
    before = timezone.now() - timedelta(days=2)
    Event.objects.create(consultation=asked, kind=EventKind.FOLLOW_UP_DUE, at=before)
    follow(asked, lawyer)
    assert (jobs.bring_back(), jobs.bring_back()) == (1, 0)


def test_erasing_takes_the_day_and_its_reason(asked, lawyer):
    follow(asked, lawyer)
    lifecycle.erase(asked, EventKind.CLIENT_ERASED)
    found = Consultation.objects.get()
    assert (found.follow_up_on, found.follow_up_why) == (None, "")


def test_an_outcome_is_kept_changed_and_cleared_and_its_reason_with_it(asked, lawyer):
    known = {"consultation": asked, "user": lawyer}
    fees = {"outcome": Outcome.NOT_ENGAGED, "reason": OutcomeReason.FEES}
    for _ in range(2):
        services.set_outcome(**known, **fees)
    assert recorded(EventKind.OUTCOME_SET) == 1
    services.set_outcome(**known, outcome=Outcome.ENGAGED, reason=OutcomeReason.FEES)
    found = Consultation.objects.get()
    assert (found.outcome, found.outcome_reason) == (Outcome.ENGAGED, "")
    assert found.outcome_at
    services.set_outcome(**known, outcome="")
    assert Consultation.objects.get().outcome_at is None


def decide(asked, user, decision):
    services.decide_conflict(consultation=asked, user=user, decision=decision, reason="核对过。")
    return Consultation.objects.get().outcome


def test_declining_for_a_conflict_is_the_outcome_until_it_is_allowed_after_all(asked, lawyer):
    assert decide(asked, lawyer, Conflict.DECLINED) == Outcome.NOT_TAKEN
    assert decide(asked, lawyer, Conflict.ALLOWED) == ""


def test_declining_leaves_an_outcome_that_somebody_gave(asked, lawyer):
    services.set_outcome(consultation=asked, user=lawyer, outcome=Outcome.REFERRED)
    assert decide(asked, lawyer, Conflict.DECLINED) == Outcome.REFERRED
    assert decide(asked, lawyer, Conflict.ALLOWED) == Outcome.REFERRED


def test_a_source_is_corrected_and_an_article_that_it_was_not_is_forgotten(asked, lawyer):
    Consultation.objects.update(source=Source.ARTICLE, source_article=make_article())
    for _ in range(2):
        services.set_source(consultation=asked, user=lawyer, source=Source.INTRODUCTION)
    found = Consultation.objects.get()
    assert (found.source, found.source_article) == (Source.INTRODUCTION, None)
    assert recorded(EventKind.SOURCE_SET) == 1
