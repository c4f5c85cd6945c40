"""The recipe for nginx, run by a real one before a backend that keeps what it was asked."""

import contextlib
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http.cookie import parse_cookie

from consult.crypto import receipt_codes
from tests.deploy import nginx
from tests.deploy.backend import backend
from tests.deploy.nginx import NAME, SECRET, Nginx
from tests.site_process import ROOT, free_port, wait_for
from tests.small_disk import small_disk
from website.http import type_size
from website.office.login import backend as backend_of_login
from website.office.second_factor.passkeys import QUESTION

pytestmark = pytest.mark.ci
MB = 1024 * 1024
PAGE = (ROOT / "docs/deploy/pages/error.html").read_text(encoding="utf-8")
ADMIN_PAGE = "/admin/consult/consultation/0b62b6c5-3e6b-4d0b-9d8a-0d2ac1d7a3a1/change/"
KEPT = {"ETag": '"0123456789abcdef-br"', "Cache-Control": "no-cache", "Vary": "Cookie"}
SECOND = {"        #proxy_": "        proxy_"}  # the lines of the recipe that are to be uncommented


@pytest.fixture(scope="module")
def site():
    nginx.need()
    with backend() as server:
        yield server


@pytest.fixture(scope="module")
def proxy(site, tmp_path_factory):
    with Nginx(tmp_path_factory.mktemp("nginx"), site.server_port) as running:
        yield running


def says(status):
    """The heading of nginx's own page."""
    said = re.findall(r'<!--# (?:.*= (\d+)"|else) -->\n<!--# set var="title" value="(.+)"', PAGE)
    return f"<h1>{dict(said).get(str(status)) or dict(said)['']}</h1>"


def test_the_recipe_is_sound_and_http_leads_to_https(proxy):
    told = proxy.check()
    assert (told.returncode, "[warn]" in told.stderr) == (0, False)
    with socket.create_connection(("127.0.0.1", proxy.plain)) as connection:
        connection.sendall(f"GET /search/?q=x HTTP/1.0\r\nHost: {NAME}\r\n\r\n".encode())
        told = connection.makefile("rb").read().decode()
    assert told.startswith("HTTP/1.1 301 ")
    assert f"Location: https://{NAME}/search/?q=x\r\n" in told


def test_a_name_that_is_not_ours_is_not_answered(proxy, site):
    with socket.create_connection(("127.0.0.1", proxy.plain)) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n")
        assert connection.makefile("rb").read() == b""
    with pytest.raises(OSError, match="UNRECOGNIZED_NAME"):
        proxy.connect("evil.example")
    assert proxy.raw(b"GET /evil HTTP/1.1\r\nHost: evil.example\r\n\r\n") == b""
    assert "/evil" not in [path for _, path, *_ in site.seen]


def test_who_asks_is_told_with_the_secret_and_a_header_with_underscore_is_dropped(proxy, site):
    head = f"GET /who HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n"
    forged = "X_Antou_Client: 6.6.6.6\r\nX-Antou-Client: 7.7.7.7\r\nX-Test-Client: 203.0.113.9\r\n"
    proxy.raw(f"{head}{forged}\r\n".encode())
    headers = site.seen[-1][2]
    assert headers.get_all("X-Antou-Client") == [f"203.0.113.9 https {SECRET}"]
    assert not [name for name in headers if "_" in name]


def test_a_cookie_in_bare_bytes_takes_none_of_the_sites_own_with_it(proxy, site):
    """The site would read none of the header."""
    names = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, receipt_codes.COOKIE]
    names += [receipt_codes.COOKIE_OF_STAFF, backend_of_login.COOKIE, QUESTION, type_size.COOKIE]
    ours = "; ".join(f"{name}=1" for name in names)
    for theirs, seen in (("a=b", {"a", *names}), ("a=案头", set(names))):
        head = f"GET /who HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n"
        proxy.raw(f"{head}Cookie: {theirs}; {ours}\r\n\r\n".encode())
        (told,) = site.seen[-1][2].get_all("Cookie")
        assert {name for name, value in parse_cookie(told).items() if value} == seen
    proxy.raw(f"{head}\r\n".encode())
    assert site.seen[-1][2].get_all("Cookie") is None


