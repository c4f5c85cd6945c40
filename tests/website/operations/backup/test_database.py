"""PostgreSQL in a backup: room for its dump, and what its programs complain of."""

from subprocess import CompletedProcess
from unittest.mock import MagicMock

import pytest

from website.operations.backup import BackupError, database


@pytest.fixture
def server(monkeypatch):
    """A PostgreSQL that answers whatever it is asked with its version."""
    made = MagicMock(vendor="postgresql", settings_dict={"NAME": "antou", "OPTIONS": {}})
    made.cursor().__enter__().fetchone.return_value = ("170002",)
    monkeypatch.setattr(database, "connection", made)
    return made


@pytest.fixture
def complains(monkeypatch, server):
    """Runs a program that ends with these words; the environment that it was given."""
    monkeypatch.setattr(database, "_program", lambda name, major: f"/usr/bin/{name}")

    def run(words):
        given = {}

        def ended(command, env, **how):
            given.update(env)
            return CompletedProcess(command, 1, stderr=words)

        monkeypatch.setattr(database.subprocess, "run", ended)
        with pytest.raises(BackupError) as refused:
            database._run("pg_dump")
        return str(refused.value), given

    return run


@pytest.mark.parametrize(
    "words",
    [
        "pg_dump: error: aborting because of server version mismatch",
        "pg_restore: error: unsupported version (1.16) in file header",
    ],
)
def test_a_program_that_is_too_old_is_to_be_replaced(complains, words):
    assert "同一版本" in complains(words)[0]


def test_a_table_that_is_called_version_is_no_old_program(complains):
    words = "permission denied for table firm_contentversion"
    told = complains(f"pg_dump: error: {words}")[0]
    assert words in told
    assert "同一版本" not in told


def test_it_is_asked_to_complain_in_english_wherever_the_server_stands(complains):
    assert complains("")[1]["LC_ALL"] == "C"


def test_a_dump_that_would_fill_the_disk_is_not_begun(server, tmp_path, monkeypatch):
    server.cursor().__enter__().fetchone.return_value = (10**18,)
    monkeypatch.setattr(database.subprocess, "run", pytest.fail)
    with pytest.raises(OSError, match="no room"):
        database.copy(tmp_path)
