"""What keeps a site from being ready, beside its database."""

import threading

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages

from richtext.base import disk
from tests import monitor
from website.config.static_bundles import BUNDLES
from website.operations import health

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture(autouse=True)
def probe(monkeypatch):
    """What another test has found out does not stand."""
    monkeypatch.setattr(health, "probe", health.Probe())
    return health.probe


def test_a_full_disk_is_an_error(client, monkeypatch):
    monkeypatch.setattr(disk, "free", lambda folder: 1 * disk.MB)
    answer = monitor.ready(client)
    assert (answer.status_code, answer.json()["disk"]) == (503, "full")
    assert client.get("/readyz").json() == {"status": "error"}


@pytest.mark.parametrize("kind", health.STORES)
def test_a_storage_that_takes_no_file_is_an_error(client, monkeypatch, kind):
    def refuse(*_, **__):
        raise OSError("KEY:SECRET@bucket")

    monkeypatch.setattr(storages[kind], "save", refuse)
    answer = monitor.ready(client)
    assert (answer.status_code, answer.json()["storage"]) == (503, f"{kind} refuses")
    assert "SECRET" not in answer.text


def test_the_file_that_was_tried_is_gone(client):
    assert monitor.told(client)["storage"] == "ok"
    assert [storages[kind].listdir("ready") for kind in health.STORES] == [([], [])] * 2


def test_a_bucket_is_asked_in_its_own_way(client, monkeypatch):
    def refuse():
        raise OSError

    monkeypatch.setattr(storages["default"], "check_writable", refuse, raising=False)
    assert monitor.told(client)["storage"] == "default refuses"


def test_it_is_tried_once_in_a_while_whoever_asks(client, monkeypatch, probe):
    tried = []
    monkeypatch.setattr(health, "failing", lambda: tried.append(1) or "")
    for _ in range(5):
        client.get("/readyz")
    assert len(tried) == 1
    probe._until = 0
    client.get("/readyz")
    assert len(tried) == 2


def test_while_one_waits_for_a_dead_bucket_others_are_told_the_last_answer(monkeypatch, probe):
    begun, go = threading.Event(), threading.Event()

    def slow():
        begun.set()
        go.wait(10)
        return "default"

    monkeypatch.setattr(health, "failing", slow)
    first = threading.Thread(target=probe.failing)
    first.start()
    assert begun.wait(10)
    assert probe.failing() == ""
    go.set()
    first.join()
    assert probe.failing() == "default"


class Manifest:
    """Static files as a collected site has them, with or without one of them."""

    def __init__(self, named=BUNDLES, there=BUNDLES):
        self.named, self.there = named, there

    def stored_name(self, name):
        if name not in self.named:
            raise ValueError
        return name

    def exists(self, name):
        return name in self.there


@pytest.mark.parametrize(
    ("known", "word"),
    [
        (Manifest(), "ok"),
        (Manifest(named=[]), "missing"),
        (Manifest(there=BUNDLES[1:]), "missing"),
    ],
)
def test_missing_static_files_are_an_error(client, monkeypatch, known, word):
    monkeypatch.setattr(staticfiles_storage, "_wrapped", known)
    answer = monitor.ready(client)
    assert (answer.json()["static"], answer.status_code) == (word, 200 if word == "ok" else 503)
