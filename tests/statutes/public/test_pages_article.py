"""The public page of one article of a statute, and who cites it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import State
from statutes.models import StatuteArticle
from tests.factories import make_article, make_statute
from tests.statutes.versions import ITEMS, cite, make_new

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["0", "0577", "577-0", "０５", "99999999999", "%00", "1" * 4000, "-1", "1-", "1.5", "1-100",
     "第三条", "3", "1-1", "9999"],
)  # fmt: skip
def test_an_article_that_is_not_there_is_404(client, address):
    statute = make_statute(["甲。", "乙。"])
    for end in ("", "card/"):
        assert client.get(f"{statute.get_absolute_url()}{address}/{end}").status_code == 404


WRITTEN = {
    "第2条": "2", "第二条": "2", "2条": "2", "第２条": "2", "第二条之一": "2-1", "第2条之1": "2-1",
}  # fmt: skip


@pytest.mark.parametrize(("words", "address"), WRITTEN.items())
def test_an_article_as_people_write_it_leads_to_its_address(client, words, address):
    statute = make_statute(["甲。", "乙。"], short_name="示例法")
    StatuteArticle.objects.create(statute=statute, number=2, sub=1, text="乙之一。")
    there = f"{statute.get_absolute_url()}{address}/"
    for name, status in ((statute.slug, 301), ("示例法", 302), ("《示例法》", 302)):
        answer = client.get(f"/statutes/{name}/{words}/")
        assert (answer.status_code, answer.url) == (status, there)


@pytest.mark.parametrize("words", ["第三条", "第甲条", "第十十条", "第零条", "第1条之甲", "条条"])
def test_one_that_is_none_is_404_and_says_what_there_is(client, words):
    statute = make_statute(["甲。", "乙。"], short_name="示例法")
    statute.articles.update(part="第一章 总则")
    answer = client.get(f"/statutes/{statute.slug}/{words}/")
    assert answer.status_code == 404
    assert "最后一条是第二条。" in answer.text
    assert "第一章 总则" in answer.text
    assert 'name="article"' in answer.text


def test_a_number_beyond_the_last_article_is_told_with_a_way_on(client):
    statute = make_statute(["甲。", "乙。"], short_name="示例法")
    answer = client.get(f"{statute.get_absolute_url()}1300/")
    assert answer.status_code == 404
    assert "《示例法》没有第一千三百条，最后一条是第二条。" in answer.text
    assert f'href="{statute.get_absolute_url()}"' in answer.text


def test_an_article_shows_its_text_its_place_and_its_neighbours(client):
    statute = make_statute(["甲。", ITEMS, "丙。"], short_name="示例法")
    statute.articles.filter(number=2).update(part="第一编 总则\n第二章 解除")
    page = client.get(f"{statute.get_absolute_url()}2/").text
    assert '<h1>《示例法》<span class="whole">第二条</span></h1>' in page
    assert "第一编 总则" in page
    assert "第二章 解除" in page
    assert "《中华人民共和国示例法》第二条" in page
    assert f'rel="prev"\n         href="{statute.get_absolute_url()}1/"' in page
    assert f'rel="next"\n         href="{statute.get_absolute_url()}3/"' in page


def test_paragraphs_and_items_are_lists(client):
    statute = make_statute(["甲。", ITEMS])
    page = "".join(client.get(f"{statute.get_absolute_url()}2/").text.split())
    assert page.count("<li><p>") == 2
    assert '<ulclass="items"><li>（一）甲；</li><li>（二）乙。</li></ul>' in page


def test_a_sub_number_has_its_own_page_between_the_numbers(client):
    statute = make_statute(["甲。", "乙。"], short_name="刑法")
    StatuteArticle.objects.create(statute=statute, number=1, sub=1, text="甲之一。")
    page = client.get(f"{statute.get_absolute_url()}1-1/").text
    assert "第一条之一" in page
    assert f'href="{statute.get_absolute_url()}1/"' in page
    assert f'href="{statute.get_absolute_url()}2/"' in page
    assert (
        f'href="{statute.get_absolute_url()}1-1/"'
        in client.get(f"{statute.get_absolute_url()}2/").text
    )


def test_an_article_without_text_is_there_as_far_as_the_count_goes(client):
    statute = make_new()
    page = client.get(f"{statute.get_absolute_url()}266/")
    assert page.status_code == 200
    assert '<p class="notice">' in page.text
    assert 'content="noindex' in page.text
    assert client.get(f"{statute.get_absolute_url()}267/").status_code == 404


def test_a_sub_number_without_text_is_there_when_an_article_cites_it(client):
    statute = make_statute(short_name="刑法", article_count=452)
    assert client.get(f"{statute.get_absolute_url()}224-1/").status_code == 404
    article = make_article(body="<p>《刑法》第二百二十四条之一。</p>")
    page = client.get(f"{statute.get_absolute_url()}224-1/")
    assert page.status_code == 200
    assert article.title in page.text


def test_only_articles_that_the_public_may_see_are_named(client):
    statute = make_new()
    shown = cite(statute, 15, title="公开的文章怎么找？")
    cite(statute, 15, title="草稿里的秘密怎么办？", state=State.DRAFT)
    cite(statute, 15, title="将来的秘密怎么办？", publish_at=timezone.now() + timedelta(days=1))
    cite(statute, 15, title="撤下的秘密怎么办？", state=State.WITHDRAWN)
    for address in ("", "15/"):
        page = client.get(f"{statute.get_absolute_url()}{address}").text
        assert shown.title in page
        assert "秘密" not in page


def test_an_article_within_a_cited_range_is_cited(client):
    statute = make_new()
    article = make_article(body="<p>《公司法》第十五条至第十七条。</p>")
    cites = article.citations.get()
    assert (cites.number, cites.until) == (15, 17)
    assert article.title in client.get(f"{statute.get_absolute_url()}16/").text
    assert article.title not in client.get(f"{statute.get_absolute_url()}18/").text


def test_eleven_articles_are_named_and_all_are_counted(client):
    statute = make_new()
    for _ in range(12):
        cite(statute, 15)
    page = client.get(f"{statute.get_absolute_url()}15/").text
    assert page.count('<a href="/articles/') - page.count('<a href="/articles/"') == 11
    assert "共有12篇文章引用这一条" in page
