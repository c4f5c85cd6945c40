"""Pages of other forms: a firm of three, dates everywhere, opening hours."""

from datetime import date

import pytest

from articles.models import Article
from firm.models import Lawyer, SiteSettings
from tests.transfer.legacy_page import strangers
from transfer.legacy_page.recognise import read, recognise


@pytest.fixture
def recognised(save):
    return lambda content: recognise(read(save(content)))


def test_the_author_of_a_firms_article_is_the_lawyer(recognised):
    page = recognised(strangers.FIRM)
    assert (page.lawyer, page.firm) == ("石见秋", "云澜青石律师事务所")
    assert page.title == "邻居装修漏水，损失找谁赔？"
    assert page.body[0].startswith("邻居装修时打穿了")
    assert page.body[-1].startswith("双方先自己谈")
    assert page.day == date(2019, 3, 2)
    assert page.others == ("丁一禾", "白露川")


def test_the_number_of_a_firm_is_not_given_to_one_of_its_lawyers(run):
    words = run(strangers.FIRM)
    assert Lawyer.objects.get().phone == ""
    assert SiteSettings.load().phone == "0330-5550122"
    assert "其他律师（没有导入）：丁一禾、白露川" in words
    assert "办公地址（没有导入）：云澜市石桥区青石路8号3层" in words


def test_dates_of_the_article_and_of_the_list_are_read(recognised):
    page = recognised(strangers.DATED)
    assert page.day == date(2016, 7, 8)
    assert len(page.body) == 2
    assert [(one.title, one.day) for one in page.entries] == [
        ("彩礼要不要退？", date(2015, 2, 3)),
        ("分居两年算离婚吗？", date(2014, 11, 30)),
        ("婚前买的房怎么分？", None),  # no date that can be true
    ]


def test_an_article_is_published_on_its_own_day(run, client):
    run(strangers.DATED, "--publish")
    article = Article.objects.published().get()
    text = client.get(article.get_absolute_url()).text
    assert "2016年7月8日" in text
    assert "更新于" not in text


def test_hours_are_taken_over_as_they_are_told(run, client):
    run(strangers.HOURS, "--publish")
    assert SiteSettings.load().hours == "周一至周六 8:30-12:00，14:00-18:00"
    assert SiteSettings.load().site_name == "劳动法律师在线"
    assert Article.objects.published().get().title == "被公司辞退，经济补偿怎么算？"
    assert "周一至周六" in client.get("/contact/").text


def test_a_stub_with_nothing_but_a_title_does_not_promise_a_summary(run, client):
    run(strangers.DATED, "--publish")
    text = client.get(Article.objects.filter(is_stub=True).first().get_absolute_url()).text
    assert "这篇文章的全文待补写。" in text
