"""A consultation is passed to a colleague, with a word on why."""

import pytest

from consult import services
from consult.base import policy
from consult.base.enums import EventKind
from consult.desk import access
from consult.models import Consultation, Event, Note
from outbox.models import Notice
from tests.consult.desk_pages import CHANGE, SEND, VIEW
from tests.factories import make_consultation, make_lawyer, make_staff, make_superuser

pytestmark = pytest.mark.django_db
WORD = "材料已收齐，请周三前答复"


def answering(name, **fields):
    """A lawyer who sees what is theirs alone."""
    user = make_staff(VIEW, CHANGE, SEND, **fields)
    make_lawyer(name=name, user=user)
    return user


@pytest.fixture
def lin():
    return answering("林致远")


@pytest.fixture
def zhang():
    return answering("张敏", email="zhang@example.com")


@pytest.fixture
def asked(lin):
    return services.assign(consultation=make_consultation()[0], user=None, to=lin)


def hand(asked, user, to, **more):
    known = {"text": WORD, "token": "t", "seen": asked.assignee_id, **more}
    return services.hand_over(consultation=asked, user=user, to=to, **known)


def test_the_colleague_is_in_charge_is_told_without_a_word_and_reads_the_note(asked, lin, zhang):
    hand(asked, lin, zhang)
    found = access.find(zhang, asked.pk)
    assert (found.assignee, found.notes.get().text) == (zhang, WORD)
    assert Event.objects.filter(kind=EventKind.HANDED_OVER, actor=lin).count() == 1
    notice = Notice.objects.get(recipient=zhang.email)
    assert WORD not in str(notice.payload)
    assert asked.reference not in str(notice.payload)


@pytest.mark.parametrize("stays", [True, False])
def test_who_was_in_charge_goes_on_seeing_it_if_wished(asked, lin, zhang, stays):
    hand(asked, lin, zhang, stays=stays)
    assert bool(access.find(lin, asked.pk)) == stays


def test_the_colleague_hands_it_back(asked, lin, zhang):
    hand(asked, lin, zhang, stays=True)
    hand(Consultation.objects.get(), zhang, lin, token="back")
    found = Consultation.objects.get()
    assert (found.assignee, list(found.shared_with.all())) == (lin, [])


def test_sent_twice_it_is_one(asked, lin, zhang):
    for _ in range(2):
        hand(asked, lin, zhang)
    assert Note.objects.count() == 1
    assert services.was_handed_over(asked.pk, lin, WORD, "t")
    assert not services.was_handed_over(asked.pk, zhang, WORD, "t")


def refused(why, *args, **more):
    with pytest.raises(services.NotAllowedError, match=why):
        hand(*args, **more)
    assert not Note.objects.exists()


def test_only_who_is_in_charge_or_assigns_passes_it_on(asked, lin, zhang):
    services.share(consultation=asked, user=None, people=[zhang])
    refused(policy.NOT_IN_CHARGE, asked, zhang, zhang)
    hand(asked, make_superuser(), zhang)
    assert Consultation.objects.get().assignee == zhang


def test_what_nobody_is_in_charge_of_is_answered_first(lin, zhang):
    refused(policy.NOT_IN_CHARGE, make_consultation()[0], lin, zhang)


def test_who_cannot_answer_is_given_nothing(asked, lin):
    refused(policy.CANNOT_ANSWER, asked, lin, make_staff(VIEW, CHANGE))
    refused(policy.CANNOT_ANSWER, asked, lin, lin)


def test_of_two_at_once_the_second_is_told_that_it_has_changed(asked, lin, zhang):
    boss = make_superuser()
    hand(asked, lin, zhang)
    with pytest.raises(services.NotAllowedError, match=policy.IN_CHARGE_CHANGED):
        hand(asked, boss, boss, token="other")
    assert Consultation.objects.get().assignee == zhang
