"""Requests share a question that was asked after they came, and never wait long for it."""

import asyncio
import socket

import pytest
from django.db import connection

from firm.base.caching import Versions
from tests.content_versions import by_hand
from tests.threads import aside
from website.http.page_cache import version_of_postgresql
from website.http.page_cache.version_of_postgresql import PostgreSQLReader


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr(version_of_postgresql, "PATIENCE", 0.25)
    monkeypatch.setattr(version_of_postgresql, "PAUSE", 60)


class Slow(PostgreSQLReader):
    """Answers when it is told to, each time with another number."""

    def __init__(self):
        super().__init__({})
        self.asked, self.go_on = 0, asyncio.Event()

    async def _ask(self):
        self.asked += 1
        number = self.asked
        await self.go_on.wait()
        return Versions(number, number, number, number)


def test_who_comes_while_a_question_is_under_way_gets_the_answer_to_the_next():
    async def come():
        reader = Slow()
        first = asyncio.create_task(reader.read())
        while not reader.asked:
            await asyncio.sleep(0)
        others = [asyncio.create_task(reader.read()) for _ in range(5)]
        await asyncio.sleep(0)
        reader.go_on.set()
        return (await first).firm, {(await one).firm for one in others}, reader.asked

    assert asyncio.run(come()) == (1, {2}, 2)


def test_who_hangs_up_takes_the_answer_from_nobody():
    async def come():
        reader = Slow()
        gone, there = (asyncio.create_task(reader.read()) for _ in range(2))
        await asyncio.sleep(0)
        gone.cancel()
        reader.go_on.set()
        return (await there).firm

    assert asyncio.run(come()) == 1


def test_a_server_that_says_nothing_holds_up_nobody_for_long(hurried):
    """Who comes after it failed does not wait, and the loop goes on meanwhile."""
    pytest.importorskip("psycopg")

    async def come(port):
        reader = PostgreSQLReader({"host": "127.0.0.1", "port": port, "user": "a", "dbname": "a"})
        waiting = asyncio.create_task(reader.read())
        turns = 0
        while not waiting.done():
            await asyncio.sleep(0.001)
            turns += 1
        was_away, reader._ask = reader.is_away, None  # would fail
        return waiting.result(), turns > 1, await reader.read(), was_away

    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert asyncio.run(come(silent.getsockname()[1])) == (None, True, None, False)


@pytest.mark.parametrize("is_silent", [False, True])
def test_one_that_is_away_is_waited_for_by_nobody_until_it_is_back(monkeypatch, is_silent):
    """It takes no connection, or has said nothing for so long; nobody waits for the next try."""
    monkeypatch.setattr(version_of_postgresql, "PAUSE", 0)
    monkeypatch.setattr(version_of_postgresql, "PATIENCE", 0.01)
    monkeypatch.setattr(version_of_postgresql, "SILENT", 0)

    class Away(Slow):
        async def _ask(self):
            if not is_silent and not self.go_on.is_set():
                raise OSError
            return await super()._ask()

    async def come():
        reader = Away()
        assert await reader.read() is None
        assert reader.is_away
        monkeypatch.setattr(version_of_postgresql, "PATIENCE", 60)
        reader.go_on.set()
        assert await reader.read() is None  # who asks for it once more
        async with asyncio.timeout(60):
            while reader.is_away:
                await asyncio.sleep(0)
            return await reader.read()

    assert asyncio.run(come()) is not None


def test_nobody_waits_until_a_question_has_given_up(hurried):
    """As psycopg does over a connection whose server is frozen: it asks it to stop."""
    heard = asyncio.Event()

    class Stubborn(Slow):
        async def _ask(self):
            try:
                return await super()._ask()
            finally:
                await heard.wait()

    async def come():
        async with asyncio.timeout(30):
            return await Stubborn().read()

    assert asyncio.run(come()) is None


@pytest.mark.engine
def test_a_connection_that_broke_is_opened_again(shared_database):
    if connection.vendor != "postgresql":
        pytest.skip("another engine")

    async def come():
        reader = PostgreSQLReader(connection.get_connection_params())
        first = await reader.read()
        number = reader._connection.info.backend_pid
        await asyncio.to_thread(aside, lambda: by_hand(f"SELECT pg_terminate_backend({number})"))
        again = await reader.read()
        await reader.close()
        return first, again, reader.is_away

    first, again, is_away = asyncio.run(come())
    assert (first, is_away) == (again, False)
