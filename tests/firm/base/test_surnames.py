"""Where the surname of a name ends."""

import pytest

from firm.base import people


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("林致远", ("林", "致远")),
        ("欧阳明", ("欧阳", "明")),
        ("司马", ("司", "马")),
        (" 完颜康 ", ("完颜", "康")),
        ("阳欧明", ("阳", "欧明")),
        ("Anna Lin", ("", "Anna Lin")),
        ("", ("", "")),
    ],
)
def test_a_surname_has_one_character_or_is_a_known_one_of_two(name, parts):
    assert people.split(name) == parts
