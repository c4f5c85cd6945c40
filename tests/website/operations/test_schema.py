"""A database or a setting that does not fit: what start, worker, check and monitor say."""

import sqlite3
import time
from contextlib import closing

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from articles import search
from firm.models import ContentVersion, Lawyer, Office
from firm.site import required_particulars as firm_checks
from firm.site.required_particulars import LICENCE_OF
from tests import monitor
from tests.factories import make_article, make_lawyer, make_notice, make_settings
from tests.site_process import ROOT
from website.operations import schema, system_checks
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
def test_neither_the_site_nor_the_worker_begins(damage, request, capsys):
    request.getfixturevalue(damage)
    with pytest.raises(prepare.NotReadyError) as refused:
        prepare.check_schema()
    assert str(refused.value) == schema.problem() != ""
    with pytest.raises(SystemExit) as ended:
        call_command("run_worker", once=True)
    assert ended.value.code == 1
    assert capsys.readouterr().err.strip() == schema.problem()


def test_a_newer_database_is_refused_before_it_is_touched_and_told(client, newer):
    with pytest.raises(prepare.NotReadyError, match="firm.0002_tomorrow"):
        prepare.check_system()
    told = schema.NEWER.format(found="firm.0002_tomorrow")
    status, answer = ask(client)
    assert (status, answer["status"], answer["schema"]) == (503, "error", told)
    assert [one.msg for one in found_by_check()] == [told]
    assert not [one for one in checks.run_checks() if one.id == "website.E002"]
    with pytest.raises(CommandError):
        call_command("migrate", skip_checks=False, verbosity=0)


def test_a_migration_that_was_not_done_is_told_and_left_to_migrate(client, older):
    status, answer = ask(client)
    assert (status, answer["schema"]) == (503, schema.BEHIND.format(found=".".join(LAST)))
    assert found_by_check() == []  # `migrate` asks the checks first
    call_command("migrate", fake=True, skip_checks=False, verbosity=0)
    status, answer = ask(client)
    assert (status, answer["schema"]) == (200, "ok")


def test_a_database_that_fits_is_looked_at_again_after_a_while(monkeypatch):
    """A newer release may migrate while a process of this one still runs."""
    MigrationRecorder(connection).record_applied("elsewhere", "0001_initial")  # its own affair
    assert schema.problem() == ""
    MigrationRecorder(connection).record_applied(*TOMORROW)
    assert schema.problem() == ""
    later = time.monotonic() + schema.TRUSTED
    monkeypatch.setattr(schema.time, "monotonic", lambda: later)
    assert schema.problem() == schema.NEWER.format(found="firm.0002_tomorrow")


def test_an_empty_database_is_sent_to_migrate_and_of_many_three_are_told(monkeypatch):
    for name in "abcd":
        MigrationRecorder(connection).record_applied("firm", f"0900_{name}")
    told = schema.NEWER.format(found="firm.0900_a、firm.0900_b、firm.0900_c等4个迁移")
    assert schema.problem() == told
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: {})
    assert schema.problem().startswith(schema.BEHIND.partition("{")[0] + "admin.0001_initial、")


def away():
    raise OperationalError


def test_a_database_that_is_away_stops_no_start(monkeypatch):
    monkeypatch.setattr(schema, "_applied", away)
    assert schema.refusal() == ""


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a matter of SQLite")
def test_a_copy_of_the_database_is_read_and_written_without_django(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' AND tbl_name IN"
            " (SELECT name FROM pragma_table_list WHERE type = 'table')"
        )
        made = [sql for (sql,) in cursor.fetchall()]
    with closing(sqlite3.connect(":memory:")) as plain:
        for sql in sorted(made, key=lambda sql: not sql.startswith("CREATE TABLE")):
            plain.execute(sql)
        count = "INSERT INTO consult_ratingcount (month, value, number) VALUES (?, 'helped', 1)"
        plain.execute(count, ["2026-06-01"])
        with pytest.raises(sqlite3.IntegrityError, match="consult_rating_count_of_month"):
            plain.execute(count, ["2026-06-02"])
        plain.commit()
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        plain.execute("VACUUM INTO ?", [str(tmp_path / "copy.db")])


def ids(found):
    return [message.id for message in found]


