"""The recipe for nginx, run by a real one before a backend that keeps what it was asked."""

import re
import socket
import ssl
import time

import pytest

from tests.deploy import nginx
from tests.deploy.backend import backend
from tests.deploy.nginx import NAME, Nginx
from tests.site_process import ROOT, free_port
from tests.small_disk import small_disk

pytestmark = pytest.mark.ci
MB = 1024 * 1024
PAGES = ROOT / "docs" / "deploy" / "pages"
ADMIN_PAGE = "/admin/consult/consultation/0b62b6c5-3e6b-4d0b-9d8a-0d2ac1d7a3a1/change/"


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
    page = (PAGES / f"{status}.html").read_text(encoding="utf-8")
    return re.search("<h1>(.+)</h1>", page)[1]


def test_nginx_finds_no_fault_in_the_recipe(proxy):
    told = proxy.check()
    assert told.returncode == 0
    assert "[warn]" not in told.stderr


def test_http_leads_to_https(proxy):
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


@pytest.mark.filterwarnings("ignore:ssl:DeprecationWarning")
def test_an_old_protocol_is_refused(proxy):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        socket.create_connection(("127.0.0.1", proxy.tls)) as plain,
        pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"),
    ):
        context.wrap_socket(plain, server_hostname=NAME)


def test_a_forged_address_stands_before_the_real_one_and_a_header_with_underscore_nowhere(
    proxy, site
):
    head = f"GET /who HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n"
    forged = (
        "X_Forwarded_For: 6.6.6.6\r\nX-Forwarded-For: 7.7.7.7\r\nX-Test-Client: 203.0.113.9\r\n"
    )
    proxy.raw((head + forged + "X-Forwarded-Proto: http\r\n\r\n").encode())
    headers = site.seen[-1][2]
    assert headers["X-Forwarded-For"] == "7.7.7.7, 203.0.113.9"
    assert headers["X-Forwarded-Proto"] == "https"
    assert not [name for name in headers if "_" in name]


POST = f"POST /smuggled HTTP/1.1\r\nHost: {NAME}\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhelloG",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Content-Length : 5\r\n\r\nhello",
        "Content-Length: 5 6\r\n\r\nhello",
    ],
)
def test_a_request_that_two_servers_could_read_differently_is_refused(proxy, site, headers):
    told = proxy.raw((POST + headers).encode())
    assert re.match(rb"HTTP/1.1 (400|501) ", told)
    assert told.count(b"HTTP/1.1 ") == 1
    assert "/smuggled" not in [path for _, path, *_ in site.seen]


@pytest.mark.parametrize("path", ["/consult/", "/consult/thread/", ADMIN_PAGE])
def test_pages_with_attachments_take_a_large_body(proxy, site, path):
    body = b"x" * (60 * MB)
    assert proxy.ask(path, method="POST", body=body).status == 200
    assert site.seen[-1][3] == body
    site.seen.clear()


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("/articles/", 21 * MB),
        ("/admin/login/", 2 * MB),
        ("/consult/", 201 * MB),
        ("/consult/suggest/", 21 * MB),
    ],
)
def test_a_body_that_is_too_large_is_answered_with_a_page(proxy, path, length):
    head = f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {length}\r\n\r\n"
    told = proxy.raw(head.encode(), timeout=20).decode()
    assert told.startswith("HTTP/1.1 413 ")
    assert says(413) in told


def test_a_body_on_its_way_lies_in_the_spool_and_nowhere_else(proxy):
    before, body = set(proxy.workers_files()), b"SECRET" * 200_000
    head = f"POST /consult/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {len(body) + 1}\r\n\r\n"
    with proxy.connect() as connection:
        connection.sendall(head.encode() + body)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not spooled(proxy):
            time.sleep(0.05)
        assert spooled(proxy)
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
    proxy.ask("/articles/7/", User_Agent="GEHEIM")
    lines = proxy.log(until="GET /articles/7/ 200")
    assert "GEHEIM" not in lines + proxy.log("antou-error.log")
    assert "TOKEN" not in lines
    assert "203.0.113.1 [" in lines


def test_what_the_site_does_not_compress_nginx_does_not_either(proxy):
    answer = proxy.ask("/consult/thread/", Accept_Encoding="gzip")
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("<p>")


def test_an_error_of_the_site_passes_through_as_it_is(proxy):
    answer = proxy.ask("/error")
    assert (answer.status, answer.text.strip()) == (503, "<p>/error</p>")


def test_a_site_that_is_away_is_told_on_a_page(tmp_path):
    nginx.need()
    with Nginx(tmp_path, free_port()) as alone:
        answer = alone.ask("/consult/", method="POST", body=b"x")
        assert (answer.status, answer.headers["Retry-After"]) == (502, "60")
        assert says(502) in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        style = alone.ask("/antou-pages/page.css")
        assert (style.status, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")


def test_a_site_that_hangs_is_told_on_a_page(site, tmp_path):
    change = {"proxy_read_timeout 120s": "proxy_read_timeout 1s"}
    with Nginx(tmp_path, site.server_port, **change) as impatient:
        answer = impatient.ask("/slow")
    assert answer.status == 504
    assert says(504) in answer.text


@pytest.fixture
def small_memory(tmp_path):
    """A tmpfs of 4 MB, where this machine lets us make one."""
    with small_disk(tmp_path / "memory", "4m") as folder:
        yield folder


def test_a_spool_that_is_full_is_told_on_a_page_and_has_room_again(site, tmp_path, small_memory):
    nginx.need()
    with Nginx(tmp_path, site.server_port, **{"/var/spool/antou/": f"{small_memory}/"}) as running:
        answer = running.ask("/consult/", method="POST", body=b"x" * 6 * MB)
        assert answer.status == 500
        assert says(500) in answer.text
        assert running.ask("/consult/", method="POST", body=b"x" * 3 * MB).status == 200


def test_the_numbers_stay_inside_and_each_request_has_an_id_that_no_stranger_chose(proxy, site):
    site.seen.clear()
    assert proxy.ask("/metrics").status == 404
    assert site.seen == []
    proxy.ask("/articles/8/", X_Request_ID="a" * 32)
    told = site.seen[-1][2].get_all("X-Request-ID")
    assert (len(told), told == ["a" * 32]) == (1, False)
    assert f" {told[0]}\n" in proxy.log(until=told[0])
