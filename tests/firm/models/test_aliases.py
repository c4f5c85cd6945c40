"""Other names of a record: tidy, of a sane length, each of one record alone."""

import pytest
from django.core.exceptions import ValidationError

from firm.models import Page, base
from tests.factories import make_area, make_lawyer

pytestmark = pytest.mark.django_db


def refused(record):
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return refusal.value.message_dict["aliases"]


def test_commas_of_every_kind_and_lines_part_them():
    area = make_area(aliases="离婚、抚养费，彩礼,离婚\n\n 遗产；遗嘱\r\n")
    area.full_clean()
    assert area.aliases == "离婚\n抚养费\n彩礼\n遗产\n遗嘱"


def test_the_alias_of_another_record_is_refused_and_the_record_named():
    make_area(name="婚姻家庭", aliases="离婚")
    page = Page(title="离婚须知", slug="divorce", body="<p>正文。</p>", aliases="离婚")
    assert refused(page) == [base.TAKEN.format("离婚", "业务领域", "婚姻家庭")]


def test_the_name_of_another_record_is_refused_in_whichever_script():
    make_lawyer(name="林致远")
    area = make_area(aliases="林致遠")
    assert refused(area) == [base.TAKEN.format("林致遠", "律师", "林致远")]


def test_its_own_aliases_may_stay():
    area = make_area(name="婚姻家庭", aliases="离婚")
    area.full_clean()
    assert area.aliases == "离婚"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("婚", base.TOO_SHORT.format("婚")),
        ("离" * 21, base.TOO_LONG.format("离" * 20)),
        ("\n".join(f"别名{number}" for number in range(31)), base.TOO_MANY.format(31)),
    ],
)
def test_what_is_no_alias_is_refused_with_a_sentence(typed, why):
    assert refused(make_area(aliases=typed)) == [why]