POST = f"POST /smuggled HTTP/1.1\r\nHost: {NAME}\r\n"


def test_a_request_that_two_servers_could_read_differently_is_refused(proxy, site):
    for headers in (
        "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhelloG",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Content-Length : 5\r\n\r\nhello",
        "Content-Length: 5 6\r\n\r\nhello",
    ):
        told = proxy.raw((POST + headers).encode())
        assert re.match(rb"HTTP/1.1 (400|501) ", told), headers
        assert told.count(b"HTTP/1.1 ") == 1
    assert "/smuggled" not in [path for _, path, *_ in site.seen]


def test_pages_with_attachments_take_a_large_body_and_others_answer_with_a_page(proxy, site):
    body = b"x" * (60 * MB)
    for path in ("/consult/", "/consult/thread/", ADMIN_PAGE):
        assert proxy.ask(path, method="POST", body=body).status == 200
        assert site.seen[-1][3] == body
        site.seen.clear()
    for path, length in (
        ("/articles/", 21 * MB),
        ("/admin/login/", 2 * MB),
        ("/consult/", 201 * MB),
        ("/consult/suggest/", 21 * MB),
    ):
        head = f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {length}\r\n\r\n"
        told = proxy.raw(head.encode(), timeout=20).decode()
        assert told.startswith("HTTP/1.1 413 "), path
        assert says(413) in told


def test_a_body_on_its_way_lies_in_the_spool_and_nowhere_else(proxy):
    before, body = set(proxy.workers_files()), b"SECRET" * 200_000
    head = f"POST /consult/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {len(body) + 1}\r\n\r\n"
    with proxy.connect() as connection:
        connection.sendall(head.encode() + body)
        wait_for(lambda: spooled(proxy))
        new = set(proxy.workers_files()) - before
        assert all(path.startswith((f"{proxy.spool}/", "socket:")) for path in new)
    assert not list(proxy.spool.rglob("*[0-9]"))


def spooled(proxy):
    """The bodies that nginx keeps in files now."""
    return [path for path in proxy.workers_files() if path.startswith(f"{proxy.spool}/bodies/")]


def test_no_word_of_a_client_is_in_a_log(proxy):
    proxy.ask("/search/?q=GEHEIM")
    proxy.ask("/consult/stop/TOKEN/?x=GEHEIM", Referer=f"https://{NAME}/?q=GEHEIM")
    proxy.ask("/articles/preview/TOKEN/")
    proxy.ask("/consult/", method="POST", body=b"GEHEIM")
    answer = proxy.ask("/articles/7/", User_Agent="GEHEIM", Accept_Encoding="gzip")
    assert "Content-Encoding" not in answer.headers  # nor is what the site leaves as it is pressed
    lines = proxy.log(until="GET /articles/7/ 200")
    assert "GEHEIM" not in lines + proxy.log("antou-error.log")
    assert "TOKEN" not in lines
    assert "203.0.113.1 [" in lines


