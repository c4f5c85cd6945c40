"""Public pages are compressed; where a secret could be on the page, nothing is."""

import gzip

import pytest

from tests.factories import make_article, make_settings, make_superuser

pytestmark = pytest.mark.django_db
ASKED = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("path", ["/", "/articles/", "/articles/feed/", "/sitemap.xml"])
def test_public_pages_are_compressed(client, path):
    make_article()
    answer = client.get(path, headers=ASKED)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content)


@pytest.mark.parametrize("path", ["/consult/", "/consult/thread/", "/admin/", "/admin/login/"])
def test_what_may_hold_a_secret_is_not(client, path):
    make_settings()
    client.force_login(make_superuser())
    assert "Content-Encoding" not in client.get(path, headers=ASKED).headers


def test_who_does_not_ask_for_it_gets_the_page_as_it_is(client):
    make_settings()
    assert "Content-Encoding" not in client.get("/").headers


def test_what_nobody_may_keep_is_not_compressed_either(client):
    draft = make_article(state="draft")
    address = draft.get_absolute_url()
    client.force_login(make_superuser())
    assert client.get(address).status_code == 200
    assert "Content-Encoding" not in client.get(f"{address}?guess", headers=ASKED).headers
