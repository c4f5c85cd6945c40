"""What a client sees behind the code: times to choose from, what was taken, a calendar file."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.base.policy import TOO_OFTEN
from consult.client.session import NextPageMessage
from consult.models import Appointment, Availability
from consult.public.thread import STALE_MEETING
from consult.services import appointments
from consult.services.appointments import CHOOSE_WAY, NO_TIME, SlotGoneError
from consult.spam import rate_limit
from tests.consult.appointing import make_free, offered
from tests.consult.posting import THREAD, enter
from tests.factories import make_settings

pytestmark = pytest.mark.django_db
FILE = reverse("consult:calendar")


@pytest.fixture
def lawyer():
    make_settings()
    return make_free()


@pytest.fixture
def case(lawyer, client):
    found = offered(lawyer)
    enter(client, found[2])
    return found


def choices(page):
    return BeautifulSoup(page.content, "html.parser").select("[name=slot]")


def take(client, starts, **more):
    posted = {"action": "take", "slot": starts.isoformat(), **more}
    return client.post(THREAD, posted)


def test_no_time_is_chosen_before_the_client_does_and_there_is_a_way_out(client, case):
    page = client.get(THREAD)
    found = choices(page)
    assert [one["value"] for one in found] == [one.isoformat() for one in case[1]]
    assert not [one for one in found if one.has_attr("checked") or one.has_attr("disabled")]
    assert "都不方便" in page.text
    for wrong in ("", "morgen", "2026-12-03T09:00"):
        page = client.post(THREAD, {"action": "take", "slot": wrong})
        assert (page.status_code, NO_TIME in page.text) == (409, True)


def test_a_time_that_went_meanwhile_is_struck_and_the_next_three_are_offered(client, lawyer, case):
    mine, times, _ = case
    other, *_ = offered(lawyer)
    appointments.take(consultation=other, starts=times[1])
    page = take(client, times[1])
    assert (page.status_code, SlotGoneError.text in page.text) == (409, True)
    rows = {one["value"]: one.has_attr("disabled") for one in choices(page)}
    assert [value for value, is_gone in rows.items() if is_gone] == [times[1].isoformat()]
    assert len(rows) == len(times) + 3
    assert not mine.appointments.exists()


def test_taken_moved_and_cancelled_on_the_page_but_not_without_end(client, case):
    _, times, _ = case
    assert take(client, times[0]).status_code == 302
    page = client.get(THREAD)
    for words in (NextPageMessage.MET.label, f"{timezone.localtime(times[0]):%H:%M}", "138000"):
        assert words in page.text
    take(client, times[2])
    assert Appointment.objects.get().starts_at == times[2]
    page = client.post(THREAD, {"action": "give_up"}, follow=True)
    assert NextPageMessage.GIVEN_UP.label in page.text
    assert len(choices(page)) == 3, "one may take another"
    for number in range(3, rate_limit.ADDITIONS.most):
        take(client, times[number % 2])
    assert TOO_OFTEN in take(client, times[2]).text


def test_a_choice_from_a_page_that_grew_old_is_asked_for_again(client, case):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    page = take(strict, case[1][1])
    assert (page.status_code, STALE_MEETING in page.text) == (403, True)
    chosen = [one["value"] for one in choices(page) if one.has_attr("checked")]
    assert chosen == [case[1][1].isoformat()]
    assert not Appointment.objects.exists()


def test_the_way_that_is_left_open_is_asked_for_and_the_time_stays_chosen(client, case):
    Availability.objects.update(way="any")
    page = take(client, case[1][0])
    assert CHOOSE_WAY in page.text
    chosen = [one["value"] for one in choices(page) if one.has_attr("checked")]
    assert chosen == [case[1][0].isoformat()]
    take(client, case[1][0], way="visit")
    assert Appointment.objects.get().way == "visit"


def test_without_free_times_and_after_they_have_met_nothing_is_offered(client, case):
    mine, times, _ = case
    Availability.objects.update(hours="")
    page = client.get(THREAD)
    assert not choices(page)
    assert "现在没有别的时间" in page.text
    Availability.objects.update(hours="每天 9:00-12:00")
    appointments.take(consultation=mine, starts=times[0])
    hour = timedelta(hours=1)
    past = {"starts_at": timezone.now() - hour, "ends_at": timezone.now() - hour / 2}
    Appointment.objects.update(**past)
    assert choices(client.get(THREAD)), "they met before that answer"
    mine.messages.update(sent_at=timezone.now() - 2 * hour)
    assert not choices(client.get(THREAD))


def test_the_calendar_file_says_that_and_when_and_nothing_else(client, case):
    mine, times, _ = case
    assert client.get(FILE).status_code == 404
    appointments.take(consultation=mine, starts=times[0])
    answer = client.get(FILE)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    assert "SUMMARY:有约\r\n" in text
    assert not any(word in text for word in ("律师", mine.pk.hex, mine.reference, mine.area.name))
    appointments.cancel(consultation=mine, is_client=True)
    assert "STATUS:CANCELLED" in client.get(FILE).content.decode()
    client.post(THREAD, {"action": "leave"})
    assert client.get(FILE).status_code == 403
