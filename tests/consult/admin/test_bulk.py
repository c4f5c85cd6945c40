"""What is done with the consultations that are ticked: asked once more, done, taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from consult import services
from consult.admin import bulk
from consult.base.enums import Conflict, State
from consult.models import Consultation
from consult.services import batches
from consult.services.desk import AFTER_PURGE
from firm.models import Batch
from firm.site.batches import TAKEN_BACK
from tests.consult.rows import fresh
from tests.factories import make_settings, make_staff, make_superuser
from tests.factories import make_submitted as make_consultation
from tests.screen import Screen, browser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
INBOX = reverse("admin:consult_consultation_changelist")
BULK = reverse("admin:consult_consultation_bulk")
SECRET = {"name": "王小明", "phone": "13800000000", "question": "我被拖欠工资三个月了怎么办？"}
WHY = "问材料收齐没有"


@pytest.fixture
def boss(client):
    make_settings(notify_email="office@example.com")
    user = make_superuser(last_name="沈", first_name="若宁")
    client.force_login(user)
    return user


@pytest.fixture
def lin():
    rights = ("consult.view_consultation", "consult.change_consultation", "consult.send_reply")
    return make_staff(*rights, last_name="林", first_name="致远", email="lin@example.com")


def asked(number=2, **fields):
    return [make_consultation(**fields)[0] for _ in range(number)]


def chosen(user, act, rows, query=""):
    """The page that asks, after rows were ticked in the list and a button was pressed."""
    client = browser(user)
    page = Screen.at(client, INBOX + query)
    assert {str(one.pk) for one in rows} <= {
        one["value"] for one in page.soup.select("[name=chosen]")
    }
    fields = {
        name: page.soup.select_one(f"[name={name}]")["value"]
        for name in ("csrfmiddlewaretoken", "back")
    }
    return Screen(client, client.post(BULK, {"act": act, "chosen": [o.pk for o in rows], **fields}))


def test_they_are_assigned_once_and_taken_back_for_good(boss, lin):
    rows = asked()
    page = chosen(boss, "assign", rows)
    for _ in range(2):  # pressed twice
        done = page.press("分派（2条）", 分派给=str(lin.pk))
    assert [fresh(one).assignee for one in rows] == [lin, lin]
    assert Batch.objects.count() == 1
    assert "已把2条咨询分派给林致远。" in done.text
    assert "已撤销" in done.press("撤销").text
    assert TAKEN_BACK in page.press("分派（2条）", 分派给=str(lin.pk)).text
    assert [fresh(one).assignee for one in rows] == [None, None]
    page.press("分派（2条）", 分派给=str(boss.pk))  # who goes back and chooses somebody else
    assert [fresh(one).assignee for one in rows] == [boss, boss]


def test_it_says_before_and_after_what_is_left_out_and_goes_back_to_the_list_as_it_was(boss):
    good, sealed = asked(**SECRET)
    Consultation.objects.filter(pk=sealed.pk).update(conflict=Conflict.SEALED)
    page = chosen(boss, "close", [good, sealed], "?work=live&who=nobody")
    assert f"{good.reference} 王* 138****0000" in page.text
    assert f"{sealed.reference}：{batches.SEALED}" in page.text
    assert not [word for word in SECRET.values() if word in page.response.text]
    assert "no-store" in page.response["Cache-Control"]
    assert not page.soup.select("[name=dated], [name=replace]")
    done = page.press("结束（1条）")
    assert (fresh(good).state, fresh(sealed).state) == (State.CLOSED, State.NEW)
    assert f"{sealed.reference} ：{batches.SEALED}" in done.text
    assert done.response.redirect_chain[-1][0] == f"{INBOX}?work=live&who=nobody"
    nothing = chosen(boss, "close", [sealed])
    assert not [
        one for one in nothing.soup.select("[type=submit]") if "结束" in one.get("value", "")
    ]


@pytest.mark.parametrize("back", ["//evil.example.com", "x\r\nSet-Cookie: a=b", "%00", "a=" * 900])
def test_it_goes_back_nowhere_else(boss, client, back):
    fields = {"act": "close", "chosen": asked(1)[0].pk, "confirmed": "1", "back": back}
    answer = client.post(BULK, fields)
    assert answer.status_code == 302
    assert answer.url.startswith(f"{INBOX}?")


def test_none_and_too_many_are_told(boss, client):
    theirs = [Consultation().pk for _ in range(batches.MOST + 1)]
    for keys in ([], ["x"], ["%00", "-1", "9" * 50], theirs[:1]):
        answer = client.post(BULK, {"act": "close", "chosen": keys}, follow=True)
        assert escape(bulk.NONE_CHOSEN) in answer.text, keys
    keys = [one.pk for one in asked(2)] + theirs
    answer = client.post(BULK, {"act": "close", "chosen": keys}, follow=True)
    assert bulk.TOO_MANY.format(batches.MOST) in answer.text
    assert client.get(BULK).url == INBOX


@pytest.mark.parametrize(
    ("choice", "days", "said"), [("保留原来的跟进日", 9, 1), ("换成这一天", 3, 2)]
)
def test_what_has_a_day_is_asked_about(boss, choice, days, said):
    plain, dated, meanwhile = asked(3)
    then, on = (timezone.localdate() + timedelta(days=number) for number in (9, 3))
    services.set_follow_up(consultation=dated, user=boss, on=then, why="等鉴定结论")
    page = chosen(boss, "follow_up", [plain, dated, meanwhile])
    services.set_follow_up(consultation=meanwhile, user=boss, on=then)
    assert "1条已定了跟进日" in page.text
    choices = {one.text: one["value"] for one in page.soup.select("[name=replace] option")}
    typed = {"跟进日": on.isoformat(), "已定了跟进日的": choices[choice], "跟进什么": WHY}
    done = page.press("定跟进日", **typed)
    assert (fresh(plain).follow_up_on, fresh(plain).follow_up_why) == (on, WHY)
    assert fresh(dated).follow_up_on == timezone.localdate() + timedelta(days=days)
    assert fresh(meanwhile).follow_up_on == then
    assert f"已给{said}条咨询定了跟进日" in done.text
    assert WHY in done.text
    assert WHY not in str(done.client.cookies)
    done.press("撤销")
    assert (fresh(dated).follow_up_on, fresh(dated).follow_up_why) == (then, "等鉴定结论")


def test_no_day_is_set_on_which_all_is_erased_by_then_and_one_that_stood_is_put_back(boss):
    stays, ends = asked(2)
    on = services.close(consultation=ends, user=boss).purge_on
    page = chosen(boss, "follow_up", [stays, ends], "?work=all")
    done = page.press("定跟进日（2条）", 跟进日=on.isoformat(), 跟进什么=WHY)
    assert (fresh(stays).follow_up_on, fresh(ends).follow_up_on) == (on, None)
    assert AFTER_PURGE.format(on) in done.text
    case, *_ = asked(1)
    later = timezone.localdate() + timedelta(days=300)
    services.set_follow_up(consultation=case, user=boss, on=later)
    services.close(consultation=case, user=boss)
    page = chosen(boss, "follow_up", [case], "?work=all")
    choices = {one.text: one["value"] for one in page.soup.select("[name=replace] option")}
    on = timezone.localdate() + timedelta(days=5)
    typed = {"跟进日": on.isoformat(), "已定了跟进日的": list(choices.values())[-1]}
    done = page.press("定跟进日", **typed, 跟进什么=WHY)
    assert fresh(case).follow_up_on == on
    done.press("撤销")
    assert fresh(case).follow_up_on == later


def test_a_day_that_cannot_be_comes_back_with_the_words(boss):
    rows = asked(1)
    page = chosen(boss, "follow_up", rows)
    assert not page.soup.select("[name=replace]")
    for on in ("", "昨天", "2001-01-01", "2999-01-01", "99999-01-01"):
        again = page.press("定跟进日（1条）", 跟进日=on, 跟进什么=WHY)
        assert again.response.status_code == 422, on
        assert again.typed("跟进什么") == WHY
        assert again.soup.select_one("[role=alert]").text
        assert fresh(rows[0]).follow_up_on is None
    again.press("定跟进日（1条）", 跟进日=timezone.localdate().isoformat())
    assert fresh(rows[0]).follow_up_on == timezone.localdate()
