"""What reaches Django through granian, tried with bytes on a socket as an attacker writes them."""

import contextlib
import json
import math
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from http.client import HTTPResponse
from threading import Event
from types import SimpleNamespace

import pytest

from firm.base.caching import Versions
from richtext.base import page_cache
from tests.site_process import ROOT, free_port, listens, wait_for
from website.http.page_cache.edges import Edges
from website.http.page_cache.front import Front
from website.http.proxy import Source
from website.operations.serving import gateway

SERVE = (
    "from granian import Granian; from website.operations.serving import web;"
    "Granian('tests.website.operations.echo_site:application', **web.options()).serve()"
)
ALIVE = b'{"status": "ok"}'
SECRET = "of-the-proxy-and-the-site"
REAL = f"X-Antou-Client: 203.0.113.9 https {SECRET}"
FORGED = "X_Antou_Client: 6.6.6.6 https guessed"


def test_scripts_of_the_origins_that_are_named_may_read_the_api_and_no_others(settings):
    def kept(environ, start_response):
        start_response("200 OK", headers)
        return [b"{}"]

    def told(origin, path="/api/articles/"):
        heard = []
        environ = {"PATH_INFO": path, **({"HTTP_ORIGIN": origin} if origin else {})}
        answered = gateway.cross_origin(kept)
        assert answered(environ, lambda status, said, *_: heard.extend(said)) == [b"{}"]
        return dict(heard)

    headers, ours = [("ETag", '"a"')], "https://app.example.com"
    assert told(ours) == dict(headers)
    settings.API_ORIGINS = [ours]
    assert told(ours) == {"ETag": '"a"', "Vary": "Origin", "Access-Control-Allow-Origin": ours}
    assert told("https://evil.example") == told("") == {"ETag": '"a"', "Vary": "Origin"}
    assert told(ours, "/articles/") == {"ETag": '"a"'}
    assert len(headers) == 1  # those of the cache stay as they are


