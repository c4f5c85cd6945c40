"""What reaches Django through granian, tried with bytes on a socket as an attacker writes them."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from http.client import HTTPResponse

import pytest

from tests.site_process import ROOT, free_port
from website.operations.serving import gateway

SERVE = (
    "from granian import Granian; from website.operations.serving import web;"
    "Granian('tests.website.operations.echo_site:application', **web.options()).serve()"
)
ALIVE = b'{"status": "ok"}'
REAL, FORGED = "X-Forwarded-For: 203.0.113.9", "X_Forwarded_For: 6.6.6.6"


class Echo:
    """The echoing site behind the real granian, asked with raw bytes."""

    def __init__(self, port, log):
        self.port, self.log = port, log

    def send(self, raw):
        """What one connection is answered."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(raw)
            response = HTTPResponse(connection)
            response.begin()
            return response.status, response.read()

    def get(self, *headers, path="/"):
        """What Django sees of a request with these lines, in this order."""
        lines = [f"GET {path} HTTP/1.1", "Host: a", *headers, "Connection: close", "", ""]
        status, body = self.send("\r\n".join(lines).encode())
        assert status == 200
        return json.loads(body)


@pytest.fixture(scope="module")
def echo(tmp_path_factory):
    port, log = free_port(), tmp_path_factory.mktemp("echo") / "log"
    env = {**os.environ, "PORT": str(port), "TRUSTED_PROXY_COUNT": "1", "WEB_WORKERS": "1"}
    env |= {"DJANGO_SETTINGS_MODULE": "website.settings", "DATA_DIR": str(log.parent)}
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE], cwd=ROOT, env=env, stdout=said, stderr=said
        )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            break
        time.sleep(0.1)
    yield Echo(port, log)
    process.terminate()
    process.wait(timeout=120)


@pytest.mark.parametrize("lines", [(REAL, FORGED), (FORGED, REAL)])
def test_a_header_with_an_underscore_is_never_taken_for_the_real_one(echo, lines):
    assert echo.get(*lines)["address"] == "203.0.113.9"


@pytest.mark.parametrize("spelling", ["X_Forwarded_For", "x-forwarded_for", "X_Forwarded-For"])
def test_no_spelling_with_an_underscore_is_believed(echo, spelling):
    assert echo.get(f"{spelling}: 6.6.6.6")["address"] == "127.0.0.1"


def test_two_lines_of_the_real_header_are_one_list(echo):
    assert echo.get("X-Forwarded-For: 6.6.6.6", REAL)["address"] == "203.0.113.9"
    assert echo.get(REAL, FORGED, "X-Forwarded-For: 198.51.100.7")["address"] == "198.51.100.7"


@pytest.mark.parametrize("forged", ["X_Forwarded_Proto: https", "x-forwarded_proto: https"])
def test_a_scheme_with_an_underscore_is_not_believed(echo, forged):
    assert not echo.get("X-Forwarded-Proto: http", forged)["secure"]
    assert not echo.get(forged, "X-Forwarded-Proto: http")["secure"]
    assert echo.get("X-Forwarded-Proto: https", forged.replace("https", "http"))["secure"]


def test_cookies_in_two_lines_are_all_read(echo):
    assert echo.get("Cookie: a=1", "Cookie: b=2")["cookies"] == {"a": "1", "b": "2"}


def test_a_path_in_any_bytes_arrives_as_the_browser_meant_it(echo):
    assert echo.get(path="/%E4%BD%A0%2F")["path"] == "/你/"
    assert echo.get(path="/你/")["path"] == "/你/"
    assert echo.get(path="/%FF")["path"] == "/%FF"  # as Django writes what is not UTF-8


@pytest.mark.parametrize("path", ["/?q=%E4%BD%A0&x=1", "/?q=你&x=1"])
def test_a_query_in_bare_bytes_is_read_like_one_that_was_encoded(echo, path):
    assert echo.get(path=path)["query"] == {"q": "你", "x": "1"}


POST = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"


@pytest.mark.parametrize("header", [b"Content_Length: 2", b"Content_Length: 90"])
def test_the_length_of_a_body_is_what_its_real_header_says(echo, header):
    status, body = echo.send(POST + header + b"\r\nContent-Length: 5\r\n\r\nhello")
    assert (status, json.loads(body)["body"]) == (200, "hello")


