"""Without every trigger nothing is kept, for nobody would hear of a change."""

import asyncio
import runpy

import pytest
from django.db import DatabaseError, connection

from tests.content_versions import by_hand
from tests.threads import aside
from website.operations.content_version import sqlite, triggers
from website.operations.content_version.triggers import Watched
from website.operations.serving import gateway

pytestmark = pytest.mark.engine


def lawyers_away():
    """Nothing tells of a lawyer any more."""
    if connection.vendor == "postgresql":
        by_hand("DROP TRIGGER firm_lawyer_raises_version_of_firm ON firm_lawyer")
        return
    for act in sqlite.ACTS:
        by_hand(f"DROP TRIGGER firm_lawyer_raises_version_of_firm_{act.lower()}")


def told(is_watched):
    """The versions that a request is given behind the gateway, once the triggers were looked at."""

    async def front(scope, receive, send):
        seen.append(scope["versions"])

    async def ask():
        scope = {"type": "http", "raw_path": b"/", "method": "GET", "query_string": b""}
        scope["headers"] = []
        application = gateway.served(None, 1, lambda rendered: front, is_watched)
        await application(scope, None, None)
        if reader := gateway.version._readers.pop(asyncio.get_running_loop(), None):
            await reader.close()

    seen: list = []
    asyncio.run(ask())
    return seen[0]


def test_where_each_change_is_told_the_versions_are_known(shared_database):
    assert told(Watched()) is not None


def test_without_one_trigger_no_version_is_known_until_it_is_back(shared_database, monkeypatch):
    monkeypatch.setattr(triggers, "PAUSE", 0)
    is_watched = Watched()
    aside(lawyers_away)
    assert told(is_watched) is None
    aside(triggers.make)
    assert told(is_watched) is not None


def test_a_database_that_is_away_is_asked_again_and_keeps_nobody(monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(triggers, "missing", away)
    assert told(Watched()) is None


def test_the_site_looks_as_its_workers_load_it(monkeypatch):
    monkeypatch.setattr(gateway, "served", lambda *given: given)
    monkeypatch.setattr("website.operations.watching.requests.watched", lambda given: given)
    monkeypatch.setattr("multiprocessing.util.Finalize", lambda *_, **__: None)
    loaded = runpy.run_module("website.operations.serving.application")
    assert isinstance(loaded["application"][-1], Watched)
