"""The sets of questions that a firm may take over: sound, for the right areas, and once."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from consult.admin.canned import NOTHING, TAKEN
from consult.base.enums import FactKind
from consult.client import facts as client_facts
from consult.models import AreaFact
from consult.models.facts import (
    MOST_FACTS,
    NO_CHOICES,
    NO_NUMBERS,
    ODD_NAME,
    ONLY_FOR_CHOICES,
    TAKEN_NAME,
    TOO_MANY,
)
from tests.factories import make_area, make_fact, make_superuser

pytestmark = pytest.mark.django_db
LIST = reverse("admin:consult_areafact_changelist")
TAKE = reverse("admin:consult_areafact_suggested")


@pytest.mark.parametrize("one", client_facts.SETS, ids=lambda one: one["title"])
def test_every_set_can_be_saved_as_it_is(one):
    area = make_area(name=one["words"][0], slug=one["slugs"][0])
    assert client_facts.take_over() == [area]
    facts = list(AreaFact.objects.filter(area=area))
    assert 5 <= len(facts) <= MOST_FACTS
    for fact in facts:
        fact.full_clean()


def test_an_area_gets_what_fits_it():
    for fields, titles in [
        ({"name": "劳动与工伤", "slug": "labor"}, ["劳动", "工伤"]),
        ({"name": "人身损害", "aliases": "车祸\n医疗"}, ["交通事故"]),
        ({"name": "民间借贷"}, ["借款"]),
        ({"name": "刑事辩护"}, []),
    ]:
        assert [one["title"] for one in client_facts.matching(make_area(**fields))] == titles


def test_the_area_below_is_left_to_the_one_above():
    above = make_area(name="劳动")
    make_area(name="劳动合同", parent=above)
    assert client_facts.take_over() == [above]


def test_one_button_takes_them_over_once(client):
    client.force_login(make_superuser())
    area = make_area(name="婚姻家庭")
    assert area.name in client.get(LIST).text
    said = client.post(TAKE, follow=True).text
    number = AreaFact.objects.filter(area=area).count()
    assert TAKEN.format("“婚姻家庭”", number) in said
    assert NOTHING in client.post(TAKE, follow=True).text
    assert AreaFact.objects.count() == number
    assert TAKE not in client.get(LIST).text
    assert client.get(TAKE).status_code == 405


def test_the_list_shows_an_area_at_a_time_and_saves_what_it_shows(client):
    client.force_login(make_superuser())
    first, second = make_area(order=1), make_area(order=2)
    asked, other = make_fact(first, "入职时间"), make_fact(second, "借款时间")

    def listed(query=""):
        return set(client.get(LIST + query).context["cl"].result_list)

    assert listed() == listed("?is_active__exact=1") == {asked}
    assert listed(f"?area__id__exact={second.pk}") == listed("?q=借款") == {other}
    assert listed("?q=") == {asked, other}
    typed = {"form-0-id": asked.pk, "form-0-order": "70", "_save": "保存"}
    client.post(LIST, {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", **typed})
    asked.refresh_from_db()
    assert (asked.order, asked.is_active) == (70, False)


def test_a_wrong_question_is_refused_with_a_sentence():
    for fields, said in [
        ({"name": "身份证号"}, NO_NUMBERS),
        ({"question": "您的银行卡号是多少？"}, NO_NUMBERS),
        ({"name": "入职：时间"}, ODD_NAME),
        ({"name": "{工资}"}, ODD_NAME),
        ({"name": "称呼"}, TAKEN_NAME),
        ({"kind": FactKind.CHOICE}, NO_CHOICES),
        ({"kind": FactKind.CHOICE, "choices": "只有一项"}, NO_CHOICES),
        ({"choices": "甲\n乙"}, ONLY_FOR_CHOICES),
    ]:
        fact = AreaFact(**{"area": make_area(), "name": "月工资", **fields})
        with pytest.raises(ValidationError) as refused:
            fact.full_clean()
        assert said in refused.value.messages


def test_an_area_asks_for_no_more_than_a_person_reads():
    area = make_area()
    for number in range(MOST_FACTS):
        make_fact(area, f"情况{number}")
    with pytest.raises(ValidationError, match=TOO_MANY):
        AreaFact(area=area, name="再一项").full_clean()
    AreaFact(area=area, name="再一项", is_active=False).full_clean()
