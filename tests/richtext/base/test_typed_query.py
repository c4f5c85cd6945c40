"""What is typed into a search box."""

import pytest

from statutes.public.found import LONGEST, ListForm, QueryField


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("  醉驾 ", "醉驾"),
        ("醉\0驾", "醉 驾"),
        ("\0", ""),
        ("醉" * 10_000, "醉" * LONGEST),
        ('"><script> OR NEAR(🚗', '"><script> OR NEAR(🚗'),
        (None, ""),
    ],
)
def test_nothing_that_is_typed_is_refused(typed, looked_for):
    assert QueryField(required=False).clean(typed) == looked_for


def test_what_is_cut_is_known():
    assert ListForm({"q": "醉" * (LONGEST + 1)}).is_cut
    assert not ListForm({"q": "醉" * LONGEST + "  "}).is_cut
