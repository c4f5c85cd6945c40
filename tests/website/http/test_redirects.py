"""Visitors of old addresses are led on, with one query; large type is remembered by one cookie."""

import pytest
from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import State
from tests.factories import make_article, make_settings, make_superuser
from website.http import type_size

pytestmark = pytest.mark.django_db
LARGE = ' data-type="large">'


@pytest.fixture
def article():
    return make_article()


def lead(old, new):
    Redirect.objects.create(site_id=settings.SITE_ID, old_path=old, new_path=new)


OLD = {  # and how it is visited
    "/show.asp?id=12": "/show.asp?id=12",
    "/?p=12": "/?p=12",
    "/文章/1.html": "/%E6%96%87%E7%AB%A0/1.html",
    "/文章.html": "/%CE%C4%D5%C2.html",
    "/s?t=文章": "/s?t=%ce%c4%d5%c2",
    "/news/1": "/news/1/",
    "/news/2/": "/news/2",
    "/news/1.html": "/news/1.html?from=timeline",
    "/articles/999/": "/articles/999/",
}


def test_an_old_address_leads_on_for_good(client, article):
    for old, visited in OLD.items():
        lead(old, article.get_absolute_url())
        answer = client.get(visited)
        assert (answer.status_code, answer.url) == (301, article.get_absolute_url()), old


def test_a_page_that_is_gone_says_so(client, article):
    lead("/gone.html", "")
    assert client.get("/gone.html").status_code == 410
    article.state = State.WITHDRAWN
    article.save()
    lead("/old.html", article.get_absolute_url())
    assert client.get("/old.html", follow=True).status_code == 410


def test_neither_pages_of_the_site_nor_posts_nor_the_admin_are_led_away(client, article):
    lead(article.get_absolute_url(), "/contact/")
    lead("/", "/contact/")
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get("/").status_code == 200
    lead("/form.asp", "/contact/")
    lead("/admin/nothing/", "/contact/")
    client.force_login(make_superuser())
    assert client.post("/form.asp").status_code == 404
    assert client.get("/admin/nothing/").status_code == 404


def test_odd_addresses_are_not_found_and_a_smuggled_target_is_not_followed(client):
    odd = ["/x%00y", "/" + "x" * 10_000, "/%ED%A0%80", "/x?" + "%00%FF'\"" * 900, "/?\x00"]
    for path in odd:
        assert client.get(path).status_code in {404, 200}, path[:9]
    with CaptureQueriesContext(connection) as found:
        assert client.get("/nothing.html?id=1").status_code == 404
    assert len([one for one in found if "django_redirect" in one["sql"]]) == 1
    assert not [one for one in found if "django_site" in one["sql"]]
    lead("/here.html", "//evil.example.com/")
    lead("/round.html", "/round.html")
    assert client.get("/here.html").status_code == client.get("/round.html").status_code == 404
    evil = ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:a", ""]
    for path in (*evil, "contact/", "/" + "a" * type_size.LONGEST_PATH):
        assert choose(client, path=path).url == "/", path[:9]


def choose(client, size="large", path="/contact/"):
    return client.post("/type/", {"size": size, "next": path})


def test_the_choice_is_kept_for_a_year_and_says_nothing_else(client, settings):
    response = choose(client)
    assert (response.status_code, response.url) == (302, "/contact/")
    cookie = response.cookies["type"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("large", 31536000, "Lax")
    assert cookie["httponly"]
    assert not cookie["secure"]
    assert len(response.cookies) == 1
    settings.HTTPS = True
    assert choose(client).cookies["type"]["secure"]
    assert client.get("/type/").status_code == 405
    for value in ("small", "LARGE", '"><script>', ""):
        client.cookies["type"] = value
        assert LARGE not in client.get("/contact/").text


def test_every_public_page_is_written_in_the_chosen_size_and_varies_by_it(client):
    make_settings()
    pages = ["/", "/articles/", "/contact/", "/consult/", "/statutes/", "/no/"]
    assert [path for path in pages if LARGE in client.get(path).text] == []
    choose(client)
    assert [path for path in pages if LARGE not in client.get(path).text] == []
    assert [path for path in pages if "Cookie" not in client.get(path)["Vary"]] == []
    for path in ("/articles/feed/", "/sitemap.xml", "/mark.svg"):
        assert "Cookie" not in client.get(path).get("Vary", ""), path


def test_the_switch_says_its_state_and_leads_back(client):
    article = make_article()
    address = article.get_absolute_url()
    response = client.get(f"{address}?from=x")
    assert "csrfmiddlewaretoken" not in response.text
    assert not response.cookies
    assert 'value="large"' in response.text
    assert f'name="next" value="{address}?from=x"' in response.text
    assert 'aria-pressed="false"' in response.text
    choose(client)
    assert 'aria-pressed="true"' in client.get(address).text
    choose(client, size="")
    assert LARGE not in client.get(address).text
