"""The audit says at once what it lacks, and runs every part whatever the one before found."""

import pytest

from tests import audit, servers


def test_it_begins_nothing_where_a_program_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(audit.shutil, "which", lambda program: None)
    monkeypatch.setattr(servers, "_has_postgres", lambda: "")
    monkeypatch.setattr(audit, "run", lambda *part: pytest.fail("it began"))
    assert audit.main() == 3
    told = capsys.readouterr().out
    assert all(name in told for name in ("chromium", "npm", "nginx-light", "postgresql"))


def test_it_begins_nothing_where_nothing_can_be_mounted(monkeypatch, capsys):
    monkeypatch.setattr(audit, "lacking", list)
    monkeypatch.setattr(audit.mounting, "allowed", lambda: False)
    monkeypatch.setattr(audit, "run", lambda *part: pytest.fail("it began"))
    assert audit.main() == 3
    assert audit.mounting.REFUSED in capsys.readouterr().out


@pytest.mark.parametrize(("failing", "code"), [("", 0), ("SQLite", 1)])
def test_every_part_is_run_and_one_that_failed_is_remembered(monkeypatch, failing, code):
    ran = []
    monkeypatch.setattr(audit, "lacking", list)
    monkeypatch.setattr(audit.mounting, "allowed", lambda: True)
    monkeypatch.setattr(audit, "run", lambda name, *_: ran.append(name) or name != failing)
    assert audit.main() == code
    assert ran == [name for name, *_ in audit.PARTS]


def test_no_server_of_the_callers_own_is_used(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@elsewhere/theirs")
    assert "DATABASE_URL" not in audit.environment()
    assert audit.environment()["STAGE"] == "audit"
