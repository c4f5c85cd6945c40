"""A site of https whose browsers write down what they are given."""

import pytest

from tests.privacy.browser import Browser, Jar


@pytest.fixture(autouse=True)
def jar(settings, monkeypatch):
    """One for all browsers of a test."""
    settings.HTTPS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    monkeypatch.setattr(Browser, "jar", Jar())
    return Browser.jar
