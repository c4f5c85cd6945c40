"""The content versions are read as they were committed, and unknown rather than wrong."""

import pytest
from django.db import OperationalError, transaction

from articles.models import Tag
from firm.models import ContentVersion, SiteSettings
from richtext.base import page_cache
from richtext.base.page_cache import Facts
from tests.factories import make_settings
from tests.threads import aside
from website.http.page_cache import version
from website.http.proxy import Source
from website.operations.serving import gateway

pytestmark = pytest.mark.engine


@pytest.fixture
def read(shared_database):
    """Reads over one connection, as a process of the web server does."""
    version.reader.cache_clear()
    yield lambda: version.reader().read()
    leave()


def leave():
    """Close what was opened, or the database could not go."""
    version.reader().close()
    version.reader.cache_clear()


def test_a_commit_is_seen_by_the_next_read(read):
    before = read()
    aside(lambda: Tag.objects.create(name="甲"))
    after = read()
    assert after.articles > before.articles
    assert (after.firm, after.statutes) == (before.firm, before.statutes)
    assert read() == after


def test_what_is_not_committed_is_not_seen(read):
    def change():
        with transaction.atomic():
            Tag.objects.create(name="甲")
            return read()

    before = read()
    assert aside(change) == before != read()


def test_a_group_without_a_number_is_unknown_until_it_has_one(read):
    aside(lambda: ContentVersion.objects.filter(group="articles").delete())
    assert read() is None


def test_the_gateway_hands_the_versions_on_and_none_while_the_database_is_away(read, monkeypatch):
    before = asked()
    aside(lambda: Tag.objects.create(name="甲"))
    assert before.articles < asked().articles
    monkeypatch.setattr(version.Reader, "read", lambda reader: None)
    with monkeypatch.context() as away:
        away.setattr(version, "reader", version.Reader)
        assert asked() is None


def asked():
    """The versions that an application is told through the gateway, without a server."""
    seen = []

    def application(environ, start_response):
        seen.append(environ["antou.versions"])
        start_response("200 OK", [])
        return [b""]

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "antou.client": ("", Source.NOBODY)}
    list(gateway.served(application, 1)(environ, lambda *_: None))
    return seen[0]


def rendered(client, path):
    """What the rendering of a page tells of it."""
    facts = Facts()
    token = page_cache.rendering.set(facts)
    try:
        client.get(path)
    finally:
        page_cache.rendering.reset(token)
    return facts


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/robots.txt", "/pages/none/", "/articles/?page=0"])
def test_a_page_is_shared_unless_the_database_was_away(client, monkeypatch, path):
    def fails(*args, **kwargs):
        raise OperationalError

    make_settings()
    assert rendered(client, path).is_shared
    monkeypatch.setattr(SiteSettings, "load", fails)
    assert not rendered(client, path).is_shared
