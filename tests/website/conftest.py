"""Fixtures of the top layer."""

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_superuser
from tests.website.authenticator import HOST, Authenticator
from tests.website.passkeys import invited_by
from website.http.page_cache import reader
from website.operations.content_version import triggers


@pytest.fixture(autouse=True)
def _a_busy_machine_is_no_database_that_is_away(monkeypatch):
    """A quarter of a second is too little for a new connection beside other work."""
    for module in (reader, triggers):
        monkeypatch.setattr(module, "PATIENCE", 60)


@pytest.fixture
def var(monkeypatch):
    """Sets one variable for the test."""
    return lambda name, value: monkeypatch.setenv(name, value)


@pytest.fixture
def otp(settings):
    """A second factor is required."""
    settings.OTP_REQUIRED = True


@pytest.fixture
def new(otp):
    """A member of the staff without a second factor, where one is required."""
    return make_superuser(username="lin")


@pytest.fixture
def willing(settings):
    """A member of the staff without a second factor, where none is required."""
    settings.OTP_REQUIRED = False
    return make_superuser(username="lin")


@pytest.fixture
def lin(otp):
    """A lawyer with a telephone and two recovery codes."""
    user = make_superuser(username="lin")
    user.phone = TOTPDevice.objects.create(user=user, name="手机")
    codes = StaticDevice.objects.create(user=user, name="恢复码")
    for code in ("abcd2345", "efgh6723"):
        StaticToken.objects.create(device=codes, token=code)
    return user


@pytest.fixture
def by_name():
    """A browser that opened the site by the name under which it offers passkeys."""
    return Client(headers={"host": HOST})


@pytest.fixture
def key():
    """A telephone that makes passkeys."""
    return Authenticator()


@pytest.fixture
def holder(new, key):
    """A member of the staff with a passkey and no telephone."""
    invited_by(Client(headers={"host": HOST}), key, new)
    new.refresh_from_db()
    return new
