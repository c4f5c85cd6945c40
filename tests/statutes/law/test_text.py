"""The 款 and 项 of a text, the time that a sentence speaks of, the articles that changed."""

import re
from datetime import date

import pytest

from statutes.citations import Citation
from statutes.law import structure, table
from statutes.law.structure import Clause, clauses
from statutes.law.time_of_facts import Sentence
from tests.growth import grows_evenly
from tests.statutes.sample_law import reason, version
from tests.statutes.shipped import rows_of


def test_a_paragraph_is_a_clause_and_items_belong_to_the_one_above():
    assert clauses("第一句。\n第二句。") == [Clause("第一句。"), Clause("第二句。")]
    found = clauses("有下列情形之一的：\n（一）甲；\n（二）乙。\n前款规定适用于丙。")
    assert found == [
        Clause("有下列情形之一的：", ["（一）甲；", "（二）乙。"]),
        Clause("前款规定适用于丙。"),
    ]
    assert clauses("") == clauses("\n \n") == clauses("\u3000") == []
    assert clauses("（一）甲。") == [Clause("", ["（一）甲。"])]


@pytest.mark.parametrize("mark", ["(一)", "（ 一 ）", "（十一）", "(二十)"])
def test_items_in_brackets_of_either_width(mark):
    assert clauses(f"下列情形：\n{mark}甲。")[0].items == [f"{mark}甲。"]


@pytest.mark.parametrize("mark", ["1.", "1．", "１．", "1、", "（1）", "⒈"])
def test_points_stay_with_their_item(mark):
    found = clauses(f"下列费用：\n（一）诉讼费：\n{mark}每件五十元；\n（二）其他费用。")
    assert found[0].items == [f"（一）诉讼费：\n{mark}每件五十元；", "（二）其他费用。"]


def test_what_goes_on_is_no_new_clause():
    text = (
        "分段计算：\n五百吨以下的部分，每吨十元；\n超过五百吨的部分，每吨五元。\n另行规定的除外。"
    )
    assert [clause.text.count("\n") for clause in clauses(text)] == [2, 0]
    assert len(clauses("本法下列用语的含义：\n灯塔，是指航标。\n灯油，是指燃料。")) == 3
    assert len(clauses("税率如下：\n| 级数 | 税率 |\n| 1 | 3% |")) == 1
    assert len(clauses("甲。\n2012年以前的，从旧。")) == 2


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
PLAIN = """
原《合同法》第五十二条规定了无效的情形。
原来的《合同法》第五十二条。
旧《合同法》第五十二条。
已经废止的《合同法》第五十二条。
《合同法》第五十二条（已废止）规定。
《合同法》（已失效）第五十二条。
《合同法》已于2021年1月1日废止。
《合同法》第五十二条，现已废止。
《合同法》已被《民法典》取代。
《合同法》自2021年1月1日起不再适用。
《合同法》第五十二条当时规定，合同无效。
《合同法》、《物权法》等九部法律同时废止。
被《民法典》取代的《合同法》第五十二条。
《民法典》取代了《物权法》《合同法》等法律。
民法典施行前签订的合同，适用当时的《合同法》第五十二条。
《民法典》施行前的事实，仍然适用《合同法》第五十二条。
2020年12月31日以前签订的合同，适用《合同法》第五十二条。
2021年1月1日之前的纠纷看《合同法》第五十二条。
讨论旧案，可以引用《合同法》第五十二条。
依照当时有效的《合同法》第五十二条。
原《婚姻法》和《合同法》第五十二条。
原《物权法》第三十条、《合同法》第五十二条。
《合同法》第五十二条曾规定，合同无效。
《合同法》时期的担保，依照《合同法》第五十二条。
"""
NOT_PLAIN = """
原告依据《合同法》第五十二条起诉。
原因是《合同法》第五十二条。
原则上适用《合同法》第五十二条。
《合同法》第五十二条规定的合同失效情形。
老旧小区改造合同，适用《合同法》第五十二条。
《担保法》已经废止，本案适用《合同法》第五十二条。
《担保法》已经废止。《合同法》第五十二条。
合同生效前，依《合同法》第五十二条可以撤回。
2022年5月1日以前签订的合同，适用《合同法》第五十二条。
根据《合同法》第五十二条，合同无效。
签约当时存在欺诈，可以依据《合同法》第五十二条主张无效。
开庭前，应当核对《合同法》第五十二条。
侵权行为实施前，《合同法》第五十二条。
"""


def judged(text):
    return Sentence(text, *CITED.search(text).span()).is_old(ENDED)


@pytest.mark.parametrize("text", PLAIN.split())
def test_who_says_that_it_is_the_old_law_is_believed(text):
    assert judged(text)


