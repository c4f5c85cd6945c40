"""Limitation periods in the editorial office, held against the law like every citing text."""

import pytest
from django.urls import reverse

from statutes.base import Outcome
from statutes.models import Decision, LimitationPeriod
from tests.factories import make_member, make_period
from tests.sentences import of_constraint
from tests.statutes.sample_law import contract_law

pytestmark = pytest.mark.django_db
LIST = reverse("admin:statutes_limitationperiod_changelist")
TYPED = {"length": "4年", "about": "国际买卖合同", "order": 1, "number": 594, "sub": 0}


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    return client


@pytest.fixture
def period():
    contract_law()
    return make_period(**{**TYPED, "number": 129}, short_name="合同法")


def test_the_list_counts_what_is_to_be_reviewed(editor, period):
    assert "1处" in editor.get(LIST).text


def test_a_period_put_right_leaves_a_record_of_it(editor, period):
    there = reverse("admin:statutes_limitationperiod_change", args=[period.pk])
    editor.post(there, {**TYPED, "short_name": "民法典"})
    made = Decision.objects.get()
    assert (made.outcome, made.quote) == (Outcome.REWRITTEN, "《合同法》第一百二十九条")
    assert "1处" not in editor.get(LIST).text


def test_an_article_nought_is_refused_in_words(editor):
    add = reverse("admin:statutes_limitationperiod_add")
    answer = editor.post(add, {**TYPED, "number": 0, "short_name": "民法典"})
    assert of_constraint(LimitationPeriod, "statutes_period_from_one") in answer.text
    assert not LimitationPeriod.objects.exists()


def test_what_the_law_has_against_a_new_one_is_told(editor):
    contract_law()
    add = reverse("admin:statutes_limitationperiod_add")
    answer = editor.post(add, {**TYPED, "number": 129, "short_name": "合同法"}, follow=True)
    assert "引用提示：《合同法》已于2021年1月1日废止" in answer.text
