"""Every answer to bad input is a page of the site with a way on; a 500 asks nothing of anybody."""

import re
from contextlib import nullcontext
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory

from articles import answers
from articles.models import State
from articles.public.views import GONE
from tests import monitor
from tests.factories import make_area, make_article, make_lawyer, make_settings, make_staff
from tests.screen import Screen
from website.http import errors
from website.http.errors import TEXTS

pytestmark = pytest.mark.django_db
PAGES = [
    "/", "/lawyers/", "/articles/", "/articles/feed/", "/search/", "/consult/", "/consult/thread/",
    "/consult/received/", "/contact/", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz",
    "/admin/login/",
]  # fmt: skip


def is_a_page_of_ours(answer):
    html = answer.text
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


def test_bad_input_is_answered_with_a_page_of_ours(client):
    for name, (method, address, told, status) in BAD.items():
        answer = client.generic(method, address, **told)
        assert answer.status_code == status, name
        assert is_a_page_of_ours(answer), name
        assert "noindex" in answer.text
    assert client.post("/").headers["Allow"] == "GET, HEAD"
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
    assert answer.status_code == 403
    assert is_a_page_of_ours(answer)
    answer = errors.permission_denied(RequestFactory().get("/"), PermissionDenied())
    assert (answer.status_code, TEXTS[403][1] in answer.text) == (403, True)


ODD_PATHS = [
    "/%00/", "/articles/%00/", "/lawyers/%ff%fe/", "/%c3%28/", "/..%2f..%2fetc/passwd",
    "/pages/%E5%9B%BE/", "/areas/%0d%0aSet-Cookie:x/", "/" + "a" * 8000, "/%u0041/", "/admin/%00/",
    "/articles/1%00/", "/static/%00", "/static/../settings.py", "/media/%ff", "/favicon.ico/x",
]  # fmt: skip


@pytest.mark.engine
def test_an_odd_path_is_never_a_500(client):
    for address in ODD_PATHS:
        assert client.get(address).status_code in {301, 302, 400, 404}, address


@pytest.mark.engine
@pytest.mark.parametrize("page", PAGES)
def test_an_odd_query_is_never_a_500_and_head_is_answered_like_get(client, page):
    odd = ["%ff%fe", "q=%ff", "q=%00", "page=%00", "%00=1", "q[]=1", "&&&==", "page=%ff"]
    for query in (*odd, "q=" + "a" * 100_000):
        assert client.get(f"{page}?{query}").status_code in {200, 400, 404}, query[:9]
    head, get = client.head(page), client.get(page)
    assert (head.status_code, head.content) == (get.status_code, b"")


def test_an_odd_header_is_never_a_500(client):
    known = ["Cookie", "Accept-Language", "Referer", "User-Agent", "If-Modified-Since", "Range"]
    for name in known:
        for value in ("\xff\xfe\x00", "x" * 9000, "sessionid=\x00; csrftoken=';"):
            assert client.get("/", headers={name: value}).status_code == 200, name


def is_plain_503(answer):
    html = answer.text
    styled = re.search(r'href="/static/css/[a-z]+\.css"', html)
    return answer.status_code == 503 and TEXTS[503][0] in html and 'href="/"' in html and styled


@pytest.mark.parametrize("is_known", [False, True])
def test_without_a_database_every_page_is_the_plain_503_and_tells_nothing_of_the_fault(is_known):
    client = Client(raise_request_exception=False, **{"antou.is_away": is_known})
    with fails_with(OperationalError):
        for page in ("/", "/articles/", "/articles/1/", "/contact/", "/consult/", "/nothing/"):
            answer = client.get(page)
            assert is_plain_503(answer), page
            assert "database is gone" not in answer.text
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if is_known:
            assert is_plain_503(client.get("/admin/"))
            assert client.get("/readyz").status_code == 503
            return
        assert client.get("/robots.txt").status_code == client.get("/healthz").status_code == 200
        answer = monitor.ready(client)
        assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")


def html(client, address):
    return client.get(address).text


