"""The questions of an area: shown without a script, answered or not, stored with the question."""

import pytest
from django.urls import reverse

from consult.base.enums import FactKind
from consult.forms.intake import NO_DAY, OTHER, SHOW, tidy
from consult.models import AreaFact, Consultation, FactAnswer, ParkedFile
from consult.models.facts import LONGEST_FACT
from tests.consult.posting import FORM, good_post, token
from tests.consult.sample_files import pdf, upload
from tests.factories import make_area, make_fact, make_notice

pytestmark = pytest.mark.django_db
FACTS = reverse("consult:facts")


@pytest.fixture
def labour():
    make_notice()
    return make_area(name="劳动")


@pytest.fixture
def since(labour):
    return make_fact(labour, question="哪年哪月入职的？", kind=FactKind.DATE)


def field(fact):
    return f"fact-{fact.pk}"


def told():
    return [(one.name, one.answer) for one in FactAnswer.objects.all()]


def test_a_form_without_any_question_has_no_room_for_them(client, labour):
    assert 'id="facts"' not in client.get(FORM).text


def test_the_questions_of_an_area_come_when_it_is_chosen_and_nothing_is_stored(client, since):
    page = client.get(FORM).text
    assert 'id="facts"' in page
    assert since.question not in page
    post = good_post(area=since.area_id, name="王女士", question="短", consent=None)
    shown = client.post(FORM, {**post, SHOW: "1"})
    assert shown.status_code == 200
    assert since.question in shown.text
    assert "王女士" in shown.text
    assert not shown.context["form"].errors
    assert not Consultation.objects.exists()


def test_a_link_with_an_area_brings_its_questions(client, since):
    assert since.question in client.get(FORM, {"area": since.area.slug}).text


def test_an_area_below_asks_what_the_one_above_does(client, since):
    below = make_area(parent=since.area)
    assert since.question in client.post(FACTS, {"area": below.pk}).text
    own = make_fact(below, "岗位")
    page = client.post(FACTS, {"area": below.pk}).text
    assert own.asked in page
    assert since.question not in page


@pytest.mark.parametrize("area", ["", "x", "9" * 30, "\x00"])
def test_an_area_that_there_is_not_has_no_questions(client, since, area):
    response = client.post(FACTS, {"area": area})
    assert response.status_code == 200
    assert "fact-" not in response.text
    assert response["Cache-Control"] == "no-store, private"


def test_what_is_switched_off_is_not_asked(client, since):
    AreaFact.objects.update(is_active=False)
    assert 'id="facts"' not in client.get(FORM).text


def test_answers_are_stored_sealed_and_those_left_empty_are_not(client, since, labour):
    make_fact(labour, "岗位")
    client.post(FORM, good_post(area=labour.pk, **{field(since): "2021-3"}))
    assert told() == [("入职时间", "2021年3月")]
    row = FactAnswer.objects.values_list("name", "answer").get()
    assert not any("入职" in str(sealed) or "2021" in str(sealed) for sealed in row)


def test_an_answer_outlives_its_question(client, since, labour):
    client.post(FORM, good_post(area=labour.pk, **{field(since): "2021年3月"}))
    AreaFact.objects.update(name="改了名")
    AreaFact.objects.all().delete()
    assert told() == [("入职时间", "2021年3月")]


def test_answers_stand_in_the_form_again_after_a_mistake(client, since, labour):
    post = good_post(area=labour.pk, question="短", **{field(since): "大概三年前"})
    page = client.post(FORM, post)
    assert page.status_code == 422
    assert 'value="大概三年前"' in page.text
    assert page.context["form"].shows_facts
    assert not told()


def test_what_was_answered_for_another_area_is_kept(client, since):
    other = make_area()
    post = good_post(area=other.pk, **{field(since): "2021年3月"})
    assert since.question in client.post(FORM, {**post, SHOW: "1"}).text
    client.post(FORM, post)
    assert told() == [("入职时间", "2021年3月")]


