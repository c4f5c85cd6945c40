"""The article page: who may see it, what it says, what it costs."""

import json
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import RelatedLink, State
from firm.base import caching
from tests.factories import make_article, make_lawyer, make_settings, make_staff

pytestmark = pytest.mark.django_db


def page(client, article):
    return client.get(article.get_absolute_url())


def structured(response):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.text)
    return {block.get("@type"): block for block in map(json.loads, blocks)}


def test_the_page_shows_title_body_byline_and_contact(client):
    make_settings()
    author = make_lawyer(name="林致远", phone="0330-5550111")
    article = make_article(author=author, checked_on=date(2026, 10, 2), checked_by=author)
    text = page(client, article).text
    for part in (
        article.title,
        "先把经过写下来",
        "林致远律师",
        "2026年10月2日",
        "tel:+863305550111",
    ):
        assert part in text


def test_the_time_of_publication_is_one_that_machines_read(client):
    at = timezone.make_aware(timezone.datetime(2026, 10, 2, 9, 5, 7, 123456))
    html = page(client, make_article(publish_at=at)).text
    assert '发布于<time datetime="2026-10-02T09:05:07+0800">2026年10月2日</time>' in html


def test_a_withdrawn_article_answers_410(client):
    assert page(client, make_article(state=State.WITHDRAWN)).status_code == 410


def test_an_expired_article_answers_410(client):
    ended = timezone.now() - timedelta(seconds=1)
    assert page(client, make_article(expires_at=ended)).status_code == 410


@pytest.mark.parametrize(
    "hidden", [{"state": State.DRAFT}, {"publish_at": timezone.now() + timedelta(days=1)}]
)
def test_what_is_not_public_yet_is_seen_by_editors_alone(client, hidden):
    article = make_article(**hidden)
    assert page(client, article).status_code == 404
    client.force_login(make_staff())
    assert page(client, article).status_code == 404
    client.force_login(make_staff("articles.change_article"))
    response = page(client, article)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert "noindex" in response.text


def test_an_editor_sees_a_withdrawn_article(client):
    client.force_login(make_staff("articles.change_article"))
    assert page(client, make_article(state=State.WITHDRAWN)).status_code == 200


def test_headings_have_anchors_and_a_long_article_has_contents(client):
    body = "".join(f"<h2>{number}、小标题</h2><p>内容。</p>" for number in "一二三")
    text = page(client, make_article(body=body)).text
    assert '<h2 id="s1">一、小标题</h2>' in text
    assert 'href="#s3"' in text


def test_a_stored_script_is_not_shown_even_if_it_got_into_the_database(client):
    article = make_article()
    type(article).objects.update(body="<p>甲</p><script>alert(1)</script><img src=x onerror=a()>")
    text = page(client, article).text
    assert "alert(1)" not in text
    assert "onerror" not in text


def test_related_links_stand_in_their_order(client):
    article = make_article()
    last, first = make_article(), make_article()
    RelatedLink.objects.create(article=article, target=first, order=1)
    RelatedLink.objects.create(article=article, target=last, order=2)
    text = page(client, article).text
    related = text[text.index("related-title") :]
    assert related.index(first.title) < related.index(last.title)


def test_structured_data_equals_the_page(client):
    make_settings()
    article = make_article(title="</script><b>能不能起诉？")
    response = page(client, article)
    data = structured(response)
    assert data["Article"]["headline"] == article.title
    assert data["Article"]["publisher"]["name"] == "青石律师事务所"
    assert data["Article"]["author"]["name"] == article.author.name
    names = [item["name"] for item in data["BreadcrumbList"]["itemListElement"]]
    assert names == ["首页", article.area.name, article.title]


def test_the_head_names_one_address_whatever_host_is_asked(client):
    article = make_article()
    text = client.get(article.get_absolute_url(), headers={"host": "localhost"}).text
    assert f'rel="canonical" href="http://127.0.0.1:8000/articles/{article.pk}/"' in text
    assert 'property="og:type" content="article"' in text


@pytest.mark.parametrize("number", [1, 3])
def test_three_queries_however_many_relations(kept_client, number, django_assert_num_queries):
    article = make_article()
    for place in range(number):
        RelatedLink.objects.create(article=article, target=make_article())
        article.tags.create(name=f"标签{place}")
    page(kept_client, article)  # what all pages share, read by the first of them
    caching.PIECES.forget()
    with django_assert_num_queries(3):  # the row, what it cites, what stands around it
        page(kept_client, article)


def test_one_that_was_taken_down_takes_two_queries(kept_client, django_assert_num_queries):
    gone = make_article(state=State.WITHDRAWN)
    assert page(kept_client, gone).status_code == 410
    with django_assert_num_queries(2):
        page(kept_client, gone)


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "9" * 5000])
def test_an_impossible_number_is_404(client, pk):
    assert client.get(f"/articles/{pk}/").status_code == 404


def test_no_link_leads_to_an_author_or_area_that_is_not_shown(client):
    article = make_article(author=make_lawyer(is_published=False))
    type(article.area).objects.update(is_published=False)
    text = page(client, article).text
    assert article.author.title in text
    assert article.author.get_absolute_url() not in text
    assert article.area.get_absolute_url() not in text


def test_generated_text_is_said_to_be_so(client):
    text = page(client, make_article(ai_assisted=True)).text
    assert "本文含有人工智能生成的内容。" in text
