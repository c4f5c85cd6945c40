"""待复核: what the law has left behind, and who sees it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from tests.factories import make_article, make_canned, make_staff
from tests.statutes.sample_law import company_law, contract_law, version
from tests.website.office.law_review.pages import BODY, HISTORY, PAGE, titles

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_every_kind_of_text_is_listed_with_reason_replacement_and_place(client, warned):
    article, reply, period = warned
    html = client.get(PAGE).text
    assert {str(text) for text in warned} == set(titles(client))
    assert "共3处文字，4条提示" in html
    assert "《合同法》已于2021年1月1日废止，由《民法典》合同编取代" in html
    assert "看现行《民法典》" in html
    assert "依据<mark>《合同法》第五十二条</mark>，合同无效" in html
    assert "2处" in html
    assert reverse("admin:articles_article_change", args=[article.pk]) in html
    today = timezone.localdate()
    assert f"{today.year}年{today.month}月{today.day}日起提示" in html


def test_a_text_that_just_became_shorter_does_not_close_the_list(client, warned):
    article, *_ = warned
    Article.objects.filter(pk=article.pk).update(text="短", summary="", title="短？")
    assert client.get(PAGE).status_code == 200


def test_the_words_around_a_place_are_those_of_its_paragraph(client, boss):
    contract_law()
    make_article(
        title="合同？", body="<p>上一段。</p><p>依据《合同法》第三条。</p>", summary="摘要。"
    )
    assert "<blockquote>依据<mark>《合同法》第三条</mark>。</blockquote>" in re.sub(
        r"\s*\n\s*", "", client.get(PAGE).text
    )


def test_with_nothing_to_review_it_says_so(client, boss):
    assert 'class="review-none"' in client.get(PAGE).text


def test_the_gravest_comes_first(client, boss):
    company_law(), contract_law(), version("将来法", effective_from=timezone.localdate() +
                                           timedelta(days=9), promulgated=None)  # fmt: skip
    old = timezone.now() - timedelta(days=2000)
    for title, cited in (("灰？", "《某省条例》第三条"), ("蓝？", "《将来法》第三条"),
                         ("黄？", "《公司法》第三条"), ("红？", "《合同法》第三条")):  # fmt: skip
        make_article(title=title, body=f"<p>{cited}。</p>", publish_at=old)
    assert titles(client) == ["红？", "黄？", "蓝？", "灰？"]
    assert titles(client, "?level=amber") == ["黄？"]


def test_the_list_is_narrowed_by_kind_law_and_text(client, warned):
    article, reply, period = warned
    other = make_article(title="另一篇？", body="<p>《某省条例》第三条。</p>")
    assert titles(client, "?kind=consult.cannedreply") == ["无效的合同"]
    assert set(titles(client, "?law=合同法")) == {str(text) for text in warned}
    assert titles(client, f"?text=articles.article:{other.pk}") == ["另一篇？"]
    assert titles(client, "?law=没有这部法") == []


@pytest.mark.parametrize(
    "query", ["?kind=x", "?level=x", "?law=" + "长" * 300, "?text=x", "?text=a.b:9", "?kind=%00"]
)
def test_nonsense_in_the_address_breaks_nothing(client, warned, query):
    assert client.get(PAGE + query).status_code == 200


@pytest.mark.parametrize("page", ["0", "x", "99", "999999999999"])
def test_a_page_that_is_not_there_is_404(client, warned, page):
    assert client.get(f"{PAGE}?page={page}").status_code == 404


@pytest.mark.parametrize(
    ("rights", "seen"),
    [
        ([], None),
        (["articles.view_article"], None),
        (["articles.change_article"], {"合同无效怎么办？"}),
        (["consult.change_cannedreply"], {"无效的合同"}),
        (["statutes.add_decision"], None),
        (["statutes.add_decision", "consult.view_cannedreply"], {"无效的合同"}),
    ],
)
def test_a_person_sees_what_is_hers_to_mend_or_decide(client, warned, rights, seen):
    client.force_login(make_staff(*rights))
    answer = client.get(PAGE)
    assert answer.status_code == (403 if seen is None else 200)
    assert client.get(HISTORY).status_code == answer.status_code
    if seen:
        assert set(titles(client)) == seen


def test_strangers_are_sent_to_the_login(client):
    for address in (PAGE, HISTORY):
        assert "/admin/login/" in client.get(address).url


@pytest.mark.parametrize("number", [1, 15])
def test_it_takes_as_many_queries_for_fifteen_as_for_one(
    client, boss, number, django_assert_num_queries
):
    contract_law()
    for _ in range(number):
        make_article(body=BODY)
        make_canned(title=str(timezone.now()), text="《合同法》第五十二条。")
    client.get(PAGE)
    with django_assert_num_queries(14):
        client.get(PAGE)


def test_the_start_page_leads_to_it(client, warned):
    html = client.get("/admin/").text
    assert re.search(rf'class="desk-tile-bad">\s*<a href="{PAGE}"><strong>3</strong>', html)
