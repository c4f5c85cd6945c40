"""The 款 and 项 of a text, the time that a sentence speaks of, the articles that changed."""

import re
from datetime import date
from pathlib import Path

import pytest

from statutes.citations import Citation
from statutes.law import structure, table
from statutes.law.structure import clauses
from statutes.law.time_of_facts import Sentence
from tests.growth import grows_evenly
from tests.statutes.shipped import rows_of
from tests.statutes.texts import cases


@pytest.mark.parametrize(("text", "said"), cases(Path(__file__).with_name("clauses.txt")))
def test_an_article_has_the_clauses_and_items_of_the_table(text, said):
    found = []
    for one in clauses(text.replace("⏎", "\n")):
        found += [f"款 {one.text}".strip(), *(f"项 {item}" for item in one.items)]
    assert [line.replace("\n", "⏎") for line in found] == said


def test_an_item_of_very_many_lines_is_read_in_no_time():
    found = clauses("下列情形：\n（一）甲；\n" + "乙；\n" * 200_000)  # it took minutes
    assert found[0].items[0].count("\n") == 200_000


TABLE = "税率表\n|  |  |\n| --- | --- |\n| 级数 | 税率 |\n| 1 | 3% |\n注：略。"


def test_lines_between_bars_with_words_are_a_table():
    before, table, after = structure.blocks(TABLE)
    assert (before.text, after.text) == ("税率表", "注：略。")
    assert table.rows == [["级数", "税率"], ["1", "3%"]]
    assert structure.blocks("|  |  |\n| --- | --- |") == []
    assert structure.blocks("| 甲 |  | 乙 |")[0].rows == [["甲", "", "乙"]]


ENDED = date(2021, 1, 1)
CITED = re.compile("《合同法》(?:第五十二条)?")
FILE = (Path(__file__).parent / "old_law.txt").read_text(encoding="utf-8")


def sentences(head):
    lines = FILE.partition(f"[{head}]\n")[2].partition("\n[")[0].splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def judged(text):
    return Sentence(text, *CITED.search(text).span()).is_old(ENDED)


@pytest.mark.parametrize("text", sentences("old"))
def test_who_says_that_it_is_the_old_law_is_believed(text):
    assert judged(text)


@pytest.mark.parametrize(
    ("said", "old"),
    [("已废止", True), ("被《民法典》废止", True), ("现已失效", True), ("总则", False)],
)
def test_what_stands_between_name_and_article_is_believed(said, old):
    cited = f"《合同法》（{said}）第五十二条"
    assert Sentence(f"适用{cited}处理。", 2, 2 + len(cited)).is_old(ENDED) is old


@pytest.mark.parametrize("text", sentences("not old"))
def test_words_that_only_look_like_it_do_not_count(text):
    assert not judged(text)


def facts(text):
    return Sentence(text, *CITED.search(text).span()).has_old_facts(ENDED)


@pytest.mark.parametrize("text", sentences("lasting"))
def test_facts_that_reach_beyond_the_end_of_a_law_are_not_its_own_alone(text):
    assert not facts(text)
    assert not judged(text)
    assert judged(text.replace("适用", "适用当时有效的").replace("按《", "按当时有效的《"))


@pytest.mark.parametrize("text", sentences("spent"))
def test_what_a_court_does_later_makes_facts_no_later(text):
    assert facts(text)


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        *(("", "《"), ("", "原《合"), ("", "第五条"), ("废止了", "《a》"), ("", "2021年")),
        ("", f"原《甲》{'第1条第2款' * 13}等、"),
    ],
)
def test_no_text_takes_long(start, piece):
    def judge(size):
        hostile = start + piece * size
        for place in (0, len(hostile) // 2, len(hostile)):
            Sentence(hostile, place, place).is_old(ENDED)
            Sentence(hostile, place, place).has_old_facts(ENDED)

    assert grows_evenly(judge, 300_000)


def test_places_are_read_in_every_spelling_and_written_in_one():
    assert table.tidy_places("391，165, 133-2；165\n7") == "7、133-2、165、391"
    assert table.changed_places("") == frozenset()


@pytest.mark.parametrize("text", ["第165条", "165-", "0", "一百", "165～170", "12345"])
def test_anything_else_is_refused_by_its_words(text):
    with pytest.raises(ValueError, match=table.NO_PLACE.format(text)):
        table.changed_places(text)


def cited(number, **fields):
    return Citation(0, 1, "x", "刑法", True, number, **fields)


def test_a_range_a_sub_number_and_a_whole_statute():
    found = table.changed_places("133-2、165")
    assert table.touches(found, cited(160, until=170))
    assert table.touches(found, cited(133, sub=2))
    assert not table.touches(found, cited(133))
    assert not table.touches(found, cited(None))


def test_the_shipped_amendments_of_criminal_law_say_what_they_changed():
    """As amendments 九 to 十二 read: the last has seven articles."""
    told = {
        row["网址名称"]: table.changed_places(row["改动的条文"])
        for row in rows_of("laws.csv")
        if row["简称"] == "刑法" and row["施行日期"] >= "2015-11-01"
    }
    assert sorted(told) == ["刑法-2015", "刑法-2017", "刑法-2020", "刑法-2023"]
    assert told["刑法-2023"] == {(n, 0) for n in (165, 166, 169, 387, 390, 391, 393)}
    assert (299, 0) in told["刑法-2017"]
    assert (133, 2) in told["刑法-2020"]
    assert all(
        (row["改动的条文"] == table.tidy_places(row["改动的条文"])) for row in rows_of("laws.csv")
    )
