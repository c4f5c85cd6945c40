"""Every address of the contract answers, on an empty database and on a full one."""

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.engine

ADDRESSES = [
    "/", "/lawyers/", "/articles/", "/articles/feed/", "/search/?q=工伤", "/consult/",
    "/consult/received/", "/consult/thread/", "/contact/", "/sitemap.xml", "/robots.txt",
    "/healthz", "/admin/login/", "/statutes/",
]  # fmt: skip
FULL = ["/lawyers/lin-zhiyuan/", "/areas/criminal/", "/pages/privacy/", "/articles/?page=2"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_on_an_empty_database(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_answers_with_the_sample_firm(client):
    call_command("load_demo", verbosity=0)
    assert {client.get(address).status_code for address in [*ADDRESSES, *FULL]} == {200}
