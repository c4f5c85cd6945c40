"""The questions of an area: shown without a script, answered or not, stored with the question."""

import pytest
from django.urls import reverse

from consult.base.enums import FactKind
from consult.forms.intake import NO_DAY, OTHER, tidy
from consult.forms.steps import SHOW
from consult.models import AreaFact, Consultation, FactAnswer, ParkedFile
from consult.models.facts import LONGEST_FACT
from tests.consult.posting import FORM, good_post
from tests.consult.sample_files import pdf, upload
from tests.factories import make_area, make_fact, make_notice

pytestmark = pytest.mark.django_db
FACTS = reverse("consult:facts")
SINCE = ("入职时间", "2021年3月")


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


def test_the_questions_of_an_area_come_when_it_is_chosen_and_nothing_is_stored(client, since):
    page = client.get(FORM).text
    assert ('id="facts"' in page, since.question in page) == (True, False)
    assert since.question in client.get(FORM, {"area": since.area.slug}).text
    post = good_post(area=since.area_id, name="王女士", question="短", consent=None)
    fields = {**post, SHOW: "1", "files": upload(pdf(), "合同.pdf"), field(since): "2020年"}
    shown = client.post(FORM, fields)
    assert shown.status_code == 200
    for words in (since.question, "王女士", 'value="2020年"'):
        assert words in shown.text
    assert list(shown.context["form"].errors) == ["files"]
    assert not ParkedFile.objects.exists()  # files are chosen in the last step
    other = client.post(FORM, {**fields, "area": make_area().pk, "files": ()})
    assert since.question in other.text  # what was answered for another area stays
    assert not Consultation.objects.exists()
    for area in ("", "x", "9" * 30, "\x00"):
        response = client.post(FACTS, {"area": area})
        assert (response.status_code, "fact-" in response.text) == (200, False)
    AreaFact.objects.update(is_active=False)
    assert 'id="facts"' not in client.get(FORM).text


def test_an_area_below_asks_what_the_one_above_does_until_it_has_its_own(client, since):
    below = make_area(parent=since.area)
    assert since.question in client.post(FACTS, {"area": below.pk}).text
    own = make_fact(below, "岗位", kind=FactKind.CHOICE, choices="签过\n没有")
    page = client.post(FACTS, {"area": below.pk}).text
    assert own.asked in page
    assert since.question not in page
    assert all(f'<option value="{one}">' in page for one in ("签过", "没有"))
    client.post(FORM, good_post(area=below.pk, **{field(own): "没有"}))
    assert told() == [("岗位", "没有")]


def test_answers_are_stored_sealed_once_and_outlive_their_question(client, since, labour):
    make_fact(labour, "岗位")  # left empty
    post = good_post(area=labour.pk, **{field(since): "2021-3"})
    for _ in range(2):  # the same post twice is one
        client.post(FORM, post)
    assert Consultation.objects.count() == 1
    row = FactAnswer.objects.values_list("name", "answer").get()
    assert not any("入职" in str(sealed) or "2021" in str(sealed) for sealed in row)
    AreaFact.objects.filter(pk=since.pk).update(name="改了名")
    AreaFact.objects.all().delete()
    assert told() == [SINCE]


def test_what_was_answered_is_kept_though_nobody_asks_it_here(client, since, labour):
    off = make_fact(labour, "岗位", is_active=False)
    gone = make_fact(labour, "月工资")
    answers = {f"fact-{gone.pk}": "八千", field(off): "店员", field(since): "2021年3月"}
    gone.delete()
    odd = {"fact-": "a", "fact-x": "b", "fact--1": "c", f"fact-{'9' * 40}": "d"}  # name nothing
    client.post(FORM, good_post(area=make_area().pk, **answers, **odd))
    assert sorted(told()) == sorted([(OTHER, "八千"), ("岗位", "店员"), SINCE])


def test_a_bad_answer_is_told_beside_its_field_and_stands_there_again(client, since, labour):
    no_days = ["2021-13-01", "2021年2月30日", "0000-01-01"]
    for typed in ("天\x00天", "天" * (LONGEST_FACT + 1), "天\ufffd", *no_days):
        page = client.post(FORM, good_post(area=labour.pk, **{field(since): typed}))
        assert page.status_code == 422
        assert page.context["form"][field(since)].errors
        assert f"id_{field(since)}_error" in page.text
        assert typed not in no_days or NO_DAY in page.text
    page = client.post(FORM, good_post(area=labour.pk, question="短", **{field(since): "三年前"}))
    assert (page.status_code, 'value="三年前"' in page.text) == (422, True)
    assert page.context["form"].shows_facts
    assert not Consultation.objects.exists()


def test_a_day_and_an_amount_are_written_alike():
    for kind, typed, kept in [
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
    ]:
        assert tidy(kind, typed) == kept
