"""Several threads at once against one database, as the threads of the server would."""

import sqlite3
from threading import Barrier, Thread

import pytest
from django.db import connection, connections


@pytest.fixture
def shared_database(transactional_db, tmp_path):
    """A database that threads can share.

    SQLite's tests run in memory, where a second connection fails at once instead of waiting for
    its turn: the tables move to a file, with the locking and the options of the real site.
    """
    if connection.vendor != "sqlite":
        yield
        return
    known = connection.settings_dict["NAME"]
    file = tmp_path / "shared.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")  # as every start of the site finds it
    copy.close()
    connection.settings_dict["NAME"] = str(file)
    yield
    connection.settings_dict["NAME"] = known


def together(*functions):
    """What the functions return, each run in a thread of its own, all started at one moment.

    What one of them raises is raised here.
    """
    start, answers, errors = Barrier(len(functions)), [None] * len(functions), []

    def run(place, function):
        try:
            start.wait(120)
            answers[place] = function()
        except Exception as error:  # it would end with its thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)  # beside other work
    if errors:
        raise errors[0]
    return answers


def aside(function):
    """What a function returns in a thread: it sees the shared database, which the test does not."""
    return together(function)[0]
