"""An article of law is found in every spelling; other words for a slip."""

import pytest

from articles.search import search, words_to_mark
from richtext.fulltext.highlight import snippet
from tests.factories import make_article, make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture(autouse=True)
def _table():
    code = make_statute(short_name="民法典")
    make_statute(short_name="合同法", status="repealed", replaced_by=code)
    make_statute(short_name="民事诉讼法", aliases="民诉法")
    make_statute(short_name="刑法")


def citing(words, **fields):
    return make_article(body=f"<p>按照{words}，可以起诉。</p>", **fields)


@pytest.mark.parametrize("query", ["民法典1079", "中华人民共和国民法典第一千零七十九条"])
@pytest.mark.parametrize("written", ["《民法典》第一千零七十九条", "《民法典》第1079条第二款"])
def test_every_spelling_finds_every_spelling(query, written):
    article = citing(written)
    citing("《民法典》第一千零八十条")
    assert search(query) == ([article.pk], 1)


def test_an_alias_finds_what_is_cited_by_its_name_and_an_unknown_law_its_words():
    article, local = citing("《民事诉讼法》第二百六十条"), citing("《云澜市条例》第八条")
    assert search("民诉法260") == search("民诉法") == ([article.pk], 1)
    assert search("云澜市条例") == ([local.pk], 1)


def test_a_range_counts_and_a_sub_number_is_another_article():
    within = citing("《民法典》第一千零七十六条至第一千零八十条")
    sub = citing("《刑法》第二百二十四条之一")
    assert search("民法典1079条") == ([within.pk], 1)
    assert search("刑法第224条之一") == ([sub.pk], 1)
    assert sub.pk not in search("刑法第224条")[0]


def test_other_words_have_to_stand_there_too_and_a_citation_comes_before_the_words():
    words = make_article(title="民法典1079条是什么？")
    cites = citing("《民法典》第一千零七十九条")
    assert search("民法典1079条") == ([cites.pk, words.pk], 2)
    both = citing("《民法典》第一千零七十九条和抚养费的约定")
    assert search("民法典1079条 抚养费") == search("抚养费 民法典 1079") == ([both.pk], 1)


@pytest.mark.parametrize(("query", "queries"), [("抚养费", 5), ("民法典1079条", 7)])
def test_the_table_costs_one_query_and_only_where_law_is_meant(
    query, queries, django_assert_max_num_queries
):
    for _ in range(3):
        citing("《民法典》第1079条和抚养费的约定")
    with django_assert_max_num_queries(queries):
        assert search(query)[1] == 3


def test_an_article_of_law_that_nobody_cites_is_not_made_up_for_by_its_name():
    citing("《民法典》第一千零七十九条", title="起诉以前要做什么？")
    assert search("民法典1165条") == ([], 0)
    near = make_article(title="抚养费应该怎么给？")
    assert search("民法典1165条 抚养费 给付") == ([near.pk], 1)


def test_the_snippet_shows_the_citation_and_no_other_number_is_taken_for_one():
    article = citing("很长的话。" * 60 + "《民法典》第一千零七十九条")
    assert ("第一千零七十九条", True) in snippet(
        article.text, article.excerpt, words_to_mark("民法典1079")
    )
    assert words_to_mark("24%的利息") == ["24%的利息", "利息"]
    assert "第三十条" not in words_to_mark("规定30日")
