"""What the words of a search box mean of the law."""

import pytest

from statutes.citations.queries import keys_of_query
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
    ],
)
def test_other_words_mean_no_article(query):
    assert keys_of_query(query, NAMES) == []
