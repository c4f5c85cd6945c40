"""SQLite is migrated once in a run: the first process keeps a copy, the others begin with it.

That costs more than all else before a worker's first test. Sites of the tests begin with the copy
as well, if there is one by then; from nothing a site starts in `website/operations`. `make test`
begins with the one of an earlier run of this day, as long as nothing that makes tables changed.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from tests import stages
from tests.environment import RUN, one_at_a_time

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"
# The migrations, what they import, what is made after them, and the versions of all others' code.
MAKING = [
    "*/migrations/*.py",
    "*/models*/*.py",
    "*/models.py",
    "firm/**/*.py",
    "richtext/**/*.py",
    "consult/crypto/*.py",
    "website/operations/content_version/*.py",
    "website/operations/content_version/*.toml",
    "requirements*.txt",
]


def copied():
    """The file with the migrated database of this run, which need not be there yet."""
    return Path(os.environ[RUN]) / "migrated.sqlite3"


def _draft():
    return copied().with_suffix(".draft")


def kept():
    """The same of any run of this day in which the tables were made alike."""
    files = sorted({path for pattern in MAKING for path in ROOT.glob(pattern)})
    made = hashlib.sha256(date.today().isoformat().encode())
    for path in files:
        made.update(f"{path}\0".encode() + path.read_bytes())
    return KEPT / f"{made.hexdigest()}.sqlite3"


def _keep():
    """The copy of this run for the next ones, in place of older ones; where it can be written."""
    with contextlib.suppress(OSError):
        KEPT.mkdir(parents=True, exist_ok=True)
        older = [*KEPT.glob("*.sqlite3")]
        draft = KEPT / str(os.getpid())
        shutil.copy(copied(), draft)
        draft.rename(kept())
        for one in older:
            one.unlink(missing_ok=True)


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
            if stages.current() == "test" and not copied().exists():
                with contextlib.suppress(FileNotFoundError):
                    shutil.copy(kept(), _draft()).rename(copied())
            if copied().exists():
                _copy(stack, f"file:{copied()}", connection.creation._get_test_db_name())
        yield stack


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup):
    """Then: the copy for the others, who wait for it."""
    if connection.vendor == "sqlite" and not copied().exists():
        with contextlib.ExitStack() as stack:
            _copy(stack, connection.creation._get_test_db_name(), f"file:{_draft()}")
        _draft().rename(copied())
        if stages.current() == "test":
            _keep()
    django_db_modify_db_settings.close()
