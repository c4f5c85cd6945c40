"""Visitors of old addresses are led on, with one query; everything else stays as it was."""

import pytest
from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import State
from tests.factories import make_article, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


def lead(old, new):
    Redirect.objects.create(site_id=settings.SITE_ID, old_path=old, new_path=new)


@pytest.mark.parametrize(
    ("old", "visited"),
    [
        ("/show.asp?id=12", "/show.asp?id=12"),
        ("/?p=12", "/?p=12"),
        ("/文章/1.html", "/%E6%96%87%E7%AB%A0/1.html"),
        ("/文章.html", "/%CE%C4%D5%C2.html"),
        ("/s?t=文章", "/s?t=%ce%c4%d5%c2"),
        ("/news/1", "/news/1/"),
        ("/news/1/", "/news/1"),
        ("/news/1.html", "/news/1.html?from=timeline"),
        ("/articles/999/", "/articles/999/"),
    ],
)
def test_an_old_address_leads_on_for_good(client, article, old, visited):
    lead(old, article.get_absolute_url())
    response = client.get(visited)
    assert (response.status_code, response.headers["Location"]) == (301, article.get_absolute_url())


def test_a_page_that_is_gone_says_so(client, article):
    lead("/gone.html", "")
    assert client.get("/gone.html").status_code == 410
    article.state = State.WITHDRAWN
    article.save()
    lead("/old.html", article.get_absolute_url())
    assert client.get("/old.html", follow=True).status_code == 410


def test_pages_of_the_site_are_not_led_away(client, article):
    lead(article.get_absolute_url(), "/contact/")
    lead("/", "/contact/")
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get("/").status_code == 200


def test_posts_and_the_admin_are_left_alone(client):
    lead("/form.asp", "/contact/")
    lead("/admin/nothing/", "/contact/")
    client.force_login(make_superuser())
    assert client.post("/form.asp").status_code == 404
    assert client.get("/admin/nothing/").status_code == 404


def test_a_page_that_is_not_found_costs_one_more_query(client):
    with CaptureQueriesContext(connection) as found:
        assert client.get("/nothing.html?id=1").status_code == 404
    assert len([one for one in found if "django_redirect" in one["sql"]]) == 1
    assert not [one for one in found if "django_site" in one["sql"]]


@pytest.mark.parametrize(
    "path", ["/x%00y", "/" + "x" * 10_000, "/%ED%A0%80", "/x?" + "%00%FF'\"" * 900, "/?\x00"]
)
def test_odd_addresses_are_not_found(client, path):
    assert client.get(path).status_code in {404, 200}


@pytest.mark.parametrize("target", ["//evil.example.com/", "/here.html"])
def test_a_target_that_was_smuggled_in_is_not_followed(client, target):
    lead("/here.html", target)
    assert client.get("/here.html").status_code == 404
