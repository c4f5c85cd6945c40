"""PostgreSQL stopped and started three times under 200 visitors: nobody waits, no word is lost."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests import servers
from tests.site_process import SiteProcess
from website.http.errors import NOT_STORED

pytestmark = [pytest.mark.process, pytest.mark.audit]
TYPED = {"question": "公司拖欠工资三个月，怎么办？", "phone": "13800000000"}
PATIENCE = 60  # seconds until the site has seen that the database is away, or back


def ask(site, path, typed=None):
    """Status, headers and text."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    try:
        if typed is None:
            connection.request("GET", path)
        else:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, urlencode(typed), form)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


def until(site, is_so):
    deadline = time.monotonic() + PATIENCE
    while not is_so(*ask(site, "/")):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_of_before(status, headers, text):
    return status == 200 and "Stale" in headers.get("warning", "")


def is_new(status, headers, text):
    return status == 200 and "warning" not in headers


def visit(site, number):
    """One of the visitors: most read what they read before, some read on, some have written."""
    if number % 10 == 0:
        status, _, text = ask(site, "/consult/", TYPED)
        return status == 503 and NOT_STORED in text and all(one in text for one in TYPED.values())
    if number % 10 == 1:
        return ask(site, f"/articles/?page={number + 1}")[0] == 503
    if number % 10 == 2:
        return ask(site, "/healthz")[::2] == (200, '{"status": "ok"}')
    return is_of_before(*ask(site, "/"))


def test_pages_of_before_are_shown_and_words_come_back(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with servers.cluster() as (address, running), ThreadPoolExecutor(200) as visitors:
        site = SiteProcess(tmp_path, DATABASE_URL="", WEB_WORKERS="1")
        site.env["DATABASE_URL"] = address
        for turn in range(4):
            with running():
                if turn == 0:
                    site.start()
                until(site, is_new)
                assert ask(site, "/articles/")[0] == 200
            if turn == 3:
                break
            until(site, is_of_before)
            done = list(visitors.map(lambda number: visit(site, number), range(200)))
            assert all(done), [number for number, good in enumerate(done) if not good]
            assert ask(site, "/readyz")[0] == 503
        site.stop()