def test_a_site_that_is_away_or_hangs_is_told_on_a_page(site, tmp_path):
    (tmp_path / "away").mkdir()
    with Nginx(tmp_path / "away", free_port()) as alone:
        answer = alone.ask("/consult/", method="POST", body=b"x")
        assert (answer.status, answer.headers["Retry-After"]) == (502, "60")
        assert says(502) in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        style = alone.ask("/antou-pages/page.css")
        assert (style.status, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    change = {"proxy_read_timeout 120s": "proxy_read_timeout 1s"}
    (tmp_path / "slow").mkdir()
    with Nginx(tmp_path / "slow", site.server_port, **change) as impatient:
        answer = impatient.ask("/slow")
    assert (answer.status, says(504) in answer.text) == (504, True)


def test_a_spool_that_is_full_is_told_on_a_page_and_has_room_again(site, tmp_path):
    with (
        small_disk(tmp_path / "memory", "4m") as memory,
        Nginx(tmp_path, site.server_port, **{"/var/spool/antou/": f"{memory}/"}) as running,
    ):
        answer = running.ask("/consult/", method="POST", body=b"x" * 6 * MB)
        assert (answer.status, says(500) in answer.text) == (500, True)
        assert running.ask("/consult/", method="POST", body=b"x" * 3 * MB).status == 200


def test_the_numbers_stay_inside_and_each_request_has_an_id_that_no_stranger_chose(proxy, site):
    site.seen.clear()
    assert proxy.ask("/metrics").status == 404
    assert site.seen == []
    proxy.ask("/articles/8/", X_Request_ID="a" * 32)
    told = site.seen[-1][2].get_all("X-Request-ID")
    assert (len(told), told == ["a" * 32]) == (1, False)
    assert f" {told[0]}\n" in proxy.log(until=told[0])


@pytest.fixture
def fresh():
    nginx.need()
    with backend() as server:
        yield server


@pytest.fixture(params=[{}])
def caching(request, fresh, tmp_path):
    with Nginx(tmp_path, fresh.server_port, **request.param) as running:
        yield running


def asked(fresh, caching, path, times=2, **request):
    """How often the fresh is asked for so many visitors."""
    fresh.seen.clear()
    for _ in range(times):
        assert caching.ask(path, **request).status == 200
    return len(fresh.seen)


def test_a_static_file_is_asked_for_once_in_each_form_whatever_hangs_on_its_address(caching, fresh):
    fresh.headers = {"Cache-Control": "max-age=315360000, public, immutable"}
    assert asked(fresh, caching, "/static/css/fresh.0123.css") == 1
    assert asked(fresh, caching, "/static/css/fresh.0123.css?x=1") == 0
    fresh.headers |= {"Vary": "Accept-Encoding"}
    for encoding, number in (("br", 1), ("gzip", 1), ("br", 0)):
        assert asked(fresh, caching, "/static/a.css", Accept_Encoding=encoding) == number


def test_as_the_recipe_is_every_page_is_asked_for_each_time(caching, fresh):
    fresh.headers = KEPT
    for path in ("/", "/articles/1/", "/consult/", "/admin/", "/search/?q=x"):
        assert asked(fresh, caching, path, times=3) == 3
    assert not list((caching.folder / "cache").rglob("*"))
    assert {headers["Connection"] for *_, headers, _ in fresh.seen} == {None}
    assert len(set(fresh.ports)) < 15  # connections to the site stay open


@pytest.mark.parametrize("caching", [SECOND], indirect=True)
def test_in_a_rush_nothing_personal_is_kept(caching, fresh):
    for path, more, headers in (
        ("/", {"Cookie": "sessionid=abc"}, KEPT),
        ("/", {"Cookie": "type=large"}, KEPT),
        ("/", {"Authorization": "Basic eDp4"}, KEPT),
        ("/", {}, KEPT | {"Set-Cookie": "a=1"}),
        ("/articles/preview/x/", {}, {"Cache-Control": "no-store, private"}),
        ("/articles/1/", {}, {"Cache-Control": "no-cache", "ETag": '"0123456789abcdef"'}),
        *((path, {}, KEPT) for path in ("/consult/", "/consult/thread/", "/search/?q=x", "/error")),
    ):
        fresh.headers = headers
        fresh.seen.clear()
        for _ in range(2):
            caching.ask(path, **more)
        assert len(fresh.seen) == 2, path
        assert not [one for one in (caching.folder / "cache").rglob("*") if one.is_file()]


@pytest.fixture(scope="module")
def limited(tmp_path_factory):
    nginx.need()
    folder = tmp_path_factory.mktemp("nginx")
    with backend() as server, Nginx(folder, server.server_port) as running:
        running.site = server
        yield running


def statuses(limited, path, clients, **more):
    """What each client in turn is answered, eight at a time."""
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda client: limited.ask(path, client=client, **more).status, clients)
        return list(answers)