def test_an_answer_to_a_question_that_is_gone_meanwhile_is_kept(client, since, labour):
    off = make_fact(labour, "岗位", is_active=False)
    gone = since.pk
    since.delete()
    make_fact(labour, "月工资")
    answers = {f"fact-{gone}": "2021年3月", field(off): "店员"}
    client.post(FORM, good_post(area=labour.pk, **answers))
    assert sorted(told()) == sorted([(OTHER, "2021年3月"), ("岗位", "店员")])


def test_fields_that_name_nothing_are_passed_over(client, since, labour):
    odd = {"fact-": "a", "fact-x": "b", "fact--1": "c", f"fact-{'9' * 40}": "d"}
    client.post(FORM, good_post(area=labour.pk, **odd))
    assert Consultation.objects.exists()
    assert not told()


@pytest.mark.parametrize("typed", ["天\x00天", "天" * (LONGEST_FACT + 1), "天\ufffd"])
def test_a_bad_answer_is_told_beside_its_field(client, since, labour, typed):
    page = client.post(FORM, good_post(area=labour.pk, **{field(since): typed}))
    assert page.status_code == 422
    assert page.context["form"][field(since)].errors
    assert f"id_{field(since)}_error" in page.text
    assert not Consultation.objects.exists()


def test_only_what_is_offered_can_be_chosen(client, labour):
    fact = make_fact(labour, "合同", kind=FactKind.CHOICE, choices="签过\n没有")
    page = client.post(FACTS, {"area": labour.pk}).text
    assert all(f'<option value="{one}">' in page for one in ("签过", "没有"))
    client.post(FORM, good_post(area=labour.pk, **{field(fact): "没有"}))
    assert told() == [("合同", "没有")]


def test_the_same_post_twice_is_one(client, since, labour):
    post = good_post(area=labour.pk, **{field(since): "2021年3月"})
    client.post(FORM, post)
    client.post(FORM, post)
    assert Consultation.objects.count() == 1
    assert len(told()) == 1


def test_files_wait_while_the_questions_are_shown(client, since, labour):
    post = good_post(area=labour.pk, files=upload(pdf(), "合同.pdf"), token=token())
    page = client.post(FORM, {**post, SHOW: "1"})
    assert page.status_code == 200
    assert ParkedFile.objects.count() == 1


def test_showing_questions_counts_as_no_post(client, since, labour):
    for _ in range(30):
        response = client.post(FORM, {**good_post(area=labour.pk), SHOW: "1"})
        assert response.status_code == 200
    client.post(FORM, good_post(area=labour.pk, token=token(random="a" * 32)))
    assert Consultation.objects.get().doubts == ""


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FactKind.DATE, "2021-3-1", "2021年3月1日"),
        (FactKind.DATE, "2021.03", "2021年3月"),
        (FactKind.DATE, "２０２１年３月１日", "2021年3月1日"),
        (FactKind.DATE, "20210301", "2021年3月1日"),
        (FactKind.DATE, "大概三年前", "大概三年前"),
        (FactKind.DATE, "2021年春节后", "2021年春节后"),
        (FactKind.MONEY, "8000", "8,000元"),
        (FactKind.MONEY, "￥12,345.60", "12,345.60元"),
        (FactKind.MONEY, "1.5万", "1.5万"),
        (FactKind.MONEY, "8000，到手", "8000，到手"),
        (FactKind.NUMBER, "3", "3"),
        (FactKind.TEXT, "2021-3-1", "2021-3-1"),
    ],
)
def test_a_day_and_an_amount_are_written_alike(kind, typed, kept):
    assert tidy(kind, typed) == kept


@pytest.mark.parametrize("typed", ["2021-13-01", "2021年2月30日", "0000-01-01"])
def test_a_day_that_there_is_not_is_told(client, since, labour, typed):
    page = client.post(FORM, good_post(area=labour.pk, **{field(since): typed}))
    assert page.status_code == 422
    assert NO_DAY in page.text
