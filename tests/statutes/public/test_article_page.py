"""The page of one article as a hub: what it was, who cites it, which periods rest on it."""

import re
from datetime import date

import pytest

from articles.models import Article
from statutes.models import LimitationPeriod, StatuteArticle
from statutes.services import law_citations
from tests.factories import make_statute
from tests.statutes.versions import cite, make_new, make_old

pytestmark = pytest.mark.django_db

SHARES = "有限责任公司的注册资本为在公司登记机关登记的全体股东认缴的出资额。"
WITHIN = f"{SHARES}全体股东认缴的出资额自公司成立之日起五年内缴足。"


def url_of(statute, number=1):
    return f"{statute.get_absolute_url()}{number}/"


def make_both():
    """An article that stood under another number before."""
    return make_old(texts=["甲。", SHARES]), make_new([WITHIN])


def make_citing(number, **fields):
    """Interpretations of as many articles that cite 公司法第一条."""
    known = {"kind": "interpretation", "effective_from": date(2024, 8, 1), **fields}
    text = make_statute(["依照公司法第一条处理。"] * number, **known)
    law_citations.read_stale()
    return text


def section(page, name):
    """A section of the page, without its marks."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page, re.S)
    return re.sub(r"\s+", "", re.sub("<[^>]+>", "", found[0])) if found else ""


def test_the_words_that_are_new_are_marked_and_both_articles_are_called_by_their_numbers(client):
    _, new = make_both()
    page = client.get(url_of(new)).text
    assert "<ins>全体股东认缴的出资额自公司成立之日起五年内缴足。</ins>" in page
    told = section(page, "comparison-1")
    assert told.startswith("旧法对照")
    assert "现行（2023年）第一条" in told
    assert "旧法（2018年）第二条" in told


def test_an_old_article_is_held_against_the_one_in_force(client):
    old, _ = make_both()
    page = client.get(url_of(old, 2)).text
    assert section(page, "comparison-1").startswith("现行规定对照")
    assert page.count('class="comparison"') == 1


def test_its_stations_lead_to_its_other_versions(client):
    old, new = make_both()
    page = client.get(url_of(new)).text
    assert f'<a href="{url_of(old, 2)}">第二条</a>' in page
    assert section(page, "stations-title").startswith("这一条的来历2023第一条（本条）2018第二条")


def test_the_same_words_are_told_and_not_compared(client):
    make_old(texts=["甲。", SHARES])
    page = client.get(url_of(make_new([SHARES]))).text
    assert "第二条，文字相同" in section(page, "stations-title")
    assert 'class="comparison"' not in page


def test_the_same_number_with_other_words_is_not_offered(client):
    make_old(texts=["捕鱼的船舶应当悬挂两面旗帜，夜间应当点灯。"])
    page = client.get(url_of(make_new([SHARES]))).text
    assert "两面旗帜" not in page
    assert "stations-title" not in page


def test_what_cites_it_is_named_and_the_rest_is_folded(client):
    new = make_new([SHARES])
    text = make_citing(6, short_name="公司法解释")
    page = client.get(url_of(new)).text
    assert f'<a href="{url_of(text, 3)}">第三条</a>' in page
    told = section(page, "cited-by-title")
    assert told.count("依照公司法第一条处理。") == 6
    assert "更多（另有2条）" in told


def test_more_than_sixty_are_counted(client):
    new = make_new([SHARES])
    make_citing(61, short_name="公司法解释")
    assert "共有61处引用，这里列出60处。" in section(client.get(url_of(new)).text, "cited-by-title")


def test_a_text_without_articles_is_led_to_as_a_whole(client):
    new = make_new([SHARES])
    text = make_citing(0, preamble="依照公司法第一条。", imported_at="2026-01-01T00:00Z")
    assert f'<a href="{text.get_absolute_url()}">全文</a>' in client.get(url_of(new)).text


def test_the_articles_of_its_section_stand_beside_it(client):
    new = make_new(["甲。", "乙。", "丙。"])
    new.articles.filter(number__lt=3).update(part="第一章 总则")
    told = section(client.get(url_of(new, 2)).text, "near-title")
    assert told.startswith("第一章总则第一条甲。第二条乙。")
    assert "丙" not in told


def test_a_period_that_rests_on_it_is_told_of_the_version_in_force_alone(client):
    old, new = make_both()
    fields = {
        "short_name": "公司法",
        "length": "5年",
        "about": "缴足出资",
        "starts": "自成立之日起",
    }
    LimitationPeriod.objects.create(number=1, **fields)
    told = section(client.get(url_of(new)).text, "periods-title")
    assert told == "常用期限5年缴足出资，自成立之日起"
    assert not section(client.get(url_of(old)).text, "periods-title")


def test_an_article_that_comes_back_to_it_stands_before_a_newer_one(client):
    new = make_new([SHARES])
    often = cite(new, 1, title="专门讲这一条的文章？")
    cite(new, 1, title="只提到一次的文章？")
    often.citations.create(short_name="公司法", statute=new, number=1, start=90, end=95, quote="条")
    Article.objects.filter(pk=often.pk).update(publish_at="2020-01-01T00:00Z")
    page = client.get(url_of(new)).text
    assert 0 < page.index("专门讲这一条") < page.index("只提到一次")


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_takes_the_same_few_questions_whatever_it_shows(
    client, number, django_assert_num_queries
):
    _, new = make_both()
    make_citing(number)
    for _ in range(number):
        cite(new, 1)
    client.get(url_of(new))  # reads the table and the words of both versions
    with django_assert_num_queries(12):
        client.get(url_of(new))


def noindex(client, url):
    return 'content="noindex' in client.get(url).text


def test_a_paragraph_that_nobody_cites_is_not_for_search_engines(client):
    new = make_new([SHARES, f"{SHARES}\n另有规定的，从其规定。", SHARES])
    cite(new, 3)
    assert noindex(client, url_of(new, 1))
    assert not noindex(client, url_of(new, 2))
    assert not noindex(client, url_of(new, 3))


def test_a_paragraph_with_a_history_is(client):
    old, new = make_both()
    assert not noindex(client, url_of(new))
    assert not noindex(client, url_of(old, 2))
    assert noindex(client, url_of(old, 1))


def test_a_draft_that_cites_it_makes_no_difference(client):
    new = make_new([SHARES])
    cite(new, 1, state="draft")
    assert noindex(client, url_of(new))


def test_the_sitemap_lists_no_page_that_is_not_for_search_engines(client):
    new = make_new([SHARES, SHARES])
    cite(new, 2)
    found = client.get("/sitemap-statute-articles-1.xml").text
    assert re.findall(r"/(\d+)/</loc>", found) == ["2"]
    assert StatuteArticle.objects.count() == 2
