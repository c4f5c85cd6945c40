"""预约 in the office: one's own calendar, times that go along with an answer, who may what."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.admin import appointments as page
from consult.admin.replying import TIMES_GONE
from consult.base.enums import EventKind
from consult.models import Availability, Message, Offer
from consult.services import appointments
from tests.consult.appointing import free, make_free, offered
from tests.consult.desk_pages import CHANGE, SEND, VIEW, act, make_answering, page_of
from tests.consult.rows import recorded
from tests.factories import make_consultation, make_settings, make_staff

pytestmark = pytest.mark.django_db
PAGE = reverse(page.PAGE)
BASIC = {"action": "save", "length": "30", "gap": "15", "lead": "120", "office": ""}


def of(user):
    return reverse(f"{page.PAGE}_of", args=[user.pk])


@pytest.fixture
def lawyer():
    make_settings()
    return make_free()


@pytest.fixture
def desk(client, lawyer):
    client.force_login(lawyer)
    return client


def test_a_week_is_stored_and_shown_again(desk, lawyer):
    monday = {"way0": "any", "from00": "09:30", "to00": "11:30", "from01": "14:00", "to01": "17:00"}
    ignored = {"way4": "", "from40": "09:00", "to40": "10:00"}
    assert desk.post(PAGE, BASIC | monday | ignored).status_code == 302
    known = Availability.objects.get()
    assert known.week[0] == [[[570, 690], [840, 1020]], "any"]
    assert not any(spans for spans, _ in known.week[1:])
    shown = desk.get(PAGE).context["week"]
    assert shown["from01"].value().hour == 14


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, page.NO_SPAN),
        ({"from20": "09:00"}, page.HALF),
        ({"from20": "11:00", "to20": "09:00"}, page.BACKWARDS),
        ({"from20": "09:00", "to20": "09:20"}, page.TOO_SHORT.format(30)),
        ({"from20": "09:02", "to20": "10:00"}, page.OFF_GRID),
        ({"from20": "09:00", "to20": "11:00", "from21": "10:00", "to21": "12:00"}, page.OVERLAP),
        ({"from20": "morgens", "to20": "11:00"}, page.NO_CLOCK),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(desk, lawyer, typed, words):
    before = Availability.objects.get().week
    answer = desk.post(PAGE, BASIC | {"way2": "phone", **typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert Availability.objects.get().week == before


def test_an_exception_is_added_replaced_and_taken_back(desk, lawyer):
    day = timezone.localdate() + timedelta(days=5)
    post = {"action": "except", "day": day.isoformat()}
    desk.post(PAGE, post)
    assert day not in {one.day for one in appointments.free(lawyer)}
    desk.post(PAGE, post | {"start": "20:00", "end": "20:30"})
    found = [one for one in appointments.free(lawyer) if one.day == day]
    assert [timezone.localtime(one.starts).hour for one in found] == [20]
    desk.post(PAGE, {"action": "usual", "day": day.isoformat()})
    assert Availability.objects.get().exceptions == {}
    for wrong in ({"day": "2020-01-01"}, {"day": ""}, {"start": "20:00"}):
        assert desk.post(PAGE, post | wrong).status_code == 422


def test_the_office_moves_and_cancels_and_is_told_whom_to_call(desk, lawyer):
    mute, times, _ = offered(lawyer, email="")
    held = appointments.take(consultation=mute, starts=times[0])
    assert "公司三个月没有发工资" in desk.get(PAGE).text
    post = {"appointment": held.pk, "to": f"{times[1].isoformat()} phone"}
    answer = desk.post(PAGE, post | {"action": "move"})
    assert page.TELL in str(list(get_messages(answer.wsgi_request))[-1])
    held.refresh_from_db()
    assert held.starts_at == times[1]
    assert desk.post(PAGE, post | {"action": "move", "to": "gestern"}).status_code == 409
    desk.post(PAGE, post | {"action": "cancel"})
    assert recorded(EventKind.MEETING_CANCELLED, actor=lawyer) == 1
    assert desk.post(PAGE, post | {"action": "cancel"}).status_code == 409
    assert desk.post(PAGE, {"action": "burn"}).status_code == 409


def test_another_lawyers_calendar_is_for_managers_alone(client, lawyer):
    case, times, _ = offered(lawyer)
    held = appointments.take(consultation=case, starts=times[0])
    other = make_staff(VIEW, CHANGE, SEND)
    client.force_login(other)
    assert client.get(PAGE).status_code == 200
    assert client.get(of(lawyer)).status_code == 404
    post = {"action": "cancel", "appointment": held.pk}
    assert client.post(of(lawyer), post).status_code == 404
    assert client.post(PAGE, post).status_code == 409
    client.force_login(make_answering("周明"))
    assert client.post(of(lawyer), post).status_code == 302
    held.refresh_from_db()
    assert held.cancelled_at
    client.force_login(make_staff(VIEW, CHANGE))
    assert client.get(PAGE).status_code == 403


def test_what_is_sealed_or_not_ones_own_shows_on_no_page(desk, lawyer):
    case, times, _ = offered(lawyer)
    appointments.take(consultation=case, starts=times[0])
    type(case).objects.update(conflict="sealed")
    assert not desk.get(PAGE).context["rows"]
    file = reverse("admin:consult_consultation_calendar")
    assert b"VEVENT" not in desk.get(file).content


def test_times_go_along_with_an_answer_and_come_back_with_it(desk, lawyer):
    case, _ = make_consultation()
    first, second, *_ = (one.starts.isoformat() for one in free(lawyer))
    page = act(desk, case, "reply", text="请选一个时间。", times=[second, first])
    assert page.status_code == 302
    assert Offer.objects.get().starts == [first, second]
    services.withdraw_reply(message=Message.objects.get(sender="lawyer"), user=lawyer)
    assert not Offer.objects.exists()


def test_a_time_that_is_not_free_keeps_the_answer_back_and_no_word_is_lost(desk, lawyer):
    case, _ = make_consultation()
    good = free(lawyer)[0].starts.isoformat()
    for bad in ("2020-01-01T09:00:00+08:00", "gestern"):
        page = act(desk, case, "reply", text="请选一个时间。", times=[good, bad])
        assert (page.status_code, TIMES_GONE in page.text) == (409, True)
        assert "请选一个时间。" in page.text
        assert f'value="{good}" checked' in " ".join(page.text.split())
    assert not Offer.objects.exists()


def test_today_stands_on_the_start_page(desk, lawyer, monkeypatch):
    case, times, _ = offered(lawyer)
    held = appointments.take(consultation=case, starts=times[0])
    assert "已约" in desk.get(page_of(case)).text
    assert desk.get(reverse("admin:index")).context["desk_today"] == []
    early = times[0] - timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: early)
    assert page.of_today(lawyer) == [held]