def test_a_large_body_arrives_whole(echo):
    length = 5_000_000
    head = POST + f"Content-Length: {length}\r\n\r\n".encode()
    _, body = echo.send(head + b"x" * length)
    assert json.loads(body)["body"] == "x" * length


def test_a_body_that_was_cut_off_is_an_error_and_no_shorter_body(echo):
    with socket.create_connection(("127.0.0.1", echo.port), timeout=60) as connection:
        connection.sendall(POST + b"Content-Length: 100\r\n\r\nhalf")
    deadline = time.monotonic() + 60
    while "read: None" not in echo.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "read: None" in echo.log.read_text()
    assert "read: half" not in echo.log.read_text()


def test_a_download_ends_when_nobody_is_there_to_take_it(echo):
    for _ in range(3):  # one more than there are threads
        with socket.create_connection(("127.0.0.1", echo.port), timeout=60) as connection:
            connection.sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
            assert connection.recv(9)
    assert echo.get()["path"] == "/"


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n",
        b"X-Forwarded-For : 6.6.6.6\r\nContent-Length: 5\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: 5\r\n X-Forwarded-For: 6.6.6.6\r\n",
    ],
)
def test_a_request_that_two_servers_could_read_differently_is_refused(echo, headers):
    assert echo.send(POST + headers + b"\r\nhelloX")[0] == 400


async def _asked(application, address, path="/search/"):
    headers = [(b"x-forwarded-for", f"6.6.6.6, {address}".encode())]
    scope = {"type": "http", "method": "GET", "raw_path": path, "query_string": b"", "path": path}
    scope |= {"raw_path": path.encode(), "headers": headers, "client": ("127.0.0.1", 1)}
    await application(scope, None, None)


def test_of_one_address_one_page_is_rendered_at_a_time_and_others_go_past_it(settings, monkeypatch):
    """Whatever waits takes no thread; what is only handed out waits for nothing. After an answer
    the address rests: somebody else's page is made meanwhile."""
    settings.TRUSTED_PROXY_COUNT = 1
    begun, go_on = [], asyncio.Event()

    async def rendered(scope, receive, send):
        begun.append((scope["party"], scope["raw_path"]))
        await go_on.wait()

    async def no_versions():
        return None

    monkeypatch.setattr(gateway, "_in_thread", lambda application, threads: rendered)
    monkeypatch.setattr(gateway.version, "read", no_versions)
    monkeypatch.setattr(gateway.version, "is_away", lambda: False)

    async def crowd():
        site = gateway.served(None, threads=4)
        many = ["1.2.3.4"] * 8 + ["2001:db9::1", "2001:db9::2", "5.6.7.8", "10.0.0.1"]
        waiting = [asyncio.create_task(_asked(site, one)) for one in [*many, "10.0.0.1"]]
        waiting.append(asyncio.create_task(_asked(site, "1.2.3.4", "/static/css/site.css")))
        await asyncio.sleep(2 * gateway.LONGEST_REST)
        at_first, loop = sorted(begun), asyncio.get_running_loop()
        at = loop.time()
        go_on.set()
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(begun) == len(at_first) or loop.time() - at > gateway.LONGEST_REST
        await asyncio.gather(*waiting)
        return at_first

    assert asyncio.run(crowd()) == [
        ("", b"/search/"),
        ("", b"/search/"),
        ("", b"/static/css/site.css"),
        ("1.2.3.4", b"/search/"),
        ("2001:db9::/64", b"/search/"),
        ("5.6.7.8", b"/search/"),
    ]
    assert len(begun) == 14


def test_that_the_process_lives_is_said_before_all_else(monkeypatch):
    """No version is read and no thread is taken."""
    monkeypatch.setattr(gateway.version, "read", None)
    monkeypatch.setattr(gateway, "_in_thread", lambda application, threads: None)
    heard = []

    async def hear(message):
        heard.append(message)

    for method in ("GET", "HEAD"):
        scope = {"raw_path": b"/healthz", "method": method}
        asyncio.run(gateway.served(None, 1)(scope, None, hear))
    assert [one.get("status", one.get("body")) for one in heard] == [200, ALIVE, 200, b""]
