"""The content versions are read as they were committed, and unknown rather than wrong."""

import asyncio

import pytest
from django.db import transaction

from articles.models import Tag
from firm.base.caching import Versions
from firm.models import ContentVersion
from tests.threads import aside
from website.http.page_cache import version
from website.operations.serving import gateway

pytestmark = pytest.mark.engine


@pytest.fixture
def read(shared_database):
    """Reads in one event loop, as a process of the web server does."""
    with asyncio.Runner() as runner:
        yield lambda: runner.run(version.read())
        runner.run(leave())


async def leave():
    """Close what this loop has opened, or the database could not go."""
    if reader := version._readers.pop(asyncio.get_running_loop(), None):
        await reader.close()


def once(coroutine):
    """Run it in a loop of its own, which leaves nothing open."""

    async def whole():
        try:
            return await coroutine
        finally:
            await leave()

    return asyncio.run(whole())


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
            return once(version.read())

    before = read()
    assert aside(change) == before != read()


def test_a_group_without_a_number_is_unknown_until_it_has_one(read):
    aside(lambda: ContentVersion.objects.filter(group="articles").delete())
    assert read() is None


def test_the_gateway_hands_the_versions_on_before_anything_else(shared_database):
    def application(environ, start_response):
        seen.append(environ["antou.versions"])
        start_response("200 OK", [])
        return [b""]

    seen: list[Versions] = []
    asked(application)
    aside(lambda: Tag.objects.create(name="甲"))
    asked(application)
    assert seen[0].articles < seen[1].articles


def test_a_database_that_is_away_is_no_reason_not_to_answer(shared_database, monkeypatch):
    async def away():
        return None

    monkeypatch.setattr(version, "read", away)
    seen: list[None] = []
    asked(lambda environ, begin: [seen.append(environ["antou.versions"]), begin("200 OK", [])][:0])
    assert seen == [None]


def asked(application):
    """Ask an application through the gateway, without a server."""

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        pass

    scope = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http"}
    scope |= {"path": "/", "raw_path": b"/", "query_string": b"", "headers": []}
    once(gateway.served(application, 1)(scope, receive, send))
