"""Several workers at once: each notice is sent once."""

from threading import Lock

import pytest
from django.utils import timezone

from outbox import services
from outbox.channels import search_engines
from outbox.channels.mail import MAIL
from outbox.channels.search_engines import Engine
from outbox.models import Notice
from outbox.services import News
from tests.outbox.delivery.test_send import make_notice
from tests.threads import aside, together

pytestmark = pytest.mark.engine


@pytest.fixture
def notices(transactional_db):
    for number in range(20):
        make_notice(key=str(number))


@pytest.fixture
def sent(monkeypatch):
    keys, lock = [], Lock()

    def keep(recipient, payload, dedupe_key):
        with lock:
            keys.append(dedupe_key)

    monkeypatch.setattr(MAIL, "send", keep)
    return keys


def test_four_workers_send_each_notice_once(notices, sent, shared_database):
    numbers = together(*[services.deliver_due] * 4)
    assert sum(numbers) == 20
    assert sorted(sent, key=int) == [str(number) for number in range(20)]
    assert aside(lambda: Notice.objects.pending().count()) == 0


def test_four_workers_tell_a_search_engine_of_each_address_once(
    transactional_db, settings, monkeypatch, shared_database
):
    settings.SITE_URL, settings.INDEXNOW_KEY = "https://www.example.com", "indexnow-key"
    told, lock = [], Lock()

    def keep(channel, urls):
        with lock:
            told.extend(urls)
        return search_engines.Answer()

    monkeypatch.setattr(search_engines, "submit", keep)
    monkeypatch.setitem(search_engines.MOST, Engine.INDEXNOW, 7)
    news = [News(f"/articles/{number}/", timezone.now()) for number in range(20)]
    aside(lambda: services.enqueue_pushes(kind="test", paths=[], news=news))
    while aside(lambda: Notice.objects.due().exists()):
        together(*[services.deliver_due] * 4)
    assert len(told) == len(set(told)) == 20
