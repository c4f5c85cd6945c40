"""预约 in the office: one's own calendar, times that go along with an answer, who may what."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.admin import appointments as page
from consult.admin.replying import TIMES_GONE
from consult.base.enums import EventKind
from consult.models import Availability, Message
from consult.models.appointment import OFF
from consult.services import appointments
from firm.base.service_time import DAYS
from tests.consult.appointing import free, make_free, offered
from tests.consult.desk_pages import CHANGE, SEND, VIEW, act, make_answering, page_of
from tests.consult.rows import recorded
from tests.factories import make_consultation, make_settings, make_staff

pytestmark = pytest.mark.django_db
PAGE = reverse(page.PAGE)
BASIC = {"action": "save", "way": "any", "length": "30", "gap": "15", "lead": "120"}


@pytest.fixture
def lawyer():
    make_settings()
    return make_free()


@pytest.fixture
def desk(client, lawyer):
    client.force_login(lawyer)
    return client


def test_a_week_and_its_exceptions_are_stored_or_what_is_wrong_is_said(desk, lawyer):
    day = timezone.localdate() + timedelta(days=5)
    week = {f"hours-{one}": ["9:00", "9:30", "", ""] for one in DAYS} | {"hours-on": list(DAYS)}
    dated = {"exceptions-day": [day, "2026-01-01", ""], "exceptions-on": ["0"]}
    typed = week | dated | {"exceptions-0": ["20:00", "20:30"]}
    assert desk.post(PAGE, BASIC | typed).status_code == 302
    assert Availability.objects.get().exceptions == f"{day} 20:00-20:30\n2026-01-01 {OFF}"
    hours = {timezone.localdate(at): timezone.localtime(at).hour for at in free(lawyer)}
    assert hours.pop(day) == 20
    assert set(hours.values()) == {9}
    for name, wrong in [
        ("hours-一", ["montags", "", "14:00", "18:00"]),
        ("hours-一", ["11:00", "9:00"]),
        ("exceptions-day", ["morgen"]),
        ("exceptions-0", ["九点", "20:00"]),
        ("exceptions-day", ["2027-01-01", "2027-01-01"]),
    ]:
        ticks = {f"{name.partition('-')[0]}-on": ["一", "0"]}
        answer = desk.post(PAGE, BASIC | {"exceptions-day": [""]} | ticks | {name: wrong})
        assert answer.status_code == 422
        assert [word for word in wrong if word and word not in answer.text] == []
        about = f'name="{name}"' if name[-1] in "一0" else 'name="exceptions-day"'
        assert re.findall("<details[^>]*>", answer.text.split(about)[0])[-1] == "<details open>"
    assert Availability.objects.get().hours == "周一至周日 9:00-9:30"
    page = desk.get(PAGE).text
    assert page.count('value="09:00"') == page.count("9:00–9:30 <u>") == len(DAYS)
    assert page.count("<details>") == len(DAYS) + 1 + 2  # all hours, and two blank days
    desk.post(PAGE, BASIC | {"hours-一": ["20:00", "23:59"], "hours-on": ["一"]})
    assert Availability.objects.get().hours == "周一 20:00-24:00"  # no box for a time knows it
    Availability.objects.all().delete()
    for more, stored in ((typed | {"length": "7"}, False), (typed, True)):
        desk.post(PAGE, BASIC | more)
        assert Availability.objects.filter(owner=lawyer).exists() is stored


def test_the_office_moves_and_cancels(desk, lawyer):
    case, times, _ = offered(lawyer)
    held = appointments.take(consultation=case, starts=times[0])
    assert "公司三个月没有发工资" in desk.get(PAGE).text
    post = {"appointment": held.pk, "to": times[1].isoformat()}
    assert desk.post(PAGE, post | {"action": "move"}).status_code == 302
    held.refresh_from_db()
    assert held.starts_at == times[1]
    for wrong in ({"action": "move", "to": "gestern"}, {"action": "burn"}):
        assert desk.post(PAGE, post | wrong).status_code == 409
    desk.post(PAGE, post | {"action": "cancel"})
    assert recorded(EventKind.MEETING_CANCELLED, actor=lawyer) == 1
    assert desk.post(PAGE, post | {"action": "cancel"}).status_code == 409


def test_what_is_another_lawyers_is_for_managers_alone_and_of_what_is_sealed_no_word_is(
    client, lawyer
):
    case, times, _ = offered(lawyer)
    held = appointments.take(consultation=case, starts=times[0])
    post = {"action": "cancel", "appointment": held.pk}
    client.force_login(make_staff(VIEW, CHANGE))
    assert client.get(PAGE).status_code == 403
    client.force_login(make_staff(VIEW, CHANGE, SEND))
    assert client.post(PAGE, post).status_code == 409
    client.force_login(make_answering("周明"))
    assert [one for one, *_ in client.get(PAGE).context["rows"]] == [held]
    type(case).objects.update(conflict="sealed")
    shown = client.get(PAGE).text
    words = (case.reference, "待审查", "没有发工资")
    assert [word in shown for word in words] == [True, True, False]
    type(case).objects.update(conflict="clear")
    assert client.post(PAGE, post).status_code == 302
    client.force_login(lawyer)
    file = reverse("admin:consult_consultation_calendar")
    type(case).objects.update(conflict="sealed")
    assert b"STATUS:CANCELLED" in client.get(file).content, "or it would stay in the calendar"


def test_the_page_takes_as_many_queries_for_three_as_for_one(desk, lawyer):
    numbers = []
    for _ in range(3):
        case, times, _ = offered(lawyer)
        appointments.take(consultation=case, starts=times[0])
        desk.get(PAGE)  # what is listed for the first time is recorded
        with CaptureQueriesContext(connection) as queries:
            assert times[0].isoformat() in desk.get(PAGE).text, "its own time is no other's"
        numbers.append(len(queries))
    assert len(set(numbers)) == 1


def test_times_go_along_with_an_answer_and_come_back_with_it(desk, lawyer):
    case, _ = make_consultation()
    first, second, *_ = (at.isoformat() for at in free(lawyer))
    assert act(desk, case, "reply", text="请选。", times=[second, first]).status_code == 302
    message = Message.objects.exclude(offered="").get()
    assert message.offered.split() == [first, second]
    services.withdraw_reply(message=message, user=lawyer)
    for bad in ("2020-01-01T09:00:00+08:00", "gestern"):
        page = act(desk, case, "reply", text="请选一个时间。", times=[first, bad])
        assert (page.status_code, TIMES_GONE in page.text) == (409, True)
        assert "请选一个时间。" in page.text, "no word is lost"
        assert f'value="{first}" checked' in " ".join(page.text.split())
    assert not Message.objects.exclude(offered="")


def test_what_was_taken_stands_on_the_case_and_today_on_the_start_page(desk, lawyer, monkeypatch):
    case, times, _ = offered(lawyer)
    held = appointments.take(consultation=case, starts=times[0])
    assert "已约" in desk.get(page_of(case)).text
    assert desk.get(reverse("admin:index")).context["desk_today"] == []
    monkeypatch.setattr(timezone, "now", lambda: times[0])
    assert page.listed(lawyer, page.today(lawyer)) == [held]
