"""Requests share a question that was asked after they came, and never wait long for it."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from firm.base.caching import Versions
from tests.content_versions import by_hand
from tests.site_process import wait_for
from tests.threads import aside
from website.http.page_cache.reader import Reader

psycopg = pytest.importorskip("psycopg")

from website.http.page_cache import version_of_postgresql  # noqa: E402  (needs psycopg)
from website.http.page_cache.version_of_postgresql import PostgreSQLReader  # noqa: E402


class Slow(Reader):
    """Answers when it is told to, each time with another number."""

    def __init__(self):
        super().__init__()
        self.asked, self.go_on = 0, Event()

    def _ask(self):
        self.asked += 1
        self.go_on.wait(60)
        return Versions(*[self.asked] * 4)


def test_who_comes_while_a_question_is_under_way_gets_the_answer_to_the_next():
    reader = Slow()
    with ThreadPoolExecutor(6) as visitors:
        first = visitors.submit(reader.read)
        wait_for(lambda: reader.asked)
        others = [visitors.submit(reader.read) for _ in range(5)]
        time.sleep(1)  # until they have come
        reader.go_on.set()
    assert (first.result().firm, {one.result().firm for one in others}) == (1, {2})
    assert reader.asked == 2


def test_a_server_that_says_nothing_holds_up_nobody_for_long(monkeypatch):
    """Who comes after it failed does not wait; after a while it counts as away."""
    monkeypatch.setattr("website.http.page_cache.reader.PATIENCE", 0.25)
    monkeypatch.setattr(version_of_postgresql, "PAUSE", 0.3)
    monkeypatch.setattr(version_of_postgresql, "SILENT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        reader = PostgreSQLReader({"host": "127.0.0.1", "port": port, "user": "a", "dbname": "a"})
        assert (reader.read(), reader.is_away) == (None, False)
        monkeypatch.setattr(reader, "_asked", None)  # would fail
        assert reader.read() is None
        monkeypatch.undo()
        wait_for(lambda: reader.read() or reader.is_away)


def test_one_that_is_away_is_waited_for_by_nobody_until_it_is_back(monkeypatch):
    monkeypatch.setattr(version_of_postgresql, "PAUSE", 0)
    reader, back = PostgreSQLReader({}), Event()

    def refused():
        if not back.is_set():
            raise OSError
        return Versions(1, 1, 1, 1)

    monkeypatch.setattr(reader, "_asked", refused)
    assert (reader.read(), reader.is_away) == (None, True)
    back.set()
    assert reader.read() is None  # who asks for it once more
    wait_for(lambda: not reader.is_away)
    assert reader.read() == Versions(1, 1, 1, 1)


@pytest.mark.engine
def test_a_connection_that_broke_is_opened_again(shared_database):
    if connection.vendor != "postgresql":
        pytest.skip("another engine")
    reader = PostgreSQLReader(connection.get_connection_params())
    first = reader.read()
    number = reader._connection.info.backend_pid
    aside(lambda: by_hand(f"SELECT pg_terminate_backend({number})"))
    assert (reader.read(), reader.is_away) == (first, False)
    reader.close()
