"""Without every trigger nothing is kept, for nobody would hear of a change."""

import runpy
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import DatabaseError, InterfaceError, connection, connections

from firm.base import caching
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


@pytest.fixture
def watched(shared_database, monkeypatch):
    """The number of the state in which the triggers are, looked at each time."""
    monkeypatch.setattr(triggers, "PAUSE", 0)
    yield Watched()
    triggers._asking.submit(connections.close_all).result()


def test_without_one_trigger_nothing_is_known_until_it_is_back_and_that_is_another_state(watched):
    """A running site notices it: nobody starts it anew."""
    before = watched()
    assert before == watched() > 0
    aside(lawyers_away)
    assert watched() == 0
    aside(triggers.make)
    assert watched() > before


def test_triggers_that_were_lost_and_made_again_between_two_looks_are_another_state(watched):
    before = watched()
    aside(lambda: [lawyers_away(), triggers.make()])
    assert watched() not in {0, before}


def test_what_was_kept_of_the_content_goes_with_the_state(watched, monkeypatch):
    watched()
    kept = {"name": object()}
    monkeypatch.setattr(caching, "_process_cache", kept)
    assert (watched() and kept) != {}
    aside(lawyers_away)
    assert (watched(), kept) == (0, {})


def test_one_look_serves_for_a_moment(watched, monkeypatch):
    assert triggers.PAUSE == 0
    monkeypatch.setattr(triggers, "PAUSE", 60)
    before = watched()
    monkeypatch.setattr(triggers, "_look", None)
    assert watched() == before


@pytest.mark.parametrize("error", [DatabaseError, InterfaceError])
def test_a_database_that_is_away_is_asked_again_and_keeps_nobody(watched, monkeypatch, error):
    def away():
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(triggers, "close_old_connections", away)
        assert watched() == 0
    assert watched() > 0


def test_a_database_that_says_nothing_keeps_a_crowd_no_longer_than_one(watched, monkeypatch):
    says = Event()
    monkeypatch.setattr(triggers, "PATIENCE", 0.5)
    monkeypatch.setattr(triggers, "close_old_connections", says.wait)
    begun = time.monotonic()
    with ThreadPoolExecutor(20) as crowd:
        told = set(crowd.map(lambda _: watched(), range(20)))
    waited = time.monotonic() - begun
    says.set()
    assert told == {0}
    assert waited < 10 * triggers.PATIENCE, "not one after the other"
    deadline = time.monotonic() + 10
    while not watched() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert watched() > 0


def test_the_site_looks_as_its_workers_load_it(monkeypatch):
    given = []
    monkeypatch.setattr(gateway, "served", lambda *all_of_it: given.extend(all_of_it))
    monkeypatch.setattr("multiprocessing.util.Finalize", lambda *_, **__: None)
    runpy.run_module("website.operations.serving.application")
    assert isinstance(given[-1], Watched)
