"""What is found and in which order: the same on both engines, whatever is typed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import search
from articles.search import indexing, ranking
from tests.factories import make_area, make_article, make_lawyer

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NOW = timezone.now()


def ids(query, **more):
    return search.search(query, **more)[0]


def test_title_comes_before_summary_before_text_before_age():
    body = make_article(body="<p>停工留薪期的事。</p>", publish_at=NOW)
    summary = make_article(summary="停工留薪期的事。", publish_at=NOW - timedelta(days=2))
    title = make_article(title="停工留薪期有多长？", publish_at=NOW - timedelta(days=3))
    often = make_article(
        body="<p>停工留薪。停工留薪。停工留薪。</p>", publish_at=NOW - timedelta(days=9)
    )
    assert ids("停工留薪") == [title.pk, summary.pk, often.pk, body.pk]


def test_of_two_that_are_alike_the_newer_comes_first_then_the_later_id():
    same = {"title": "工伤怎么认定？", "publish_at": NOW - timedelta(days=5)}
    first, second = make_article(**same), make_article(**same)
    old = make_article(title="工伤怎么认定？", publish_at=NOW - timedelta(days=9))
    assert ids("工伤") == [second.pk, first.pk, old.pk]


def test_a_title_with_all_that_was_typed_comes_first():
    exact = make_article(title="工伤怎么认定？", publish_at=NOW - timedelta(days=9))
    make_article(title="认定工伤要什么材料？", publish_at=NOW)
    assert ids("工伤怎么认定")[0] == exact.pk


def test_a_word_of_two_signs_is_found_in_the_middle_and_one_sign_too():
    article = make_article(body="<p>房屋拆迁补偿另说。</p>")
    for query in ("拆迁", "迁补", "拆", "偿另"):
        assert ids(query) == [article.pk]
    assert ids("拆补") == []


def test_a_name_that_is_in_no_dictionary_is_found():
    article = make_article(body="<p>张三诉李四，说对方碰瓷。</p>")
    for query in ("张三", "李四", "碰瓷"):
        assert ids(query) == [article.pk]


def test_words_are_joined_by_and_with_what_comes_near_only_where_there_is_none():
    both = make_article(title="工伤怎么认定？", body="<p>拆迁另说。</p>")
    make_article(title="工伤怎么认定？")
    assert search.find_articles("工伤 拆迁") == ranking.SearchResult([both.pk], 1, exact=True)
    near = search.find_articles("工伤认定 停薪")
    assert (near.total, near.exact) == (2, False)


def test_everyday_words_find_what_the_law_calls_by_its_name():
    article = make_article(body="<p>交通事故之后先报警。</p>")
    assert ids("车祸") == [article.pk]
    assert ids("車禍") == [article.pk]


def test_numbers_of_days_and_years_meet_in_both_spellings():
    han = make_article(body="<p>拘留三十七天以后。</p>")
    digits = make_article(body="<p>拘留37天以后。</p>")
    for query in ("拘留37天", "拘留三十七天"):
        assert ids(query) == [digits.pk, han.pk]


def test_pages_hold_every_hit_once_also_behind_those_that_are_ranked(monkeypatch):
    monkeypatch.setattr(ranking, "NEWEST", 3)
    area, author = make_area(), make_lawyer()
    made = [make_article(title="工伤怎么认定？", area=area, author=author) for _ in range(8)]
    old = make_article(title="工伤？", publish_at=NOW - timedelta(days=99))
    indexing.rebuild()  # numbers them by the time of publication
    pages = [ids("工伤", limit=2, offset=start) for start in range(0, 10, 2)]
    assert sum(pages, []) == [*(one.pk for one in reversed(made)), old.pk]
    assert search.search("工伤", limit=2, offset=4)[1] == 9


@pytest.mark.parametrize("exact", [True, False])
def test_area_with_those_below_it_and_author_narrow_what_is_counted(exact):
    parent = make_area()
    below, author = make_area(parent=parent), make_lawyer()
    one = make_article(title="工伤怎么认定？", area=below, author=author)
    make_article(title="工伤怎么认定？")
    query = "工伤认定" if exact else "工伤认定 停薪"
    assert search.search(query)[1] == 2
    for filters in ({"area": parent}, {"area": below}, {"author": author}):
        assert search.search(query, **filters) == ([one.pk], 1)
    assert search.search(query, area=parent, author=make_lawyer()) == ([], 0)


ODD = """
% _ ' " \\ * "OR * '; drop table articles_search-- NEAR(a b) a AND b OR NOT c tokens:a ( ) ^a -a
a:* !a a & b | c <-> 😀 👩‍👧 ª º工伤 ²1 𠮷𠮷 İı ßẞ
"""
UNSEEN = ["", " ", "\0", "\0离婚", "\ud800", "离\udfff婚", "\u200b", "\ufeff"]
LONG = ["律" * 10_000, "a" * 10_000, "律 " * 5_000, "工伤\n" * 3_000, "第" * 500 + "条"]
LONG += ["民法典" * 900 + "1条", "离婚协议" * 2_500]


@pytest.mark.parametrize("query", [ODD, *ODD.split(), *UNSEEN, *LONG])
def test_nothing_that_is_typed_breaks_anything(query):
    make_article(title="工伤怎么认定？")
    found, total = search.search(query)
    assert len(found) == total <= 1
    search.suggest_queries(query[:100])
    search.words_to_mark(query)
    assert search.search("工伤")[1] == 1
