"""Lists by area and by lawyer: what they hold, how they are paged, that rows stay unopened."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import State
from articles.public import lists
from tests.factories import make_area, make_article, make_lawyer

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_the_list_is_narrowed_to_an_area_and_those_below_it(client):
    area = make_area(name="婚姻家庭")
    below = make_area(name="抚养权", parent=area)
    own, lower, other = make_article(area=area), make_article(area=below), make_article()
    html = client.get("/articles/", {"area": area.slug}).text
    assert own.title in html
    assert lower.title in html
    assert other.title not in html
    assert "共2篇" in html
    assert f"?area={below.slug}" in html
    assert f"?area={below.slug}" not in client.get("/articles/").text


def test_the_narrowed_list_names_the_page_of_the_area_as_its_address(client):
    area, author = make_area(), make_lawyer()
    for _ in range(21):
        make_article(area=area, author=author)
    html = client.get("/articles/", {"area": area.slug, "page": "2"}).text
    assert f'rel="canonical" href="http://127.0.0.1:8000{area.get_absolute_url()}?page=2"' in html
    assert f'href="?area={area.slug}"' in html


@pytest.mark.parametrize("slug", ["nowhere", "a" * 10_000, "%00", "' OR 1=1 --", "\ud800", "😀"])
def test_an_area_that_is_none_is_404(client, slug):
    make_article()
    assert client.get("/articles/", {"area": slug.encode("utf-8", "replace")}).status_code == 404


def test_an_area_that_is_not_shown_is_404(client):
    area = make_area(is_published=False)
    assert client.get("/articles/", {"area": area.slug}).status_code == 404


def test_an_area_without_articles_says_so(client):
    area = make_area()
    assert "该领域暂无文章。" in client.get("/articles/", {"area": area.slug}).text


def test_a_lawyer_shows_all_own_articles_in_pages(client):
    lawyer, area = make_lawyer(), make_area()
    titles = [make_article(author=lawyer, area=area).title for _ in range(21)]
    other = make_article()
    address = lawyer.get_absolute_url()
    first, second = client.get(address).text, client.get(f"{address}?page=2").text
    assert sum(title in first for title in titles) == 20
    assert sum(title in second for title in titles) == 1
    assert other.title not in first + second
    assert f'href="http://127.0.0.1:8000{address}?page=2"' in second
    assert "#articles-title" in first
    assert client.get(f"{address}?page=3").status_code == 404


def test_a_lawyer_shows_nothing_that_is_not_public(client):
    lawyer, now, day = make_lawyer(), timezone.now(), timedelta(days=1)
    hidden = [
        make_article(author=lawyer, state=State.DRAFT),
        make_article(author=lawyer, publish_at=now + day),
        make_article(author=lawyer, publish_at=now - 2 * day, expires_at=now - day),
    ]
    html = client.get(lawyer.get_absolute_url()).text
    assert not [one for one in hidden if one.title in html]
    assert "暂无文章" in html


@pytest.mark.parametrize("kind", ["all", "area", "author"])
def test_counts_and_keys_come_from_an_index_alone(kind):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads so few rows as they lie; `bench/lists.py` has many")
    article = make_article()
    found = {
        "all": lists.ALL,
        "area": lists.in_area(article.area),
        "author": lists.by(article.author),
    }[kind].rows()
    assert "USING COVERING INDEX articles_" in found.values("pk")[40:60].explain()
    assert "USING COVERING INDEX articles_" in found.order_by().values("pk").explain()


@pytest.mark.parametrize("address", ["/areas/leer/", "/articles/?area=leer", "/articles/"])
def test_an_empty_list_leads_to_no_form_that_is_closed(client, address):
    make_area(slug="leer", name="空领域")
    text = client.get(address).text
    assert "在线咨询" not in text.split("<main")[1].split("</main>")[0]
