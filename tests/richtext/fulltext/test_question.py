"""What a person typed, as words that an index can be asked for."""

from richtext.fulltext import question
from richtext.fulltext.question import (
    MOST_MORE,
    MOST_OTHERS,
    Word,
    asked,
    spelled,
    spellings,
    words_of,
)


def asked_for(*parts):
    return asked(Word(spellings(part)) for part in parts)


def test_characters_that_stand_apart_are_one_word():
    assert words_of("欠 钱 不 还 怎么办 a b") == ["欠钱不还", "怎么办", "a", "b"]


def test_only_the_first_of_the_characters_alone_is_asked_for():
    assert asked_for("法", "工伤", "人", "国") == asked_for("法", "工伤")
    assert len(asked_for("法", "工伤")) == 2


def test_synonyms_of_a_word_are_asked_for_but_never_too_many_of_a_query():
    same = [word for word, terms in question.everyday_words().items() if any(t.same for t in terms)]
    word = same[0]
    assert len(asked_for(word)[0].spellings) > 1
    words = ["".join(same[start : start + 6]) for start in range(0, 48, 6)]
    found = asked_for(*words)
    more = [one for word in found for one in word.spellings[1:]]
    assert 0 < sum(map(len, more)) <= MOST_MORE
    assert [list(word.spellings[0]) for word in found] == [spelled(word) for word in words]


def test_a_word_is_put_otherwise_in_few_ways():
    same = [word for word, terms in question.everyday_words().items() if any(t.same for t in terms)]
    assert 1 < len(spellings("".join(same))) <= MOST_OTHERS + 2
