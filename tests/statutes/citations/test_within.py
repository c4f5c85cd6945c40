"""What an article of a statute cites when it is read by itself."""

import pytest

from statutes.citations.places import Place
from statutes.citations.reader import parse_article
from tests.statutes.some_names import NAMES


def cited(text, own="公司法", at=(20, 0), before=(19, 0)):
    """(what is written, key, until) of each citation of an article."""
    before = before and Place(*before)
    found = parse_article(text, NAMES, own, Place(*at), before)
    return [(one.written, one.key, one.until) for one in found]


@pytest.mark.parametrize(
    ("text", "own", "key"),
    [
        ("依照本法第五条处理", "公司法", "公司法:5"),
        ("本条例第十五条的情形", "工伤保险条例", "工伤保险条例:15"),
        ("本办法第三条所称", "诉讼费用交纳办法", "诉讼费用交纳办法:3"),
        ("本规定第二十五条", "民间借贷规定", "民间借贷规定:25"),
        ("本解释第三条", "民法典合同编通则解释", "民法典合同编通则解释:3"),
        ("依照民法典第五百七十七条", "公司法", "民法典:577"),
        ("违反第十六条规定的", "公司法", "公司法:16"),
    ],
)
def test_a_statute_means_itself_and_others(text, own, key):
    assert [one[1] for one in cited(text, own)] == [key]


def test_an_article_without_a_name_is_its_own_in_each_paragraph():
    text = "依照民法典第三条、第四条。\n有第五条规定的情形的，依照前款处罚。"
    assert [one[1] for one in cited(text)] == ["民法典:3", "民法典:4", "公司法:5"]


def test_the_article_before_is_the_one_that_stands_there():
    assert cited("前条第一款规定的股东") == [("前条第一款", "公司法:19", None)]
    assert cited("犯前条罪的", "刑法", (134, 1), (134, 0)) == [("前条", "刑法:134", None)]
    assert cited("犯前条罪的", "刑法", (135, 0), (134, 1)) == [("前条", "刑法:134-1", None)]


def test_the_articles_before_are_a_range():
    assert cited("适用前三条的规定") == [("前三条", "公司法:17", 19)]
    assert cited("适用前两条的规定", at=(3, 0), before=(2, 0)) == [("前两条", "公司法:1", 2)]


@pytest.mark.parametrize("text", ["前款规定", "目前条例已有规定", "满足前条件的", "本条第二款"])
def test_what_is_like_the_article_before_is_none(text):
    assert cited(text) == []


def test_the_first_article_has_none_before_it():
    assert cited("前条规定", at=(1, 0), before=None) == []


def test_an_article_does_not_cite_itself():
    assert cited("违反本法第二十条、第二十一条的") == [("第二十一条", "公司法:21", None)]


@pytest.mark.parametrize("own", ["刑法修正案（十一）", "关于修改《公司法》的决定"])
def test_an_article_that_an_amendment_changes_is_not_its_own(own):
    assert cited("将第二十八条改为第三十二条", own) == []
