"""What nginx answers by itself, and for how long; and what it must never keep."""

import time

import pytest

from tests.deploy import nginx
from tests.deploy.backend import backend
from tests.deploy.nginx import Nginx

pytestmark = pytest.mark.ci
KEPT = {"ETag": '"0123456789abcdef-br"', "Cache-Control": "no-cache", "Vary": "Cookie"}
SECOND = {"        #proxy_": "        proxy_"}  # the lines of the recipe that are to be uncommented


@pytest.fixture
def site():
    nginx.need()
    with backend() as server:
        yield server


@pytest.fixture
def proxy(site, tmp_path):
    with Nginx(tmp_path, site.server_port) as running:
        yield running


@pytest.fixture
def in_a_rush(site, tmp_path):
    with Nginx(tmp_path, site.server_port, **SECOND) as running:
        yield running


def asked(site, proxy, path, times=2, **request):
    """How often the site is asked for so many visitors."""
    site.seen.clear()
    for _ in range(times):
        assert proxy.ask(path, **request).status == 200
    return len(site.seen)


def test_a_static_file_is_asked_for_once_whatever_hangs_on_its_address(proxy, site):
    site.headers = {"Cache-Control": "max-age=315360000, public, immutable"}
    assert asked(site, proxy, "/static/css/site.0123.css") == 1
    assert asked(site, proxy, "/static/css/site.0123.css?x=1") == 0
    assert asked(site, proxy, "/static/css/other.css", accept_encoding="br") == 1


def test_a_form_of_a_static_file_reaches_only_who_takes_it(proxy, site):
    site.headers = {"Cache-Control": "max-age=600", "Vary": "Accept-Encoding"}
    assert asked(site, proxy, "/static/a.css", times=1, Accept_Encoding="br") == 1
    assert asked(site, proxy, "/static/a.css", times=1, Accept_Encoding="gzip") == 1
    assert asked(site, proxy, "/static/a.css", times=2, Accept_Encoding="br") == 0


def test_a_picture_is_kept_for_a_minute_and_not_for_the_year_that_browsers_are_told(proxy, site):
    site.headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    assert asked(site, proxy, "/media/images/a.webp") == 1
    (copy,) = [one for one in (proxy.folder / "cache").rglob("*") if one.is_file()]
    kept_until = int.from_bytes(copy.read_bytes()[8:16], "little")
    assert kept_until - time.time() <= 60


@pytest.mark.parametrize("path", ["/", "/articles/1/", "/consult/", "/admin/", "/search/?q=x"])
def test_as_the_recipe_is_every_page_is_asked_for_each_time(proxy, site, path):
    site.headers = KEPT
    assert asked(site, proxy, path, times=3) == 3
    assert not list((proxy.folder / "cache").rglob("*"))


def test_in_a_rush_a_page_is_asked_for_once_a_second(in_a_rush, site):
    site.headers = KEPT
    assert asked(site, in_a_rush, "/articles/1/", times=5) < 5
    deadline = time.monotonic() + 10  # nginx counts in whole seconds: it may be two
    while not asked(site, in_a_rush, "/articles/1/", times=1):
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("path", "request_", "headers"),
    [
        ("/", {"Cookie": "sessionid=abc"}, KEPT),
        ("/", {"Cookie": "type=large"}, KEPT),
        ("/", {"Authorization": "Basic eDp4"}, KEPT),
        ("/", {}, KEPT | {"Set-Cookie": "a=1"}),
        ("/articles/preview/x/", {}, {"Cache-Control": "no-store, private"}),
        ("/articles/1/", {}, {"Cache-Control": "no-cache", "ETag": '"0123456789abcdef"'}),
        ("/consult/", {}, KEPT),
        ("/consult/thread/", {}, KEPT),
        ("/search/?q=x", {}, KEPT),
        ("/error", {}, KEPT),
    ],
)
def test_in_a_rush_nothing_personal_is_kept(in_a_rush, site, path, request_, headers):
    site.headers = headers
    for _ in range(2):
        in_a_rush.ask(path, **request_)
    assert len(site.seen) == 2
    assert not [one for one in (in_a_rush.folder / "cache").rglob("*") if one.is_file()]


def test_connections_to_the_site_stay_open(proxy, site):
    asked(site, proxy, "/", times=3)
    assert {headers["Connection"] for *_, headers, _ in site.seen} == {None}
    assert len(set(site.ports)) < 3
