"""What a question is cut into, and what each piece is worth."""

import pytest

from richtext.fulltext import question, tokens
from richtext.fulltext.question import MOST_TERMS, MOST_TYPED, WEAK, Said, Term


def worth(text):
    return question.weights(question.typed(text))


@pytest.fixture
def says(monkeypatch):
    """Makes 欠薪 mean some terms."""

    def means(*terms):
        said = Said(0, 2, tuple(Term(text, same) for text, same in terms))
        monkeypatch.setattr(question, "said_in", lambda folded: [said])

    return means


def test_pairs_numbers_and_latin_words_are_pieces():
    assert list(worth("欠薪LPR 37 天")) == ["欠薪", "lpr", "37"]


def test_what_only_asks_weighs_a_third_and_so_does_a_pair_with_an_empty_character():
    found = worth("工伤怎么认定了吗")
    assert {found["工伤"], found["认定"]} == {1}
    assert {found[one] for one in ("伤怎", "怎幺", "幺认", "定了", "了吗")} == {WEAK}


def test_a_pair_that_also_stands_outside_of_asking_words_weighs_all():
    assert worth("怎么要哪些，些哪")["些哪"] == WEAK
    assert worth("多少钱，少钱")["少钱"] == 1


def test_what_only_asks_covers_nothing():
    covers = {piece.text: piece.covers for piece in question.typed("工伤怎么认定")}
    assert covers["工伤"] == 0b11
    assert covers["认定"] == 0b110000
    assert covers["怎幺"] == covers["伤怎"] == 0


def test_every_script_and_width_gives_the_same_pieces():
    assert question.typed("離婚ＬＰＲ怎麼辦") == question.typed("离婚lpr怎么办")


def test_the_first_pieces_of_a_long_story_are_taken():
    story = tokens.fold("".join(chr(0x4E00 + number) for number in range(300)))
    assert [one.text for one in question.typed(story)] == tokens.pairs(story)[:MOST_TYPED]


def test_all_tokens_of_the_terms_of_a_word_weigh_as_the_root_of_their_number(says):
    says(("拖欠工资", True), ("劳动报酬", False))
    found = {piece.text: piece for piece in question.terms("欠薪")}
    assert found["拖欠工资"].tokens == ("拖欠", "欠工", "工资")
    assert [piece.weight for piece in found.values()] == pytest.approx([6**-0.5] * 2)


def test_a_token_that_two_terms_of_a_word_share_counts_once(says):
    says(("拖欠工资", True), ("工资", False))
    assert [piece.weight for piece in question.terms("欠薪")] == pytest.approx([3**-0.5] * 2)


def test_a_term_covers_the_word_that_was_typed(says):
    says(("拖欠工资", True), ("工资", False))
    assert [piece.covers for piece in question.terms("欠薪")] == [0b11, 0b11]


def test_a_token_is_worth_what_the_piece_that_values_it_most_says(says):
    says(("拖欠工资", True))
    found = question.weights([*question.typed("欠薪工资"), *question.terms("欠薪工资")])
    assert found["工资"] == 1
    assert found["拖欠"] == pytest.approx(3**-0.5)


def test_the_terms_of_one_question_are_limited(says):
    says(*((f"法律{chr(0x4E00 + number)}", False) for number in range(99)))
    assert len(question.terms("欠薪")) == MOST_TERMS


@pytest.mark.parametrize("text", ["", "\0", "😀", "律", "?!", "\ud800"])
def test_what_has_no_pieces_has_none(text):
    assert question.typed(text) == question.terms(text) == []