class Echo:
    """The echoing site behind the real granian, asked with raw bytes."""

    def __init__(self, port, log):
        self.port, self.log = port, log

    def send(self, raw):
        """What one connection is answered."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(raw)
            response = HTTPResponse(connection, method=raw.split()[0].decode())
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
    env = {**os.environ, "PORT": str(port), "PROXY_SECRET": SECRET, "WEB_WORKERS": "1"}
    env |= {"DJANGO_SETTINGS_MODULE": "website.settings", "DATA_DIR": str(log.parent)}
    env["ECHO_SECRET"] = "x"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE], cwd=ROOT, env=env, stdout=said, stderr=said
        )
    wait_for(lambda: listens(port))
    yield Echo(port, log)
    process.terminate()
    process.wait(timeout=120)


@pytest.mark.parametrize("lines", [(REAL, FORGED), (FORGED, REAL), (REAL, REAL), (FORGED,)])
def test_a_forged_name_of_the_header_never_chooses_the_address(echo, lines):
    """In WSGI both are one name and the later one wins; lines of one name are joined."""
    for more in ((), ("X_Forwarded_For: 6.6.6.6",), ("X-Forwarded-For: 6.6.6.6",)):
        assert echo.get(*lines, *more)["address"] in {"203.0.113.9", "127.0.0.1"}


def test_address_and_scheme_come_from_who_knows_the_secret(echo):
    told = echo.get(REAL, "X-Forwarded-For: 6.6.6.6", "X_Forwarded_Proto: http")
    assert (told["address"], told["secure"]) == ("203.0.113.9", True)
    told = echo.get("X-Forwarded-For: 6.6.6.6", "X-Forwarded-Proto: https")
    assert (told["address"], told["secure"]) == ("127.0.0.1", False)


def test_cookies_a_path_and_a_query_in_any_bytes_arrive_as_the_browser_meant_them(echo):
    assert not echo.get()["secrets"]  # what the environment of the process holds
    assert echo.get("Cookie: a=1", "Cookie: b=2")["cookies"] == {"a": "1", "b": "2"}
    assert echo.get(path="/%E4%BD%A0%2F")["path"] == "/你/"
    assert echo.get(path="/你/")["path"] == "/你/"
    assert echo.get(path="/%FF")["path"] == "/%FF"  # as Django writes what is not UTF-8
    for path in ("/?q=%E4%BD%A0&x=1", "/?q=你&x=1"):
        assert echo.get(path=path)["query"] == {"q": "你", "x": "1"}


POST = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"


def test_the_length_of_a_body_is_what_its_real_header_says_and_a_large_one_arrives_whole(echo):
    for header in (b"Content_Length: 2", b"Content_Length: 90"):
        status, body = echo.send(POST + header + b"\r\nContent-Length: 5\r\n\r\nhello")
        assert (status, json.loads(body)["body"]) == (200, "hello")
    # Of more digits than Python reads Django makes a body of nothing, which is no failure.
    status, _ = echo.send(POST + b"Content-Length: %b5\r\n\r\nhello" % (b"0" * 5000))
    assert status == 200
    length = 5_000_000
    head = POST + f"Content-Length: {length}\r\n\r\n".encode()
    _, body = echo.send(head + b"x" * length)
    assert json.loads(body)["body"] == "x" * length


def test_a_body_that_was_cut_off_is_an_error_and_no_shorter_body(echo):
    with socket.create_connection(("127.0.0.1", echo.port), timeout=60) as connection:
        connection.sendall(POST + b"Content-Length: 100\r\n\r\nhalf")
    wait_for(lambda: "read: None" in echo.log.read_text())
    assert "read: half" not in echo.log.read_text()


def test_a_download_ends_when_nobody_is_there_to_take_it(echo):
    for _ in range(3):  # one more than there are threads
        with socket.create_connection(("127.0.0.1", echo.port), timeout=60) as connection:
            connection.sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
            assert connection.recv(9)
    assert echo.get()["path"] == "/"


AMBIGUOUS = [
    b"Content-Length: 5\r\nContent-Length: 6\r\n",
    b"Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n",
    b"X-Antou-Client : 6.6.6.6\r\nContent-Length: 5\r\n",
    b"Content-Length: +5\r\n",
    b"Content-Length: 5\r\n X-Antou-Client: 6.6.6.6\r\n",
]


def test_a_request_that_two_servers_could_read_differently_is_refused(echo):
    told = [echo.send(POST + headers + b"\r\nhelloX")[0] for headers in AMBIGUOUS]
    assert told == [400] * len(AMBIGUOUS)


@pytest.fixture
def gate(monkeypatch):
    """A site whose pages are made once they may; who asks, whose turn came, and when."""

    class Rendered:
        def __init__(self, application, threads):
            pass

        def __call__(self, environ, start_response):
            begun.append((environ["antou.client"][0], time.monotonic()))
            if facts := page_cache.rendering.get():
                facts.is_shared = True
            else:
                go_on.wait(60)
            start_response("200 OK", [])
            return [environ["PATH_INFO"].encode()]

    def served(versions, *around):
        reader = type("Reader", (gateway.version.Reader,), {"read": lambda self: versions})
        monkeypatch.setattr(gateway.version, "reader", reader)
        site = gateway.served(None, 4, *around)

        def ask(address, path="/search/", query="", source=Source.PROXY):
            environ = {
                "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": "GET",
                "HTTP_HOST": "127.0.0.1", "wsgi.url_scheme": "http", "antou.seen": {},
                "antou.client": (address, source),
            }  # fmt: skip
            return visitors.submit(site, environ, lambda *_: None)

        return ask

    begun, go_on = [], Event()
    monkeypatch.setattr(gateway, "Threads", Rendered)
    with ThreadPoolExecutor(40) as visitors:
        yield SimpleNamespace(served=served, begun=begun, go_on=go_on)
        go_on.set()


def test_of_one_address_one_page_is_rendered_at_a_time_and_others_go_past_it(gate):
    """Whatever waits takes no thread; what is only handed out waits for nothing. After an answer
    the address rests: somebody else's page is made meanwhile."""
    ask = gate.served(None)
    many = ["1.2.3.4"] * 8 + ["2001:db9::1", "2001:db9::2", "5.6.7.8", "10.0.0.1", "10.0.0.1"]
    asked = [ask(one) for one in many]
    asked.append(ask("1.2.3.4", "/static/css/site.css"))
    asked += [ask("10.0.0.2", source=Source.FORGED) for _ in range(2)]
    wait_for(lambda: len(gate.begun) >= 7, pause=0.01)
    time.sleep(3 * gateway.LONGEST_REST)
    at_first, ended = sorted(address for address, _ in gate.begun), time.monotonic()
    gate.go_on.set()
    wait(asked, 60)
    alone = ["1.2.3.4", "10.0.0.2", "2001:db9::1", "5.6.7.8"]
    assert at_first == sorted([*alone, "10.0.0.1", "10.0.0.1", "1.2.3.4"])
    assert len(gate.begun) == 16
    assert min(at for _, at in gate.begun[7:]) - ended >= gateway.LONGEST_REST


def test_who_waits_for_a_turn_keeps_no_page_from_others(gate):
    """One rendering answers all who wait for it: it begins with its turn, and not before."""
    until = Future()
    until.set_result(Edges(math.inf, math.inf))
    around = partial(Front, next_edge=lambda _: until, room=10**6)
    ask = gate.served(Versions(1, 1, 1, 1), around)
    slow = ask("1.2.3.4", query="q=a")
    time.sleep(0.1)
    first = ask("1.2.3.4", "/")
    time.sleep(0.1)
    other = ask("5.6.7.8", "/")
    wait([other], 10)
    assert [one.done() for one in (slow, first, other)] == [False, False, True]
    gate.go_on.set()
    assert first.result(60) == other.result() == [b"/"]


def test_that_the_process_lives_is_said_at_once_while_a_crowd_waits(echo):
    """Two hundred wait for the two threads of Django, and keep them waiting."""
    with contextlib.ExitStack() as crowd:
        for _ in range(200):
            visitor = socket.create_connection(("127.0.0.1", echo.port), timeout=60)
            crowd.callback(visitor.close)
            visitor.sendall(POST + b"Content-Length: 1\r\n\r\n")
        time.sleep(1)
        begun = time.monotonic()
        for method, body in ((b"GET", ALIVE), (b"HEAD", b"")):
            asked = method + b" /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            status, said = echo.send(asked)
            assert (status, said) == (200, body)
        assert time.monotonic() - begun < 30  # the two never end
