"""The id of a request, its count and its line."""

import asyncio
import logging
import re

import pytest

from website.config.logging import request_id
from website.operations.watching import requests
from website.operations.watching.requests import watched

HEX = "0123456789abcdef" * 2
UUID = "01234567-89ab-cdef-0123-456789abcdef"
HEADERS = [(b"content-type", b"text/html")]


def ask(path=b"/", answer=None, *headers):
    """What is sent for a request, and the id that was known meanwhile."""
    sent, known = [], []

    async def page(scope, receive, send):
        known.append(request_id.get())
        scope["seen"].update(view="page", cache="kept")
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b"x"})

    async def send(message):
        sent.append(message)

    scope = {"method": "GET", "raw_path": path, "query_string": b"q=secret"}
    scope["headers"] = [(b"x-request-id", one) for one in headers]
    asyncio.run(watched(answer or page)(scope, None, send))
    return sent, known


def id_of(*headers):
    return dict(ask(b"/", None, *headers)[0][0]["headers"])[b"x-request-id"].decode()


def counted(view, status):
    known = {"view": view, "status": str(status)}
    return requests.own.get_sample_value("antou_requests_total", known) or 0


def test_each_request_has_an_id_which_the_answer_tells_and_none_outlives():
    (start, _), (known,) = ask()
    assert re.fullmatch("[0-9a-f]{32}", known)
    assert start["headers"] == [*HEADERS, (b"x-request-id", known.encode())]
    assert len(HEADERS) == 1, "the headers of a kept page are everybody's"
    assert request_id.get() == ""
    assert id_of() != id_of()


@pytest.mark.parametrize("told", [HEX, UUID])
def test_the_id_of_a_trusted_proxy_is_kept_and_that_of_a_stranger_is_not(settings, told):
    settings.TRUSTED_PROXY_COUNT = 0
    assert id_of(told.encode()) != told
    settings.TRUSTED_PROXY_COUNT = 1
    assert id_of(told.encode()) == told


@pytest.mark.parametrize(
    "told",
    [b"", b"1", HEX.upper().encode(), HEX.encode() + b"0", b"a" * 31 + b"\n", b"x" * 32, b"\xff"],
)
def test_what_is_no_id_is_not_repeated(settings, told):
    settings.TRUSTED_PROXY_COUNT = 1
    assert re.fullmatch("[0-9a-f]{32}", id_of(told))
    assert id_of(HEX.encode(), HEX.encode()) != HEX, "two of them: one is a stranger's"


def test_an_answer_is_counted_by_its_view_and_where_its_page_came_from():
    pages = {"source": "kept"}
    before = counted("page", 200), requests.own.get_sample_value("antou_pages_total", pages) or 0
    ask(b"/consult/thread/secret")
    after = counted("page", 200), requests.own.get_sample_value("antou_pages_total", pages)
    assert after == (before[0] + 1, before[1] + 1)
    labels = [one.labels for found in requests.own.collect() for one in found.samples]
    assert not [one for one in labels if "secret" in str(one)]


def test_what_has_no_view_is_one_label_and_a_static_file_another():
    async def nothing(scope, receive, send):
        await send({"type": "http.response.start", "status": 404, "headers": []})

    before = counted("other", 404), counted("static", 404)
    for path in (b"/1", b"/2", b"/static/x.css"):
        ask(path, nothing)
    assert (counted("other", 404), counted("static", 404)) == (before[0] + 2, before[1] + 1)


def test_a_failure_is_counted_as_500_and_who_leaves_as_499():
    async def fails(scope, receive, send):
        raise ValueError

    async def leaves(scope, receive, send):
        raise asyncio.CancelledError

    before = counted("other", 500), counted("other", 499)
    for answer, error in ((fails, ValueError), (leaves, asyncio.CancelledError)):
        with pytest.raises(error):
            ask(b"/", answer)
    assert (counted("other", 500), counted("other", 499)) == (before[0] + 1, before[1] + 1)


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, "antou.access")
    logging.getLogger("antou").addHandler(caplog.handler)
    yield lambda: [one.getMessage() for one in caplog.records]
    logging.getLogger("antou").removeHandler(caplog.handler)


def test_the_access_log_is_silent_until_it_is_asked_for(lines, settings):
    ask()
    assert lines() == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (b"/articles/7/", "/articles/7/"),
        (b"/consult/thread/abc", "/consult/…"),
        (b"/consult/stop/abc/", "/consult/…"),
        (b"/articles/preview/abc/", "/articles/preview/…"),
        (b"/admin/consult/consultation/0-1/change/", "/admin/consult/…"),
        (b"/caf\xc3\xa9\n", "/caf%C3%A9%0A"),
        (b"/" + b"n" * 5_000, "/" + "n" * 499),
    ],
)
def test_a_line_of_it_tells_neither_query_nor_what_is_confidential(lines, settings, path, told):
    settings.ACCESS_LOG = True
    ask(path)
    (line,) = set(lines())
    assert re.fullmatch(r"GET (.*) 200 [0-9.]+ ms", line)[1] == told