@pytest.mark.parametrize(
    ("path", "method", "most"),
    [
        ("/admin/login/", "POST", 25),
        ("/consult/", "POST", 40),
        ("/consult/thread/", "POST", 40),
        ("/search/?q=x", "GET", 45),
        ("/statutes/?q=x", "GET", 45),
    ],
)
def test_a_burst_from_one_client_is_cut_off_and_another_client_passes(limited, path, method, most):
    burst = statuses(limited, path, [f"198.51.100.{len(path)}"] * 60, method=method)
    assert set(burst) == {200, 429}
    assert 15 < burst.count(200) <= most
    known = {"method": method, "client": f"198.51.100.{len(path)}"}
    forged = (limited.ask(path, X_Forwarded_For=f"10.9.8.{turn}", **known) for turn in range(60))
    answer = next(answer for answer in forged if answer.status != 200)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
    assert says(429) in answer.text
    assert limited.ask(path, method=method, client="198.51.100.99").status == 200
    if "search" in path:
        time.sleep(1.1)
        assert limited.ask(path, **known).status == 200  # later


def test_reading_forms_and_files_does_not_count_as_sending_one(limited):
    for path in ("/admin/login/", "/consult/"):
        assert set(statuses(limited, path, ["192.0.2.50"] * 60)) == {200}
    # Twenty people open a page with its style sheet, script and pictures in the same second.
    assert set(statuses(limited, "/static/css/site.css", ["192.0.2.60"] * 160)) == {200}
    question = quote("欠钱不还怎么办" * 1000)
    assert limited.ask(f"/search/?q={question}", client="192.0.2.9").status == 200


def test_an_ipv6_household_is_one_client_and_its_neighbour_another(limited):
    household = [f"2001:db8:0:10a::{number:x}" for number in range(1, 41)]
    assert 429 in statuses(limited, "/admin/login/", household, method="POST")
    assert limited.ask("/admin/login/", method="POST", client="2001:db8:0:10b::1").status == 200
    others = [f"2001:db8:0:{number:x}::1" for number in range(0x200, 0x228)]
    assert set(statuses(limited, "/admin/login/", others, method="POST")) == {200}


def test_slow_clients_do_not_hold_the_site(limited):
    """Half a header each, and half a body each: the site hears nothing of them."""
    lines = f"POST /slowly HTTP/1.1\r\nHost: {NAME}\r\n"
    before = len(limited.site.seen)
    with contextlib.ExitStack() as stack:
        for turn in range(120):
            connection = stack.enter_context(limited.connect())
            more = f"X-Test-Client: 192.0.2.{turn}\r\nContent-Length: 900\r\n\r\nhalf" * (turn % 2)
            connection.sendall((lines + more).encode())
        begin = time.monotonic()
        assert limited.ask("/articles/", client="192.0.2.200").status == 200
        assert time.monotonic() - begin < 12  # before the first of them is cut off
    assert [path for _, path, *_ in limited.site.seen[before:]] == ["/articles/"]


def test_a_client_that_says_nothing_more_is_cut_off(tmp_path, limited):
    change = {"client_header_timeout 15s": "client_header_timeout 1s"}
    change["client_body_timeout 30s"] = "client_body_timeout 1s"
    head = f"POST /consult/ HTTP/1.1\r\nHost: {NAME}\r\n"
    with Nginx(tmp_path, limited.site.server_port, **change) as impatient:
        for sent in (head, f"{head}Content-Length: 900\r\n\r\nhalf"):
            begin = time.monotonic()
            assert b"200" not in impatient.raw(sent.encode(), timeout=60)[:20]
            assert time.monotonic() - begin < 14


def test_one_client_has_a_bound_on_what_is_open_at_once(tmp_path, limited):
    with Nginx(
        tmp_path, limited.site.server_port, **{"limit_conn open 100": "limit_conn open 3"}
    ) as few:
        with ThreadPoolExecutor(6) as pool, contextlib.suppress(socket.timeout):
            asked = [pool.submit(few.ask, "/slow", client="192.0.2.80") for _ in range(6)]
            wait_for(lambda: sum(one.done() for one in asked) >= 3)
            assert [one.result().status for one in asked if one.done()] == [429] * 3
            assert few.ask("/", client="192.0.2.81").status == 200
            limited.site.let_go.set()
        assert [one.result().status for one in asked].count(200) == 3
