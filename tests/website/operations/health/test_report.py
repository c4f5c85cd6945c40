"""/readyz: what the operator's monitor is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import services as outbox
from outbox.models import Heartbeat, Notice
from richtext.base import disk
from statutes.models import PendingRecheck
from tests import monitor
from tests.outbox.delivery.test_send import make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def health(client):
    answer = monitor.ready(client)
    assert answer.status_code == 200
    return answer.json()


def test_all_is_well_while_a_worker_lives(client):
    outbox.beat()
    told = health(client)
    assert told["status"] == "ok"
    assert told["worker"] == told["database"] == "ok"
    assert told["notices_failing"] == told["attachments_waiting"] == 0


def test_a_worker_that_was_never_or_not_lately_heard_of_is_told(client):
    assert (health(client)["status"], health(client)["worker"]) == ("warn", "silent")
    outbox.beat()
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    assert health(client)["worker"] == "silent"


def test_failing_notices_are_counted_and_a_waiting_one_is_not(client):
    outbox.beat()
    make_notice(), make_notice(key="other")
    Notice.objects.filter(dedupe_key="k").update(attempts=1)
    told = health(client)
    assert (told["status"], told["notices_failing"]) == ("warn", 1)


def test_mail_that_no_server_takes_is_told_until_there_is_one(client, settings):
    outbox.beat()
    server, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "x.dummy.EmailBackend"
    told = health(client)
    assert (told["status"], told["mail"], told["notices_unsent"]) == ("ok", "not set", 0)
    make_notice()
    Notice.objects.update(unsent_at=timezone.now())
    assert (health(client)["status"], health(client)["notices_unsent"]) == ("warn", 1)
    settings.EMAIL_BACKEND = server
    told = health(client)
    assert (told["status"], told["mail"], told["notices_unsent"]) == ("ok", "ok", 1)


def test_a_recheck_that_nobody_does_is_told_and_one_just_asked_for_only_counted(client):
    outbox.beat()
    PendingRecheck.objects.create(short_name="民法典")
    assert (health(client)["status"], health(client)["rechecks_waiting"]) == ("ok", 1)
    PendingRecheck.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    assert health(client)["status"] == "warn"


def test_it_is_never_cached(client):
    assert "no-store" in monitor.ready(client).headers["Cache-Control"]


@pytest.mark.parametrize(("left", "state"), [(500, "ok"), (60, "low")])
def test_the_room_on_the_disk_is_told(client, settings, monkeypatch, left, state):
    outbox.beat()
    settings.DISK_RESERVE_MB = 100
    monkeypatch.setattr(disk, "free", lambda folder: left * disk.MB)
    told = health(client)
    assert (told["disk"], told["disk_free_mb"]) == (state, left)
    assert told["status"] == ("ok" if state == "ok" else "warn")
