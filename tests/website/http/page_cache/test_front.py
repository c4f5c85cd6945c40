"""A page is rendered once for everybody, and never shown when it is older than the content."""

from concurrent.futures import Future

import pytest

from firm.base.caching import Versions
from tests.website.http.page_cache.asking import HTML, PAGE, Site

LATER = Versions(1, 2, 1, 1)


def ask(site, *requests):
    """Several requests, one after the other."""
    return [site.get(**one) for one in requests]


def test_a_page_is_rendered_for_the_first_visitor_only_and_anew_after_a_change():
    site = Site()
    first, second = ask(site, {}, {})
    assert (first.body, second.body, len(site.rendered)) == (PAGE, PAGE, 1)
    assert first.headers == second.headers
    site.versions, site.body = LATER, b"new" * 100
    assert [one.body for one in ask(site, {}, {})] == [b"new" * 100] * 2
    assert len(site.rendered) == 2


def test_the_clock_is_asked_anew_only_where_something_that_has_a_time_changed():
    site = Site()

    def through(*all_of_them):
        for site.versions in all_of_them:
            site.get()
        return site.edges_asked

    assert through(site.versions, LATER, LATER._replace(statutes=2)) == 1
    moved = LATER._replace(statutes=2, lists=2)
    assert through(moved, moved._replace(firm=2)) == 3


def test_versions_that_go_back_are_neither_kept_nor_answered_from_what_is_newer():
    site = Site()
    site.versions = LATER
    site.get()
    site.versions, site.body = Versions(1, 1, 9, 1), b"restored" * 40
    assert [one.body for one in ask(site, {}, {})] == [site.body] * 2
    site.versions = LATER
    assert site.get().body == PAGE
    assert len(site.rendered) == 3


def test_what_was_kept_before_triggers_were_lost_is_never_shown_again():
    site = Site()
    site.get()
    site.watch, site.body = 2, b"changed unseen" * 40
    assert site.get().body == site.body


@pytest.mark.parametrize("versions", [None, LATER])
def test_django_is_told_the_versions_that_were_read_first_and_answers_everybody_without(versions):
    site = Site()
    site.versions = versions
    ask(site, {"path": "/"}, {"path": "/search/"}, *[{}] * (not versions))
    assert {one["antou.versions"] for one in site.rendered} == {versions}
    assert len(site.rendered) == (2 if versions else 3)


@pytest.mark.parametrize("later", [1010.0, 900.0])  # or the clock was set back
def test_an_edge_of_the_clock_ends_every_page(monkeypatch, later):
    site, now = Site(), 1000.0
    monkeypatch.setattr("website.http.page_cache.front.time.time", lambda: now)
    site.edge = 1010.0
    ask(site, {}, {})
    now, site.edge, site.body = later, 1020.0, b"open" * 100
    assert [one.body for one in ask(site, {}, {})] == [site.body] * 2
    assert len(site.rendered) == 2


def test_where_no_edge_can_be_told_nothing_is_kept():
    site = Site()

    away = Future()
    away.set_exception(OSError())
    site.front._next_edge = lambda moment: away
    assert [one.status for one in ask(site, {}, {})] == [200, 200]
    assert len(site.rendered) == 2


def test_while_the_database_is_away_pages_of_before_are_shown_until_an_article_may_be_gone(
    monkeypatch,
):
    site, now = Site(), 1000.0
    monkeypatch.setattr("website.http.page_cache.front.time.time", lambda: now)
    site.edge, site.edge_of_articles = 1010.0, 1100.0
    before = site.get()
    site.is_away, site.body, now = True, b"no database" * 40, 1099.0
    kept, other = ask(site, {}, {"path": "/contact/"})
    assert (kept.body, other.body) == (PAGE, site.body)
    told = {"age": "99", "warning": '110 - "Response is Stale"'}
    assert kept.headers == {**before.headers, **told}
    known = site.get(if_none_match=before.headers["etag"])
    assert (known.status, known.headers["age"]) == (304, "99")
    now = 1100.0
    assert site.get().body == site.body
    site.is_away, site.body, now = False, b"back" * 100, 1005.0
    assert (site.get().body, site.get().headers.get("warning")) == (PAGE, None)


def test_what_is_counted_again_is_rendered_again_then(monkeypatch):
    site, now = Site(), 50.0
    monkeypatch.setattr("website.http.page_cache.page.time.monotonic", lambda: now)
    site.facts["until"] = 60.0
    ask(site, {}, {})
    assert len(site.rendered) == 1
    now = 60.0
    site.get()
    assert len(site.rendered) == 2


def test_a_herd_is_answered_by_one_rendering():
    site = Site()
    waiting = site.begin(200)
    site.held.set()
    assert {one.result().body for one in waiting} == {PAGE}
    assert len(site.rendered) == 1


def test_who_came_after_a_change_gets_no_older_answer():
    site = Site()
    before = site.begin(3)
    slow, site.versions, site.body = site.held, LATER, b"new" * 100
    after = site.begin(3)
    site.held.set()
    assert [one.result().body for one in after] == [site.body] * 3
    slow.set()  # the older rendering ends last, and is not kept
    assert [one.result().body for one in before] == [PAGE] * 3
    assert site.get().body == site.body
    assert len(site.rendered) == 2


@pytest.mark.parametrize(("failures", "status", "rendered"), [(1, 200, 3), (1000, 500, 2 + 20)])
def test_after_a_failure_the_next_one_renders_for_the_others_and_after_two_each(
    failures, status, rendered
):
    site = Site()
    site.failing = failures
    waiting = site.begin(20)
    site.held.set()
    assert {one.result().status for one in waiting} == {status}
    assert len(site.rendered) == rendered  # who began asks again


PERSONAL = [  # a status, and a header or that the page is not shared
    (200, ("Set-Cookie", "a=1")), (200, ("Cache-Control", "private, no-store")),
    (200, ("Cache-Control", "No-Store")), (200, ("Vary", "Cookie, User-Agent")),
    (200, ("Content-Encoding", "gzip")), (301, ("Location", "/")), (403, ("X", "")),
    (503, ("X", "")), (200, None),
]  # fmt: skip


def test_what_is_no_page_for_everybody_is_answered_by_django():
    for status, header in PERSONAL:
        site = Site()
        site.status, site.headers = status, [*HTML, *filter(None, [header])]
        site.facts["is_shared"] = header is not None
        for agent in ("one", "other"):
            assert site.get(user_agent=agent).status == status
            assert site.rendered[-1]["HTTP_USER_AGENT"] == agent, header


def test_a_refusal_is_kept_and_has_no_etag():
    for status in (404, 410):
        site = Site()
        site.status = status
        first, second = ask(site, {}, {"if_none_match": "*"})
        assert (first.status, second.status, len(site.rendered)) == (status, status, 1)
        assert "etag" not in first.headers


def test_with_no_room_every_page_is_rendered_and_still_has_its_etag():
    site = Site(room=0)
    first = site.get()
    assert site.get(if_none_match=first.headers["etag"]).status == 304
    assert len(site.rendered) == 2


@pytest.mark.ci
def test_ten_thousand_addresses_stay_within_the_room():
    site = Site(room=1_000_000)
    ask(site, *({"path": f"/articles/{one}/", "accept_encoding": "br"} for one in range(10_000)))
    site.status = 404
    good = {"path": "/articles/9999/"}
    ask(site, *({"path": f"/pages/p{one}/"} for one in range(10_000)))
    assert site.front._epoch.store.size <= 1_000_000
    ask(site, good)
    assert len(site.rendered) == 20_000  # the page that is found has outlived all that is not
