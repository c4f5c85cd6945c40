"""SQLite is migrated once in a run: the first process keeps a copy, the others begin with it.

That costs more than all else before a worker's first test. Sites of the tests begin with the copy
as well, if there is one by then; from nothing a site starts in `website/operations`.
"""

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from tests.environment import RUN, one_at_a_time


def copied():
    """The file with the migrated database of this run, which need not be there yet."""
    return Path(os.environ[RUN]) / "migrated.sqlite3"


def give(folder):
    """Let a site in this folder begin with it; False where there is none, and it has to migrate."""
    if is_there := copied().exists():
        shutil.copy(copied(), Path(folder) / "db.sqlite3")
    return is_there


def _copy(stack, source, target):
    """Between two files or memories; the target stays open as long as the stack."""
    target = stack.enter_context(contextlib.closing(sqlite3.connect(target, uri=True)))
    with contextlib.closing(sqlite3.connect(source, uri=True)) as opened:
        opened.backup(target)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Before it is migrated: what another process kept, or the right to be the first."""
    with contextlib.ExitStack() as stack:
        if connection.vendor == "sqlite":
            stack.enter_context(one_at_a_time("migrating"))
            if copied().exists():
                _copy(stack, f"file:{copied()}", connection.creation._get_test_db_name())
        yield stack


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup):
    """Then: the copy for the others, who wait for it."""
    if connection.vendor == "sqlite" and not copied().exists():
        draft = copied().with_suffix(".draft")
        with contextlib.ExitStack() as stack:
            _copy(stack, connection.creation._get_test_db_name(), f"file:{draft}")
        draft.rename(copied())
    django_db_modify_db_settings.close()
