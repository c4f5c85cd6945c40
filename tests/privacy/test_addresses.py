"""Each place that holds an address of the network is told in docs/privacy.md, and forgets it."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.consult.posting import shift
from tests.factories import make_settings
from tests.privacy import told, traces
from tests.privacy.flows import a_client_asks, the_office_works
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HOW_LATE = timedelta(hours=2)  # the worker looks every hour
FAULT = "{}: {} is what holds an address, and “网络地址一览” in docs/privacy.md tells {}"


def faults(found):
    """What of it the table does not tell, in sentences."""
    known = {name: form for name, (form, _) in told.addresses().items()}
    return [
        FAULT.format(name, form, known.get(name, "nothing of it"))
        for name, form in found.items()
        if known.get(name) != form
    ]


@pytest.fixture
def digests(monkeypatch):
    """Two visitors and two of the staff, each by both kinds of addresses, and the hashes made."""
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    made = traces.hear_digests(monkeypatch)
    make_settings()
    a_client_asks(REMOTE_ADDR=traces.V4), a_client_asks(REMOTE_ADDR=traces.V6)
    the_office_works(REMOTE_ADDR=traces.V4)
    return made


def test_every_table_and_log_line_with_an_address_is_told_and_in_time_none_is_left(
    monkeypatch, request
):
    heard = traces.Heard(monkeypatch)
    digests = request.getfixturevalue("digests")
    found = traces.in_tables(digests)
    assert "consult_throttle" in found
    assert faults(found) == []
    assert faults(dict.fromkeys(heard.names, traces.CLEAR)) == []
    tables = set(connection.introspection.table_names())
    assert set(told.addresses()) - tables == heard.names  # no line tells of what is not written
    lives = [told.span(row["保存到什么时候"]) for _, row in told.addresses().values()]
    shift(monkeypatch, seconds=(max(filter(None, lives)) + HOW_LATE).total_seconds())
    jobs.run_once()
    assert traces.in_tables(digests) == {}
