"""Earlier consultations of the same person: found by keyed hashes, told to whom may read them."""

import pytest
from django.utils import timezone

from consult import lifecycle
from consult.base.enums import Conflict, EventKind, Outcome
from consult.desk import search
from consult.models import Consultation
from tests.factories import make_consultation, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
VIEW, ALL = "consult.view_consultation", "consult.see_all_consultations"
PERSON = {"name": "王小明", "phone": "139 0000 0000", "email": "w@example.com"}


@pytest.fixture
def manager():
    return make_staff(VIEW, ALL)


def made(**fields):
    return Consultation.objects.get(pk=make_consultation(**fields)[0].pk)


def found(consultation, user):
    return [
        (one["consultation"].pk, one["by_name"]) for one in search.earlier_of(consultation, user)
    ]


@pytest.mark.parametrize(
    ("again", "by_name"),
    [
        ({"phone": "+86 13900000000"}, False),
        ({"email": "W@Example.com "}, False),
        ({"name": "王 小明先生"}, True),
        ({"name": "王小明", "phone": "13900000000"}, False),
    ],
)
def test_it_is_found_by_telephone_mail_or_name(again, by_name, manager):
    first = made(**PERSON)
    assert found(made(**again), manager) == [(first.pk, by_name)]


def test_only_what_came_before_the_newest_first_and_no_other_person(manager):
    one, two, three = (made(**PERSON) for _ in range(3))
    assert [key for key, _ in found(three, manager)] == [two.pk, one.pk]
    assert found(one, manager) == []
    made(**PERSON), made(name="王先生"), made(opponent="李建国")
    others = [{"phone": "13900000001"}, {"name": "王先生"}, {"opponent": "王小明"}, {}]
    for other in [*others, {"name": "李建国"}]:
        assert found(made(**other), manager) == [], other


def test_a_colleague_is_told_only_of_what_they_may_open():
    mine, first, second = make_staff(VIEW), made(**PERSON), made(**PERSON)
    third = made(**PERSON)
    Consultation.objects.filter(pk=second.pk).update(assignee=mine)
    assert found(third, mine) == [(second.pk, False)]
    assert found(third, make_staff()) == []
    first.shared_with.add(mine)
    assert len(found(third, mine)) == 2


def test_what_is_closed_to_everybody_or_erased_is_not_told(manager):
    first, now = made(**PERSON), timezone.now()
    for fields in (
        {"conflict": Conflict.SEALED},
        {"conflict": Conflict.DECLINED, "conflict_at": now},
        {"conflict": Conflict.CLEAR, "conflict_at": None, "consent_withdrawn_at": now},
    ):
        Consultation.objects.update(**fields)
        assert found(caller(), manager) == []
    Consultation.objects.update(consent_withdrawn_at=None)
    assert found(caller(), manager) == [(first.pk, False)]
    lifecycle.erase(first, EventKind.CLIENT_ERASED)
    assert found(caller(), manager) == []


def caller(**person):
    return Consultation(received_at=timezone.now(), **(person or PERSON))


def test_it_says_what_became_of_it(manager, django_assert_num_queries):
    first = made(**PERSON)
    assert search.earlier_of(caller(), manager)[0]["became"] == first.get_state_display()
    Consultation.objects.update(outcome=Outcome.ENGAGED, outcome_at=timezone.now())
    assert search.earlier_of(caller(), manager)[0]["became"] == Outcome.ENGAGED.label
    with django_assert_num_queries(0):
        assert search.earlier_of(caller(name="王先生"), manager) == []
