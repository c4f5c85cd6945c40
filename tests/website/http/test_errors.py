"""Every answer to bad input is a page of the site with a way on; a 500 asks nothing of anybody."""

import re
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from tests import monitor
from tests.factories import make_lawyer, make_settings, make_superuser
from website.http.errors import TEXTS

pytestmark = pytest.mark.django_db
PAGES = [
    "/", "/lawyers/", "/articles/", "/articles/feed/", "/search/", "/consult/", "/consult/thread/",
    "/consult/received/", "/contact/", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz",
    "/admin/login/",
]  # fmt: skip


def is_a_page_of_ours(answer):
    html = answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    named, way_on = "青石律师网" in html, 'href="/consult/"' in html
    return (
        named and way_on and 'href="tel:+863305559900"' in html and "default-src 'none'" in policy
    )


@pytest.fixture(autouse=True)
def _firm():
    make_settings(), make_lawyer(), make_lawyer()


BAD = {
    "no such page": ("GET", "/nothing/", {}, 404),
    "no such article": ("GET", "/articles/999999/", {}, 404),
    "an article number beyond the database": ("GET", f"/articles/{'9' * 40}/", {}, 404),
    "no such lawyer": ("GET", "/lawyers/nobody/", {}, 404),
    "a lawyer of 5,000 signs": ("GET", f"/lawyers/{'a' * 5000}/", {}, 404),
    "no such page of a list": ("GET", "/articles/?page=0", {}, 404),
    "an unknown host": ("GET", "/", {"HTTP_HOST": "evil.example"}, 400),
    "an impossible host": ("GET", "/", {"HTTP_HOST": "a b<c>"}, 400),
    "a post to a page": ("POST", "/", {}, 405),
    "a post to a list": ("POST", "/articles/", {}, 405),
    "a delete": ("DELETE", "/contact/", {}, 405),
    "a made-up method": ("NONSENSE", "/lawyers/", {}, 405),
    "an odd charset": ("POST", "/consult/", {"CONTENT_TYPE": "a/b; charset=utf-7"}, 415),
    "a huge body": ("POST", "/consult/", {"CONTENT_LENGTH": "999999999"}, 413),
    "a length that is none": ("POST", "/consult/", {"CONTENT_LENGTH": "x"}, 400),
    "10,000 parameters": ("GET", "/search/?" + "&".join(f"p{n}=1" for n in range(10_000)), {}, 400),
    "10,000 parameters of a list": ("GET", "/articles/?" + "a=1&" * 10_000, {}, 400),
}


@pytest.mark.parametrize(("method", "address", "told", "status"), BAD.values(), ids=BAD)
def test_bad_input_is_answered_with_a_page_of_ours(client, method, address, told, status):
    answer = client.generic(method, address, **told)
    assert answer.status_code == status
    assert is_a_page_of_ours(answer)


def test_a_post_that_is_not_allowed_says_what_is(client):
    assert client.post("/").headers["Allow"] == "GET, HEAD"


def test_an_error_page_is_not_for_search_engines(client):
    assert "noindex" in client.get("/nothing/").content.decode()


ODD_PATHS = [
    "/%00/", "/articles/%00/", "/lawyers/%ff%fe/", "/%c3%28/", "/..%2f..%2fetc/passwd",
    "/pages/%E5%9B%BE/", "/areas/%0d%0aSet-Cookie:x/", "/" + "a" * 8000, "/%u0041/", "/admin/%00/",
    "/articles/1%00/", "/static/%00", "/static/../settings.py", "/media/%ff", "/favicon.ico/x",
]  # fmt: skip


@pytest.mark.engine
@pytest.mark.parametrize("address", ODD_PATHS)
def test_an_odd_path_is_never_a_500(client, address):
    assert client.get(address).status_code in {301, 302, 400, 404}


@pytest.mark.engine
@pytest.mark.parametrize(
    "query",
    [
        "%ff%fe",
        "q=%ff",
        "q=%00",
        "page=%00",
        "%00=1",
        "q=" + "a" * 100_000,
        "&&&==",
        "page=%ff",
        "q[]=1",
    ],
)
@pytest.mark.parametrize("page", PAGES)
def test_an_odd_query_is_never_a_500(client, page, query):
    assert client.get(f"{page}?{query}").status_code in {200, 400, 404}


@pytest.mark.parametrize("page", PAGES)
def test_head_is_answered_like_get_without_a_body(client, page):
    head, get = client.head(page), client.get(page)
    assert (head.status_code, head.content) == (get.status_code, b"")


@pytest.mark.parametrize(
    "name", ["Cookie", "Accept-Language", "Referer", "User-Agent", "If-Modified-Since", "Range"]
)
def test_an_odd_header_is_never_a_500(client, name):
    for value in ("\xff\xfe\x00", "x" * 9000, "sessionid=\x00; csrftoken=';"):
        assert client.get("/", headers={name: value}).status_code == 200


def test_a_wrong_token_against_forgery_is_a_page_of_ours():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
    assert answer.status_code == 403
    assert is_a_page_of_ours(answer)


def broken(*args, **kwargs):
    raise OperationalError("the database is gone")


@pytest.fixture
def no_database():
    """Every query fails, as when the database server is away."""
    with patch("django.db.backends.utils.CursorWrapper.execute", broken):
        yield


def is_plain_503(answer):
    html = answer.content.decode()
    styled = re.search(r'href="/static/css/[a-z]+\.css"', html)
    return answer.status_code == 503 and TEXTS[503][0] in html and 'href="/"' in html and styled


@pytest.mark.parametrize(
    "page", ["/", "/lawyers/", "/articles/", "/articles/1/", "/contact/", "/consult/", "/nothing/"]
)
def test_without_a_database_every_page_is_the_plain_503(no_database, page):
    client = Client(raise_request_exception=False)
    assert is_plain_503(client.get(page))


def test_the_plain_error_page_has_the_strict_headers(no_database):
    answer = Client(raise_request_exception=False).get("/")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_plain_error_page_tells_nothing_of_the_fault(no_database):
    assert b"database is gone" not in Client(raise_request_exception=False).get("/").content


def test_without_a_database_the_site_is_alive_and_not_ready(no_database):
    client = Client(raise_request_exception=False)
    assert client.get("/healthz").status_code == 200
    answer = monitor.ready(client)
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")


def test_robots_needs_no_database(no_database):
    assert Client(raise_request_exception=False).get("/robots.txt").status_code == 200


def test_a_visitor_without_permission_is_told_so(client):
    from django.core.exceptions import PermissionDenied
    from django.test import RequestFactory

    from website.http import errors

    answer = errors.permission_denied(RequestFactory().get("/"), PermissionDenied())
    assert (answer.status_code, TEXTS[403][1] in answer.content.decode()) == (403, True)
    assert make_superuser().is_staff
