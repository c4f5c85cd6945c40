"""The sentences that depend on the consultation, or on who asks."""

from datetime import UTC, date, datetime

import pytest

from consult.base import policy
from consult.base.enums import Conflict, State
from consult.base.policy import Action
from consult.models import Consultation
from tests.factories import make_staff


def read(user=None, **fields):
    return Consultation(**fields).refusal(Action.READ, user)


def test_what_is_erased_says_since_when_by_the_clock_of_beijing():
    at = datetime(2026, 11, 30, 17, tzinfo=UTC)
    told = read(state=State.ERASED, erased_at=at)
    assert told == "内容已于2026年12月1日删除，只留下这份不含内容的记录。"


def test_what_is_withdrawn_says_when_it_goes_or_why_it_stays():
    ended = {"state": State.CLOSED, "purge_on": date(2026, 12, 1)}
    withdrawn = {**ended, "consent_withdrawn_at": datetime(2026, 11, 30, tzinfo=UTC)}
    assert "将在2026年12月1日删除" in read(**withdrawn)
    assert "“暂停删除”" in read(**withdrawn, legal_hold=True)


@pytest.mark.django_db
def test_who_decides_is_sent_to_the_review_and_others_wait():
    sealed = {"conflict": Conflict.SEALED}
    decides, waits = make_staff("consult.decide_conflict"), make_staff()
    assert [read(user, **sealed) for user in (decides, waits, None)] == [
        policy.TO_DECIDE,
        policy.TO_WAIT,
        policy.TO_WAIT,
    ]
    assert read(decides, conflict=Conflict.DECLINED) == policy.DECLINED_BY_REVIEW


def test_a_state_that_cannot_be_reached_is_named_beside_the_present_one():
    why = Consultation(state=State.CLOSED).refusal(Action.CLOSE)
    assert why == "“已结束”的咨询不能改为“已结束”，请刷新页面后再试。"
    assert Consultation(state=State.NEW).refusal(Action.REOPEN).count("待答复") == 1


def test_what_can_be_done_has_no_reason_against_it():
    assert Consultation().refusal(Action.REPLY) == ""
