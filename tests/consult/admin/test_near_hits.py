"""Names that are near, on the page of a consultation and in the review; earlier ones beside it."""

import pytest
from django.urls import reverse

from consult.admin.columns import NEAR
from consult.admin.conflicts import JUDGED, NO_VERDICT
from consult.base import policy
from consult.base.enums import Conflict, EventKind, PartyRole, Verdict
from consult.conflicts import parties
from consult.desk.search import HIDDEN
from consult.models import Consultation, KnownParty
from consult.services.conflicts import GONE, NOT_SEEN, SAID_SAME
from tests.factories import make_member, make_submitted

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FULL, SHORT, MATTER = "云澜宏达建材有限公司", "宏达建材厂", "宏达的股权转让"
SAME, OTHER = 'value="hit_same"', 'value="hit_other"'


@pytest.fixture
def near():
    party = KnownParty(name=FULL, role=PartyRole.CLIENT, matter=MATTER)
    parties.register(party=party)
    return Consultation.objects.get(pk=make_submitted(name="周明远", opponent=SHORT)[0].pk)


def login(client, group, *consultations):
    user = make_member(group)
    for one in consultations:
        Consultation.objects.filter(pk=one.pk).update(assignee=user)
    client.force_login(user)
    return user


def page_of(consultation):
    return reverse("admin:consult_consultation_change", args=[consultation.pk])


def review_of(consultation):
    return reverse("admin:consult_consultation_conflict", args=[consultation.pk])


def html(response):
    return response.content.decode()


def tap(client, consultation, action, hit=None):
    hit = consultation.conflict_hits.get().pk if hit is None else hit
    return client.post(page_of(consultation), {"action": action, "hit": hit}, follow=True)


def test_a_lawyer_is_told_that_there_is_one_but_not_who(client, near):
    login(client, "律师", near)
    shown = html(client.get(page_of(near)))
    assert SHORT in shown
    assert HIDDEN in shown
    assert SAME in shown
    assert OTHER not in shown
    assert FULL not in shown
    assert MATTER not in shown
    assert PartyRole.CLIENT.label not in shown


def test_a_manager_is_told_who_and_may_say_both(client, near):
    login(client, "咨询主管")
    shown = html(client.get(page_of(near)))
    assert FULL in shown
    assert SAME in shown
    assert OTHER in shown


def test_an_assistant_sees_it_and_judges_nothing(client, near):
    login(client, "助理", near)
    shown = html(client.get(page_of(near)))
    assert SHORT in shown
    assert SAME not in shown
    assert tap(client, near, "hit_same").status_code == 403
    near.refresh_from_db()
    assert near.conflict == Conflict.CLEAR


def test_one_tap_of_a_lawyer_seals(client, near):
    login(client, "律师", near)
    answer = tap(client, near, "hit_same")
    near.refresh_from_db()
    assert near.sealed
    assert JUDGED[Verdict.SAME] in html(answer)
    assert SHORT not in html(answer)
    again = tap(client, near, "hit_same")
    assert (again.status_code, policy.TO_WAIT in html(again)) == (409, True)
    assert near.events.filter(kind=EventKind.CONFLICT_SAME).count() == 1


def test_the_inbox_says_that_one_waits_to_be_judged(client, near):
    login(client, "咨询主管")
    inbox = reverse("admin:consult_consultation_changelist")
    assert NEAR in html(client.get(inbox))
    tap(client, near, "hit_other")
    assert NEAR not in html(client.get(inbox))


def test_a_lawyer_cannot_post_what_has_no_button(client, near):
    login(client, "律师", near)
    answer = tap(client, near, "hit_other")
    assert answer.status_code == 409
    assert NOT_SEEN in html(answer)
    assert near.conflict_hits.to_judge().count() == 1


def test_one_tap_of_a_manager_ends_the_question(client, near):
    login(client, "咨询主管")
    assert JUDGED[Verdict.OTHER] in html(tap(client, near, "hit_other"))
    assert SAME not in html(client.get(page_of(near)))
    assert tap(client, near, "hit_other").status_code == 200
    assert near.events.filter(kind=EventKind.CONFLICT_OTHER).count() == 1


@pytest.mark.parametrize("hit", ["", "x", "0", "999999", "9" * 40, "\x00"])
def test_a_tap_on_nothing_is_a_sentence(client, near, hit):
    login(client, "咨询主管")
    answer = tap(client, near, "hit_same", hit)
    assert (answer.status_code, GONE in html(answer)) == (409, True)


def test_the_review_shows_it_apart_from_what_seals_and_judges_it(client, near):
    manager = login(client, "咨询主管")
    shown = html(client.get(review_of(near)))
    assert FULL in shown
    assert MATTER in shown
    hit = near.conflict_hits.get().pk
    answer = client.post(review_of(near), {"hit": hit, "verdict": "other"}, follow=True)
    assert Verdict.OTHER.label in html(answer)
    assert manager.username in html(answer)
    client.post(review_of(near), {"hit": hit, "verdict": "same"})
    near.refresh_from_db()
    assert near.sealed
    answer = client.post(review_of(near), {"hit": hit, "verdict": "other"})
    assert (answer.status_code, SAID_SAME in html(answer)) == (409, True)


def test_the_review_answers_an_unknown_verdict_with_a_sentence(client, near):
    login(client, "咨询主管")
    answer = client.post(review_of(near), {"hit": 1, "verdict": "no"})
    assert (answer.status_code, NO_VERDICT in html(answer)) == (409, True)


def test_a_sealed_page_shows_no_name_that_is_near(client, near):
    login(client, "律师", near)
    Consultation.objects.filter(pk=near.pk).update(conflict=Conflict.SEALED)
    shown = html(client.get(page_of(near)))
    assert SHORT not in shown
    assert SAME not in shown


def test_an_earlier_consultation_is_linked_and_its_opening_recorded(client):
    first = make_submitted(name="周明远", phone="13900000000")[0]
    second = make_submitted(phone="13900000000")[0]
    login(client, "律师", first, second)
    shown = html(client.get(page_of(second)))
    assert page_of(first) in shown
    assert first.area.name in shown
    assert not first.events.filter(kind=EventKind.OPENED).exists()
    client.get(page_of(first))
    assert first.events.filter(kind=EventKind.OPENED).count() == 1


def test_one_that_a_colleague_may_not_open_leaves_no_trace(client):
    first = make_submitted(name="周明远", phone="13900000000")[0]
    second = make_submitted(phone="13900000000")[0]
    login(client, "咨询主管", first)
    assert page_of(first) in html(client.get(page_of(second)))
    login(client, "律师", second)
    assert page_of(first) not in html(client.get(page_of(second)))
