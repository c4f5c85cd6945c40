"""Fixtures of the tests of outbox."""

import ssl
from http.client import HTTPSConnection

import pytest

from outbox.base import http
from tests import certificate
from tests.outbox import engines, robot_host, sms_hosts
from tests.threads import shared_database  # noqa: F401  (a fixture)


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    """The certificate of whoever stands in for a host."""
    return certificate.write(tmp_path_factory.mktemp("tls") / "robots.pem", ["127.0.0.1"])


@pytest.fixture
def host(pem, monkeypatch):
    """Every robot's host is this one, and its certificate is trusted."""
    with robot_host.running(pem) as running:

        def here(_, seconds):
            return HTTPSConnection("127.0.0.1", running.port, timeout=seconds, context=http.tls())

        trusted = ssl.create_default_context(cafile=pem)
        monkeypatch.setattr(http, "tls", lambda: trusted)
        monkeypatch.setattr(http, "connect", here)
        yield running


@pytest.fixture
def public_site(settings):
    """A site that search engines can reach, without any key yet."""
    settings.SITE_URL = engines.SITE
    settings.BAIDU_PUSH_TOKEN = settings.INDEXNOW_KEY = ""


@pytest.fixture
def baidu(public_site, settings, monkeypatch):
    settings.BAIDU_PUSH_TOKEN = engines.TOKEN
    with engines.running_baidu(monkeypatch) as host:
        yield host


@pytest.fixture
def indexnow(public_site, pem, settings, monkeypatch):
    settings.INDEXNOW_KEY = engines.KEY
    with engines.running_indexnow(pem, monkeypatch) as host:
        yield host


@pytest.fixture(params=sms_hosts.STAND_INS)
def vendor(request, pem, settings, monkeypatch):
    """Each vendor of text messages in turn, set up, and a stand-in that checks every signature."""
    with sms_hosts.running(request.param, pem, settings, monkeypatch) as host:
        yield host
