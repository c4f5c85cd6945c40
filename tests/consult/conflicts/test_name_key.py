"""Names: spellings of one, those that may be the same, and what says nothing of who is meant."""

import re
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from consult.base.enums import Likeness
from consult.conflicts import blind_indexes
from consult.conflicts.blind_indexes import is_generic

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30)
TRADITIONAL = OpenCC("s2t")


TEXT = (Path(__file__).parent / "names.txt").read_text("utf-8")
PAIRS = [
    (kind, *pair.split(" | "))
    for kind, rows in re.findall(r"^\[(.*)\]\n((?:.* \|.*\n)+)", TEXT, re.M)
    for pair in rows.splitlines()
]


def likeness(asked, known):
    """How near a name that is asked for is to one that is kept; "" where they do not meet."""
    kept = blind_indexes.keys_of([known]).stored
    found = [rank for key, rank in blind_indexes.keys_of([asked]).sought.items() if key in kept]
    return Likeness.NEAR if Likeness.NEAR in found else next(iter(found), "")


def test_two_names_are_as_near_as_the_table_says():
    normal = blind_indexes.normalise_name
    for kind, one, other in PAIRS:
        if kind in {"same", "different"}:
            assert (normal(one) == normal(other)) is (kind == "same"), (one, other)
        else:
            assert likeness(one, other) == likeness(other, one) == kind, (one, other)


@given(st.text(max_size=60))
def test_a_normalised_name_is_normal(name):
    once = blind_indexes.normalise_name(name)
    assert blind_indexes.normalise_name(once) == once


@given(HAN, st.sampled_from([" ", "　", "·", "•", "・", "-", "（", ")", "“", "\u200b", "\ufe00"]))
def test_spaces_dots_and_brackets_make_no_difference(name, char):
    spaced = char + char.join(name) + char
    assert blind_indexes.name_spelling(spaced) == blind_indexes.name_spelling(name)
    assert blind_indexes.normalise_name(spaced) == blind_indexes.normalise_name(name)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40))
def test_full_and_half_width_and_case_make_no_difference(name):
    full = "".join(chr(ord(char) + 0xFEE0) for char in name)
    assert blind_indexes.normalise_name(full) == blind_indexes.normalise_name(name)
    assert blind_indexes.normalise_name(name.upper()) == blind_indexes.normalise_name(name.lower())


@given(HAN)
@example("答复")
def test_simplified_and_traditional_make_no_difference(name):
    assert blind_indexes.normalise_name(TRADITIONAL.convert(name)) == blind_indexes.normalise_name(
        name
    )


def test_the_legal_form_is_told_apart_where_names_are_shown():
    one, other = "云澜晴川科技有限公司", "云澜晴川科技有限责任公司"
    assert blind_indexes.name_spelling(one) != blind_indexes.name_spelling(other)


GENERIC = """
王先生 欧阳女士 李律师 陈 公司 前公司 我的前公司 原单位 房东 物业公司 装修公司 公司老板
小王 老李 王某 某某 某公司 王XX 王** 13 前夫 对方 甲方 有限公司 科技有限公司 匿名
不方便透露 a A公司 欧阳 王经理 张总 . ？
"""


TELLING = """
张伟 王五 李建工 王小明先生 欧阳锋 腾远公司 IBM EXXON 云澜科技 建设银行 人人公司
新东方公司 阿依古丽·买买提 ABC贸易公司 13800000000 云澜市第一中学
"""


def test_a_name_says_who_it_is_or_nothing():
    for names, generic in ((GENERIC, True), (TELLING, False)):
        for name in names.split():
            assert is_generic(blind_indexes.normalise_name(name)) is generic, name


def test_several_names_in_one_field_are_read_apart_and_as_one():
    found = blind_indexes.name_parts("云澜晴川科技有限公司、王小明；李四\n")
    assert list(found)[1:] == ["云澜晴川科技", "王小明", "李四"]
    assert list(blind_indexes.name_parts("王小明").values()) == ["王小明"]
    assert blind_indexes.name_parts("") == blind_indexes.name_parts(" ，") == {}


def test_an_index_tells_nothing_and_is_found_under_every_key(settings):
    settings.CONSULT_KEYS = {"old": bytes(32)}
    before = blind_indexes.index_of_name("王小明")
    settings.CONSULT_KEYS = {"new": bytes(range(32)), "old": bytes(32)}
    assert "王小明" not in before
    assert before in blind_indexes.indexes_of_name(" 王小明先生 ")
    assert blind_indexes.index_of_name("王小明") != before
    known = {"name": "王小明", "opponent": "李四", "email": "A@b.cn", "phone": "138 0000 0000"}
    found = blind_indexes.stored_indexes(**known)
    assert found == {
        "name_index": blind_indexes.index_of_name("王小明"),
        "opponent_index": blind_indexes.index_of_name("李四"),
        "email_index": blind_indexes.index_of_email("a@b.cn"),
        "phone_index": blind_indexes.index_of_phone("13800000000"),
    }
    assert blind_indexes.stored_indexes(**dict.fromkeys(known, "")) == dict.fromkeys(found, "")
    assert (blind_indexes.index_of_name(""), blind_indexes.indexes_of_name(" ")) == ("", [])


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


def test_the_words_are_spelt_as_names_are():
    for words in [blind_indexes._WORDS, blind_indexes._PLACES]:
        told = {key: value for key, value in words.items() if key != "source"}
        assert [word for word in _leaves(told) if blind_indexes.name_spelling(word) != word] == []
