"""The worker: its jobs, and that none of them stops the others."""

import logging
import threading
import time

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from outbox import services as outbox
from website.operations import jobs

pytestmark = pytest.mark.engine


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    """The connection of the test stays open: its transaction would be lost with it."""
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)


@pytest.fixture
def log(monkeypatch):
    """The lines that the worker logs."""
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    monkeypatch.setattr(jobs.log, "handlers", [handler])
    return lines


def fail():
    raise ValueError("no such\nsecond line")


def test_a_failing_job_is_logged_on_one_line_and_the_others_go_on(log):
    done = []
    good = jobs.run_once([jobs.Job("bad", 1, fail), jobs.Job("good", 1, lambda: done.append(1))])
    assert (good, done) == (False, [1])
    assert log == ["job bad failed: ValueError: no such"]


def test_the_loop_runs_each_job_at_its_pace_until_it_is_stopped(log):
    stop, often, seldom = threading.Event(), [], []

    def tick():
        often.append(1)
        if len(often) == 3:
            stop.set()

    known = [
        jobs.Job("bad", 1, fail),
        jobs.Job("often", 0.01, tick),
        jobs.Job("seldom", 60, lambda: seldom.append(1)),
    ]
    jobs.run_forever(stop, known)
    assert (len(often), len(seldom)) == (3, 1)
    assert len(log) == 1  # the next try of a failed job waits


def test_a_stop_does_not_wait_for_the_next_job():
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    began = time.monotonic()
    jobs.run_forever(stop, [jobs.Job("daily", 86400, lambda: None)])
    assert time.monotonic() - began < 5


@pytest.mark.django_db
def test_once_runs_all_jobs_and_ends_with_0(log):
    with pytest.raises(SystemExit) as ended:
        call_command("run_worker", once=True)
    assert ended.value.code == 0
    assert log == []


@pytest.mark.django_db
def test_once_ends_with_1_after_a_failure(monkeypatch, log):
    monkeypatch.setattr(jobs, "run_once", lambda: False)
    with pytest.raises(SystemExit) as ended:
        call_command("run_worker", once=True)
    assert ended.value.code == 1


def test_notices_addresses_and_sessions_have_their_jobs():
    known = {job.name: job.every for job in jobs.JOBS}
    assert known["deliver notices"] == 2
    assert known["forget addresses"] == 60 * 60
    assert known["clear sessions"] == 60 * 60


def test_a_patient_job_is_told_when_to_stop():
    stop, said = threading.Event(), []

    def work(keep_going):
        said.append(keep_going())
        stop.set()
        said.append(keep_going())

    jobs.run_forever(stop, [jobs.Job("long", 1, work, patient=True)])
    assert said == [True, False]


def test_a_patient_job_lets_the_others_have_their_turn(monkeypatch):
    monkeypatch.setattr(jobs, "TURN", 0.05)
    stop, done = threading.Event(), []

    def work(keep_going):
        while keep_going():
            time.sleep(0.01)
        done.append("long")

    def mail():
        done.append("mail")
        if len(done) > 3:
            stop.set()

    jobs.run_forever(stop, [jobs.Job("long", 0, work, patient=True), jobs.Job("mail", 0, mail)])
    assert {"long", "mail"} == set(done[:2])


@pytest.mark.django_db
def test_a_stop_leaves_what_was_not_sent_for_the_next_start(monkeypatch):
    from outbox.channels.mail import MAIL
    from outbox.models import Notice
    from tests.outbox.delivery.test_send import make_notice

    stop = threading.Event()
    for number in range(3):
        make_notice(key=str(number))
    monkeypatch.setattr(MAIL, "send", lambda *_: stop.set())
    jobs.run_forever(stop, [job for job in jobs.JOBS if job.name == "deliver notices"])
    assert Notice.objects.sent().count() == 1
    assert Notice.objects.due().count() == 2


def test_the_worker_says_that_it_lives_and_clears_the_ledger():
    known = {job.name: job.every for job in jobs.JOBS}
    assert 2 * known["say that the worker lives"] < outbox.SILENT.total_seconds()
    assert known["forget what is over"] == 60 * 60


def test_rows_that_cannot_be_deleted_keep_no_others_from_it(monkeypatch):
    done = []

    def forget(fails, *_):
        done.append(fails)
        if fails:
            raise DatabaseError("held")

    monkeypatch.setattr(jobs, "RETENTIONS", [(True, "", 0, ""), (False, "", 0, "")])
    monkeypatch.setattr(jobs, "forget", forget)
    with pytest.raises(DatabaseError, match="held"):
        jobs.forget_what_is_over()
    assert done == [True, False]
