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


def form(public, path, client):
    """What a browser sends back with a form: the cookie, the token, and where it stands."""
    page = public.ask(path, client=client)
    cookie = page.headers["Set-Cookie"].split(";")[0]
    token = re.search('csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    kind = "application/x-www-form-urlencoded"
    sent = {"Cookie": cookie, "Content_Type": kind, "Referer": f"https://{NAME}{path}"}
    return token, {"client": client, "method": "POST", **sent}


@pytest.mark.parametrize("forged", ["X-Forwarded-For", "X_Forwarded_For", "X-Real-IP", "Forwarded"])
def test_a_wrong_password_is_told_of_the_address_that_nginx_saw(public, forged):
    client = f"203.0.113.{len(forged)}{forged.count('_')}"
    token, sent = form(public, "/admin/login/", client)
    body = f"csrfmiddlewaretoken={token}&username=admin&password=wrong"
    also = [(forged, "10.1.2.3")]
    assert public.ask("/admin/login/", body=body, also=also, **sent).status == 200
    assert f"login failed: address={client} " in public.site.output
    assert "10.1.2.3" not in public.site.output


def test_what_the_site_takes_gets_through_and_what_it_refuses_is_told(public):
    token, sent = form(public, "/consult/", "203.0.113.7")
    body = f"csrfmiddlewaretoken={token}&question=".encode() + b"x" * MB
    assert public.ask("/consult/", body=body, **sent).status == 422
    answer = public.ask("/articles/", method="POST", body=b"x" * 21 * MB)
    assert (answer.status, says(413) in answer.text) == (413, True)


def test_the_log_of_nginx_has_no_word_and_the_sites_neither(public):
    token, sent = form(public, "/consult/", "203.0.113.8")
    body = f"csrfmiddlewaretoken={token}&question=GEHEIM&name=GEHEIM"
    public.ask("/consult/?x=GEHEIM", body=body, **sent)
    public.ask("/search/?q=GEHEIM")
    told = public.log() + public.log("antou-error.log") + public.site.output
    assert "POST /consult/..." in told
    assert "GEHEIM" not in told


def test_where_a_hole_is_told_is_known_to_nobody_who_set_nothing(public):
    assert public.ask("/.well-known/security.txt").status == 404