@pytest.mark.parametrize(
    ("check", "wrong", "right", "id"),
    [
        ("site_url", {"SITE_HOST": "127.0.0.1"}, {"SITE_HOST": "www.example.com"}, "website.W001"),
        ("second_factor", {"OTP_REQUIRED": False}, {"OTP_REQUIRED": True}, "website.W003"),
        ("proxy", {"TRUSTED_PROXY_COUNT": 1}, {"TRUSTED_PROXY_COUNT": 0}, "website.W004"),
    ],
)  # fmt: skip
def test_a_setting_that_does_not_fit_is_told_with_what_to_do(settings, check, wrong, right, id):
    for given, told in ((wrong, [id]), (right, [])):
        for name, value in given.items():
            setattr(settings, name, value)
        found = getattr(system_checks, check)(None)
        assert ids(found) == told
        assert all(one.hint.endswith("。") for one in found)


def test_a_push_key_for_a_site_that_nobody_reaches_is_told(settings):
    for settings.BAIDU_PUSH_TOKEN, settings.INDEXNOW_KEY in (("geheim-0001", ""), ("", "geheim-1")):
        settings.SITE_URL = "http://127.0.0.1:8000"
        (told,) = system_checks.pushes(None)
        assert told.id == "website.W006"
        assert ("BAIDU_PUSH_TOKEN" if settings.BAIDU_PUSH_TOKEN else "INDEXNOW_KEY") in told.msg
        assert "geheim" not in f"{told.msg}{told.hint}"
        settings.SITE_URL = "https://www.example.com"
        assert system_checks.pushes(None) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")
def test_an_sqlite_that_is_too_old_or_lacks_what_the_search_needs_is_an_error(monkeypatch):
    assert system_checks.sqlite_version(None) == []
    monkeypatch.setattr(system_checks.sqlite3, "sqlite_version_info", (3, 34, 1))
    assert ids(system_checks.sqlite_version(None)) == ["website.E001"]
    monkeypatch.setattr(system_checks.sqlite3, "sqlite_version_info", (3, 40, 1))
    assert "3.43" in system_checks.sqlite_version(None)[0].msg
    monkeypatch.setattr(system_checks.engines.SQLite, "is_contentless", lambda _: False)
    assert system_checks.sqlite_version(None) == []
    monkeypatch.setattr(system_checks.engines, "has_fts5", lambda: False)
    assert "FTS5" in system_checks.sqlite_version(None)[0].msg


def test_changes_that_nobody_would_hear_of_and_articles_nobody_can_find_are_told():
    article = make_article()
    assert system_checks.search_index(None) == []
    search.INDEX.drop([article.pk])
    assert "有1篇" in system_checks.search_index(None)[0].msg
    assert system_checks.content_versions(None) == []
    ContentVersion.objects.filter(group="firm").delete()
    assert ids(system_checks.content_versions(None)) == ["website.W010"]


def test_what_the_firm_lacks_is_told_until_all_is_there(monkeypatch):
    found = firm_checks.particulars(None)
    assert (set(ids(found)), len(found)) == ({"firm.W001"}, 7)
    make_settings(), make_lawyer(), make_lawyer(licence_number="", is_published=False)
    words = LICENCE_OF.format("")
    assert not any(words in message.msg for message in firm_checks.particulars(None))
    make_lawyer(name="林致远", licence_number="")
    words = LICENCE_OF.format("林致远律师")
    assert any(words in message.msg for message in firm_checks.particulars(None))
    monkeypatch.setattr(firm_checks, "missing_particulars", away)
    assert firm_checks.particulars(None) == []
    monkeypatch.undo()
    Lawyer.objects.filter(licence_number="").delete()
    make_notice(), Office.objects.create(address="云澜路 1 号")
    assert firm_checks.particulars(None) == []


def test_a_lawyers_host_that_is_not_answered_to_is_told(settings):
    settings.ALLOWED_HOSTS = ["shen.example.cn"]
    make_lawyer(name="沈若宁", hostname="shen.example.cn")
    make_lawyer(name="周牧之", hostname="zhou.example.cn", is_published=False)
    make_lawyer(name="林致远", hostname="lin.example.cn")
    [warning] = system_checks.own_hosts(None)
    assert warning.id == "website.W008"
    assert warning.msg == system_checks.UNANSWERED.format("林致远律师", "lin.example.cn")
    settings.ALLOWED_HOSTS = [".example.cn"]
    assert system_checks.own_hosts(None) == []
