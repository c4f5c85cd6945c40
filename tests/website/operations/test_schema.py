"""A database that does not fit: what the start, the worker, the check and the monitor say."""

import time

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from tests import monitor
from tests.site_process import ROOT
from website.operations import schema
from website.operations.serving import prepare

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TOMORROW = ("firm", "0002_tomorrow")
LAST = max(("consult", path.stem) for path in (ROOT / "consult/migrations").glob("0*.py"))


@pytest.fixture
def newer():
    """A database of a later release, whose backup was not put back."""
    MigrationRecorder(connection).record_applied(*TOMORROW)


@pytest.fixture
def older():
    """The code is there, `migrate` was forgotten."""
    MigrationRecorder(connection).record_unapplied(*LAST)


def ask(client):
    answer = monitor.ready(client)
    return answer.status_code, answer.json()


def found_by_check():
    return [one for one in checks.run_checks(databases=["default"]) if one.id == "website.E002"]


@pytest.mark.parametrize("damage", ["newer", "older"])
def test_the_start_refuses(damage, request):
    request.getfixturevalue(damage)
    with pytest.raises(prepare.NotReadyError) as refused:
        prepare.check_schema()
    assert str(refused.value) == schema.problem() != ""


def test_the_start_refuses_a_newer_database_before_it_touches_it(newer):
    with pytest.raises(prepare.NotReadyError, match="firm.0002_tomorrow"):
        prepare.check_system()


@pytest.mark.parametrize("damage", ["newer", "older"])
def test_the_worker_does_not_begin(damage, request, capsys):
    request.getfixturevalue(damage)
    with pytest.raises(SystemExit) as ended:
        call_command("run_worker", once=True)
    assert ended.value.code == 1
    assert capsys.readouterr().err.strip() == schema.problem() != ""


def test_check_tells_it_where_databases_are_checked(newer):
    assert [one.msg for one in found_by_check()] == [schema.problem()]
    assert not [one for one in checks.run_checks() if one.id == "website.E002"]
    with pytest.raises(CommandError):
        call_command("migrate", skip_checks=False, verbosity=0)


def test_a_newer_database_is_told_as_such(client, newer):
    told = schema.NEWER.format(found="firm.0002_tomorrow")
    status, answer = ask(client)
    assert (status, answer["status"], answer["schema"]) == (503, "error", told)
    assert [one.msg for one in found_by_check()] == [told]


def test_a_migration_of_a_package_that_we_do_not_know_is_its_own_affair(newer):
    MigrationRecorder(connection).record_unapplied(*TOMORROW)
    MigrationRecorder(connection).record_applied("elsewhere", "0001_initial")
    assert schema.problem() == ""


def test_a_migration_that_was_not_done_is_told_and_left_to_migrate(client, older):
    told = schema.BEHIND.format(found=".".join(LAST))
    assert ask(client)[1]["schema"] == told
    assert found_by_check() == []  # `migrate` asks the checks first
    call_command("migrate", fake=True, skip_checks=False, verbosity=0)
    assert ask(client)[0] == 200


def test_an_empty_database_is_sent_to_migrate(monkeypatch):
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: {})
    assert schema.problem().startswith(schema.BEHIND.partition("{")[0] + "admin.0001_initial、")


def test_a_database_that_is_upgraded_is_well_without_a_new_start(client, older):
    assert ask(client)[0] == 503
    MigrationRecorder(connection).record_applied(*LAST)
    assert ask(client)[1]["schema"] == "ok"


def test_a_database_that_fits_is_looked_at_again_after_a_while(monkeypatch):
    """A newer release may migrate while a process of this one still runs."""
    assert schema.problem() == ""
    MigrationRecorder(connection).record_applied(*TOMORROW)
    assert schema.problem() == ""
    later = time.monotonic() + schema.TRUSTED
    monkeypatch.setattr(schema.time, "monotonic", lambda: later)
    assert schema.problem() == schema.NEWER.format(found="firm.0002_tomorrow")


def test_of_many_migrations_three_are_told_and_all_are_counted():
    for name in "abcd":
        MigrationRecorder(connection).record_applied("firm", f"0900_{name}")
    told = schema.NEWER.format(found="firm.0900_a、firm.0900_b、firm.0900_c等4个迁移")
    assert schema.problem() == told


def test_a_database_that_is_away_stops_no_start(monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(schema, "_applied", away)
    assert schema.refusal() == ""
