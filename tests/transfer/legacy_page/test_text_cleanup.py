"""Excerpts, titles and areas of the further articles."""

import pytest

from tests.transfer.legacy_page import pages
from transfer.legacy_page import areas, text_cleanup
from transfer.legacy_page.page import OtherArticle


@pytest.mark.parametrize("place", [0, 1, 4, 7, 9])
def test_a_repeated_title_is_taken_out(place):
    entry = OtherArticle(*pages.ENTRIES[place])
    assert text_cleanup.repeats_title(entry)
    assert not text_cleanup.excerpt(entry).startswith(text_cleanup.title(entry)[:-1])


def test_the_words_behind_a_repeated_title_stay():
    assert text_cleanup.excerpt(OtherArticle("怎么办?", "怎么办?先报警,再......")) == "先报警，再……"


def test_a_title_that_is_the_opening_of_a_sentence_stays_in_it():
    entry = OtherArticle(*pages.ENTRIES[5])
    assert text_cleanup.title_is_opening(entry)
    assert text_cleanup.excerpt(entry).startswith("说到底还是要看，电动自行车")


def test_six_dots_become_an_ellipsis():
    assert text_cleanup.dotted("就到这里......") == "就到这里……"


def test_each_title_finds_its_area():
    found = [areas.guess(*entry).slug for entry in pages.ENTRIES]
    assert found == [
        "contract", "expropriation", "criminal", "labor", "criminal", "traffic", "contract", "ip",
        "labor", "criminal", "tax",
    ]  # fmt: skip


def test_a_title_without_known_words_is_of_another_area():
    assert areas.guess("邻居养鸽子怎么办?").slug == "other"
