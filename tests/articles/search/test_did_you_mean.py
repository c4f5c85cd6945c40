"""Other words for a slip: by sound, by one character, from what the site itself has."""

import pytest

from articles import search
from articles.models import Tag
from articles.search import did_you_mean
from tests.factories import make_area, make_article, make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


SLIPS = {
    "工伤认定": ["工商认定", "gongshangrending", "gongsangrending", "工伤认订"],
    "取保候审": ["取保侯审", "取保后省"],
    "工伤认定多久": ["工伤忍定多久"],
    "工伤认定 伤残": ["工商认定 伤残"],
    # everyday words
    "醉驾": ["醉架"],
    "醉驾 缓刑": ["罪驾 缓刑"],
    "彩礼": ["采礼"],
    "家暴": ["佳暴"],
    "赔偿老赖": ["赔偿老来"],
    "欠薪": ["欠新"],
    "欠钱不还": ["欠前不还"],
    "老赖": ["laolai"],
    # a tag, an area, a statute and a title of the site
    "居间费": ["句间费"],
    "海商事务": ["海上事务"],
    "云澜条例": ["云兰条例"],
    "碰瓷党": ["碰词党"],
}


def test_what_was_meant_is_offered():
    Tag.objects.create(name="居间费")
    make_area(name="海商事务")
    make_statute(short_name="云澜条例")
    make_article(title="工伤认定多久？", body="<p>伤残和取保候审。</p>")
    make_article(title="醉酒驾驶、彩礼、家庭暴力", body="<p>赔偿、缓刑、拖欠工资、欠钱不还。</p>")
    make_article(title="对方不还钱", body="<p>赔偿和强制执行。</p>")
    make_article(title="碰瓷党如何应对？", body="<p>居间费、海商事务、云澜条例。</p>")
    for wanted, slips in SLIPS.items():
        for slip in slips:
            assert wanted in search.suggest_queries(slip), slip


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
