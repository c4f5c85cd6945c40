"""What a client thinks of the answer: one tap, changed at will, and nobody's after thirty days."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import lifecycle, services
from consult.base import policy
from consult.base.enums import RatingValue, State
from consult.crypto import receipt_codes
from consult.models import Consultation, Event, Rating, RatingCount
from consult.public.thread import NOTED, UNKNOWN
from tests.consult.desk_pages import page_of
from tests.consult.posting import THREAD, enter, shift, token
from tests.factories import make_settings, make_submitted, make_superuser
from tests.screen import Screen

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
RATE = reverse("consult:rating")
HELPED, UNSOLVED, MORE = RatingValue


@pytest.fixture
def asked(client):
    """A consultation, with its code and its lawyer, and a browser inside."""
    make_settings()
    asked, asked.code = make_submitted()
    asked.lawyer = make_superuser()
    enter(client, asked.code)
    return asked


def end(asked, monkeypatch=None, answer="可以申请仲裁。"):
    """It is answered, long enough ago, and ended."""
    known = {"consultation": asked, "user": asked.lawyer}
    if answer:
        services.reply(**known, text=answer, token="r")
    if monkeypatch:
        shift(monkeypatch, seconds=31)
    services.close(**known)


@pytest.fixture
def inside(asked, monkeypatch):
    end(asked, monkeypatch)
    return asked


def block(client):
    return Screen.at(client, THREAD).soup.select(".rating")


def pressed(client):
    return [one.text.strip() for one in block(client)[0].select('[aria-pressed="true"]')]


def rate(client, value):
    return client.post(RATE, {"value": value})


def value():
    return Rating.objects.get().value


def counts():
    return list(RatingCount.objects.order_by("value").values_list("value", "number"))


def test_it_is_one_tap_and_can_be_changed_and_no_event_tells(client, inside):
    before = Event.objects.count()
    assert pressed(client) == []
    for wrong in ("", "x", "有帮助", "\x00", "h" * 500):
        answer = rate(client, wrong)
        assert (answer.status_code, UNKNOWN in answer.text) == (422, True)
    for label in ("没解决", "有帮助", "有帮助"):
        page = Screen.at(client, THREAD).press(label)
        assert NOTED in page.text
        assert pressed(client) == [label]
    assert value() == HELPED
    assert Event.objects.count() == before


def test_who_would_talk_on_is_led_to_where_it_opens_again(client, inside):
    page = Screen.at(client, THREAD).press("还想谈")
    assert page.soup.select_one('.rating a[href="#id_text"]')
    assert page.soup.select_one("#id_text")
    client.post(THREAD, {"action": "message", "text": "还有一件事想问。", "token": token()})
    assert Consultation.objects.get().state == State.WAITING_LAWYER
    assert not block(client)
    assert rate(client, HELPED).status_code == 409
    assert value() == MORE


@pytest.mark.parametrize("answer", ["", "可以。"], ids=["no answer", "one that can be taken back"])
def test_what_is_not_answered_is_not_rated(client, asked, answer):
    end(asked, answer=answer)
    assert not block(client)
    assert answer or policy.NO_RATING_NOW in rate(client, HELPED).text
    client.logout()
    assert rate(client, HELPED).status_code == 403  # only who has the code rates
    assert not Rating.objects.exists()


def again(client, asked):
    """Another code: the session of the first has ended with the clock."""
    code = "1234567890123456"
    Consultation.objects.update(**receipt_codes.stored(code))
    enter(client, code)


def test_after_thirty_days_only_a_number_is_left(client, inside, monkeypatch):
    rate(client, HELPED)
    shift(monkeypatch, days=20)
    again(client, inside)
    rate(client, UNSOLVED)  # is taken away later than its time to be changed
    month = timezone.localdate().replace(day=1)
    shift(monkeypatch, days=lifecycle.DAYS - 1)
    lifecycle.unlink_old()
    assert value() == UNSOLVED
    again(client, inside)
    assert not block(client)
    assert rate(client, HELPED).status_code == 409
    shift(monkeypatch, days=2)
    for _ in range(2):
        lifecycle.unlink_old()
    assert not Rating.objects.exists()
    assert counts() == [(UNSOLVED, 1)]
    assert RatingCount.objects.get().month == month
    names = {field.name for field in RatingCount._meta.get_fields()}
    assert names == {"id", "month", "value", "number"}  # nothing by which to find whose it was


def test_erasing_takes_it_away_at_once_and_the_numbers_of_a_month_add_up(client, inside):
    rate(client, UNSOLVED)
    services.erase_now(consultation=inside)
    assert not Rating.objects.exists()
    assert counts() == [(UNSOLVED, 1)]
    for one in (HELPED, HELPED, MORE):
        asked = make_submitted()[0]
        Rating.objects.create(consultation=asked, value=one, rated_at=timezone.now())
        lifecycle.unlink(Rating.objects.all())
    assert counts() == [(HELPED, 2), (MORE, 1), (UNSOLVED, 1)]


def test_the_desk_sees_it_for_as_long_as_it_stands_there(client, inside):
    rate(client, UNSOLVED)
    client.force_login(inside.lawyer)
    assert "咨询人评价：没解决" in client.get(page_of(inside)).text
    lifecycle.unlink(Rating.objects.all())
    page = client.get(page_of(inside))
    assert (page.status_code, "咨询人评价" in page.text) == (200, False)
