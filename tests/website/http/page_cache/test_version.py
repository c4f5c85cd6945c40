"""The content versions are read as they were committed, and unknown rather than wrong."""

import pytest
from django.db import transaction

from articles.models import Tag
from firm.base.caching import Versions
from firm.models import ContentVersion
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


def test_the_gateway_hands_the_versions_on_before_anything_else(read):
    seen: list[Versions] = []
    asked(seen)
    aside(lambda: Tag.objects.create(name="甲"))
    asked(seen)
    assert seen[0].articles < seen[1].articles


def test_a_database_that_is_away_is_no_reason_not_to_answer(shared_database, monkeypatch):
    monkeypatch.setattr(version.Reader, "read", lambda reader: None)
    monkeypatch.setattr(version, "reader", version.Reader)
    seen: list[None] = []
    asked(seen)
    assert seen == [None]


def asked(seen):
    """Ask an application through the gateway, without a server; it notes the versions."""

    def application(environ, start_response):
        seen.append(environ["antou.versions"])
        start_response("200 OK", [])
        return [b""]

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "antou.client": ("", Source.NOBODY)}
    list(gateway.served(application, 1)(environ, lambda *_: None))
