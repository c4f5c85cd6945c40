"""What is shown while the database is away is shown for that moment alone."""

import pytest
from django.db import OperationalError

from firm.models import SiteSettings
from richtext.base import page_cache
from richtext.base.page_cache import Facts
from tests.factories import make_settings

pytestmark = pytest.mark.django_db


def rendered(client, path):
    """What the rendering of a page tells of it."""
    facts = Facts()
    token = page_cache.rendering.set(facts)
    try:
        client.get(path)
    finally:
        page_cache.rendering.reset(token)
    return facts


@pytest.fixture
def away(monkeypatch):
    def fails(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(SiteSettings, "load", fails)


@pytest.mark.parametrize("path", ["/robots.txt", "/pages/none/", "/articles/?page=0"])
def test_a_page_is_shared_unless_the_database_was_away(client, path):
    make_settings()
    assert rendered(client, path).is_shared


@pytest.mark.parametrize("path", ["/robots.txt", "/pages/none/", "/articles/?page=0"])
def test_words_for_a_database_that_is_away_are_not(client, away, path):
    assert not rendered(client, path).is_shared
