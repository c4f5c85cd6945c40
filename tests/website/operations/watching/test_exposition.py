"""What Prometheus reads of the database and the disk."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from outbox import services as outbox
from outbox.models import Heartbeat, Notice
from richtext.base import disk
from tests.monitor import LOCAL
from tests.outbox.delivery.test_send import make_notice
from website.operations import schema
from website.operations.watching import exposition

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def numbers(client):
    """By name, or by name and part."""
    answer = client.get("/metrics", headers=LOCAL)
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)
    families = text_string_to_metric_families(answer.text)
    samples = [one for family in families for one in family.samples]
    return {one.labels.get("part", one.name): one.value for one in samples}


def test_the_queue_its_age_and_what_fails_are_told(client):
    outbox.beat()
    now = timezone.now()
    make_notice(), make_notice(key="other"), make_notice(key="later")
    Notice.objects.filter(dedupe_key="k").update(due_at=now - timedelta(minutes=20), attempts=1)
    Notice.objects.filter(dedupe_key="other").update(due_at=now - timedelta(minutes=5))
    Notice.objects.filter(dedupe_key="later").update(due_at=now + timedelta(minutes=5))
    told = numbers(client)
    assert (told["antou_notices_due"], told["antou_notices_failing"]) == (2, 1)
    assert told["antou_notices_due_oldest_seconds"] == pytest.approx(1200, abs=60)
    assert (told["notices"], told["worker"], told["database"]) == (1, 0, 0)


def test_how_long_the_worker_is_silent_is_told(client):
    assert "antou_worker_silent_seconds" not in numbers(client), "it was never heard of"
    outbox.beat()
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    told = numbers(client)
    assert told["antou_worker_silent_seconds"] == pytest.approx(3600, abs=60)
    assert told["worker"] == 1


def test_the_disk_is_told(client, settings, monkeypatch):
    settings.DISK_RESERVE_MB = 100
    monkeypatch.setattr(disk, "free", lambda folder: 1 * disk.MB)
    told = numbers(client)
    assert (told["antou_disk_free_bytes"], told["disk"]) == (disk.MB, 2)
    assert told["antou_disk_reserve_bytes"] == 100 * disk.MB


def test_without_a_database_the_rest_is_told(client, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(schema, "problem", away)
    told = numbers(client)
    assert (told["database"], told["disk"]) == (2, 0)
    assert not {"worker", "antou_notices_due", "antou_notices_failing"} & set(told)


def test_each_version_of_the_form_is_written():
    assert exposition.written("")[1].startswith("text/plain")
    text, kind = exposition.written("application/openmetrics-text; version=1.0.0")
    assert (kind.startswith("application/openmetrics-text"), text.endswith(b"# EOF\n")) == (
        True,
        True,
    )
