"""The sample site behind the recipe, both real: what a visitor, a client and a stranger meet."""

import json
import os
import re
import subprocess
import urllib.request

import pytest

from tests.browser import tools
from tests.deploy.nginx import NAME, RECIPE, Nginx
from tests.deploy.test_nginx import PAGE, says

pytestmark = pytest.mark.ci


def test_a_visitor_reads_the_site_by_https(public):
    for path in ("/", "/articles/", "/search/?q=%E5%B7%A5%E4%BC%A4", "/consult/", "/admin/login/"):
        answer = public.ask(path)
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert answer.headers["Content-Encoding"] is None
    cookies = public.ask("/consult/").headers.get_all("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)
    answer = public.ask("/nothing/")
    assert (answer.status, "/antou-pages/" in answer.text) == (404, False)


def test_a_kept_page_passes_through_with_its_tag(public):
    page = public.ask("/contact/", Accept_Encoding="gzip, br")
    assert page.headers["Content-Encoding"] == "br"
    again = public.ask("/contact/", Accept_Encoding="gzip, br", If_None_Match=page.headers["ETag"])
    assert (again.status, again.text) == (304, "")
    with urllib.request.urlopen(f"{public.site.url}/healthz") as direct:
        assert direct.status == 200


def form(public, path, client):
    """What a browser sends back with a form: the cookie, the token, and where it stands."""
    page = public.ask(path, client=client)
    cookie = page.headers["Set-Cookie"].split(";")[0]
    token = re.search('csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    kind = "application/x-www-form-urlencoded"
    sent = {"Cookie": cookie, "Content_Type": kind, "Referer": f"https://{NAME}{path}"}
    return token, {"client": client, "method": "POST", **sent}


@pytest.mark.parametrize("forged", ["X-Forwarded-For", "X-Antou-Client", "X_Antou_Client"])
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
        for name in ("X_Forwarded_For", "X_Antou_Client"):
            careless.ask("/admin/login/", body=body, also=[(name, "10.4.5.6")], **sent)
    assert "login failed: address=203.0.113.77 " in public.site.output
    assert "login failed: address=127.0.0.1 " in public.site.output  # its later name wins
    assert "10.4.5.6" not in public.site.output


def need_node():
    """The Observatory wants a newer Node than the other tools."""
    tools.need()
    told = subprocess.check_output(["node", "--version"], text=True)
    if int(told.strip("v\n").split(".")[0]) < 20:
        pytest.skip("the Observatory needs Node 20")


def graded(proxy):
    """What the Observatory says of a site."""
    told = {"host": NAME, "http": proxy.plain, "https": proxy.tls}
    done = subprocess.run(
        ["node", "observatory.mjs"],
        cwd=tools.MODULES.parent,
        env={**os.environ, "NODE_EXTRA_CA_CERTS": str(proxy.folder / "certificate.pem")},
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_site_is_graded_a_plus_with_130(public):
    need_node()
    report = graded(public)
    found = {
        name: (test["result"], test["scoreModifier"]) for name, test in report["tests"].items()
    }
    assert report["scan"]["grade"] == "A+", found
    assert report["scan"]["score"] >= 130, found
    assert report["scan"]["testsFailed"] == 0, found


def test_every_answer_of_nginx_has_its_words_on_a_page_that_stands_by_itself():
    recipe = RECIPE.read_text("utf-8")
    named = re.search(r"error_page ([\d ]+) /antou-pages/error\.html;", recipe)[1].split()
    assert len({says(status) for status in named}) == len(named) == 6
    assert re.findall(r'(?:src|href)="([^"]+)"', PAGE) == ["/antou-pages/page.css", "/"]
    assert not re.search("style=|<script", PAGE)
