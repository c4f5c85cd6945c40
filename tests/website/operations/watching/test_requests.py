"""The id of a request, its count and its line."""

import contextlib
import logging
import re
from functools import partial

import pytest

from website.config.logging import request_id
from website.operations.watching import requests
from website.operations.watching.requests import watched

HEX = "0123456789abcdef" * 2
UUID = "01234567-89ab-cdef-0123-456789abcdef"
HEADERS = [("Content-Type", "text/html")]
TOLD = {"HTTP_X_ANTOU_CLIENT": "203.0.113.9 https of-the-proxy"}


def ask(path="/", answer=None, **headers):
    """What is sent for a request, and the id that was known meanwhile."""
    sent, known = [], []

    def page(environ, start_response):
        known.append(request_id.get())
        environ["antou.seen"].update(view="page", cache="kept")
        start_response("200 OK", HEADERS)
        return [b"x"]

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "q=secret", **headers}
    body = watched(answer or page)(environ, lambda status, headers: sent.append(headers))
    with contextlib.closing(body) if hasattr(body, "close") else contextlib.nullcontext():
        list(body)
    return sent, known


def id_of(told, **headers):
    return dict(ask(HTTP_X_REQUEST_ID=told, **headers)[0][0])[requests.HEADER]


def counted(view, status):
    known = {"view": view, "status": str(status)}
    return requests.own.get_sample_value("antou_requests_total", known) or 0


def test_each_request_has_an_id_which_the_answer_tells_and_none_outlives():
    (headers,), (known,) = ask()
    assert re.fullmatch("[0-9a-f]{32}", known)
    assert headers == [*HEADERS, (requests.HEADER, known)]
    assert len(HEADERS) == 1, "the headers of a kept page are everybody's"
    assert request_id.get() == ""
    assert id_of("") != id_of("")


def test_the_id_of_a_trusted_proxy_is_kept_and_no_strangers_nor_what_is_none(settings):
    settings.PROXY_SECRET = "of-the-proxy"
    for told in (HEX, UUID):
        assert id_of(told) != told
        assert id_of(told, **TOLD) == told
    none = ["", "1", HEX.upper(), f"{HEX}0", "a" * 31 + "\n", "x" * 32, "\xff", f"{HEX},{HEX}"]
    for told in none:
        assert re.fullmatch("[0-9a-f]{32}", id_of(told, **TOLD)), told


def test_an_answer_is_counted_by_its_view_and_where_its_page_came_from():
    pages = {"source": "kept"}
    before = counted("page", 200), requests.own.get_sample_value("antou_pages_total", pages) or 0
    ask("/consult/thread/secret")
    after = counted("page", 200), requests.own.get_sample_value("antou_pages_total", pages)
    assert after == (before[0] + 1, before[1] + 1)
    timed = partial(requests.own.get_sample_value, "antou_request_seconds_count")
    assert timed({"view": "page"}) is None, "a kept one would hide how long the others take"
    labels = [one.labels for found in requests.own.collect() for one in found.samples]
    assert not [one for one in labels if "secret" in str(one)]


def test_what_has_no_view_is_one_label_a_failure_a_500_and_what_streams_counts_at_its_end():
    def nothing(environ, start_response):
        start_response("404 Not Found", [])
        return []

    def fails(environ, start_response):
        raise ZeroDivisionError

    def streams(environ, start_response):
        start_response("200 OK", [])
        return iter([b"x"])

    kinds = [("other", 404), ("static", 404), ("other", 500), ("other", 200)]
    before = [counted(*kind) for kind in kinds]
    for path in ("/1", "/2", "/static/x.css"):
        ask(path, nothing)
    with pytest.raises(ZeroDivisionError):
        ask("/", fails)
    ask("/", streams)
    after = [counted(*kind) for kind in kinds]
    assert [new - old for old, new in zip(before, after, strict=True)] == [2, 1, 1, 1]


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, "antou.access")
    logging.getLogger("antou").addHandler(caplog.handler)
    yield lambda: [one.getMessage() for one in caplog.records]
    logging.getLogger("antou").removeHandler(caplog.handler)


PATHS = {  # and what the access log says of them
    "/articles/7/": "/articles/7/",
    "/consult/thread/abc": "/consult/…",
    "/consult/stop/abc/": "/consult/…",
    "/articles/preview/abc/": "/articles/preview/…",
    "/admin/consult/consultation/0-1/change/": "/admin/consult/…",
    "/caf\xc3\xa9\n": "/caf%C3%A9%0A",
    "/" + "n" * 5_000: "/" + "n" * 499,
}


def test_the_access_log_where_it_is_asked_for_tells_neither_query_nor_what_is_confidential(
    lines, settings
):
    ask()
    assert lines() == []
    settings.ACCESS_LOG = True
    for path, told in PATHS.items():
        ask(path)
        assert re.fullmatch(r"GET (.*) 200 [0-9.]+ ms", lines()[-1])[1] == told
