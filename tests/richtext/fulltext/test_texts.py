"""What of a text is indexed, and under which marks."""

from richtext.fulltext import tokens
from richtext.fulltext.tokens import (
    CHARACTER,
    IN_HEAD,
    IN_TITLE,
    MOST_TIMES,
    NOT_HAN,
    Entry,
    Record,
    Text,
    key_of,
    parts_of,
)

TEXT = Text(1, 1, 0, "工伤？", "认定。", "医院。医院。医院。", marks=("²7",))


def test_a_text_has_its_tokens_by_where_they_stand():
    found = Entry.of(TEXT).tokens
    for token in ["工伤", "认定", "医院", "²7"]:
        assert token in found
    assert tokens.TITLE + "工伤" in found
    assert tokens.TITLE + "认定" not in found
    assert {tokens.HEAD + "认定", tokens.HEAD + "工伤"} <= set(found)
    assert {tokens.OFTEN + "医院", tokens.OFTEN + "工伤"} <= set(found)
    assert tokens.OFTEN + "认定" not in found
    assert found == sorted(set(found))


def test_an_old_text_is_found_by_its_marks_and_as_an_old_one_alone():
    found = Entry.of(Text(**{**vars(TEXT), "is_old": True})).tokens
    assert {tokens.OLD + "工伤", tokens.OLD + "医院", "²7"} <= set(found)
    assert all(token[0] in (tokens.OLD, "²") for token in found)


def record_of(text):
    entry = Entry.of(text)
    return Record(1, 1, 1, 0, entry.length, *parts_of(entry.record)), entry


def test_its_record_says_how_often_and_where():
    record, entry = record_of(TEXT)
    assert record.mark_of(key_of("医院")) == 3
    assert record.mark_of(key_of("工伤")) == 1 | IN_TITLE
    assert record.mark_of(key_of("认定")) == 1 | IN_HEAD
    assert record.mark_of(key_of("工定")) == 0
    assert entry.length == sum(mark & MOST_TIMES for mark in record.marks)


def test_more_than_can_be_told_is_the_most():
    record, _ = record_of(Text(1, 1, 0, "医院", "医院", "医院。" * 99))
    assert record.mark_of(key_of("医院")) == MOST_TIMES | IN_TITLE | IN_HEAD


def test_the_keys_of_a_record_rise_and_begin_with_their_first_character():
    record, _ = record_of(Text(1, 1, 0, "醫院 LPR 37天", "𠮷野家", "龥。"))
    assert list(record.keys) == sorted(set(record.keys))
    assert {key >> CHARACTER for key in record.keys} >= {ord(char) for char in "医院天野家龥"}


def test_a_record_takes_fewer_than_four_bytes_a_token():
    """With SQLite's pages, 6 KB of index for an article hang on it."""
    record, entry = record_of(Text(1, 1, 0, "", "", "".join(map(chr, range(0x4E00, 0x5200)))))
    assert len(record.keys) == 1024
    assert len(entry.record) < 4 * len(record.keys)


def test_no_latin_word_or_number_begins_as_a_han_character_does():
    assert all(key_of(token) >= NOT_HAN for token in ["lpr", "37", "é", "2024"])
    assert key_of("龥龥") < NOT_HAN
