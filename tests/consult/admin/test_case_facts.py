"""The facts of a consultation and who asks: shown, put right on its page, in canned replies."""

import pytest
from django.core.exceptions import ValidationError

from consult import services
from consult.admin import registering
from consult.admin.registering import NAMELESS, WORDLESS
from consult.base import placeholders
from consult.base.enums import Call, ConsentKind, EventKind
from consult.models import CannedReply, Consultation, Event
from consult.services.desk import CHANGED, CHANGED_SINCE
from tests.consult.desk_pages import act, page_of
from tests.consult.posting import THREAD, enter
from tests.factories import (
    make_area,
    make_canned,
    make_consultation,
    make_fact,
    make_notice,
    make_submitted,
)
from tests.screen import Screen

pytestmark = pytest.mark.django_db
FACTS = [("入职时间", "2021年3月"), ("月工资", "8,000元")]
PERSON = {"name": "陈女士", "phone": "13900000147", "email": "", "city": "", "opponent": "前公司"}


@pytest.fixture
def asked():
    consultation, consultation.code = make_consultation(facts=FACTS)
    return consultation


def typed(client, consultation, **changed):
    """What the page posts when nothing is changed, with some fields changed."""
    form = client.get(page_of(consultation)).context["facts_form"]
    return {**{one.html_name: one.value() or "" for one in form}, **changed}


def save(client, consultation, fields):
    return client.post(page_of(consultation), {"action": "save", **fields})


def stored(consultation):
    return [(one.name, one.answer, one.corrected) for one in consultation.facts.all()]


def test_a_correction_stands_beside_what_the_client_wrote_and_is_not_told_to_them(
    client, asked, lawyer
):
    first = typed(client, asked, value_1="6,500元", name_2="工龄", value_2="五年")
    for _ in range(2):  # sent twice
        assert save(client, asked, first).status_code == 302
    assert stored(asked) == [(*FACTS[0], ""), (*FACTS[1], "6,500元"), ("工龄", "", "五年")]
    assert Event.objects.get(kind=EventKind.FACTS_CHANGED).actor == lawyer
    page = client.get(page_of(asked)).text
    assert "2021年3月" in page
    assert "咨询人原填：8,000元" in page
    client.logout()
    enter(client, asked.code)
    thread = client.get(THREAD).text
    assert [word in thread for word in ("8,000元", "6,500元", "五年")] == [True, False, False]


def test_of_two_at_once_the_later_one_is_told_and_keeps_the_words(client, asked, lawyer):
    mine = typed(client, asked, value_0="2020年1月", name_2="工龄", value_2="五年")
    save(client, asked, typed(client, asked, value_0="2019年5月"))
    refused = save(client, asked, mine)
    assert (refused.status_code, CHANGED in refused.text) == (409, True)
    assert 'value="2020年1月"' in refused.text
    assert stored(asked)[0][2] == "2019年5月"
    again = {bound.html_name: bound.value() or "" for bound in refused.context["facts_form"]}
    assert save(client, asked, again).status_code == 302
    assert [row[2] for row in stored(asked)] == ["2020年1月", "", "五年"]
    page = Screen.at(client, page_of(asked))
    save(client, asked, typed(client, asked, value_1="6,500元"))
    page.press("保存", 入职时间="2018年1月").press("保存")
    assert [one[2] for one in stored(asked)][:2] == ["2018年1月", "6,500元"], "both stand"


def test_a_bad_row_gives_the_words_back(client, asked, lawyer):
    fields = typed(client, asked, value_1="6,500元")
    wrong = {"value_2": NAMELESS, "name_2": WORDLESS}
    for more, said in [
        *(({name: "五年"}, said) for name, said in wrong.items()),
        ({"value_0": "天" * 201}, "200"),
        ({"value_0": "a\x00b"}, "空字符"),
    ]:
        page = save(client, asked, {**fields, **more})
        assert (page.status_code, said in page.text) == (422, True), more
        assert 'value="6,500元"' in page.text
    assert stored(asked)[1][2] == ""


@pytest.mark.parametrize("written", ["{入职时间}", "{情况:入职时间}", "｛情况：入职时间｝"])
def test_canned_replies_take_the_facts(client, asked, lawyer, written):
    make_fact(asked.area)
    chosen = make_canned(text=f"您{written}入职，工龄{{工龄}}。")
    act(client, asked, "canned", canned=chosen.pk, text="")
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


@pytest.fixture
def told():
    return make_submitted(**PERSON)[0]


def correct(client, consultation, **changed):
    """The form of the page as it stands now, with some fields changed."""
    form = registering.CorrectForm(consultation=Consultation.objects.get(pk=consultation.pk))
    held = {name: form[name].value() for name in (*registering.PERSON, "area", "seen", "notice")}
    fields = {name: value for name, value in {**held, **changed}.items() if value is not None}
    return client.post(page_of(consultation), {"action": "save", **fields})


def test_the_person_is_put_right_on_the_page_and_an_older_page_keeps_its_words(
    client, lawyer, told
):
    page = client.get(page_of(told)).text  # what cannot be compared leads to the form
    assert [mark in page for mark in ('href="#correct"', 'id="correct"')] == [True, True]
    seen, area = services.print_of(told)[0], make_area(name="婚姻家庭", slug="family")
    new = {"name": "陈小满", "phone": "13900000999", "email": "c@example.com", "city": "南京"}
    new |= {"call": Call.NO, "call_when": "晚上"}
    assert correct(client, told, **new, opponent="王五", area=area.pk).status_code == 302
    told.refresh_from_db()
    assert {name: getattr(told, name) for name in new} == new
    assert (told.opponent, told.area) == ("王五", area)
    page = correct(client, told, name="李女士", seen=seen)
    assert page.status_code == 409
    assert [words in page.text for words in (CHANGED_SINCE, "李女士")] == [True, True]


def test_of_two_corrections_at_once_both_stand_once_the_later_one_is_confirmed(
    client, lawyer, told
):
    page = Screen.at(client, page_of(told))
    correct(client, told, name="陈小满", city="南京")
    refused = page.press("保存", 电话="13900000999")
    assert CHANGED_SINCE in refused.text
    assert [refused.typed(label) for label in ("称呼", "电话")] == ["陈小满", "13900000999"]
    refused.press("保存")
    told.refresh_from_db()
    assert (told.name, told.phone, told.city) == ("陈小满", "13900000999", "南京")


def test_what_is_wrong_is_said_and_a_sensitive_area_takes_a_consent_told_by_mouth(
    client, lawyer, told
):
    for field, words in [
        ("phone", "12345"), ("email", "nobody"), ("name", "甲" * 31), ("area", "0"),
    ]:  # fmt: skip
        page = correct(client, told, **{field: words})
        assert page.status_code == 422
        assert page.context["correct_form"].errors[field]
        assert f'id="id_{field}_error"' in page.text
        assert words in page.text
    area = make_area(name="医疗", slug="medical", sensitive=True, sensitive_reason="病历。")
    page = correct(client, told, area=area.pk)
    assert page.context["correct_form"].errors == {
        "sensitive_consent": [registering.NOT_SEPARATELY]
    }
    assert correct(client, told, area=area.pk, sensitive_consent="on").status_code == 302
    given = told.consents.get(kind=ConsentKind.SENSITIVE)
    assert (given.told_by, given.given_orally, given.notice) == (lawyer, True, make_notice())
    assert correct(client, told, name="陈小满").status_code == 302  # not asked for twice
