"""Laws under the letters of their sound: every shipped name stands where people read it."""

from datetime import date

import pytest
from pypinyin import lazy_pinyin

from statutes.data import table_csv
from statutes.law.table import Table
from statutes.public import names
from tests.factories import make_statute

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("安全生产法", "A"),
        ("会计法", "K"),
        ("会见规定", "H"),
        ("座谈会纪要", "Z"),
        ("IPO规则", "其他"),
    ],
)
def test_a_name_stands_under_the_letter_of_its_sound(name, letter):
    assert names.letter_of(name) == letter


def test_every_shipped_name_stands_under_the_letter_with_which_it_is_read():
    known = {row.short_name for row in table_csv.statutes()}
    assert len(known) > 500
    wrong = [one for one in known if names.letter_of(one) != lazy_pinyin(one)[0][0].upper()]
    assert wrong == []


@pytest.mark.django_db
def test_what_has_ended_stands_after_all_letters_under_a_name_of_its_own():
    make_statute(short_name="安全法", effective_to=date(2022, 1, 1), status="repealed")
    make_statute(short_name="治安法")
    found = names.by_letter(names.lineages(Table.latest(), DAY))
    assert [(one.name, one.sample) for one in found] == [("Z", "治安法"), ("已失效", "安全法")]
