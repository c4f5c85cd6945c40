"""Costs, durations, steps and papers of a practice area, as they are typed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from firm.models import practice
from firm.models.practice import PracticeArea
from tests.factories import make_area, make_settings

pytestmark = pytest.mark.django_db


def typed(**fields):
    area = PracticeArea(name="示例领域", slug="sample-area", **fields)
    area.clean_fields()
    return area


def refusal(**fields):
    with pytest.raises(ValidationError) as refused:
        typed(**fields)
    return refused.value.message_dict


def test_a_line_is_parted_at_its_first_colon_of_either_width():
    area = typed(steps=" 协商：先谈；结果：写下来 \n\n起诉:到法院\n执行")
    assert [tuple(one) for one in practice.entries(area.steps)] == [
        ("协商", "先谈；结果：写下来"), ("起诉", "到法院"), ("执行", ""),
    ]  # fmt: skip
    assert area.steps == "协商：先谈；结果：写下来\n起诉:到法院\n执行"


@pytest.mark.parametrize("line", ["受理费", "：50元", "受理费："])
def test_a_cost_without_name_or_amount_is_refused(line):
    half = line.strip("：")
    said = refusal(costs=line, facts_checked_on=timezone.localdate())
    assert said == {"costs": [practice.HALF.format(half)]}


@pytest.mark.parametrize("field", practice.PAIRS)
def test_a_cost_or_a_duration_tells_on_which_day_it_was_true(field):
    assert refusal(**{field: "受理费：50元"}) == {"facts_checked_on": [practice.UNDATED]}


def test_nothing_is_checked_tomorrow():
    day = timezone.localdate() + timedelta(days=1)
    assert refusal(facts_checked_on=day) == {"facts_checked_on": [practice.NOT_YET]}


def test_long_lines_and_long_lists_are_refused():
    said = refusal(papers="纸" * 121, steps="\n".join("步" * 21))
    assert said["papers"][0].startswith("“" + "纸" * 20)
    assert said["steps"] == [practice.TOO_MANY.format(practice.MOST, 21)]


def test_the_page_tells_them_and_when_they_were_checked(client):
    make_settings()
    area = make_area(
        costs="受理费：50元", durations="协商：一周", facts_checked_on="2026-11-06",
        steps="协商：先谈", papers="合同\n收据",
    )  # fmt: skip
    html = client.get(area.get_absolute_url()).text
    for told in ("受理费", "50元", "一周", "2026年11月6日核对", "先谈", "<li>收据</li>"):
        assert told in html


def test_markup_in_a_line_is_shown_as_it_was_typed(client):
    html = client.get(make_area(papers="<b>合同</b>").get_absolute_url()).text
    assert "&lt;b&gt;合同&lt;/b&gt;" in html
