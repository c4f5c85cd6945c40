"""The sample site behind the recipe, both real: what a visitor, a client and a stranger meet."""

import re
import urllib.error
import urllib.request

import pytest

from tests.deploy.nginx import NAME, Nginx
from tests.deploy.test_nginx import MB, says

TWO_LENGTHS = "Content-Length: 5\r\nContent-Length: 60"
pytestmark = [pytest.mark.ci, pytest.mark.process]


def test_a_visitor_reads_the_site_by_https(public):
    for path in ("/", "/articles/", "/search/?q=%E5%B7%A5%E4%BC%A4", "/consult/", "/admin/login/"):
        answer = public.ask(path)
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert answer.headers["Content-Encoding"] is None


def test_a_kept_page_passes_through_with_its_tag_and_for_https_alone(public):
    page = public.ask("/contact/", Accept_Encoding="gzip, br")
    assert page.headers["Content-Encoding"] == "br"
    again = public.ask("/contact/", Accept_Encoding="gzip, br", If_None_Match=page.headers["ETag"])
    assert (again.status, again.text) == (304, "")
    assert again.headers["Strict-Transport-Security"] == "max-age=31536000"
    with urllib.request.urlopen(f"{public.site.url}/healthz") as direct:
        assert direct.status == 200
    with pytest.raises(urllib.error.HTTPError, match="301"):
        ask_directly(public.site, "/contact/")


def ask_directly(site, path):
    """The site itself by http, following nobody."""
    opener = urllib.request.build_opener(Stay)
    return opener.open(f"{site.url}{path}", timeout=20)


class Stay(urllib.request.HTTPRedirectHandler):
    """Goes nowhere."""

    def redirect_request(self, *_):
        return None


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


def test_a_proxy_that_passes_underscores_on_gives_nobody_another_address(public, tmp_path):
    """As Caddy, HAProxy and Apache do; nginx, when it is told to."""
    change = {"underscores_in_headers off": "underscores_in_headers on"}
    with Nginx(tmp_path, public.site.port, **change) as careless:
        token, sent = form(careless, "/admin/login/", "203.0.113.77")
        body = f"csrfmiddlewaretoken={token}&username=admin&password=wrong"
        careless.ask("/admin/login/", body=body, also=[("X_Forwarded_For", "10.4.5.6")], **sent)
    assert "login failed: address=203.0.113.77 " in public.site.output
    assert "10.4.5.6" not in public.site.output


@pytest.mark.parametrize(
    "lengths", ["Content-Length: 4\r\nTransfer-Encoding: chunked", TWO_LENGTHS]
)
def test_a_request_in_a_request_reaches_no_page(public, lengths):
    inner = f"GET /articles/ HTTP/1.1\r\nHost: {NAME}\r\n\r\n"
    told = public.raw(
        f"POST / HTTP/1.1\r\nHost: {NAME}\r\n{lengths}\r\n\r\n0\r\n\r\n{inner}".encode()
    )
    assert told.startswith(b"HTTP/1.1 400 ")
    assert told.count(b"HTTP/1.1 ") == 1


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
