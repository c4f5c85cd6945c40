"""What the words of a search box mean of the law."""

import pytest

from statutes.citations.queries import citations_of_query, keys_of_query, statutes_of_query
from tests.statutes.some_names import NAMES

CODE = "民法典:1079"


@pytest.mark.parametrize(
    "query",
    [
        *(
            "民法典1079条",
            "民法典第一千零七十九条",
            "《民法典》第1079条",
            "民法典 1079",
            "民法典第1079",
            "《民法典》1079",
        ),
        *(
            "离婚 民法典 1079",
            " 民法典　第 1079 条 ",
            "中华人民共和国民法典第1079条第2款",
            "民法典一千零七十九",
        ),
    ],
)
def test_every_spelling_of_an_article_means_the_same(query):
    assert keys_of_query(query, NAMES) == [CODE]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("民诉法260", ["民事诉讼法:260"]),
        ("刑法224-1", ["刑法:224-1"]),
        ("刑法二百二十四条之一", ["刑法:224-1"]),
        ("法释〔2023〕13号", ["民法典合同编通则解释"]),
        ("法释[2023]13号 第3条", ["民法典合同编通则解释:3"]),
        ("民法典", ["民法典"]),
        ("《勞動合同法》39條 辭退", ["劳动合同法:39"]),
        ("劳动合同法三十九条", ["劳动合同法:39"]),
        ("民法典577条1款", ["民法典:577"]),
        ("公司法第二十三条至第二十五条", ["公司法:23", "公司法:24", "公司法:25"]),
    ],
)
def test_short_names_numbers_and_ranges(query, meant):
    assert keys_of_query(query, NAMES) == meant


@pytest.mark.parametrize(
    "query",
    [
        "",
        "离婚",
        "1079",
        "2024 年终奖",
        "德国民法典 823",
        "民法典一本通",
        "\ud800",
        "某某法 3",
        "民法典0",
        "刑法十五年",
        "刑法 3年以下",
        "劳动合同法3个月",
        "民法典 18周岁",
    ],
)
def test_other_words_mean_no_article(query):
    assert keys_of_query(query, NAMES) == []


@pytest.mark.parametrize("query", ["公司法2018", "公司法 2018年", "《公司法》2018"])
def test_a_year_behind_a_name_is_a_version_and_no_article(query):
    (one,) = citations_of_query(query, NAMES)
    assert (one.key, one.version) == ("公司法", "2018")


def test_a_year_between_name_and_article_is_the_version_of_the_article():
    (one,) = citations_of_query("公司法2018第20条", NAMES)
    assert (one.key, one.version) == ("公司法:20", "2018")


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("劳动合同法全文", ["劳动合同法"]),
        ("试用期 劳动合同法", ["劳动合同法"]),
        ("什么是公司法", ["公司法"]),
        ("《民法典》什么时候生效", ["民法典"]),
        ("劳动合同法实施条例", ["劳动合同法实施条例"]),
        ("民法典借钱不还怎么办", []),
        ("公司法人", []),
        ("刑法律师", []),
        ("", []),
    ],
)
def test_a_statute_is_meant_as_a_whole_when_it_is_most_of_the_query(query, meant):
    assert [one.statute for one in statutes_of_query(query, NAMES)] == meant
