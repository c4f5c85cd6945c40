"""All numbers of the site in the form that Prometheus reads."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import Metric, exposition
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.registry import Collector

from outbox import services as outbox
from outbox.models import Notice
from richtext.base import disk
from website.operations import health
from website.operations.health import probe
from website.operations.watching import requests


def written(accept: str) -> tuple[bytes, str]:
    registry = requests.registry()
    state = State()
    registry.register(state)
    try:
        write, kind = exposition.choose_encoder(accept)
        return write(registry), kind
    finally:
        registry.unregister(state)


class State(Collector):
    """What is read when it is asked for, by whichever process answers."""

    def collect(self) -> Iterator[Metric]:
        found = health.all_of(probe)
        state = Gauge(
            "antou_state", "Of each part: 0 ok, 1 warn, 2 error (/readyz)", labels=["part"]
        )
        for one in found:
            state.add_metric([one.part], one.level)
        yield state
        yield Gauge("antou_disk_free_bytes", "Room of DATA_DIR", value=disk.free(settings.DATA_DIR))
        yield Gauge("antou_disk_reserve_bytes", "Below it no file is taken", value=disk.reserve())
        for name, number in health.numbers(found).items():
            if name != "disk_free_mb":
                yield Gauge(f"antou_{name}", "As /readyz tells it", value=number)
        if any(one.part == "worker" for one in found):
            yield from _queue()


def _queue():
    now = timezone.now()
    try:
        seen, due = outbox.last_beat(), Notice.objects.due(now)
        depth, oldest = due.count(), due.order_by("due_at").values_list("due_at", flat=True).first()
    except DatabaseError:
        return
    if seen:
        age = (now - seen).total_seconds()
        yield Gauge("antou_worker_silent_seconds", "Since a worker was heard of", value=max(age, 0))
    yield Gauge("antou_notices_due", "Notices that are due and not sent", value=depth)
    late = (now - oldest).total_seconds() if oldest else 0
    yield Gauge("antou_notices_due_oldest_seconds", "How long the oldest has been due", value=late)
