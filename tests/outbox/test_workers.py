"""Several workers at once: each notice is sent once."""

from threading import Lock

import pytest

from outbox import senders, services
from outbox.models import Channel, Notice
from tests.outbox.test_delivery import make_notice
from tests.threads import aside, together


@pytest.fixture
def notices(transactional_db):
    for number in range(20):
        make_notice(key=str(number))


@pytest.fixture
def sent(monkeypatch):
    keys, lock = [], Lock()

    def keep(notice):
        with lock:
            keys.append(notice.dedupe_key)

    monkeypatch.setitem(senders.SENDERS, Channel.MAIL, keep)
    return keys


def test_four_workers_send_each_notice_once(notices, sent, shared_database):
    numbers = together(*[services.deliver_due] * 4)
    assert sum(numbers) == 20
    assert sorted(sent, key=int) == [str(number) for number in range(20)]
    assert aside(lambda: Notice.objects.pending().count()) == 0
