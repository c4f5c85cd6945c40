"""The facts on the page of a consultation: shown, corrected, put into canned replies, erased."""

import pytest
from django.core.exceptions import ValidationError

from consult import lifecycle, services
from consult.admin.inbox import TEXTS
from consult.admin.registering import NAMELESS, WORDLESS
from consult.base import placeholders
from consult.base.enums import EventKind
from consult.models import CannedReply, Event, FactAnswer
from consult.services.desk import CHANGED
from firm.admin.lost_post import LOGGED_OUT
from tests.consult.desk_pages import VIEW, act, make_answering, page_of
from tests.consult.posting import THREAD, enter
from tests.factories import (
    make_area,
    make_canned,
    make_consultation,
    make_fact,
    make_staff,
)

pytestmark = pytest.mark.django_db
FACTS = [("入职时间", "2021年3月"), ("月工资", "8,000元")]


@pytest.fixture
def asked():
    consultation, asked_code = make_consultation(facts=FACTS)
    consultation.code = asked_code
    return consultation


@pytest.fixture
def lawyer(client):
    user = make_answering()
    client.force_login(user)
    return user


def typed(client, consultation, **changed):
    """What the page posts when nothing is changed, with some fields changed."""
    form = client.get(page_of(consultation)).context["facts_form"]
    fields = {bound.html_name: bound.value() or "" for bound in form}
    return {**fields, **changed}


def save(client, consultation, fields):
    return client.post(page_of(consultation), {"action": "facts", **fields})


def stored(consultation):
    return [(one.name, one.answer, one.corrected) for one in consultation.facts.all()]


def test_the_page_shows_what_the_client_answered(client, asked, lawyer):
    page = client.get(page_of(asked)).text
    assert all(name in page and value in page for name, value in FACTS)


def test_a_correction_stands_beside_what_the_client_wrote(client, asked, lawyer):
    response = save(client, asked, typed(client, asked, value_1="6,500元"))
    assert response.status_code == 302
    assert stored(asked)[1] == ("月工资", "8,000元", "6,500元")
    assert "咨询人原填：8,000元" in client.get(page_of(asked)).text
    assert Event.objects.filter(kind=EventKind.FACTS_CHANGED, actor=lawyer).count() == 1
    save(client, asked, typed(client, asked, value_1="8,000元"))
    assert stored(asked)[1] == ("月工资", "8,000元", "")


def test_the_staff_adds_a_row_and_takes_it_away(client, asked, lawyer):
    save(client, asked, typed(client, asked, name_2="工龄", value_2="五年"))
    assert stored(asked)[2] == ("工龄", "", "五年")
    save(client, asked, typed(client, asked, value_2=""))
    assert len(stored(asked)) == 2


def test_what_the_client_wrote_is_never_taken_away(client, asked, lawyer):
    save(client, asked, typed(client, asked, value_0=""))
    assert stored(asked)[0] == ("入职时间", "2021年3月", "")
    assert not Event.objects.filter(kind=EventKind.FACTS_CHANGED).exists()


def test_sent_twice_it_is_one_row_and_one_event(client, asked, lawyer):
    fields = typed(client, asked, name_2="工龄", value_2="五年", value_1="6,500元")
    assert save(client, asked, fields).status_code == 302
    assert save(client, asked, fields).status_code == 302
    assert len(stored(asked)) == 3
    assert Event.objects.filter(kind=EventKind.FACTS_CHANGED).count() == 1


def test_of_two_at_once_the_later_one_is_told_and_keeps_the_words(client, asked, lawyer):
    mine = typed(client, asked, value_0="2020年1月", name_2="工龄", value_2="五年")
    save(client, asked, typed(client, asked, value_0="2019年5月"))
    refused = save(client, asked, mine)
    assert refused.status_code == 409
    assert CHANGED in refused.text
    assert 'value="2020年1月"' in refused.text
    assert stored(asked)[0][2] == "2019年5月"
    again = {bound.html_name: bound.value() or "" for bound in refused.context["facts_form"]}
    assert save(client, asked, again).status_code == 302
    assert [row[2] for row in stored(asked)] == ["2020年1月", "", "五年"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value_2": "五年"}, NAMELESS),
        ({"name_2": "工龄"}, WORDLESS),
        ({"value_0": "天" * 201}, "200"),
        ({"value_0": "a\x00b"}, "空字符"),
    ],
)
def test_a_bad_row_is_told_beside_it_and_nothing_is_lost(client, asked, lawyer, fields, said):
    response = save(client, asked, typed(client, asked, value_1="6,500元", **fields))
    assert response.status_code == 422
    assert said in response.text
    assert 'value="6,500元"' in response.text
    assert stored(asked)[1][2] == ""


def test_who_may_only_look_sees_the_facts_and_cannot_change_them(client, asked):
    client.force_login(make_staff(VIEW, "consult.see_all_consultations"))
    page = client.get(page_of(asked)).text
    assert "8,000元" in page
    assert 'name="value_0"' not in page
    assert save(client, asked, {"value_0": "x"}).status_code == 403


def test_a_session_that_ended_gives_the_words_back(client, asked, lawyer):
    fields = typed(client, asked, value_1="6,500元")
    client.logout()
    response = save(client, asked, fields)
    assert response.status_code == 401
    assert LOGGED_OUT in response.text
    assert "6,500元" in response.text
    assert TEXTS["change"]["value_1"] in response.text


@pytest.mark.parametrize("written", ["{入职时间}", "{情况:入职时间}", "｛情况：入职时间｝"])
def test_canned_replies_take_the_facts(client, asked, lawyer, written):
    make_fact(asked.area)
    chosen = make_canned(text=f"您{written}入职，工龄{{工龄}}。")
    page = act(client, asked, "canned", canned=chosen.pk, text="")
    assert page.status_code == 302
    text = client.get(page_of(asked)).context["own_draft"].text
    assert text == "您2021年3月入职，工龄【请填写工龄】。"
    assert placeholders.every_gap(text)


def test_a_canned_reply_knows_the_facts_of_its_area(asked):
    own, other = make_fact(asked.area), make_fact(make_area(), "事故时间")
    above = make_area()
    asked.area.parent = above
    asked.area.save()
    make_fact(above, "岗位")
    CannedReply(title="甲", area=asked.area, text="{入职时间}{岗位}{称呼}").full_clean()
    CannedReply(title="乙", text=f"{{{own.name}}}{{{other.name}}}").full_clean()
    with pytest.raises(ValidationError, match="事故时间"):
        CannedReply(title="丙", area=asked.area, text="{事故时间}").full_clean()


def test_the_client_reads_and_takes_along_what_they_wrote_and_no_correction(client, asked, lawyer):
    save(client, asked, typed(client, asked, value_1="6,500元", name_2="工龄", value_2="五年"))
    client.logout()
    enter(client, asked.code)
    page = client.get(THREAD).text
    assert "8,000元" in page
    assert "6,500元" not in page
    assert "五年" not in page


def test_erasing_takes_the_facts_along(asked):
    services.erase_now(consultation=asked)
    assert not FactAnswer.objects.exists()
    assert "facts" in lifecycle.RELATED
