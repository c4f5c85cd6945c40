"""The articles of law and the statutes that a query means."""

from datetime import date

import pytest
from django.utils import timezone

from statutes.base import Kind
from statutes.citations.places import Place
from statutes.law.table import Table
from statutes.models import Statute
from statutes.search.meaning import meant
from tests.factories import make_statute
from tests.statutes.sample_law import company_law, contract_law, version

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
DAY = date(2026, 11, 24)


def said(text):
    """What is meant, as names with the year of the version."""
    return [f"{one.name}{one.statute.year}" for one in meant(text, DAY)]


@pytest.fixture
def law():
    """A few statutes as a table has them; one with its text."""
    version("民法典", {(1079, 0): "甲。\n乙。\n丙：\n（一）子；\n（二）丑。"}, article_count=1260)
    version("劳动合同法", {(38, 0): "甲。", (39, 0): "乙。"}, article_count=98)
    version("刑法", {(224, 0): "甲。", (224, 1): "乙。"}, article_count=452)
    version("民事诉讼法", aliases="民诉法", article_count=306)
    version("著作权法", article_count=67)
    version("建设工程解释（一）", kind=Kind.INTERPRETATION, doc_no="法释〔2020〕25号")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("劳动合同法38条", ["《劳动合同法》第三十八条"]),
        ("民法典577", ["《民法典》第五百七十七条"]),
        ("民诉法第二百六十条", ["《民事诉讼法》第二百六十条"]),
        ("《民法典》第1079条第三款", ["《民法典》第一千零七十九条"]),
        ("刑法224条之一", ["《刑法》第二百二十四条之一"]),
        ("民诉法 44", ["《民事诉讼法》第四十四条"]),
        ("民法典 第577条 违约", ["《民法典》第五百七十七条"]),
        ("劳动合同法39条 辞退", ["《劳动合同法》第三十九条"]),
        ("老板辞退我是不是劳动合同法39条说的", ["《劳动合同法》第三十九条"]),
        ("劳动合同法38、39条", ["《劳动合同法》第三十八条", "《劳动合同法》第三十九条"]),
        ("勞動合同法38條", ["《劳动合同法》第三十八条"]),
        ("著作權法第10條", ["《著作权法》第十条"]),
        ("著作权法10", ["《著作权法》第十条"]),
        ("民法典５７７", ["《民法典》第五百七十七条"]),
        ("劳动合同法", ["《劳动合同法》"]),
        ("民诉法", ["《民事诉讼法》"]),
        ("法释〔2020〕25号", ["《建设工程解释（一）》"]),
        ("试用期 劳动合同法", ["《劳动合同法》"]),
        ("劳动合同法全文", ["《劳动合同法》"]),
    ],
)
def test_articles_and_statutes_are_recognised_as_people_type_them(law, query, names):
    assert [one.name for one in meant(query, DAY)] == names


@pytest.mark.parametrize(
    "query",
    ["", "醉驾", "577", "公司法人", "德国民法典 823", "刑法十五年", "民法典3个月", "\ud800", "\0"],
)
def test_other_words_mean_no_law(law, query):
    assert [one.place for one in meant(query, DAY) if one.place] == []


def test_the_version_in_force_is_meant_unless_the_query_names_another():
    company_law()
    assert said("公司法20") == ["《公司法》第二十条2023"]
    assert said("公司法2018第20条") == ["《公司法》第二十条2018"]
    assert said("公司法 2018") == ["《公司法》2018"]


def test_what_stands_behind_it_is_read_with_it(law):
    (one,) = meant("民法典第1079条", DAY)
    assert one.place == Place(1079)
    assert one.beginning == one.text.split("\n")
    assert one.is_whole
    assert one.standing.words.startswith("现行有效")
    assert one.url.endswith("/1079/")


def test_the_card_begins_with_the_clause_that_was_asked_for(law):
    (one,) = meant("民法典第1079条第三款", DAY)
    assert one.beginning == ["丙：", "（一）子；", "（二）丑。"]
    assert not one.is_whole


def test_a_long_article_is_cut_at_the_end_of_a_clause():
    version("甲法", {(1, 0): "甲乙丙丁戊己庚辛，" * 60})
    (one,) = meant("甲法1", DAY)
    assert not one.is_whole
    assert one.beginning[0].endswith("辛，……")
    assert len(one.beginning[0]) <= 222


def test_what_a_version_has_not_is_told_and_found_in_an_older_one():
    old, _ = company_law({(1, 0): "甲。", (300, 0): "乙。"}, {(1, 0): "甲。", (2, 0): "乙。"})
    Statute.objects.update(imported_at=timezone.now())
    (one,) = meant("公司法300条", DAY)
    assert one.missing.startswith("《公司法》没有第三百条，最后一条是")
    assert one.url == one.statute.get_absolute_url()
    assert one.other == old
    assert one.other_url.endswith("/300/")


def test_without_its_text_a_card_leads_to_the_official_one():
    make_statute(short_name="乙法", official_url="https://example.gov.cn/a", article_count=9)
    (one,) = meant("乙法5", DAY)
    assert (one.text, one.official_url) == ("", "https://example.gov.cn/a")
    assert one.url.endswith("/5/")


def test_a_repealed_statute_says_what_applies_now():
    contract_law()
    (one,) = meant("合同法52条", DAY)
    assert "废止" in one.standing.words
    assert one.standing.leads_to.short_name == "民法典"


def test_a_page_of_articles_costs_one_query_for_the_table_and_one_for_the_words(
    law, django_assert_num_queries
):
    Table.latest()
    with django_assert_num_queries(2):
        meant("劳动合同法38、39条")
    with django_assert_num_queries(1):
        meant("醉驾")
