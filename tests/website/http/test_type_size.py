"""Large type: remembered by one cookie, without a script, on every public page."""

import pytest

from tests.factories import make_article, make_settings
from website.http import type_size

pytestmark = pytest.mark.django_db
LARGE = ' data-type="large">'


def choose(client, size="large", path="/contact/"):
    return client.post("/type/", {"size": size, "next": path})


def test_the_choice_is_kept_for_a_year_and_says_nothing_else(client):
    response = choose(client)
    assert (response.status_code, response.url) == (302, "/contact/")
    cookie = response.cookies["type"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("large", 31536000, "Lax")
    assert cookie["httponly"]
    assert not cookie["secure"]
    assert len(response.cookies) == 1


def test_on_https_the_cookie_goes_nowhere_else(client, settings):
    settings.HTTPS = True
    assert choose(client).cookies["type"]["secure"]


@pytest.mark.parametrize(
    "path", ["/", "/articles/", "/contact/", "/consult/", "/statutes/", "/no/"]
)
def test_every_public_page_is_written_in_the_chosen_size(client, path):
    make_settings()
    assert LARGE not in client.get(path).text
    choose(client)
    assert LARGE in client.get(path).text


def test_the_switch_says_its_state_and_leads_back(client):
    article = make_article()
    address = article.get_absolute_url()
    assert 'value="large"' in (html := client.get(f"{address}?from=x").text)
    assert f'name="next" value="{address}?from=x"' in html
    assert 'aria-pressed="false"' in html
    choose(client)
    html = client.get(address).text
    assert 'aria-pressed="true"' in html
    choose(client, size="")
    assert LARGE not in client.get(address).text


@pytest.mark.parametrize("value", ["small", "LARGE", '"><script>', ""])
def test_another_value_is_no_choice(client, value):
    client.cookies["type"] = value
    assert LARGE not in client.get("/contact/").text


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:a", "", "contact/"]
    + ["/" + "a" * type_size.LONGEST_PATH],
)
def test_the_way_back_leads_to_no_other_site(client, path):
    assert choose(client, path=path).url == "/"


def test_only_a_post_chooses(client):
    assert client.get("/type/").status_code == 405


def test_pages_vary_by_the_cookie_and_what_is_no_page_does_not(client):
    article = make_article()
    assert "Cookie" in client.get(article.get_absolute_url())["Vary"]
    for path in ("/articles/feed/", "/sitemap.xml", "/mark.svg"):
        assert "Cookie" not in client.get(path).get("Vary", ""), path


def test_the_switch_needs_no_token_and_makes_none(client):
    response = client.get(make_article().get_absolute_url())
    assert "csrfmiddlewaretoken" not in response.text
    assert not response.cookies
