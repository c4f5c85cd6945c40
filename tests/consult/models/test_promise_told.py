"""Whoever asked a site of 0.1.0 was told a time, and still is after the upgrade."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from consult.models import Consultation

BEFORE = [("consult", "0002_groups"), ("firm", "0001_initial")]


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_a_row_from_before_keeps_its_promise():
    executor = MigrationExecutor(connection)
    old = executor.migrate(BEFORE).apps
    area = old.get_model("firm", "PracticeArea").objects.create(name="劳动", slug="labour")
    now = timezone.now()
    times = {"received_at": now, "promised_at": now}
    old.get_model("consult", "Consultation").objects.create(code_hash="a", area=area, **times)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert Consultation.objects.get().promised_until == now