def test_a_page_that_is_not_there_searches_for_the_words_of_its_address_if_any(client, monkeypatch):
    article = make_article(title="离婚以后抚养费怎么算？")
    area = make_area(name="婚姻家庭", aliases="离婚")
    page = html(client, f"/{quote('旧站')}/{quote('离婚-抚养费')}.html")
    assert f"<title>{TEXTS[404][0]} - " in page
    assert 'class="float"' not in page
    assert 'value="离婚 抚养费"' in page
    assert page.index(area.get_absolute_url()) < page.index(article.get_absolute_url())
    make_article(title="公司可以这样做吗？")  # no more than the nearest there is
    assert "您可能在找" not in html(client, f"/{quote('物业说阳台漏水不肯修公司也没有人来')}")
    monkeypatch.setattr(answers, "find", None)
    page = html(client, "/wp-content/hello-1.html")
    assert "页面不存在" in page
    assert 'value=""' in page


def test_a_withdrawn_article_leads_to_what_took_its_place(client):
    area = make_area(name="婚姻家庭")
    gone = make_article(area=area, state=State.WITHDRAWN)
    other = make_article(area=area, title="抚养费可以要多少？")
    page = html(client, gone.get_absolute_url())
    assert f"<title>{GONE} - " in page
    assert other.get_absolute_url() in page
    assert "婚姻家庭" in page
    assert gone.title not in page


def test_who_works_here_stays_in_the_frame_of_the_office(client):
    assert 'id="site-name"' not in html(client, "/admin/nothing/")
    client.force_login(make_staff())
    for address, status in (("auth/group/", 403), ("nothing/", 404)):
        answer = client.get(f"/admin/{address}")
        assert answer.status_code == status
        assert 'id="site-name"' in answer.text
        assert "法律问答" not in answer.text
        assert (errors.NOT_IN_OFFICE in answer.text) is (status == 404)
    assert '<a href="/admin/">' in answer.text.partition('id="content-main"')[2]
    assert 'id="id_q"' not in answer.text


def fails_with(error):
    def fail(*args, **kwargs):
        raise error("the database is gone")

    return patch("django.db.backends.utils.CursorWrapper.execute", fail)


WORDS = {"question": "公司拖欠工资三个月，怎么办？", "phone": "13800000000", "token": "t"}
OWN, FOREIGN = {"Origin": "http://testserver"}, {"Origin": "https://evil.example"}


@pytest.mark.parametrize("is_known", [False, True])
def test_without_a_database_what_was_typed_comes_back_to_be_sent_again(is_known):
    """Whether the server knows it already or the view meets it; no secret, nothing of strangers."""
    client = Client(raise_request_exception=False, **{"antou.is_away": is_known})
    known = nullcontext() if is_known else fails_with(OperationalError)
    with known:
        files = {"files": SimpleUploadedFile("a.pdf", b"%PDF")}
        answer = client.post("/consult/", {**WORDS, **files}, headers=OWN)
        foreign = client.post("/consult/", WORDS, headers=FOREIGN)
        secret = client.post("/consult/thread/", {"code": "1234 5678", "text": "请问进展？"})
        office = client.post("/admin/articles/article/add/", {"title": "工伤怎么认定？"})
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (503, True)
    assert errors.NOT_STORED in answer.text
    page = Screen(client, answer)
    assert page.typed("您想咨询的事情") == WORDS["question"]
    assert all(f'name="{name}"' in answer.text for name in WORDS)
    assert is_plain_503(foreign)
    assert "拖欠" not in foreign.text
    assert is_plain_503(secret)
    assert "1234" not in secret.text
    assert "工伤怎么认定？" in office.text


def test_without_a_database_bad_input_is_still_answered_in_our_design():
    client = Client(raise_request_exception=False)
    bad = [*BAD.values(), ("GET", "/admin/login/", {}, 503)]
    with fails_with(OperationalError):
        for method, address, told, status in bad:
            answer = client.generic(method, address, **told)
            assert answer.status_code == (503 if status == 404 else status), address[:40]
            assert 'class="error"' in answer.text
            assert TEXTS[answer.status_code][0] in answer.text
        client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        answer = client.post("/admin/login/")
    assert (answer.status_code, errors.STALE in answer.text) == (403, True)
    with fails_with(InterfaceError):  # a connection that was closed
        answer = Client(raise_request_exception=False).get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
