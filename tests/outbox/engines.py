"""Search engines that stand in for the real ones, over real connections, and what they are told."""

import ssl
from contextlib import contextmanager

from django.utils import timezone

from outbox import services
from outbox.channels import search_engines
from outbox.channels.search_engines import Engine
from outbox.services import News
from tests.outbox import robot_host

TOKEN, KEY = "geheim-baidu-01", "geheim-indexnow-02"
SITE = "https://www.example.com"


@contextmanager
def running_baidu(monkeypatch):
    """Baidu, which takes everything and has 998 left; over plain http, as it is documented."""
    with robot_host.running() as host:
        monkeypatch.setitem(search_engines.HOSTS, Engine.BAIDU, ("127.0.0.1", host.port))
        says(host, 200, {"remain": 998, "success": 1})
        yield host


@contextmanager
def running_indexnow(pem, monkeypatch):
    """IndexNow, which takes everything."""
    with robot_host.running(pem) as host:
        monkeypatch.setitem(search_engines.HOSTS, Engine.INDEXNOW, ("127.0.0.1", host.port))
        trusted = ssl.create_default_context(cafile=pem)
        monkeypatch.setattr(search_engines.http, "tls", lambda: trusted)
        says(host, 200, b"")
        yield host


def tell(*paths, at=None, gone=False):
    """Write that these addresses changed; how many notices that made."""
    news = [News(path, at or timezone.now(), gone) for path in paths]
    return services.enqueue_pushes(kind="test", paths=list(paths), news=news)


def says(host, status, body):
    """Have an engine answer so from now on."""
    host.answer = lambda handler: host.say(handler, status, body)
