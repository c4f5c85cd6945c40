"""What of a name stands on the slip of a lawyer without a portrait."""

import pytest

from firm.templatetags import firm_tags


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("司马青", "司马青"),
        ("欧阳明远", "欧阳明远"),
        ("买买提·艾力", "买买提"),
        (" 林致远 ", "林致远"),
        ("Mary Lee", "Mary"),
        ("阿卜杜热合曼江", "阿卜杜热"),
    ],
)
def test_a_whole_name_stands_on_the_slip_or_the_first_part_of_a_long_one(name, written):
    assert firm_tags.upright_name(name) == written
