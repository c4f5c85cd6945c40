"""Fixtures of the login."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from consult.spam import rate_limit
from tests.website.login import Counting, post
from tests.website.second_factor import clock


@pytest.fixture(autouse=True)
def counted(settings):
    """Passwords are kept by a hasher that counts."""
    settings.PASSWORD_HASHERS = ["tests.website.login.Counting"]
    Counting.evaluated = 0


@pytest.fixture(autouse=True)
def _no_wait_is_over_before_the_test_says_so(monkeypatch):
    """On a busy machine thirty seconds pass in the middle of a test."""
    now = timezone.now()
    monkeypatch.setattr(rate_limit, "timezone", SimpleNamespace(now=lambda: now))


@pytest.fixture
def known(lin):
    """A browser on which lin has logged in completely; the session is over, the device is known."""
    client = Client()
    assert post(client, password="x", code=clock(lin.phone)).status_code == 302
    del client.cookies["sessionid"]
    lin.phone.refresh_from_db()
    return client
