"""The sample firm in a database of its own, loaded once by each worker.

A file of tests asks for the fixture `sample`. While the file runs, Django's connection leads to
that database; each test has its transaction there as anywhere else, and starts from the firm as
it was loaded, with its pictures and encrypted files in the test's own folders.
"""

import os
import shutil
import sqlite3
from contextlib import ExitStack, contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests.environment import FOLDER
from tests.factories import make_groups
from tests.other_database import led_to

STORED = Path(FOLDER) / "sample"  # of this worker alone, like the keys that its files need
MIXED = "every test of a file with the sample firm asks for `sample`; these do not: {}"


def storages(folder):
    """Pictures and private files in a folder, static files without a manifest."""
    pictures = {"location": folder / "media", "base_url": "/media/"}
    files = "django.core.files.storage.FileSystemStorage"
    static = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return {
        "default": {"BACKEND": files, "OPTIONS": pictures},
        "private": {
            "BACKEND": "consult.files.storage.PrivateFolder",
            "OPTIONS": {"location": folder / "private"},
        },
        "erasures": {
            "BACKEND": "consult.files.storage.PrivateFolder",
            "OPTIONS": {"location": folder / "erasures"},
        },
        "staticfiles": {"BACKEND": static},
    }


@contextmanager
def _sqlite_copy():
    """The name of a second database in memory, a copy of the first."""
    connection.ensure_connection()
    name = f"file:antou_sample_{os.getpid()}?mode=memory&cache=shared"
    with sqlite3.connect(name, uri=True) as copy:
        connection.connection.backup(copy)
    yield name
    copy.close()


@contextmanager
def _postgres_copy():
    """The name of a second database on the same server, a copy of the first."""
    known = connection.settings_dict["NAME"]
    name, dropped = f"{known}_sample", 'DROP DATABASE IF EXISTS "{}" WITH (FORCE)'
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(dropped.format(name))
        # No database is copied while somebody is in it: a thread of an earlier test may be.
        left = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        cursor.execute(left, [known])
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{known}"')
    yield name
    with connection._nodb_cursor() as cursor:
        cursor.execute(dropped.format(name))


def load():
    """Load the firm where the connection leads; returns what is said of it."""
    said = StringIO()
    make_groups()  # an earlier test may have emptied the tables
    with override_settings(STORAGES=storages(STORED), SAMPLE_SITE=True):
        call_command("load_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="session")
def sample_copy(django_db_setup, django_db_blocker):
    """The name of the database with the sample firm, and what was said when it was loaded."""
    copied = _sqlite_copy if connection.vendor == "sqlite" else _postgres_copy
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            name = stack.enter_context(copied())
            with led_to(name):
                told = load()
        yield name, told
        with django_db_blocker.unblock():
            stack.close()


@pytest.fixture(scope="module")
def sample_firm(request, sample_copy):
    """The connection leads to the sample firm while the tests of one file run."""
    of_file = [item for item in request.session.items if item.path == request.path]
    if mixed := [item.name for item in of_file if "sample" not in item.fixturenames]:
        pytest.fail(MIXED.format(", ".join(mixed)))
    with led_to(sample_copy[0]):
        yield


@pytest.fixture
def sample(sample_firm, sample_copy, settings, tmp_path):
    """The sample firm as it was loaded; what `load_demo` said of it."""
    settings.SAMPLE_SITE = True
    if STORED.exists():
        shutil.copytree(STORED, tmp_path, copy_function=os.link, dirs_exist_ok=True)
    return sample_copy[1]
