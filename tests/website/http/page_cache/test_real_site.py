"""The sample site as it is served: granian, the gateway, the cache, Django, one after the other."""

import re
import socket
from http.client import HTTPResponse

import pytest

from tests.sample_site import SampleSite

pytestmark = [pytest.mark.process, pytest.mark.ci]


class Visitors:
    """Requests as bytes on a socket, however odd."""

    def __init__(self, site):
        self.site = site

    def send(self, line, *headers):
        """What one connection is answered."""
        lines = [line, *headers, "Connection: close", "", ""]
        with socket.create_connection(("127.0.0.1", self.site.port), timeout=120) as connection:
            connection.sendall("\r\n".join(lines).encode())
            answer = HTTPResponse(connection, method=line.split()[0])
            answer.begin()
            answer.body = answer.read()
        return answer

    def get(self, path, *headers, host="127.0.0.1", method="GET", version="1.1"):
        """An answer to a request in its usual form."""
        return self.send(f"{method} {path} HTTP/{version}", f"Host: {host}", *headers)


@pytest.fixture(scope="module")
def visitors(tmp_path_factory):
    env = {"ALLOWED_HOSTS": "li.example.cn,.wild.cn", "TRUSTED_PROXY_COUNT": "1"}
    folder = tmp_path_factory.mktemp("site")
    with SampleSite(folder, WEB_WORKERS="1", SECURITY_CONTACT="mailto:a@b.cn", **env) as site:
        yield Visitors(site)


def article(visitors):
    """The address of an article."""
    return re.search(r"/articles/\d+/", visitors.get("/articles/").body.decode())[0]


def is_kept(answer):
    """Whether the page cache has made this answer."""
    return bool(re.search(r'-(identity|gzip|br)"$', answer.headers["ETag"] or ""))


PAGES = [
    "/", "/areas/", "/areas/criminal/", "/articles/", "/articles/?page=2", "/articles/feed/",
    "/lawyers/", "/lawyers/lin-zhiyuan/", "/lawyers/lin-zhiyuan/card.vcf", "/contact/",
    "/pages/privacy/", "/statutes/", "/statutes/?kind=law", "/sitemap.xml",
    "/sitemap-standing-1.xml", "/robots.txt", "/.well-known/security.txt",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_is_kept_and_a_browser_that_has_it_is_told_so(visitors, path):
    first = visitors.get(path, "Accept-Encoding: br")
    assert (first.status, is_kept(first)) == (200, True)
    again = visitors.get(path, "Accept-Encoding: br", f"If-None-Match: {first.headers['ETag']}")
    assert (again.status, again.body) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/search/?q=x", "/consult/", "/consult/thread/", "/admin/login/", "/healthz", "/no/"]
)
def test_what_is_personal_or_unknown_is_never_kept(visitors, path):
    assert not is_kept(visitors.get(path))


def test_an_article_and_a_statute_are_kept(visitors):
    page = visitors.get(article(visitors))
    law = re.search(r'href="(/statutes/[^"/]+/[^"]*)"', page.body.decode())[1]
    assert is_kept(page)
    assert is_kept(visitors.get(law))


def test_a_forged_host_reaches_no_page(visitors):
    told = [f"{name}: evil.example" for name in ("X-Forwarded-Host", "Forwarded", "X-Host")]
    for _ in range(2):
        page = visitors.get("/lawyers/", *told, "X_Forwarded_Host: evil.example")
        assert b"evil.example" not in page.body
    assert b"evil.example" not in visitors.get("/lawyers/").body
    assert visitors.get("/lawyers/", host="evil.example").status == 400
    assert b"LI.example" not in visitors.get("/lawyers/", host="LI.example.cn.:81").body


def test_an_address_in_its_absolute_form_names_no_other_host(visitors):
    answer = visitors.send("GET http://evil.example/contact/ HTTP/1.1", "Host: 127.0.0.1")
    assert answer.status in {200, 400}
    assert b"evil.example" not in answer.body
    assert b"evil.example" not in visitors.get("/contact/").body


def test_a_spelling_of_a_path_is_answered_as_django_answers_it(visitors):
    plain = visitors.get("/contact/").body
    for path in ("/%63ontact/", "/c%6Fntact/", "/c%6fntact/"):
        assert visitors.get(path).body == plain
    for path in ("//contact/", "/contact/%00", "/contact//", "/CONTACT/", "/contact/%2e"):
        assert visitors.get(path).status in {400, 404}
    assert visitors.get("/contact").status == 301


def test_a_reader_is_counted_for_each_page_kept_or_not(visitors):
    path, agent = article(visitors), "User-Agent: Mozilla/5.0 (Linux; Android 14) Chrome/126.0"
    tag = visitors.get(path, agent).headers["ETag"]
    visitors.get(path, agent, f"If-None-Match: {tag}")
    visitors.get(path, "Cookie: sessionid=abcdefghijklmnopqrstuvwxyz012345", agent)
    visitors.get(path, agent, method="HEAD")
    visitors.get(path, agent, "Sec-Purpose: prefetch")
    visitors.get(path)
    visitors.site.stop()
    key = int(path.split("/")[2])
    assert visitors.site.ask(
        f"SELECT number FROM articles_dailyreads WHERE article_id = {key}"
    ) == [(2,)]
