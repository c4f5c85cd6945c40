"""Two versions of an article side by side."""

from datetime import date

from richtext.core.diff import ADDED, REMOVED
from statutes.citations.places import Place
from statutes.models import Statute
from statutes.public.article_page import Station, compared


def side(text, number=1, name="公司法", **fields):
    return Station(Statute(short_name=name, **fields), Place(number), text)


def marked(cell):
    """A text as it would be typed: new words in +…+, those that are gone in -…-."""
    signs = {ADDED: "+", REMOVED: "-"}
    parts = ((signs.get(piece.mark, ""), piece.text) for piece in cell.pieces)
    return "".join(f"{sign}{text}{sign}" for sign, text in parts)


def test_the_words_that_differ_are_marked_on_their_side():
    [pair] = compared(side("应当在五年内缴足出资。"), side("应当在两年内缴足出资。"))
    assert marked(pair.new) == "应当在+五+年内缴足出资。"
    assert marked(pair.old) == "应当在-两-年内缴足出资。"


def test_a_paragraph_that_one_version_lacks_stands_alone():
    first, second = compared(
        side("甲方应当交付标的物。\n有下列情形之一的，从重处罚：\n（一）多次的；"),
        side("甲方应当交付标的物。"),
    )
    assert marked(first.new) == marked(first.old) == "甲方应当交付标的物。"
    assert marked(second.new) == "+有下列情形之一的，从重处罚：\n（一）多次的；+"
    assert second.old is None


def test_paragraphs_are_called_by_version_and_number():
    new = side("甲方应当交付。\n乙方应当付款。", 47, promulgated=day(2023))
    old = side("甲方应当交付。", 26, status="revised", promulgated=day(2018))
    first, second = compared(new, old)
    assert first.new.label == "现行（2023年）第四十七条第一款"
    assert first.old.label == "旧法（2018年）第二十六条"
    assert second.new.label == "现行（2023年）第四十七条第二款"


def test_another_law_is_called_by_its_name():
    [pair] = compared(side("甲方应当交付。"), side("甲方应当交付。", name="合同法"))
    assert pair.old.label == "《合同法》第一条"


def test_what_nobody_checked_is_called_neither_old_nor_in_force():
    [pair] = compared(side("甲。", status="unknown", promulgated=day(2023)), side("甲。"))
    assert pair.new.label == "2023年第一条"


def test_two_long_texts_with_nothing_in_common_are_shown_as_they_are():
    new, old = "".join(map(chr, range(0x4E00, 0x5200))), "".join(map(chr, range(0x6000, 0x6400)))
    pairs = compared(side(new), side(old))
    shown = ["".join(map(marked, filter(None, cells))) for cells in zip(*sides(pairs), strict=True)]
    assert sorted(shown) == sorted([f"+{new}+", f"-{old}-"])


def sides(pairs):
    return [pair.new for pair in pairs], [pair.old for pair in pairs]


def day(year):
    return date(year, 1, 1)