@pytest.mark.parametrize(
    ("said", "old"),
    [("已废止", True), ("被《民法典》废止", True), ("现已失效", True), ("总则", False)],
)
def test_what_stands_between_name_and_article_is_believed(said, old):
    cited = f"《合同法》（{said}）第五十二条"
    assert Sentence(f"适用{cited}处理。", 2, 2 + len(cited)).is_old(ENDED) is old


@pytest.mark.parametrize("text", NOT_PLAIN.split())
def test_words_that_only_look_like_it_do_not_count(text):
    assert not judged(text)


LASTING = """
合同2019年签订、2024年违约，适用《合同法》第五十二条。
2019年签的合同，2024年才违约，按《合同法》第五十二条处理。
2019年签订的租赁合同，租客至今仍在使用房屋，适用《合同法》第五十二条。
2019年签订的合同，履行期限到2025年届满，适用《合同法》第五十二条。
民法典施行前签的合同，施行后违约，适用《合同法》第五十二条。
2020年12月31日以前签订的合同，2022年3月起逾期付款，适用《合同法》第五十二条。
2018年结婚，2024年离婚，适用《合同法》第五十二条。
2019年签订主合同，2022年签订补充协议，适用《合同法》第五十二条。
"""
SPENT = """
合同2018年签订、2019年违约，适用《合同法》第五十二条。
2019年签订的合同，2023年起诉，适用《合同法》第五十二条。
（2023）京01民终1号判决认定，2019年签订的合同适用《合同法》第五十二条。
2019年签订的合同，民法典自2021年1月1日起施行，适用《合同法》第五十二条。
2019年签订的合同，2024年被法院认定无效，适用《合同法》第五十二条。
2019年的借款2020年到期，适用《合同法》第五十二条。
"""


def facts(text):
    return Sentence(text, *CITED.search(text).span()).has_old_facts(ENDED)


@pytest.mark.parametrize("text", LASTING.split())
def test_facts_that_reach_beyond_the_end_of_a_law_are_not_its_own_alone(text):
    assert not facts(text)
    assert not judged(text)
    assert judged(text.replace("适用", "适用当时有效的").replace("按《", "按当时有效的《"))


@pytest.mark.parametrize("text", SPENT.split())
def test_what_a_court_does_later_makes_facts_no_later(text):
    assert facts(text)


@pytest.mark.parametrize(
    ("start", "piece"),
    [("", "《"), ("", "原《合"), ("", "第五条"), ("废止了", "《a》"), ("", "2021年")],
)
def test_no_text_takes_long(start, piece):
    def judge(size):
        hostile = start + piece * size
        for place in (0, len(hostile) // 2, len(hostile)):
            Sentence(hostile, place, place).is_old(ENDED)
            Sentence(hostile, place, place).has_old_facts(ENDED)

    assert grows_evenly(judge, 300_000)


BEFORE = date(2022, 5, 1)


def cited(number, **fields):
    return Citation(0, 1, "x", "刑法", True, number, **fields)


def test_places_are_read_in_every_spelling_and_written_in_one():
    assert table.tidy_places("391，165, 133-2；165\n7") == "7、133-2、165、391"
    assert table.changed_places("") == frozenset()


@pytest.mark.parametrize("text", ["第165条", "165-", "0", "一百", "165～170", "12345"])
def test_anything_else_is_refused_by_its_words(text):
    with pytest.raises(ValueError, match=table.NO_PLACE.format(text)):
        table.changed_places(text)


def test_a_range_a_sub_number_and_a_whole_statute():
    found = table.changed_places("133-2、165")
    assert table.touches(found, cited(160, until=170))
    assert table.touches(found, cited(133, sub=2))
    assert not table.touches(found, cited(133))
    assert not table.touches(found, cited(None))


def criminal_law():
    """The law of 2021, and its amendment of 2024 of article 165."""
    start, since = date(2021, 3, 1), date(2024, 3, 1)
    version("刑法", effective_from=start, effective_to=since, article_count=452)
    return version("刑法", effective_from=since, article_count=452, changed="165")


@pytest.mark.django_db
def test_only_what_cites_a_changed_article_is_to_be_looked_at():
    newest = criminal_law()
    assert reason("《刑法》第165条", BEFORE) == "revised"
    assert reason("《刑法》第266条", BEFORE) is None
    assert reason("《刑法》", BEFORE) is None
    # A version that does not say spares nothing: every article may be another.
    newest.effective_to = date(2025, 1, 1)
    newest.save()
    version("刑法", effective_from=date(2025, 1, 1), article_count=500)
    assert reason("《刑法》第266条", BEFORE) == "revised"


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
