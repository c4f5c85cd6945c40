"""The sample site behind the recipe, both real: what a visitor, a client and a stranger meet."""

import re

import pytest

from tests.deploy.nginx import NAME
from tests.deploy.test_nginx import MB, says

pytestmark = [pytest.mark.ci, pytest.mark.process]


def test_a_visitor_reads_the_site_by_https(public):
    for path in ("/", "/articles/", "/search/?q=%E5%B7%A5%E4%BC%A4", "/consult/", "/admin/login/"):
        answer = public.ask(path)
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert answer.headers["Content-Encoding"] is None


def test_the_sites_own_pages_for_errors_pass_through(public):
    answer = public.ask("/nothing/")
    assert answer.status == 404
    assert "/antou-pages/" not in answer.text
    assert 'href="/consult/"' in answer.text


def test_cookies_are_for_https_alone(public):
    cookies = public.ask("/consult/").headers.get_all("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)


@pytest.mark.parametrize("forged", ["X-Forwarded-For", "X_Forwarded_For", "X-Real-IP", "Forwarded"])
def test_a_login_counts_for_the_address_that_nginx_saw(public, forged):
    """Six wrong passwords, each from another forged address, are six from one."""
    client = f"203.0.113.{len(forged) * 7}"
    page = public.ask("/admin/login/", client=client)
    cookie = page.headers["Set-Cookie"].split(";")[0]
    token = re.search('csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    for turn in range(8):
        answer = public.raw_post(client, cookie, token, f"{forged}: 10.1.{turn}.1", turn)
    assert answer == 429


def test_what_the_site_takes_gets_through_and_what_it_refuses_is_told(public):
    page = public.ask("/consult/", client="203.0.113.7")
    token = re.search('csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    body = f"csrfmiddlewaretoken={token}&question=".encode() + b"x" * MB
    kind = {"Content_Type": "application/x-www-form-urlencoded", "Referer": f"https://{NAME}/"}
    cookie = page.headers["Set-Cookie"].split(";")[0]
    answer = public.ask(
        "/consult/", method="POST", body=body, client="203.0.113.7", Cookie=cookie, **kind
    )
    assert answer.status == 422
    answer = public.ask("/articles/", method="POST", body=b"x" * 21 * MB)
    assert (answer.status, says(413) in answer.text) == (413, True)
