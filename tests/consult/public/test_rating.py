"""What a client thinks of the answer: one tap, changed at will, and nobody's after thirty days."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import lifecycle, services
from consult.base import policy
from consult.base.enums import RatingValue, State
from consult.models import Consultation, Event, Rating, RatingCount
from consult.public.thread import NOTED, UNKNOWN
from tests.consult.posting import THREAD, enter, shift, token
from tests.factories import make_settings, make_staff, make_submitted, make_superuser
from tests.screen import Screen

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
RATE = reverse("consult:rating")
HELPED, UNSOLVED, MORE = RatingValue


@pytest.fixture
def ended(monkeypatch):
    """An answered consultation that has ended, and its code."""
    make_settings()
    asked, code = make_submitted()
    staff = make_staff("consult.send_reply")
    services.reply(consultation=asked, user=staff, text="可以申请仲裁。", token="r")
    shift(monkeypatch, seconds=31)
    services.close(consultation=asked, user=staff)
    return Consultation.objects.get(), code


@pytest.fixture
def inside(client, ended):
    enter(client, ended[1])
    return ended[0]


def pressed(client):
    page = Screen.at(client, THREAD)
    return [one.text.strip() for one in page.soup.select('.rating [aria-pressed="true"]')]


def counts():
    return list(RatingCount.objects.order_by("value").values_list("value", "number"))


def test_it_is_one_tap_and_can_be_changed(client, inside):
    assert pressed(client) == []
    for label in ("没解决", "有帮助", "有帮助"):
        page = Screen.at(client, THREAD).press(label)
        assert NOTED in page.text
        assert pressed(client) == [label]
    assert Rating.objects.get().value == HELPED


def test_who_would_talk_on_is_led_to_where_it_opens_again(client, inside):
    page = Screen.at(client, THREAD).press("还想谈")
    assert page.soup.select_one('.rating a[href="#id_text"]')
    assert page.soup.select_one("#id_text")
    client.post(THREAD, {"action": "message", "text": "还有一件事想问。", "token": token()})
    assert Consultation.objects.get().state == State.WAITING_LAWYER
    assert not Screen.at(client, THREAD).soup.select(".rating")
    assert client.post(RATE, {"value": HELPED}).status_code == 409
    assert Rating.objects.get().value == MORE


@pytest.mark.parametrize("value", ["", "x", "有帮助", "\x00", "h" * 500])
def test_anything_else_is_said_and_not_kept(client, inside, value):
    answer = client.post(RATE, {"value": value})
    assert answer.status_code == 422
    assert UNKNOWN in answer.text
    assert not Rating.objects.exists()


def test_only_who_has_the_code_rates(client, ended):
    assert client.post(RATE, {"value": HELPED}).status_code == 403
    assert not Rating.objects.exists()


def test_what_nobody_has_answered_is_not_rated(client):
    make_settings()
    asked, code = make_submitted()
    services.close(consultation=asked, user=make_superuser())
    enter(client, code)
    assert not Screen.at(client, THREAD).soup.select(".rating")
    assert policy.NO_RATING_NOW in client.post(RATE, {"value": HELPED}).text


def test_an_answer_that_can_still_be_taken_back_is_not_asked_about(client):
    make_settings()
    asked, code = make_submitted()
    staff = make_superuser()
    services.reply(consultation=asked, user=staff, text="可以。", token="r")
    services.close(consultation=asked, user=staff)
    enter(client, code)
    assert not Screen.at(client, THREAD).soup.select(".rating")


def test_no_event_tells_who_rated(client, inside):
    before = Event.objects.count()
    client.post(RATE, {"value": HELPED})
    assert Event.objects.count() == before


def test_after_thirty_days_only_a_number_is_left(client, inside, monkeypatch):
    client.post(RATE, {"value": HELPED})
    month = timezone.localdate().replace(day=1)
    shift(monkeypatch, days=lifecycle.DAYS - 1)
    lifecycle.unlink_old()
    assert Rating.objects.get().value == HELPED
    shift(monkeypatch, days=2)
    lifecycle.unlink_old()
    lifecycle.unlink_old()
    assert not Rating.objects.exists()
    assert counts() == [(HELPED, 1)]
    assert RatingCount.objects.get().month == month
    names = {field.name for field in RatingCount._meta.get_fields()}
    assert names == {"id", "month", "value", "number"}  # nothing by which to find whose it was


def test_whoever_comes_back_then_does_not_count_twice(client, inside, monkeypatch):
    client.post(RATE, {"value": HELPED})
    Consultation.objects.update(closed_at=timezone.now() - timedelta(days=lifecycle.DAYS, hours=1))
    assert not Screen.at(client, THREAD).soup.select(".rating")
    assert client.post(RATE, {"value": UNSOLVED}).status_code == 409
    assert Rating.objects.get().value == HELPED


def test_a_changed_one_is_taken_away_later_than_its_time_to_be_changed(client, inside, monkeypatch):
    client.post(RATE, {"value": HELPED})
    shift(monkeypatch, days=20)
    enter(client, make_code_again(inside))
    client.post(RATE, {"value": UNSOLVED})
    shift(monkeypatch, days=15)
    lifecycle.unlink_old()
    assert Rating.objects.get().value == UNSOLVED


def make_code_again(consultation):
    """Another code: the session of the first has ended with the clock."""
    from consult.crypto import receipt_codes

    code = "1234567890123456"
    Consultation.objects.update(**receipt_codes.stored(code))
    return code


def test_erasing_takes_it_away_at_once_and_keeps_the_number(client, inside):
    client.post(RATE, {"value": UNSOLVED})
    services.erase_now(consultation=inside)
    assert not Rating.objects.exists()
    assert counts() == [(UNSOLVED, 1)]


def test_the_desk_sees_it_for_as_long_as_it_stands_there(client, inside):
    client.post(RATE, {"value": UNSOLVED})
    client.force_login(make_superuser())
    address = f"/admin/consult/consultation/{inside.pk}/change/"
    assert "咨询人评价：没解决" in client.get(address).text
    lifecycle.unlink(Rating.objects.all())
    page = client.get(address)
    assert page.status_code == 200
    assert "咨询人评价" not in page.text


def test_numbers_of_a_month_add_up():
    for value in (HELPED, HELPED, MORE):
        asked = make_submitted()[0]
        Rating.objects.create(consultation=asked, value=value, rated_at=timezone.now())
        lifecycle.unlink(Rating.objects.all())
    assert counts() == [(HELPED, 2), (MORE, 1)]
