"""A database that does not fit: what the start, the worker, the check and the monitor say."""

import time
from io import StringIO

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from tests import monitor
from tests.site_process import ROOT
from tests.website.operations.schema import changes
from website.operations import schema
from website.operations.releases import beside as beside_rule
from website.operations.schema import compare, history
from website.operations.serving import prepare

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
RENAMED = "ALTER TABLE articles_searchedwords RENAME COLUMN found TO hits"
BACK = "ALTER TABLE articles_searchedwords RENAME COLUMN hits TO found"
FOUND = "没有列articles_searchedwords.found、多出必填的列articles_searchedwords.hits"
DIFFERENT = schema.DIFFERENT.format(found=FOUND)
TOMORROW = ("firm", "0002_tomorrow")
LAST = max(("consult", path.stem) for path in (ROOT / "consult/migrations").glob("0*.py"))


@pytest.fixture
def edited():
    """As an edited 0001 has made it: the same names of migrations, another table."""
    changes.run(RENAMED)


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


def test_migrate_sees_nothing_of_an_edited_migration(edited):
    """Why the tables are looked at: by the names of migrations all is well."""
    assert history.missing(connection) == history.unknown(connection) == []
    call_command("migrate", "--check", stdout=StringIO())


def test_the_monitor_is_told_of_an_edited_migration(client, edited):
    status, told = ask(client)
    assert (status, told["status"], told["schema"]) == (503, "error", DIFFERENT)
    assert "worker" not in told  # nothing else is asked of it


def test_the_start_refuses_an_edited_migration(edited):
    with pytest.raises(prepare.NotReadyError) as refused:
        prepare.check_schema()
    assert str(refused.value) == DIFFERENT


def test_the_start_refuses_before_it_touches_the_database(edited):
    with pytest.raises(prepare.NotReadyError, match="articles_searchedwords.found"):
        prepare.check_system()


@pytest.mark.parametrize("damage", ["edited", "newer", "older"])
def test_the_worker_does_not_begin(damage, request, capsys):
    request.getfixturevalue(damage)
    with pytest.raises(SystemExit) as ended:
        call_command("run_worker", once=True)
    assert ended.value.code == 1
    assert capsys.readouterr().err.strip() == schema.problem() != ""


def test_check_tells_it_where_databases_are_checked(edited):
    assert [one.msg for one in found_by_check()] == [DIFFERENT]
    assert not [one for one in checks.run_checks() if one.id == "website.E002"]
    with pytest.raises(CommandError):
        call_command("migrate", skip_checks=False, verbosity=0)


def test_a_newer_database_is_told_as_such(client, newer):
    told = schema.NEWER.format(found="firm.0002_tomorrow")
    status, answer = ask(client)
    assert (status, answer["status"], answer["schema"]) == (503, "error", told)
    assert [one.msg for one in found_by_check()] == [told]


@pytest.fixture
def beside(monkeypatch):
    """A later release has migrated, and promises that ours, 0.2.0, goes on to work."""
    monkeypatch.setattr(beside_rule, "our_release", lambda: (0, 2, 0))
    MigrationRecorder(connection).record_applied("firm", "0099_rooms_beside_0_2_0")


def test_beside_an_additive_migration_of_the_next_release_we_go_on(client, beside):
    assert history.is_newer(connection)
    assert ask(client)[0] == 200
    prepare.check_schema()
    assert found_by_check() == []


def test_code_that_is_older_than_the_promise_does_not(client, beside, monkeypatch):
    monkeypatch.setattr(beside_rule, "our_release", lambda: (0, 1, 9))
    told = schema.NEWER.format(found="firm.0099_rooms_beside_0_2_0")
    status, answer = ask(client)
    assert (status, answer["status"], answer["schema"]) == (503, "error", told)


def test_a_promise_that_the_tables_do_not_keep_is_not_believed(client, beside, edited):
    assert ask(client)[1]["schema"] == DIFFERENT


def test_one_migration_without_a_promise_is_enough_to_refuse(client, beside):
    MigrationRecorder(connection).record_applied("firm", "0100_moved")
    assert ask(client)[1]["schema"] == schema.NEWER.format(found="firm.0100_moved")


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


def test_a_database_that_is_mended_is_well_without_a_new_start(client, edited):
    assert ask(client)[0] == 503
    changes.run(BACK)
    assert ask(client)[1]["schema"] == "ok"


def test_tables_that_fit_are_looked_at_again_after_a_while(monkeypatch):
    """A newer release may migrate while a process of this one still runs."""
    monkeypatch.setattr(compare, "differences", lambda connection: [])
    assert schema.problem() == ""
    monkeypatch.setattr(compare, "differences", lambda connection: ["甲"])
    assert [schema.problem() for _ in range(3)] == ["", "", ""]
    later = time.monotonic() + schema.TRUSTED
    monkeypatch.setattr(schema.time, "monotonic", lambda: later)
    assert schema.problem() == schema.DIFFERENT.format(found="甲")


def test_of_many_differences_three_are_told_and_all_are_counted(monkeypatch):
    monkeypatch.setattr(compare, "differences", lambda connection: list("甲乙丙丁"))
    assert schema.problem() == schema.DIFFERENT.format(found="甲、乙、丙等4处")


def test_a_database_that_is_away_stops_no_start(monkeypatch):
    def away(connection):
        raise DatabaseError

    monkeypatch.setattr(history, "unknown", away)
    assert schema.refusal() == ""
