"""Writers of one process wait in line, and the first takes any gap that another program leaves."""

import sqlite3
import threading
from contextlib import closing, suppress

import pytest
from django.db import OperationalError
from django.db.transaction import Atomic

from website.config.sqlite import base

PATIENCE = "PRAGMA busy_timeout"


@pytest.fixture
def writer(connect, monkeypatch):
    """A connection, and how to begin a transaction of it."""
    monkeypatch.setattr("django.db.transaction.get_connection", lambda using: using)

    def made():
        one = connect()
        one.ensure_connection()
        return one

    return made


def writing(connection):
    return Atomic(connection, savepoint=True, durable=False)


def asked(connection, statement):
    return connection.connection.execute(statement).fetchone()[0]


@pytest.fixture
def stranger(writer):
    """Another program that writes to the same file."""
    file = str(writer().settings_dict["NAME"])
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_the_second_does_not_ask_before_the_first_is_done(connect):
    connection, heard = sqlite3.connect(":memory:", check_same_thread=False), []
    first, second, is_there = base.Turn(), base.Turn(), threading.Event()
    connection.execute(f"{PATIENCE}=20000")
    first.begin(connection, lambda: None)

    def wait():
        is_there.set()
        second.begin(connection, lambda: heard.append("second"))
        second.end()

    thread = threading.Thread(target=wait)
    thread.start()
    is_there.wait()
    thread.join(0.1)
    heard.append("first")
    first.end()
    thread.join()
    assert heard == ["first", "second"]


def test_it_looks_again_after_moments_that_never_grow(writer, stranger, monkeypatch):
    one, slept = writer(), []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 30:
            stranger.execute("COMMIT")

    monkeypatch.setattr(base.time, "sleep", sleep)
    with writing(one):
        assert slept == [base.STEP] * 30


def test_whoever_has_waited_long_enough_leaves_the_line(writer, stranger):
    one, other = writer(), writer()
    for each in (one, other):
        each.connection.execute(f"{PATIENCE}=20")
        with pytest.raises(OperationalError, match="locked"), writing(each):
            pass
    stranger.execute("COMMIT")
    with writing(other):
        pass


def test_a_single_statement_waits_as_long_as_before(writer):
    one = writer()
    with writing(one):
        assert asked(one, PATIENCE) == 20_000


@pytest.mark.parametrize("way", ["commit", "roll back", "hang up"])
def test_however_a_transaction_ends_the_next_one_begins(writer, way):
    one, other = writer(), writer()
    other.connection.execute(f"{PATIENCE}=20")
    with suppress(ZeroDivisionError), writing(one):
        if way == "roll back":
            raise ZeroDivisionError
        if way == "hang up":
            one.close()
    with writing(other):
        assert isinstance(other, base.DatabaseWrapper)
