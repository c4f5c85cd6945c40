"""Words are marked in whichever script, width and case a text has them."""

import pytest

from richtext.fulltext import highlight
from richtext.fulltext.highlight import snippet, split_at_hits

SHOWN_AS = ["工伤LPR24%", "工傷ＬＰＲ２４％", "⼯傷ｌｐｒ24﹪", "工傷ⓛⓟⓡ２4%"]


@pytest.mark.parametrize("typed", SHOWN_AS)
@pytest.mark.parametrize("stored", SHOWN_AS)
def test_any_way_of_writing_finds_any_other(typed, stored):
    text = f"{'前文。' * 40}这里说{stored}，后文。"
    assert split_at_hits(text, [typed])[1] == (stored, True)
    assert (stored, True) in snippet(text, "", [typed])


def test_of_words_that_begin_alike_the_longest_is_marked():
    assert split_at_hits("申请工伤认定书", ["工伤", "工伤认定"])[1] == ("工伤认定", True)


def test_signs_of_patterns_are_only_signs():
    assert split_at_hits("a]b^c-d.e", ["]b^c-d."]) == [
        ("a", False),
        ("]b^c-d.", True),
        ("e", False),
    ]
    assert split_at_hits("abc", ["."]) == [("abc", False)]


@pytest.mark.audit
def test_every_character_is_found_by_what_it_folds_to():
    """Against the folding itself, character by character; white space stands in no word."""
    every = [chr(number) for number in range(0x110000) if not 0xD800 <= number < 0xE000]
    changed = [char for char in every if not char.isspace() and highlight.even(char) != char]
    lost = [char for char in changed if not split_at_hits(char, [highlight.even(char)])[0][1]]
    assert len(changed) > 6_000
    assert lost == []
