"""How much one client gets from nginx, tried against a real one with the recipe."""

import contextlib
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from tests.deploy import nginx
from tests.deploy.backend import backend
from tests.deploy.nginx import NAME, Nginx
from tests.deploy.test_nginx import says

pytestmark = pytest.mark.ci


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    nginx.need()
    with (
        backend() as server,
        Nginx(tmp_path_factory.mktemp("nginx"), server.server_port) as running,
    ):
        running.site = server
        yield running


def statuses(proxy, path, clients, **more):
    """What each client in turn is answered, eight at a time."""
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda client: proxy.ask(path, client=client, **more).status, clients)
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
def test_a_burst_from_one_client_is_cut_off_and_another_client_passes(proxy, path, method, most):
    burst = statuses(proxy, path, [f"198.51.100.{len(path)}"] * 60, method=method)
    assert set(burst) == {200, 429}
    assert 15 < burst.count(200) <= most
    assert proxy.ask(path, method=method, client="198.51.100.99").status == 200


def test_a_question_of_thousands_of_characters_comes_through(proxy):
    question = quote("欠钱不还怎么办" * 1000)
    assert proxy.ask(f"/search/?q={question}", client="192.0.2.9").status == 200


def test_who_is_cut_off_is_told_on_a_page_and_passes_again_later(proxy):
    asked = (proxy.ask("/search/?q=x", client="192.0.2.7") for _ in range(200))
    answer = next(answer for answer in asked if answer.status != 200)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
    assert says(429) in answer.text
    time.sleep(1.1)
    assert proxy.ask("/search/?q=x", client="192.0.2.7").status == 200


def test_an_ipv6_household_is_one_client_and_its_neighbour_another(proxy):
    household = [f"2001:db8:0:10a::{number:x}" for number in range(1, 41)]
    assert 429 in statuses(proxy, "/admin/login/", household, method="POST")
    assert proxy.ask("/admin/login/", method="POST", client="2001:db8:0:10b::1").status == 200
    others = [f"2001:db8:0:{number:x}::1" for number in range(0x200, 0x228)]
    assert set(statuses(proxy, "/admin/login/", others, method="POST")) == {200}


def test_reading_a_page_with_a_form_does_not_count_as_sending_it(proxy):
    for path in ("/admin/login/", "/consult/"):
        assert set(statuses(proxy, path, ["192.0.2.50"] * 60)) == {200}


def test_an_office_behind_one_address_reads_without_noticing_a_limit(proxy):
    """Twenty people open a page with its style sheet, script and pictures in the same second."""
    assert set(statuses(proxy, "/static/css/site.css", ["192.0.2.60"] * 160)) == {200}


def test_a_forged_address_does_not_escape_the_limit(proxy):
    answers = [
        proxy.ask("/admin/login/", method="POST", X_Forwarded_For=f"10.9.8.{turn}").status
        for turn in range(30)
    ]
    assert 429 in answers


def test_slow_clients_do_not_hold_the_site(proxy):
    """Half a header each, and half a body each: the site hears nothing of them."""
    lines = f"POST /slowly HTTP/1.1\r\nHost: {NAME}\r\n"
    before = len(proxy.site.seen)
    with contextlib.ExitStack() as stack:
        for turn in range(120):
            connection = stack.enter_context(proxy.connect())
            more = f"X-Test-Client: 192.0.2.{turn}\r\nContent-Length: 900\r\n\r\nhalf" * (turn % 2)
            connection.sendall((lines + more).encode())
        begin = time.monotonic()
        assert proxy.ask("/articles/", client="192.0.2.200").status == 200
        assert time.monotonic() - begin < 12  # before the first of them is cut off
    assert [path for _, path, *_ in proxy.site.seen[before:]] == ["/articles/"]


def test_a_client_that_says_nothing_more_is_cut_off(tmp_path, proxy):
    change = {"client_header_timeout 15s": "client_header_timeout 1s"}
    change["client_body_timeout 30s"] = "client_body_timeout 1s"
    head = f"POST /consult/ HTTP/1.1\r\nHost: {NAME}\r\n"
    with Nginx(tmp_path, proxy.site.server_port, **change) as impatient:
        for sent in (head, f"{head}Content-Length: 900\r\n\r\nhalf"):
            begin = time.monotonic()
            assert b"200" not in impatient.raw(sent.encode(), timeout=60)[:20]
            assert time.monotonic() - begin < 14


def test_one_client_has_a_bound_on_what_is_open_at_once(tmp_path, proxy):
    with Nginx(
        tmp_path, proxy.site.server_port, **{"limit_conn open 100": "limit_conn open 3"}
    ) as few:
        with ThreadPoolExecutor(6) as pool, contextlib.suppress(socket.timeout):
            asked = [pool.submit(few.ask, "/slow", client="192.0.2.80") for _ in range(6)]
            while sum(one.done() for one in asked) < 3:
                time.sleep(0.05)
            assert [one.result().status for one in asked if one.done()] == [429] * 3
            assert few.ask("/", client="192.0.2.81").status == 200
            proxy.site.let_go.set()
        assert [one.result().status for one in asked].count(200) == 3
