"""Where somebody who finds a hole may write: RFC 9116, from a setting."""

import datetime
import re

import pytest

from tests.factories import make_lawyer

pytestmark = pytest.mark.django_db
PATH = "/.well-known/security.txt"


@pytest.fixture
def told(settings):
    settings.SITE_URL = "https://www.example.com"
    settings.SECURITY_CONTACT = ["mailto:security@example.com", "https://www.example.com/pages/x/"]


def fields(answer):
    """Names and values, one line each, as the RFC wants them."""
    lines = answer.content.decode().split("\n")
    assert lines.pop() == ""
    return [re.fullmatch(r"([A-Z][A-Za-z-]+): (\S.*)", line).groups() for line in lines]


def test_it_names_contacts_languages_and_its_own_address(client, told):
    answer = client.get(PATH)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert [field for field in fields(answer) if field[0] != "Expires"] == [
        ("Contact", "mailto:security@example.com"),
        ("Contact", "https://www.example.com/pages/x/"),
        ("Preferred-Languages", "zh, en"),
        ("Canonical", f"https://www.example.com{PATH}"),
    ]


def test_it_never_runs_out_and_says_the_same_all_day(client, told):
    answer = client.get(PATH)
    ((_, expires),) = [field for field in fields(answer) if field[0] == "Expires"]
    until = datetime.datetime.strptime(expires, "%Y-%m-%dT%H:%M:%SZ")
    ahead = until - datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    assert datetime.timedelta(days=30) < ahead < datetime.timedelta(days=365)
    assert until.time() == datetime.time()


def test_without_a_contact_there_is_no_such_file(client):
    assert client.get(PATH).status_code == 404


def test_a_site_without_https_has_no_canonical_address(client, settings):
    settings.SECURITY_CONTACT = ["mailto:security@example.com"]
    assert [name for name, _ in fields(client.get(PATH))] == [
        "Contact",
        "Expires",
        "Preferred-Languages",
    ]


def test_a_lawyers_own_host_has_none_since_it_is_about_the_firms(client, told, settings):
    settings.ALLOWED_HOSTS = ["lin.example.cn"]
    make_lawyer(hostname="lin.example.cn")
    assert client.get(PATH, headers={"host": "lin.example.cn"}).status_code == 404


def test_it_is_only_read(client, told):
    assert client.head(PATH).status_code == 200
    assert client.post(PATH).status_code == 405
