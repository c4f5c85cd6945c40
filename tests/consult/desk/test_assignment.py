"""Who sees which consultation, and whose turn the next one is."""

import pytest
from django.utils import timezone

from consult import services
from consult.base.enums import ConsentKind, EventKind
from consult.desk import access
from consult.models import Consultation
from tests.consult.desk_pages import ALL, SEND, VIEW
from tests.consult.rows import fresh, put
from tests.factories import (
    make_area,
    make_lawyer,
    make_notice,
    make_settings,
    make_staff,
    make_superuser,
)
from tests.factories import make_submitted as make_consultation
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def make_answerer(*areas, permissions=(VIEW, SEND), **fields):
    """A member of the staff who is a lawyer of the areas."""
    user = make_staff(*permissions)
    make_lawyer(user=user, **fields).areas.set(areas)
    return user


def seen_by(user):
    """What one may open; who asks the other way round, who may open each, hears the same."""
    me = [one for one in access.everyone() if one.pk == user.pk]
    opened = [one for one in Consultation.objects.all() if access.who_may_open(one, me)]
    assert set(opened) == set(access.visible_to(user))
    return set(opened)


@pytest.fixture
def asked(db):
    return make_consultation()[0]


def test_managers_see_all_and_others_what_they_are_in_charge_of_or_share(asked):
    put(asked, assignee=make_staff())
    assert seen_by(make_staff(VIEW, ALL)) == seen_by(make_superuser()) == {asked}
    boss, helper, other = (make_staff(VIEW) for _ in range(3))
    put(asked, assignee=boss)
    asked.shared_with.add(helper)
    assert seen_by(boss) == seen_by(helper) == {asked}
    assert seen_by(other) == set()


@pytest.mark.parametrize("user", [{"is_active": False}, {}])
def test_without_the_right_to_view_nothing_is_seen(asked, user):
    staff = make_staff(*([VIEW, ALL] if user else [SEND, ALL]), **user)
    put(asked, assignee=staff)
    assert seen_by(staff) == set()


@pytest.mark.parametrize("place", ["same", "above", "below"])
def test_what_nobody_is_in_charge_of_is_open_to_the_lawyers_of_its_area(place):
    above = make_area()
    area = make_area(parent=above)
    below = {"same": area, "above": above, "below": make_area(parent=area)}[place]
    mine, theirs = make_answerer(area), make_answerer(make_area(parent=above))
    kept = make_consultation(area=below)[0]
    assert seen_by(mine) == {kept}
    assert seen_by(theirs) == ({kept} if place == "above" else set())


def test_a_lawyer_without_areas_takes_any_and_quarantine_is_for_those_who_may_answer(asked):
    assert seen_by(make_answerer()) == {asked}
    assert seen_by(make_staff(VIEW, SEND)) == set()
    put(asked, state="quarantined")
    assert seen_by(make_answerer()) == {asked}
    assert seen_by(make_answerer(permissions=[VIEW])) == set()


def test_one_consultation_is_seen_once_whatever_leads_to_it():
    areas = [make_area(), make_area()]
    user = make_answerer(*areas)
    kept = make_consultation(area=areas[0])[0]
    kept.shared_with.add(user, make_staff())
    put(kept, assignee=user)
    assert list(access.visible_to(user)) == [kept]


def taken(area, **fields):
    """Who is put in charge of a new consultation."""
    kept = make_consultation(area=area, **fields)[0]
    kept.refresh_from_db()
    return kept.assignee


@pytest.fixture
def turns(db):
    make_settings(assign_by_turn=True)


def test_turns_go_round_and_are_recorded(turns, monkeypatch):
    area = make_area()
    one, two = make_answerer(area), make_answerer(area)
    make_settings(assign_by_turn=False)
    assert taken(area) is None
    make_settings(assign_by_turn=True)
    assert [taken(area) for _ in range(3)] == [one, two, one]
    by_hand = make_consultation(area=make_area())[0]
    services.assign(consultation=by_hand, user=two, to=two)  # who has had a turn by that
    assert [taken(area), taken(make_area(parent=area))] == [one, two]  # also of what is below
    both = seen_by(one) & seen_by(two)  # what a colleague is in charge of is open to nobody else
    assert {each.assignee for each in both} == {None}
    kept = Consultation.objects.exclude(assignee=None).exclude(pk=by_hand.pk).first()
    events = kept.events.filter(kind=EventKind.ASSIGNED)
    assert [event.actor for event in events] == [None]
    assert abs(timezone.now() - kept.assigned_at).total_seconds() < 60
    area = make_area()
    make_answerer(area)

    def broken(consultation):
        raise RuntimeError("秘密")

    monkeypatch.setattr(access, "_put", broken)
    assert taken(area) is None


def test_only_those_who_can_answer_have_turns_and_one_in_quarantine_waits(turns):
    area = make_area()
    make_answerer(area, permissions=[VIEW])
    make_answerer(area, is_published=False)
    make_answerer(make_area())
    retired = make_answerer(area)
    retired.is_active = False
    retired.save()
    assert taken(area) is None
    area = make_area()
    user = make_answerer(area)
    kept = make_consultation(area=area, doubts="提交过快")[0]
    assert kept.assignee is None
    services.release(consultation=kept, user=user)
    make_answerer(area)  # whose turn is the next
    access.put_in_charge(fresh(kept))
    assert fresh(kept).assignee == user


@pytest.mark.django_db(transaction=True)
def test_two_at_once_go_to_two_lawyers(shared_database):
    def prepare():
        make_settings(assign_by_turn=True)
        area = make_area()
        for _ in range(2):
            make_answerer(area)
        return {"area": area, "consents": {ConsentKind.PROCESSING: make_notice()}}

    known = aside(prepare)
    posts = [{**known, "question": "公司三个月没有发工资。", "token": f"t{n}"} for n in range(2)]
    together(*[lambda post=post: services.submit(**post) for post in posts])
    rows = aside(lambda: list(Consultation.objects.values_list("assignee", flat=True)))
    assert None not in rows
    assert len(set(rows)) == 2
