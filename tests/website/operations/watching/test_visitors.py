"""Who may see numbers: nobody who came through a proxy, whatever address that has."""

import pytest
from django.test import RequestFactory

from website.operations.views import may_see_numbers

TOKEN = "0123456789abcdef-0123456789"


def asks(host="127.0.0.1", address="127.0.0.1", **more):
    known = {"SERVER_NAME": host, "HTTP_HOST": host, "REMOTE_ADDR": address, **more}
    return may_see_numbers(RequestFactory().get("/metrics", **known))


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1:8000", "127.0.0.1"), ("localhost", "127.0.0.5"), ("[::1]:8000", "::1")],
)
def test_who_asks_on_this_machine_may(host, address):
    assert asks(host, address)


@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.2", "192.168.1.4", "", "unix:"])
def test_who_asks_from_another_machine_may_not(address):
    assert not asks(address=address)


@pytest.mark.parametrize(
    "header",
    ["X_FORWARDED_FOR", "X_FORWARDED_PROTO", "X_FORWARDED_HOST", "FORWARDED", "X_REAL_IP", "VIA"],
)
@pytest.mark.parametrize("value", ["127.0.0.1", "", "::1, 127.0.0.1"])
@pytest.mark.parametrize("count", [0, 1])
def test_who_came_through_a_proxy_is_not_on_this_machine(settings, header, value, count):
    settings.TRUSTED_PROXY_COUNT = count
    assert not asks(**{f"HTTP_{header}": value})


def test_a_tunnel_that_tells_of_no_proxy_asks_by_the_public_name(settings):
    settings.ALLOWED_HOSTS = ["www.example.com"]
    assert not asks(host="www.example.com")


@pytest.mark.parametrize("written", [f"Bearer {TOKEN}", f"bearer  {TOKEN} "])
def test_the_token_opens_from_anywhere(settings, written):
    settings.METRICS_TOKEN = TOKEN
    assert asks(address="203.0.113.7", HTTP_X_FORWARDED_FOR="1.2.3.4", HTTP_AUTHORIZATION=written)


@pytest.mark.parametrize(
    "written",
    ["", "Bearer", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer 令"],
)
@pytest.mark.parametrize("token", ["", TOKEN])
def test_another_token_opens_nothing_nor_does_none_where_none_is_set(settings, written, token):
    settings.METRICS_TOKEN = token
    assert not asks(address="203.0.113.7", HTTP_AUTHORIZATION=written)


@pytest.mark.django_db
def test_for_a_stranger_there_are_no_metrics_and_one_word_of_readiness(client):
    assert client.get("/metrics").status_code == 404
    assert set(client.get("/readyz").json()) == {"status"}
