"""A day on which many consultations come back, and what becomes of days that they have already."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from consult import services
from consult.services import batches
from firm.admin import lost_post
from tests.consult.admin.test_bulk import BULK, asked, chosen, now
from tests.factories import make_settings, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def boss():
    make_settings(notify_email="office@example.com")
    return make_superuser(last_name="沈", first_name="若宁")


def test_a_day_to_come_back(boss):
    rows = asked()
    page = chosen(boss, "follow_up", rows)
    on = timezone.localdate() + timedelta(days=3)
    done = page.press("定跟进日（2条）", 跟进日=on.isoformat(), 跟进什么="问材料收齐没有")
    assert {(now(one).follow_up_on, now(one).follow_up_why) for one in rows} == {
        (on, "问材料收齐没有")
    }
    assert "问材料收齐没有" in done.text
    assert "问材料收齐没有" not in str(done.client.cookies)


@pytest.mark.parametrize(
    ("choice", "days", "said"), [("保留原来的跟进日", 9, 1), ("换成这一天", 3, 2)]
)
def test_what_has_a_day_is_asked_about(boss, choice, days, said):
    fresh, dated = asked()
    then, on = (timezone.localdate() + timedelta(days=number) for number in (9, 3))
    services.set_follow_up(consultation=dated, user=boss, on=then, why="等鉴定结论")
    page = chosen(boss, "follow_up", [fresh, dated])
    assert "1条已定了跟进日" in page.text
    choices = {one.text: one["value"] for one in page.soup.select("[name=replace] option")}
    done = page.press("定跟进日", 跟进日=on.isoformat(), 已定了跟进日的=choices[choice])
    assert now(fresh).follow_up_on == on
    assert now(dated).follow_up_on == timezone.localdate() + timedelta(days=days)
    assert now(dated).follow_up_why == "等鉴定结论"
    assert f"已给{said}条咨询定了跟进日" in done.text
    done.press("撤销")
    assert now(dated).follow_up_on == then


def test_a_day_that_a_colleague_sets_meanwhile_stays(boss):
    fresh, dated = asked()
    day = timezone.localdate()
    services.set_follow_up(consultation=dated, user=boss, on=day)
    page = chosen(boss, "follow_up", [fresh, dated])
    services.set_follow_up(consultation=fresh, user=boss, on=day)
    on = day + timedelta(days=3)
    page.press("定跟进日", 跟进日=on.isoformat(), 已定了跟进日的="yes")
    assert (now(fresh).follow_up_on, now(dated).follow_up_on) == (day, on)


def test_where_none_has_a_day_nothing_is_asked(boss):
    assert not chosen(boss, "follow_up", asked()).soup.select("[name=replace]")
    assert not chosen(boss, "close", asked()).soup.select("[name=dated]")


@pytest.mark.parametrize("on", ["", "昨天", "2001-01-01", "2999-01-01", "99999-01-01"])
def test_a_day_that_cannot_be_comes_back_with_the_words(boss, on):
    rows = asked(1)
    page = chosen(boss, "follow_up", rows)
    again = page.press("定跟进日（1条）", 跟进日=on, 跟进什么="问材料收齐没有")
    assert again.response.status_code == 422
    assert again.typed("跟进什么") == "问材料收齐没有"
    assert again.soup.select_one("[role=alert]").text
    assert now(rows[0]).follow_up_on is None
    assert again.press("定跟进日（1条）", 跟进日=timezone.localdate().isoformat())
    assert now(rows[0]).follow_up_on == timezone.localdate()


def test_the_words_come_back_when_the_database_is_busy(boss, client, monkeypatch):
    def locked(**_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(batches, "do", locked)
    client.force_login(boss)
    on = timezone.localdate().isoformat()
    fields = {"act": "follow_up", "chosen": asked(1)[0].pk, "on": on, "why": "问材料收齐没有"}
    answer = client.post(BULK, {**fields, "confirmed": "1"})
    assert answer.status_code == 503
    assert "问材料收齐没有" in answer.text
    assert lost_post.BUSY in answer.text
