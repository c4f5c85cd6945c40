"""What stands beside and below the name of an area."""

from pathlib import Path

import pytest

from firm.models import PracticeArea
from firm.templatetags import firm_tags
from firm.templatetags.firm_tags import gist

DRAWN = {path.stem for path in (Path(__file__).parents[3] / "templates" / "icons").glob("*.svg")}


def test_every_icon_is_drawn():
    assert {icon for icon, _ in firm_tags.WORDS} | {firm_tags.UNKNOWN} <= DRAWN


@pytest.mark.parametrize(
    ("name", "icon"),
    [
        ("离婚与抚养", "family"),
        ("医疗损害赔偿", "medical"),
        ("建设工程合同", "building"),
        ("刑事辩护", "criminal"),
        ("海事海商", "book"),
    ],
)
def test_the_drawing_follows_the_words_of_the_name(name, icon):
    assert firm_tags.area_icon(PracticeArea(name=name)) == f"icons/{icon}.svg"


def test_a_gist_ends_with_a_clause():
    text = (
        "离婚怎么提、孩子由谁抚养、抚养费怎么定、财产和债务怎么分，以及立遗嘱、继承遗产和赡养老人。"
    )
    assert gist(text) == "离婚怎么提、孩子由谁抚养、抚养费怎么定、财产和债务怎么分，以及立遗嘱"
    assert gist("短的说明。") == "短的说明"
    assert gist("没有标点" * 20, 10) == "没有标点没有标点……"
