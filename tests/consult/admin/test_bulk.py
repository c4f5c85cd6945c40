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
from firm.models import Batch
from firm.site.batches import TAKEN_BACK
from tests.factories import make_settings, make_staff, make_superuser
from tests.factories import make_submitted as make_consultation
from tests.screen import Screen, browser
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
INBOX = reverse("admin:consult_consultation_changelist")
BULK = reverse("admin:consult_consultation_bulk")
SECRET = {"name": "王小明", "phone": "13800000000", "question": "我被拖欠工资三个月了怎么办？"}


@pytest.fixture
def boss():
    make_settings(notify_email="office@example.com")
    return make_superuser(last_name="沈", first_name="若宁")


@pytest.fixture
def lin():
    rights = ("consult.view_consultation", "consult.change_consultation", "consult.send_reply")
    return make_staff(*rights, last_name="林", first_name="致远", email="lin@example.com")


def asked(number=2, **fields):
    return [make_consultation(**fields)[0] for _ in range(number)]


def now(one):
    return Consultation.objects.get(pk=one.pk)


def chosen(user, act, rows, query=""):
    """The page that asks, after rows were ticked in the list and a button was pressed."""
    client = browser(user)
    page = Screen.at(client, INBOX + query)
    keys = {box["value"] for box in page.soup.select("[name=chosen]")}
    assert {str(one.pk) for one in rows} <= keys
    token = page.soup.select_one("[name=csrfmiddlewaretoken]")["value"]
    fields = {"act": act, "chosen": [one.pk for one in rows], "csrfmiddlewaretoken": token}
    fields["back"] = page.soup.select_one("[name=back]")["value"]
    return Screen(client, client.post(BULK, fields))


def test_they_are_assigned_and_taken_back_from_the_list(boss, lin):
    rows = asked()
    page = chosen(boss, "assign", rows)
    done = page.press("分派（2条）", 分派给=str(lin.pk))
    assert [now(one).assignee for one in rows] == [lin, lin]
    assert "已把2条咨询分派给林致远。" in done.text
    back = done.press("撤销")
    assert [now(one).assignee for one in rows] == [None, None]
    assert "已撤销" in back.text


def test_it_says_before_what_is_left_out_and_why(boss):
    good, sealed = asked(name="王小明")
    Consultation.objects.filter(pk=sealed.pk).update(conflict=Conflict.SEALED)
    page = chosen(boss, "close", [good, sealed])
    assert f"{good.reference} 王*" in page.text
    assert f"{sealed.reference}：{batches.SEALED}" in page.text
    done = page.press("结束（1条）")
    assert (now(good).state, now(sealed).state) == (State.CLOSED, State.NEW)
    assert f"{sealed.reference} ：{batches.SEALED}" in done.text


def test_where_none_can_be_done_there_is_no_button(boss):
    rows = asked()
    Consultation.objects.update(conflict=Conflict.SEALED)
    page = chosen(boss, "close", rows)
    assert not [one for one in page.soup.select("[type=submit]") if "结束" in one.get("value", "")]


def test_it_goes_back_to_the_list_as_it_was(boss):
    rows = asked(1)
    done = chosen(boss, "close", rows, "?work=live&who=nobody").press("结束（1条）")
    assert done.response.redirect_chain[-1][0] == f"{INBOX}?work=live&who=nobody"


@pytest.mark.parametrize("back", ["//evil.example.com", "x\r\nSet-Cookie: a=b", "%00", "a=" * 900])
def test_it_goes_back_nowhere_else(boss, client, back):
    client.force_login(boss)
    fields = {"act": "close", "chosen": asked(1)[0].pk, "confirmed": "1", "back": back}
    answer = client.post(BULK, fields)
    assert answer.status_code == 302
    assert answer.url.startswith(f"{INBOX}?")


def test_who_goes_back_and_chooses_somebody_else_is_heard(boss, lin):
    rows = asked()
    page = chosen(boss, "assign", rows)
    page.press("分派（2条）", 分派给=str(lin.pk))
    page.press("分派（2条）", 分派给=str(boss.pk))
    assert [now(one).assignee for one in rows] == [boss, boss]


def test_the_list_offers_to_take_back_what_was_done_last(boss):
    chosen(boss, "close", asked(1)).press("结束（1条）").press("撤销")
    done = chosen(boss, "close", asked()).press("结束（2条）")
    assert "已结束2条咨询" in done.text
    done.press("撤销")
    assert Batch.objects.filter(taken_back_at=None).count() == 0


def test_the_same_button_twice_is_once(boss, lin):
    rows = asked()
    page = chosen(boss, "assign", rows)
    for _ in range(2):
        page.press("分派（2条）", 分派给=str(lin.pk))
    assert Batch.objects.count() == 1


def test_sent_again_after_it_was_taken_back_it_is_not_done_again(boss):
    rows = asked()
    page = chosen(boss, "close", rows)
    page.press("结束（2条）").press("撤销")
    assert TAKEN_BACK in page.press("结束（2条）").text
    assert {now(one).state for one in rows} == {State.NEW}


