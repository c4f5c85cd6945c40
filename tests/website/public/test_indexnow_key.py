"""The file by which IndexNow knows that a push comes from us."""

import pytest

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef-KEY"


def test_the_key_is_served_under_its_own_name(client, settings):
    settings.INDEXNOW_KEY = KEY
    answer = client.get(f"/{KEY}.txt")
    assert (answer.status_code, answer.content) == (200, KEY.encode())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("name", [KEY[:-1], KEY.lower(), f"{KEY}x", "a" * 128, "a" * 129, "short"])
def test_any_other_name_is_404(client, settings, name):
    settings.INDEXNOW_KEY = KEY
    assert client.get(f"/{name}.txt").status_code == 404


def test_without_a_key_there_is_no_such_file(client, settings):
    settings.INDEXNOW_KEY = ""
    assert client.get(f"/{KEY}.txt").status_code == 404


def test_the_baidu_token_is_served_nowhere(client, settings):
    settings.BAIDU_PUSH_TOKEN = KEY
    assert client.get(f"/{KEY}.txt").status_code == 404


def test_robots_txt_is_no_key_file(client):
    assert b"User-agent" in client.get("/robots.txt").content
