"""Which names may be the same although one of them is shortened, and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.base.enums import Likeness
from consult.conflicts import blind_indexes
from consult.conflicts.blind_indexes import name_spelling

FULL = "云澜宏达建材有限公司"


def likeness(asked, known):
    """How near a name that is asked for is to one that is kept; "" where they do not meet."""
    kept = blind_indexes.keys_of([known]).stored
    found = [rank for key, rank in blind_indexes.keys_of([asked]).sought.items() if key in kept]
    return Likeness.NEAR if Likeness.NEAR in found else next(iter(found), "")


@pytest.mark.parametrize(
    "short",
    [
        "宏达建材有限公司",
        "宏达建材厂",
        "宏达建材",
        "云澜市宏达建材商行",
        "云澜市东城区宏达建材经营部",
        "宏达（云澜）建材有限公司",
        "宏达建筑材料商行",
        "宏達建材廠",
        "宏达建材店（老店）",
        "宏达建材厂老板",
        "云澜宏达建材集团有限公司",
        "云澜宏达建材有限公司北川分公司",
    ],
)
def test_a_firm_is_met_under_its_usual_shorthand_from_both_sides(short):
    assert likeness(short, FULL) == likeness(FULL, short) == Likeness.NEAR


@pytest.mark.parametrize("short", ["云澜宏达", "宏达公司", "宏达", "云澜宏达公司", "宏达集团"])
def test_without_its_trade_a_firm_is_only_far(short):
    assert likeness(short, FULL) == likeness(FULL, short) == Likeness.FAR


@pytest.mark.parametrize(
    "other",
    [
        "云澜宏达装饰有限公司",
        "宏达医院",
        "北京宏达建材有限公司",
        "江苏省苏州市宏达建材厂",
        "宏源建材厂",
        "云澜建材有限公司",
        "建材公司",
        "王宏达",
        "",
    ],
)
def test_another_brand_trade_or_town_is_another_firm(other):
    assert likeness(other, FULL) == likeness(FULL, other) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("建设银行", "中国建设银行股份有限公司云澜分行"),
        ("长沙银行", "长沙银行股份有限公司"),
        ("昆山恒通汽修", "江苏省苏州市昆山市恒通汽车维修有限公司"),
        ("内蒙古新城宾馆有限责任公司", "新城宾馆"),
        ("云澜（上海）科技有限公司", "云澜科技"),
        ("宏达投资中心（有限合伙）", "宏达投资管理有限公司"),
        ("东方汽修店", "云澜东方汽车维修有限公司"),
        ("欧阳建材店", "欧阳建材"),
    ],
)
def test_these_may_be_the_same_firm(one, other):
    assert likeness(one, other) == likeness(other, one) == Likeness.NEAR


def test_a_town_before_one_character_is_a_part_of_the_brand():
    assert likeness("南京宏公司", "南京宏") == Likeness.FAR
    assert likeness("南京宏公司", "北京宏") == ""


@pytest.mark.parametrize(
    "written", ["房东王小明", "王小明（房东）", "王小明经理", "老板王小明", "王小明老板", "王小明"]
)
def test_a_person_is_met_with_what_stands_around_the_name(written):
    assert likeness(written, "王小明") == likeness("王小明", written) == Likeness.PERSON


@pytest.mark.parametrize(
    "written", ["老王", "小王", "王先生", "王总", "房东", "王小明太太", "王小", "李小明", "欧阳"]
)
def test_what_does_not_say_who_meets_nobody(written):
    assert likeness(written, "王小明") == likeness("王小明", written) == ""


@given(st.text(max_size=40))
def test_any_text_has_keys_and_meets_itself_where_it_has(name):
    stored, sought = blind_indexes.keys_of([name])
    assert bool(sought) == bool(stored)
    assert not sought or set(sought) & stored


def _leaves(value):
    if isinstance(value, str):
        yield value
    else:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)


@pytest.mark.parametrize(
    "words", [blind_indexes._WORDS, blind_indexes._PLACES], ids=["kinds", "towns"]
)
def test_the_words_are_spelt_as_names_are(words):
    told = {key: value for key, value in words.items() if key != "source"}
    assert [word for word in _leaves(told) if name_spelling(word) != word] == []