def test_taken_back_it_says_which_stay(boss, lin):
    one, answered = asked()
    done = chosen(boss, "assign", [one, answered]).press("分派（2条）", 分派给=str(lin.pk))
    services.reply(consultation=answered, user=lin, text="答复", token="r")
    back = done.press("撤销")
    assert f"{answered.reference} ：{batches.MOVED_ON.format('答复')}" in back.text
    assert (now(one).assignee, now(answered).assignee) == (None, lin)


def test_the_band_goes_after_ten_minutes_and_is_ones_own(boss, lin):
    done = chosen(boss, "close", asked()).press("结束（2条）")
    assert "已结束2条咨询" in done.text
    assert "已结束2条咨询" not in Screen.at(browser(make_superuser()), INBOX).text
    Batch.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    assert "已结束2条咨询" not in Screen.at(browser(boss), INBOX).text


@pytest.mark.parametrize(
    ("rights", "shown"),
    [
        ([], []),
        (["change_consultation"], ["定跟进日"]),
        (["send_reply"], ["结束"]),
        (["assign_consultation"], ["分派"]),
    ],
)
def test_who_may_do_what_with_one_may_do_it_with_many(client, rights, shown):
    asked(1)
    wanted = ["view_consultation", "see_all_consultations", *rights]
    user = make_staff(*(f"consult.{one}" for one in wanted))
    page = Screen.at(browser(user), INBOX)
    assert [one for one in page.names("button") if one in {"分派", "结束", "定跟进日"}] == shown
    assert bool(page.soup.select("[name=chosen]")) == bool(shown)
    client.force_login(user)
    for act, words in (("assign", "分派"), ("close", "结束"), ("follow_up", "定跟进日")):
        status = 200 if words in shown else 403
        one = Consultation.objects.get()
        assert client.post(BULK, {"act": act, "chosen": one.pk}).status_code == status


def test_a_colleagues_batch_is_not_taken_back(boss, client):
    done = asked(1)
    batch = batches.do(token="t", act="close", keys=[done[0].pk], user=boss)
    client.force_login(make_superuser())
    address = reverse("admin:consult_consultation_take_back", args=[batch.pk])
    assert batches.NOT_YOURS in client.post(address, follow=True).text
    assert now(done[0]).state == State.CLOSED
    assert client.get(address).status_code == 405


def test_of_what_one_may_not_open_the_page_tells_nothing(lin, client):
    theirs = asked(1, **SECRET)[0]
    Consultation.objects.update(assignee=make_staff())
    client.force_login(lin)
    answer = client.post(BULK, {"act": "close", "chosen": theirs.pk}, follow=True)
    assert theirs.reference not in answer.text
    assert escape(bulk.NONE_CHOSEN) in answer.text


@pytest.mark.parametrize("keys", [[], ["x"], ["%00", "-1", "9" * 50]])
def test_without_a_consultation_it_says_so(boss, client, keys):
    client.force_login(boss)
    asked(1)
    answer = client.post(BULK, {"act": "close", "chosen": keys}, follow=True)
    assert bulk.NONE_CHOSEN in answer.text


def test_more_than_a_page_at_once_is_refused(boss, client):
    client.force_login(boss)
    rows = asked(2)
    keys = [one.pk for one in rows] + [make_key() for _ in range(batches.MOST)]
    answer = client.post(BULK, {"act": "close", "chosen": keys}, follow=True)
    assert bulk.TOO_MANY.format(batches.MOST) in answer.text


def make_key():
    return Consultation().pk


def test_of_the_content_the_page_shows_masks_alone(boss):
    rows = asked(1, **SECRET)
    page = chosen(boss, "close", rows)
    assert "王* 138****0000" in page.text
    assert not [word for word in SECRET.values() if word in page.response.text]
    assert "no-store" in page.response["Cache-Control"]


def test_the_words_come_back_when_the_session_has_ended(boss, client):
    asked(1)
    why = "问材料收齐没有"
    fields = {"act": "follow_up", "chosen": Consultation.objects.get().pk, "why": why}
    answer = client.post(BULK, {**fields, "on": "2026-12-01", "confirmed": "1"})
    assert answer.status_code == 401
    assert why in answer.text


def test_the_address_alone_leads_to_the_list(boss, client):
    client.force_login(boss)
    assert client.get(BULK).url == INBOX


@pytest.fixture
def crowd(transactional_db):
    """Two people, and three consultations, before the threads share the database."""
    make_settings(notify_email="office@example.com")
    return [make_superuser(), make_superuser()], asked(3)


def ended(rows):
    return aside(lambda: {one.events.filter(kind="closed").count() for one in rows})


def test_two_windows_at_once_do_it_once(crowd, shared_database):
    (user, _), rows = crowd
    known = {"act": "close", "keys": [one.pk for one in rows], "user": user}
    made = together(*[lambda: batches.do(token="t", **known)] * 3)
    assert len({one.pk for one in made}) == 1
    assert ended(rows) == {1}


def test_two_people_at_once_end_each_once(crowd, shared_database):
    people, rows = crowd
    known = {"act": "close", "keys": [one.pk for one in rows]}
    made = together(
        *[lambda user=user: batches.do(token=str(user.pk), user=user, **known) for user in people]
    )
    assert ended(rows) == {1}
    left = aside(lambda: sum(one.items.filter(mark=None).count() for one in made))
    assert left == len(rows)
