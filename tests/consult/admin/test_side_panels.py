"""What is kept beside the thread: limitation, charge, follow-up, outcome, hand-over, copy."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import AreaPeriod
from consult import services
from consult.admin.page import ENDED, ENDS_SOON, ENDS_TODAY, NOTHING_CHANGED
from consult.admin.side_panels import HANDED_OVER, NO_DAY, PAST, SHUT_OUT, UNKNOWN
from consult.base import policy
from consult.base.enums import EventKind, Outcome
from consult.models import Consultation, Note
from consult.services.desk import AFTER_PURGE
from tests.consult.desk_pages import (
    CHANGE,
    SEND,
    VIEW,
    act,
    make_answering,
    make_assistant,
    page_of,
)
from tests.consult.posting import token
from tests.consult.rows import recorded
from tests.factories import make_consultation, make_lawyer, make_period, make_staff
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db
WHY = "问对方收到没有"
INBOX = "/admin/consult/consultation/"


def now():
    return Consultation.objects.get()


def test_a_limitation_date_is_kept_however_it_is_typed_and_taken_away(client, asked, manager):
    page = Screen.at(client, page_of(asked))
    for typed in ("2027-03-01", "2027/3/1", "2027年3月1日", "2027.03.01"):
        page = page.press("保存", 时效届满日=typed)
        assert page.typed("时效届满日") == now().limitation_on.isoformat() == "2027-03-01"
    assert recorded(EventKind.LIMITATION_SET) == 1
    for typed in ("明年", "2027-13-01", "0207-03-01", "9999-01-01", "\x00"):
        wrong = page.press("保存", 时效届满日=typed)
        assert wrong.response.status_code == 422
        form = wrong.field("时效届满日").find_parent("form")
        assert form.find(class_="errornote", role="alert").get_text(strip=True)
    assert now().limitation_on.isoformat() == "2027-03-01"
    page.press("保存", 时效届满日="")
    assert now().limitation_on is None


def test_the_periods_of_the_area_stand_first_and_one_that_ends_soon_is_warned_of(
    client, asked, manager
):
    assert 'class="desk-periods ' not in client.get(page_of(asked)).text
    first = make_period(about="一般民事权利", short_name="民法典", number=188, order=1)
    own = make_period(about="本领域的事项", order=2)
    AreaPeriod.objects.create(area=asked.area, period=own)
    told = client.get(page_of(asked)).text.partition('class="desk-periods ')
    assert asked.area.name in told[0]
    assert "《民法典》第一百八十八条" in told[2]
    assert told[2].index(str(own)) < told[2].index(str(first))
    for days, said in (
        (31, ""),
        (30, ENDS_SOON.format(30)),
        (0, ENDS_TODAY),
        (-2, ENDED.format(2)),
    ):
        on = timezone.localdate() + timedelta(days=days)
        services.set_limitation(consultation=asked, user=manager, on=on)
        response = client.get(page_of(asked))
        assert response.context["warning"] == said
        assert said in response.text


def test_somebody_who_may_answer_is_put_in_charge_and_nobody_else(client, asked, manager):
    able, unable = make_answering(name="张敏"), make_staff(VIEW)
    for wrong in (unable.pk, "x", "\x00", "9" * 40):
        assert act(client, asked, "save", assignee=wrong).status_code == 422
    page = Screen.at(client, page_of(asked))
    assert "尚未分派" in page.text
    page.press("保存", 负责人=able.pk)
    assert now().assignee == able
    Screen.at(client, page_of(asked)).press("保存", 负责人="")
    assert (now().assignee, now().assigned_at) == (None, None)
    Screen.at(client, page_of(asked)).press("由我负责")
    assert now().assignee == manager
    assert recorded(EventKind.ASSIGNED) == 3


def test_of_two_who_assign_at_once_the_later_one_is_asked_again(client, asked, manager):
    first, second = make_answering("张敏"), make_answering("周明")
    page = Screen.at(client, page_of(asked))
    services.assign(consultation=asked, user=None, to=first)
    assert policy.IN_CHARGE_CHANGED in page.press("由我负责").text
    refused = page.press("保存", 负责人=second.pk)
    assert policy.IN_CHARGE_CHANGED in refused.text
    assert now().assignee == first
    refused.press("保存")
    assert now().assignee == second


def test_it_is_shared_with_colleagues_who_read_so_and_unshared(client, asked, manager):
    helper = make_staff(VIEW, last_name="王", first_name="小芸")
    for _ in range(2):
        shared = Screen.at(client, page_of(asked)).press("保存", 王小芸=[helper.pk])
    assert list(asked.shared_with.all()) == [helper]
    assert "协办人：王小芸" in shared.text
    care = Screen.at(browser(make_assistant()), page_of(asked)).soup.find(class_="desk-care")
    assert "协办人：王小芸" in care.get_text()
    assert not care.find(attrs={"name": ["assignee", "people"]})  # who may not hand on reads it
    act(client, asked, "save", **{"initial-people": ["9" * 40]})  # which is the key of nobody
    assert list(asked.shared_with.all()) == [helper]
    act(client, asked, "save", **{"initial-people": [helper.pk]})
    assert not asked.shared_with.exists()
    assert recorded(EventKind.SHARED) == 2


def test_who_gives_it_out_of_hand_is_led_to_a_page_that_is_there(client, asked):
    lawyer, other = make_staff(VIEW, SEND, "consult.assign_consultation"), make_staff(VIEW, SEND)
    services.assign(consultation=asked, user=None, to=lawyer)
    client.force_login(lawyer)
    response = client.post(page_of(asked), {"action": "save", "assignee": other.pk}, follow=True)
    assert response.status_code == 200
    assert '<li class="success">' in response.text


def test_everything_is_exported_as_one_file_and_recorded(client, asked, manager):
    services.add_note(consultation=asked, user=manager, text="内部的话", token="n")
    response = Screen.at(client, page_of(asked)).press("导出全部内容").response
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "no-store" in response["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as bundle:
        text = "".join(bundle.read(n).decode() for n in bundle.namelist() if n.endswith(".txt"))
    assert "公司三个月没有发工资" in text
    assert "内部的话" in text
    assert recorded(EventKind.EXPORTED) == 1


@pytest.fixture
def lin(client):
    user = make_staff(VIEW, CHANGE, SEND)
    make_lawyer(name="林致远", user=user)
    client.force_login(user)
    return user


@pytest.fixture
def his(lin):
    return services.assign(consultation=make_consultation()[0], user=None, to=lin)


def test_a_day_to_come_back_is_set_told_on_top_and_done_in_one_tap(client, his, lin):
    for days in (1, 3, 7):
        act(client, his, "save", on="garbled", why=WHY, after=str(days))
        wanted = timezone.localdate() + timedelta(days=days)
        assert (now().follow_up_on, now().follow_up_why) == (wanted, WHY)
    for typed, said in (("1999-01-01", PAST), ("", NO_DAY), ("明天", "2027-03-01")):
        response = act(client, his, "save", on=typed, why="另一句")
        assert (response.status_code, said in response.text) == (422, True)
        assert 'value="另一句"' in response.text
    assert now().follow_up_on == wanted
    act(client, his, "save", on=timezone.localdate().isoformat(), why=WHY)
    assert "跟进完成" in client.get(page_of(his)).text
    assert "今天跟进" in client.get("/admin/").text
    there = client.get(f"{INBOX}?work=follow_up").text
    assert his.reference in there
    assert WHY in there
    act(client, his, "save", after="done")
    assert his.reference not in client.get(f"{INBOX}?work=follow_up").text
    services.close(consultation=his, user=lin)
    response = act(client, his, "save", on=now().purge_on.isoformat())
    assert AFTER_PURGE.format(now().purge_on) in response.text


def test_all_that_is_edited_is_saved_at_once_and_nothing_else(client, his, lin):
    zhang = make_answering("张敏")
    page = Screen.at(client, page_of(his))
    services.set_follow_up(consultation=his, user=zhang, on=timezone.localdate(), why=WHY)
    services.correct(
        consultation=his, user=zhang, seen=services.print_of(his)[0], area=his.area,
        name="王小明", phone="13800000000", email="", city="", opponent="",
    )  # fmt: skip
    wrong = page.press("保存", 新备注="先查工资流水", 时效届满日="9999-01-01", 张敏律师=[zhang.pk])
    assert (wrong.response.status_code, wrong.typed("新备注")) == (422, "先查工资流水")
    assert not Note.objects.exists()
    saved = wrong.press("保存", 时效届满日="2027-03-01")
    assert Note.objects.get().text == "先查工资流水"
    assert now().limitation_on.isoformat() == "2027-03-01"
    assert list(now().shared_with.all()) == [zhang]
    # What a colleague changed after the page was made.
    assert (now().follow_up_why, now().phone) == (WHY, "13800000000")
    assert "备注已保存。时效届满日已保存。协办人已更新。" in saved.text
    assert NOTHING_CHANGED in saved.press("保存").text


def test_who_was_let_in_and_what_was_set_meanwhile_stays_so(client, his, lin):
    first, second, third, gone = (
        make_staff(VIEW, CHANGE, last_name="周", first_name=name) for name in "甲乙丙丁"
    )
    day = timezone.localdate() + timedelta(days=5)
    services.share(consultation=his, user=lin, people=[first, gone])
    services.set_follow_up(consultation=his, user=lin, on=day, why="催一次")
    page = Screen.at(client, page_of(his))
    services.share(consultation=his, user=lin, people=[first, second])
    services.set_follow_up(consultation=his, user=lin, on=day, why=WHY)
    later = (day + timedelta(days=1)).isoformat()
    # The note lets another one in, who is not among those that the page had.
    changed = page.press("保存", 新备注="@周丙 请看", 周甲=[gone.pk], 跟进日=later)
    assert set(now().shared_with.all()) == {second, third}
    assert (now().follow_up_on.isoformat(), now().follow_up_why) == (later, WHY)
    services.set_follow_up(consultation=his, user=lin, on=day)
    changed.press("保存", 跟进什么="另一句")
    assert (now().follow_up_on, now().follow_up_why) == (day, "另一句")


def test_after_the_end_the_page_asks_what_became_of_it(his, client):
    for fields in ({"outcome": "x"}, {"outcome": "not_engaged", "reason": "x"}):
        assert act(client, his, "save", **fields).status_code == 422
    assert act(client, his, "save", source="x").status_code == 422
    assert now().outcome == ""
    ended = Screen.at(client, page_of(his)).press("结束咨询")
    assert "这条咨询结果如何" in ended.text
    known = ended.press("已委托")
    assert now().outcome == Outcome.ENGAGED
    assert "这条咨询结果如何" not in known.text


def test_a_hand_over_needs_its_note_and_is_done_once(client, his, lin):
    zhang = make_answering("张敏")
    posted = {"action": "hand_over", "to": zhang.pk, "seen": lin.pk, "handing_note": "请接手"}
    assert client.post(page_of(his), {**posted, "handing_note": " "}).status_code == 422
    response = client.post(page_of(his), {**posted, "to": ""})
    assert (response.status_code, "请接手" in response.text) == (422, True)
    assert not Note.objects.exists()
    posted["token"] = token()
    for _ in range(2):  # clicked twice
        assert HANDED_OVER in client.post(page_of(his), posted, follow=True).text
    assert Note.objects.count() == 1
    services.share(consultation=now(), user=zhang, people=[lin])
    response = act(client, his, "hand_over", to=zhang.pk, handing_note="再接手")
    assert response.status_code == 409
    assert policy.NOT_IN_CHARGE in response.text
    assert "再接手" in response.text


def test_a_note_reminds_whom_it_names_until_it_is_read(client, his, lin):
    boss, zhang = make_answering("周明"), make_answering("张敏")
    make_staff(VIEW, last_name="何", first_name="静")
    services.assign(consultation=his, user=None, to=boss)  # who is not in charge lets nobody in
    services.share(consultation=his, user=boss, people=[lin])
    act(client, his, "save", note="@何静 @李四 请看", remind=zhang.pk)
    assert Note.objects.get().mentions.get().user == zhang
    page = client.get(page_of(his)).text
    assert SHUT_OUT.format("何静") in page
    assert UNKNOWN in page
    services.add_note(consultation=his, user=boss, text="@林致远 请看", token="n")
    listed = f"{INBOX}?work=all&who=mentioned"
    assert his.reference in client.get(listed).text
    assert "提到您" in client.get(page_of(his)).text
    assert "提到您" not in client.get(page_of(his)).text
    assert his.reference not in client.get(listed).text
