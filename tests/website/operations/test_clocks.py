"""A clock that is ahead or behind: no job falls silent, nothing is erased early, and it is told."""

import uuid
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from articles.models import DailyReads
from consult import lifecycle, services
from consult.models import Consultation, ParkedFile
from firm.models import Batch
from outbox import services as outbox
from outbox.channels.mail import MAIL
from outbox.models import BACKUP_DONE, LEAPT, Notice
from statutes.models import TableVersion
from tests import monitor
from tests.factories import make_article, make_staff, make_submitted
from tests.outbox.delivery.test_send import make_notice
from website.base import backup_state
from website.operations import jobs
from website.operations.backup import daily, taking

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
DAY = timedelta(days=1)


IN_CI = [pytest.param(days * DAY, marks=pytest.mark.ci) for days in (1, -1, -400)]
LEAPS = [400 * DAY, *IN_CI]


@pytest.fixture
def clock(monkeypatch, settings, tmp_path):
    """Sets the clock so far from the right time."""
    settings.BACKUP_FOLDER = tmp_path
    settings.LAW_TEXTS = False
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    monkeypatch.setattr(jobs, "DAILY", lambda: None)
    right = datetime(2026, 12, 2, 4, tzinfo=UTC)  # in the days that follow there is no Monday

    def put(ahead):
        monkeypatch.setattr(timezone, "now", lambda: right + ahead)

    put(timedelta())
    return put


def round_of_jobs():
    assert jobs.run_once([job for job in jobs.JOBS if job.name != "back up"])


def old_things():
    """Of each kind that goes by its age, one that has most of its time behind it."""
    almost = timezone.now() - timedelta(hours=1)
    case = make_submitted()[0]
    services.close(consultation=case, user=make_staff())
    Consultation.objects.update(purge_on=timezone.localdate() + DAY)
    make_submitted()
    Consultation.objects.filter(pk=make_submitted()[0].pk).update(state="quarantine")
    make_notice("old")
    Notice.objects.update(sent_at=almost - outbox.RETAINED + DAY)
    DailyReads.objects.create(
        article=make_article(), day=timezone.localdate() - jobs.reads.KEPT, number=1
    )
    Batch.objects.create(made_at=almost - jobs.batches.STORED + DAY, kind="", ends_at=almost)
    parked = {"name": "a.pdf", "kind": "pdf", "size": 1, "parked_at": timezone.now()}
    ParkedFile.objects.create(owner="o", **parked)
    Session.objects.create(session_key="k", expire_date=almost + DAY / 4)
    lifecycle.write_tombstone(uuid.uuid4(), almost - lifecycle.TOMBSTONE_LIFE + DAY)


def left():
    kinds = (Notice, DailyReads, Batch, ParkedFile, Session)
    states = sorted(Consultation.objects.values_list("state", flat=True))
    return [kind.objects.count() for kind in kinds], states, lifecycle.tombstone_names()


@pytest.mark.parametrize("leap", LEAPS)
def test_nothing_goes_early_by_a_clock_that_leapt_and_all_goes_on_when_it_is_right(
    clock, client, leap
):
    outbox.beat()
    old_things()
    before = left()
    for ahead in (leap, leap + DAY / 4, DAY / 3):  # wrong, still wrong, and right again
        clock(ahead)
        assert monitor.told(client)["clock"] == "leapt"
        round_of_jobs()
        assert left() == before
        assert monitor.told(client)["clock"] == "leapt"
        assert monitor.told(client)["worker"] == "ok"
    for hours in range(8, 60, 11):
        clock(timedelta(hours=hours))
        round_of_jobs()
    assert monitor.told(client)["clock"] == "ok"
    assert left()[0] == [0, 0, 0, 0, 0]
    assert (left()[1].count("erased"), len(left()[2])) == (1, 1)


def test_who_switches_the_worker_off_at_night_is_not_kept_from_erasing(clock):
    outbox.beat()
    old_things()
    for day in range(1, 4):
        for hours in range(0, 10, 3):  # at work, and fifteen hours without
            clock(day * DAY + timedelta(hours=hours))
            round_of_jobs()
    assert left()[0] == [0, 0, 0, 0, 0]
    assert left()[1].count("erased") == 1


@pytest.mark.parametrize("leap", LEAPS)
def test_what_a_wrong_clock_wrote_silences_no_job(clock, leap, monkeypatch):
    clock(leap)
    monkeypatch.setattr(MAIL, "send", lambda *_: 1 / 0)
    make_notice("failed")
    until = timezone.now() + timedelta(minutes=2)
    Notice.objects.filter(pk=make_notice("leased").pk).update(leased_until=until)
    for what in (outbox.WORKER, BACKUP_DONE):
        outbox.beat(what)
    round_of_jobs()
    clock(timedelta(minutes=10))
    assert (outbox.worker_is_silent(), daily.is_due()) == (True, True)
    assert backup_state.late() is (leap != -DAY)
    assert outbox.claim(outbox.WORKER, timedelta(hours=1))
    monkeypatch.setattr(MAIL, "send", lambda *_: None)
    round_of_jobs()
    assert Notice.objects.sent().count() == 2
    assert not TableVersion.objects.exclude(rechecked_on=timezone.localdate()).exists()


def test_the_newest_backup_is_none_of_the_future(clock, tmp_path):
    names = [taking.name_of(timezone.now() + days * DAY) for days in (-100, -1, 400)]
    for name in names:
        (tmp_path / name).write_text(name)
    with taking.opened(None) as file:
        assert file.read().decode() == names[1]


@pytest.mark.parametrize("is_doubtful", [False, True])
def test_no_old_backup_goes_while_the_clock_is_doubtful(
    clock, tmp_path, settings, monkeypatch, is_doubtful
):
    made = SimpleNamespace(made=timezone.now())
    monkeypatch.setattr(taking, "_write", lambda part, *_: part.touch() or made)
    monkeypatch.setattr(taking.database, "alone", lambda: nullcontext(tmp_path))
    settings.BACKUP_RECIPIENTS, settings.SAMPLE_SITE = ["age1"], False
    old = taking.name_of(timezone.now() - 100 * DAY)
    (tmp_path / old).touch()
    outbox.beat(LEAPT if is_doubtful else outbox.WORKER)
    assert taking.take()[-1] == ([] if is_doubtful else [old])
