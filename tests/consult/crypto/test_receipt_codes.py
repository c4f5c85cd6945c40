"""Receipt codes: how they may be typed, how they are shown, what is kept."""

import time

from hypothesis import given
from hypothesis import strategies as st

from consult.crypto import receipt_codes
from tests.factories import accents

CODE = "1234567890123456"


def test_a_code_is_read_however_it_is_typed():
    for typed in [
        "1234 5678 9012 3456",
        "  1234\t5678\n9012\u30003456 ",
        "１２３４　５６７８　９０１２　３４５６",
        "1234-5678-9012-3456",
        "1234‐5678‑9012‒3456",
        "1234–5678—9012―3456",
        "1234−5678－9012﹣3456",
        "1234﹘5678⸺9012─3456",
        "1234ー5678_9012/3456",
        "1234\u00a05678\u200b9012\u20093456\ufeff",
        "“1234.5678,9012，3456。”",
        "查询码：1234 5678 9012 3456",
    ]:
        assert receipt_codes.normalise(typed) == CODE


def test_what_is_no_code_is_none():
    for typed in ["", None, "123456789012345", CODE + "7", "abc", "١٢٣٤" * 4]:
        assert receipt_codes.normalise(typed) is None


@given(st.text())
def test_reading_never_fails_and_gives_16_digits_or_nothing(typed):
    read = receipt_codes.normalise(typed)
    assert read is None or (len(read) == 16 and read.isascii() and read.isdigit())


def test_a_flood_of_accents_in_place_of_a_code_is_read_at_once():
    began = time.monotonic()
    assert receipt_codes.normalise(accents(100_000)) is None
    assert time.monotonic() - began < 10
