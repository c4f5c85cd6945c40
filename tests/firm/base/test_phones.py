"""What kind a telephone number is, and what a tap on it dials."""

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from firm.base import phones
from firm.base.phones import PhoneKind
from firm.models import Office

KNOWN = [
    ("13812345678", PhoneKind.MOBILE, "tel:+8613812345678"),
    ("138 1234 5678", PhoneKind.MOBILE, "tel:+8613812345678"),
    ("+86 138-1234-5678", PhoneKind.MOBILE, "tel:+8613812345678"),
    ("0086 13812345678", PhoneKind.MOBILE, "tel:+8613812345678"),
    ("025-84110110", PhoneKind.LANDLINE, "tel:+862584110110"),
    ("０２５－８４１１０１１０", PhoneKind.LANDLINE, "tel:+862584110110"),
    ("（025）84110110", PhoneKind.LANDLINE, "tel:+862584110110"),
    ("+86 25 84110110", PhoneKind.LANDLINE, "tel:+862584110110"),
    ("010-12345678", PhoneKind.LANDLINE, "tel:+861012345678"),
    ("+86-10-12345678", PhoneKind.LANDLINE, "tel:+861012345678"),
    ("0330-5550100", PhoneKind.LANDLINE, "tel:+863305550100"),
    ("025-84110110转8001", PhoneKind.LANDLINE, "tel:+862584110110"),
    ("400-123-4567", PhoneKind.SERVICE, "tel:4001234567"),
    ("95105188", PhoneKind.SERVICE, "tel:95105188"),
]
NONSENSE = [
    "", "   ", "电话", "12345", "1381234567", "138123456789", "12812345678", "84110110",
    "025-84110110/84110111", "电话025-84110110", "025-84110110转经理", "025-84110110<b>", "86",
    "013812345678", "٠٢٥-٨٤١١٠١١٠", "1381234567a", "+1 212 555 0100", "025+84110110",
]  # fmt: skip


@pytest.mark.parametrize(("number", "kind", "uri"), KNOWN)
def test_a_number_has_a_kind_and_an_address_to_dial(number, kind, uri):
    assert (phones.kind_of(number), phones.tel_uri(number)) == (kind, uri)


@pytest.mark.parametrize("number", [number for number, _, _ in KNOWN])
def test_a_browser_takes_every_number_that_the_server_takes(number):
    bare = re.sub(r"[-()]", "", phones.tidy(number))  # as static/js/check.js
    assert re.fullmatch(phones.ROUGHLY, bare)


@pytest.mark.parametrize("number", NONSENSE)
def test_what_is_no_number_has_no_kind(number):
    assert phones.kind_of(number) is None


def test_no_number_at_all_has_no_kind():
    assert phones.kind_of(None) is None


@pytest.mark.parametrize("number", NONSENSE[2:])
def test_what_is_no_number_is_refused_with_examples(number):
    with pytest.raises(ValidationError, match="025-12345678"):
        Office(phone=number).clean()


def test_full_width_digits_dashes_and_spaces_are_shown_plainly():
    assert phones.tidy(" ０２５—８４１１\u3000０１１０ ") == "025-84110110"


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing(text):
    assert phones.tidy(phones.tidy(text)) == phones.tidy(text)


@given(st.text(alphabet="0123456789+-() 转０１２abc", max_size=30))
def test_what_is_dialled_holds_nothing_but_digits_and_a_plus(text):
    assert set(phones.tel_uri(text).removeprefix("tel:")) <= set("+0123456789")


@given(st.text(alphabet="0123456789-", max_size=15))
def test_a_tidied_number_keeps_its_kind(text):
    assert phones.kind_of(phones.tidy(text)) == phones.kind_of(text)
