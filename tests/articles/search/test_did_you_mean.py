"""Other words for a slip: by sound, by one character, from what the site itself has."""

import pytest

from articles import search
from articles.models import Tag
from articles.search import did_you_mean
from tests.factories import make_area, make_article, make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("工商认定", "工伤认定"),
        ("gongshangrending", "工伤认定"),
        ("gongsangrending", "工伤认定"),
        ("取保侯审", "取保候审"),
        ("取保后省", "取保候审"),
        ("工伤认订", "工伤认定"),
        ("工伤忍定多久", "工伤认定多久"),
        ("工商认定 伤残", "工伤认定 伤残"),
    ],
)
def test_terms_of_the_law_are_known(query, wanted):
    make_article(title="工伤认定多久？", body="<p>伤残和取保候审。</p>")
    assert wanted in search.suggest_queries(query)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("醉架", "醉驾"),
        ("罪驾 缓刑", "醉驾 缓刑"),
        ("采礼", "彩礼"),
        ("佳暴", "家暴"),
        ("赔偿老来", "赔偿老赖"),
        ("欠新", "欠薪"),
        ("欠前不还", "欠钱不还"),
        ("laolai", "老赖"),
    ],
)
def test_everyday_words_are_known(query, wanted):
    make_article(title="醉酒驾驶、彩礼、家庭暴力", body="<p>赔偿、缓刑、拖欠工资、欠钱不还。</p>")
    make_article(title="对方不还钱", body="<p>赔偿和强制执行。</p>")
    assert wanted in search.suggest_queries(query)


def test_tags_areas_statutes_and_titles_of_the_site_are_known():
    Tag.objects.create(name="居间费")
    make_area(name="海商事务")
    make_statute(short_name="云澜条例")
    make_article(title="碰瓷党如何应对？", body="<p>居间费、海商事务、云澜条例。</p>")
    for query, wanted in [
        ("句间费", "居间费"),
        ("海上事务", "海商事务"),
        ("云兰条例", "云澜条例"),
        ("碰词党", "碰瓷党"),
    ]:
        assert wanted in search.suggest_queries(query)


def test_nothing_is_offered_that_finds_nothing():
    make_article(title="遗嘱怎么写？")
    assert search.suggest_queries("工商认定") == []
    assert search.suggest_queries("遗主") == ["遗嘱"]


def test_only_a_few_are_offered_and_few_are_tried(django_assert_max_num_queries):
    make_article(title="起诉、上诉、申诉、撤诉怎么办？")
    search.suggest_queries("其诉")
    with django_assert_max_num_queries(60):
        assert len(search.suggest_queries("其素 尚诉 撤速 审诉 起宿 上速 撤苏 申速")) <= 3


def test_all_that_may_have_been_meant_is_looked_for_at_once(django_assert_num_queries):
    make_article(title="工伤认定多久？", body="<p>伤残和取保候审。</p>")
    did_you_mean.current()
    with django_assert_num_queries(2):  # what is hidden now, and all of them
        assert search.suggest_queries("工商认订 伤残") == ["工伤认定 伤残"]
