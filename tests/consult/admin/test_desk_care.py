"""What is kept beside the thread: the limitation date, who is in charge, the hold, the copy."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import AreaPeriod
from consult import services
from consult.admin.page import ENDED, ENDS_SOON, ENDS_TODAY, UNREADABLE
from consult.base.enums import EventKind
from consult.models import Consultation, Event
from tests.consult.desk_pages import ALL, SEND, VIEW, act, make_answering, page_of
from tests.factories import make_consultation, make_period, make_staff, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return make_consultation(name="王小明")[0]


@pytest.fixture
def manager(client):
    user = make_superuser()
    client.force_login(user)
    return user


def recorded(kind):
    return Event.objects.filter(kind=kind).count()


@pytest.mark.parametrize("typed", ["2027-03-01", "2027/3/1", "2027年3月1日", "2027.03.01"])
def test_a_limitation_date_is_kept_however_it_is_typed(client, asked, manager, typed):
    assert act(client, asked, "limitation", limitation_on=typed).status_code == 302
    assert Consultation.objects.get().limitation_on.isoformat() == "2027-03-01"
    assert recorded(EventKind.LIMITATION_SET) == 1
    assert 'value="2027-03-01"' in client.get(page_of(asked)).content.decode()


@pytest.mark.parametrize("typed", ["明年", "2027-13-01", "0207-03-01", "9999-01-01", "\x00"])
def test_a_wrong_date_is_refused_with_a_sentence(client, asked, manager, typed):
    response = act(client, asked, "limitation", limitation_on=typed)
    assert response.status_code == 422
    assert response.context["limitation_form"].errors
    assert Consultation.objects.get().limitation_on is None


def test_a_limitation_date_is_taken_away_again(client, asked, manager):
    act(client, asked, "limitation", limitation_on="2027-03-01")
    act(client, asked, "limitation", limitation_on="")
    assert Consultation.objects.get().limitation_on is None


@pytest.mark.parametrize(
    ("days", "said"),
    [(31, ""), (30, ENDS_SOON.format(30)), (0, ENDS_TODAY), (-2, ENDED.format(2))],
)
def test_a_period_that_ends_soon_is_warned_of(client, asked, manager, days, said):
    on = timezone.localdate() + timedelta(days=days)
    services.set_limitation(consultation=asked, user=manager, on=on)
    response = client.get(page_of(asked))
    assert response.context["warning"] == said
    assert said in response.content.decode()


def test_the_common_periods_stand_beside_the_field(client, asked, manager):
    assert 'class="desk-periods"' not in client.get(page_of(asked)).content.decode()
    make_period(length="3年", about="一般民事权利", short_name="民法典", number=188)
    assert "《民法典》第一百八十八条" in client.get(page_of(asked)).content.decode()


def test_the_periods_of_the_area_stand_before_the_others(client, asked, manager):
    first, own = make_period(about="别的事项", order=1), make_period(about="本领域的事项", order=2)
    AreaPeriod.objects.create(area=asked.area, period=own)
    told = client.get(page_of(asked)).text.partition('class="desk-periods"')
    assert asked.area.name in told[0]
    assert told[2].index(str(own)) < told[2].index(str(first))


def test_somebody_who_may_answer_is_put_in_charge_and_nobody_else(client, asked, manager):
    able, unable = make_answering(name="张敏"), make_staff(VIEW)
    assert act(client, asked, "assign", assignee=unable.pk).status_code == 422
    assert act(client, asked, "assign", assignee=able.pk).status_code == 302
    assert Consultation.objects.get().assignee == able
    assert "负责人：张敏律师" in client.get(page_of(asked)).content.decode()
    act(client, asked, "assign", assignee="")
    assert Consultation.objects.get().assignee is None
    assert recorded(EventKind.ASSIGNED) == 2


@pytest.mark.parametrize("assignee", ["x", "\x00", "9" * 40])
def test_nobody_at_all_is_refused(client, asked, manager, assignee):
    assert act(client, asked, "assign", assignee=assignee).status_code == 422


def test_it_is_shared_with_colleagues_and_unshared(client, asked, manager):
    helper = make_staff(VIEW, last_name="王", first_name="小芸")
    act(client, asked, "share", people=[helper.pk])
    act(client, asked, "share", people=[helper.pk])
    assert list(asked.shared_with.all()) == [helper]
    assert "协办人：王小芸" in client.get(page_of(asked)).content.decode()
    act(client, asked, "share")
    assert not asked.shared_with.exists()
    assert recorded(EventKind.SHARED) == 2


def test_who_gives_it_out_of_hand_is_led_to_a_page_that_is_there(client, asked):
    lawyer, other = make_staff(VIEW, SEND, "consult.assign_consultation"), make_staff(VIEW, SEND)
    services.assign(consultation=asked, user=None, to=lawyer)
    client.force_login(lawyer)
    response = client.post(page_of(asked), {"action": "assign", "assignee": other.pk}, follow=True)
    assert response.status_code == 200
    assert '<li class="success">' in response.content.decode()


def test_a_hold_is_set_and_taken_off(client, asked, manager):
    act(client, asked, "hold")
    assert Consultation.objects.get().legal_hold
    assert 'value="unhold"' in client.get(page_of(asked)).content.decode()
    act(client, asked, "unhold")
    assert not Consultation.objects.get().legal_hold
    assert (recorded(EventKind.HELD), recorded(EventKind.UNHELD)) == (1, 1)


def test_everything_is_exported_as_one_file_and_recorded(client, asked, manager):
    services.add_note(consultation=asked, user=manager, text="内部的话", token="n")
    response = act(client, asked, "export")
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "no-store" in response["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as bundle:
        text = "".join(bundle.read(n).decode() for n in bundle.namelist() if n.endswith(".txt"))
    assert "公司三个月没有发工资" in text
    assert "内部的话" in text
    assert recorded(EventKind.EXPORTED) == 1


def test_what_does_not_open_is_not_exported_and_not_recorded(client, asked, manager):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consult_message SET text = 'enc1:gone:QUJD'")
    response = act(client, asked, "export")
    assert response.status_code == 503
    assert UNREADABLE in response.content.decode()
    assert recorded(EventKind.EXPORTED) == 0


def test_consents_stand_with_the_version_that_was_read(client, asked):
    client.force_login(make_staff(VIEW, ALL))
    assert str(asked.consents.get().notice) in client.get(page_of(asked)).content.decode()


def test_a_late_promise_is_said_in_words(client, asked, manager):
    Consultation.objects.update(promised_at=timezone.now() - timedelta(minutes=1))
    assert "已超时" in client.get(page_of(asked)).content.decode()
    services.reply(consultation=asked, user=manager, text="答复", token="t")
    assert "已超时" not in client.get(page_of(asked)).content.decode()
