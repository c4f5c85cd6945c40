"""The daily backup: when it is due, and that the worker does not wait for it."""

import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from outbox import services as outbox
from outbox.models import BACKUP_BEGUN, BACKUP_DONE, Heartbeat
from tests.factories import make_staff, make_superuser
from tests.site_process import wait_for
from website.base import backup_state
from website.operations import health
from website.operations.backup import daily
from website.operations.health import probe

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def at(text):
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture
def place(settings, tmp_path):
    """Backups go somewhere."""
    settings.BACKUP_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def begun(monkeypatch):
    """The processes that were begun, which end with the code that is put here in their place."""
    processes = []

    def begin(code="import time; time.sleep(60)"):
        monkeypatch.setattr(daily, "COMMAND", [sys.executable, "-c", code])
        job = daily.DailyBackup()
        processes.append(job)
        return job

    yield begin
    for job in processes:
        if job._process:
            job._process.kill()
            job._process.wait()


def heard(what, ago):
    Heartbeat.objects.update_or_create(
        pk=what, defaults={"seen_at": timezone.now() - timedelta(**ago)}
    )


def test_it_is_due_once_after_three_in_the_morning(monkeypatch):
    for now, last, due in (
        ("2026-11-28T12:00", None, True),
        ("2026-11-28T02:59", "2026-11-27T03:01", False),
        ("2026-11-28T03:01", "2026-11-27T03:01", True),
        ("2026-11-28T03:30", "2026-11-28T03:01", False),
        ("2026-11-28T23:59", "2026-11-28T02:00", True),
    ):
        monkeypatch.setattr(daily.timezone, "localtime", lambda now=now: at(now))
        if last:
            outbox.beat(BACKUP_DONE, at=at(last))
        assert daily.is_due() is due, now


def test_nothing_is_begun_where_no_place_is_set(begun, settings, django_assert_num_queries):
    settings.BACKUP_FOLDER = None
    job = begun()
    with django_assert_num_queries(0):
        job()
    assert job._process is None


def test_the_worker_does_not_wait_and_nobody_else_begins_while_it_runs(begun, place):
    first, second = begun(), begun()
    started = time.monotonic()
    first()
    second()
    assert time.monotonic() - started < 10
    assert first._process.poll() is None
    assert second._process is None
    heard(BACKUP_BEGUN, {"hours": 2})
    first()
    second()
    assert second._process is None


def test_a_failure_is_told_and_tried_again_an_hour_later(begun, place):
    job = begun("raise SystemExit(1)")
    assert job.finish()  # nothing is under way
    job()
    assert not job.finish()  # as for a worker that does each job once
    heard(BACKUP_BEGUN, {"minutes": 61})
    job()
    job._process.wait(timeout=240)
    with pytest.raises(daily.FailedError, match="exit code 1"):
        job()
    job()
    assert job._process is None, "not yet"
    heard(BACKUP_BEGUN, {"minutes": 61})  # another machine was lost, or an hour has passed
    job()
    assert job._process


@pytest.mark.ci
def test_it_ends_with_the_worker_that_began_it():
    """The command asks after its parent, by the variable that the job sets."""
    code = f"""
import os, subprocess, sys
from website.base import parent_watch
env = {{**os.environ, parent_watch.VARIABLE: str(os.getpid())}}
child = [sys.executable, "-c", "from website.base import parent_watch as watch; "
         "watch.tie_to_starter(); import time; time.sleep(120)"]
print(subprocess.Popen(child, env=env, cwd={str(daily.settings.BASE_DIR)!r}).pid, flush=True)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240)

    def has_ended(facts=Path(f"/proc/{int(done.stdout)}/stat")):
        return not facts.exists() or facts.read_text().split(")")[1].split()[0] == "Z"

    wait_for(has_ended, patience=60)


def told():
    return [(one.part, one.word) for one in health.all_of(probe)]


def test_it_is_late_after_two_days_where_one_is_set(place, settings):
    for ago, late in ((None, True), ({"hours": 47}, False), ({"hours": 49}, True)):
        if ago:
            heard(BACKUP_DONE, ago)
        assert backup_state.late() is late
        assert ("backup", "late" if late else "ok") in told()
    settings.BACKUP_FOLDER = None
    assert not backup_state.late()
    assert ("backup", "not set") in told()


def test_the_start_page_says_when_the_last_good_one_was(client, place, settings):
    client.force_login(make_staff())
    assert "备份" not in client.get("/admin/").text
    client.force_login(make_superuser())
    assert "还没有一份完整的备份" in client.get("/admin/").text
    outbox.beat(BACKUP_DONE)
    made = timezone.localtime()
    told = f"最近一次完整的备份：{made.year}年{made.month}月{made.day}日"
    assert told in client.get("/admin/").text
    heard(BACKUP_DONE, {"days": 3})
    assert "已经超过两天" in client.get("/admin/").text
    settings.BACKUP_FOLDER = None
    assert "备份" not in client.get("/admin/").text
