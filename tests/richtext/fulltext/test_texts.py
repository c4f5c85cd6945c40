"""What of a text is indexed, and under which marks."""

from richtext.fulltext import tokens
from richtext.fulltext.records import Held, held_in, key_of
from richtext.fulltext.texts import Entry, Text

TEXT = Text(1, 1, 0, "工伤？", "认定。", "医院。医院。医院。", marks=("²7",))


def test_a_text_has_its_tokens_by_where_they_stand():
    found = Entry.of(TEXT).tokens
    for token in ["工伤", "认定", "医院", "²7"]:
        assert token in found
    assert tokens.TITLE + "工伤" in found
    assert tokens.TITLE + "认定" not in found
    assert tokens.HEAD + "认定" in found
    assert {tokens.OFTEN + "医院", tokens.OFTEN + "工伤"} <= set(found)
    assert tokens.OFTEN + "认定" not in found
    assert found == sorted(set(found))


def test_an_old_text_is_found_by_its_marks_and_as_an_old_one_alone():
    found = Entry.of(Text(**{**vars(TEXT), "is_old": True})).tokens
    assert {tokens.OLD + "工伤", tokens.OLD + "医院", "²7"} <= set(found)
    assert all(token[0] in (tokens.OLD, "²") for token in found)


def test_its_record_says_how_often_and_where():
    entry = Entry.of(TEXT)
    held = held_in(entry.record)
    assert held[key_of("医院")] == Held(3, in_title=False, in_head=False)
    assert held[key_of("工伤")] == Held(1, in_title=True, in_head=False)
    assert held[key_of("认定")] == Held(1, in_title=False, in_head=True)
    assert len(entry.record) == 5 * len(held)
    assert entry.length == sum(one.times for one in held.values())


def test_more_than_can_be_told_is_the_most():
    held = held_in(Entry.of(Text(1, 1, 0, "医院", "医院", "医院。" * 99)).record)
    assert held[key_of("医院")] == Held(63, in_title=True, in_head=True)
