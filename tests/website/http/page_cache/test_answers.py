"""How a kept page is sent: compressed or not, whole or "you have it", to whom asks for its head."""

import gzip

import brotli
import pytest

from tests.website.http.page_cache.asking import PAGE, Site
from website.http.page_cache.page import OVERHEAD

READERS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
SECURITY = [("Content-Security-Policy", "default-src 'none'"), ("X-Frame-Options", "DENY")]


@pytest.fixture
def site():
    return Site()


WANTED = {  # an Accept-Encoding, and how the page is sent
    "": None, "gzip": "gzip", "br": "br", "gzip, deflate, br, zstd": "br",
    "br;q=0.5, gzip;q=0.9": "gzip", "br;q=0, gzip": "gzip", "*": "br",
    "*;q=0.1, gzip;q=0.8": "gzip", "GZIP": "gzip", "x-gzip": "gzip", "deflate": None,
    "identity;q=1, br;q=0.5": None, "identity;q=0, gzip": "gzip", "gzip;q=x": None,
    "br;q=1.5": None, "gzip;q=0.000": None, "br ; q=1": "br", "*;q=0": None, "gzip," * 200: None,
}  # fmt: skip


def test_the_encoding_is_the_best_that_the_browser_takes():
    for wanted, encoding in WANTED.items():
        answer = Site().get(accept_encoding=wanted)
        assert answer.headers.get("content-encoding") == encoding, wanted
        assert READERS[encoding](answer.body) == PAGE
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["vary"] == "Cookie, Accept-Encoding"


def test_each_encoding_has_a_strong_etag_of_its_own(site):
    tags = [site.get(accept_encoding=one).headers["etag"] for one in ("", "gzip", "br")]
    assert len(set(tags)) == 3
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)
    assert site.get(accept_encoding="br", if_none_match=tags[1]).status == 200
    assert len(site.rendered) == 1


def test_a_browser_that_has_the_page_is_told_so_and_another_tag_or_nonsense_brings_it(site):
    tag = site.get(accept_encoding="br").headers["etag"]
    for form in ("{}", "W/{}", '"a", {}', '"a",W/{} , "b"', "*"):
        answer = site.get(accept_encoding="br", if_none_match=form.format(tag))
        assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag), form
    tag = site.get().headers["etag"]
    for form in ("", '"a"', '"a" {}"', "{}x", "W/", '"', "{", "\x00", '"*"'):
        assert site.get(if_none_match=form.replace("{}", tag[:-1])).status == 200, form


def test_a_304_repeats_what_caches_read_and_no_policy_for_one_that_changed_brings_the_page(site):
    site.headers = [*site.headers, *SECURITY, ("Cache-Control", "no-cache")]
    whole = site.get().headers
    answer = site.get(if_none_match=whole["etag"])
    assert answer.headers == {name: whole[name] for name in ("cache-control", "etag", "vary")}
    site.versions, site.headers = site.versions._replace(firm=2), [*site.headers, ("X-New", "1")]
    assert site.get(if_none_match=whole["etag"]).status == 200


def test_a_browsers_copy_is_still_good_after_a_change_elsewhere_and_not_after_one_of_the_page(site):
    tag = site.get().headers["etag"]
    site.versions = site.versions._replace(articles=2)
    assert site.get(if_none_match=tag).status == 304
    site.versions, site.body = site.versions._replace(articles=3), b"<p>new" * 100
    answer = site.get(if_none_match=tag)
    assert (answer.status, answer.body, answer.headers["etag"] != tag) == (200, site.body, True)


def test_a_head_has_the_headers_of_the_page_and_no_body(site):
    head = site.get(method="HEAD", accept_encoding="br")
    page = site.get(accept_encoding="br")
    assert (head.body, head.headers) == (b"", page.headers)
    assert site.rendered[0]["REQUEST_METHOD"] == "GET"
    assert site.get(method="HEAD", accept_encoding="br", if_none_match="*").status == 304


def test_no_part_of_a_page_is_ever_sent_and_what_is_no_text_as_it_is():
    for name in ("range", "if_range", "if_match", "if_modified_since"):
        answer = Site().get(**{name: "bytes=0-1" if name == "range" else '"x"'})
        assert (answer.status, answer.body) == (200, PAGE), name
    for kind in ("image/webp", "application/octet-stream"):
        site = Site()
        site.headers = [("Content-Type", kind)]
        answer = site.get(accept_encoding="br, gzip")
        assert (answer.body, answer.headers.get("vary")) == (PAGE, None), kind


def test_only_what_is_compressed_is_kept_and_unpacked_for_the_few_who_want_it_so():
    """More pages find room, and nobody is told another length or tag."""
    kept = []
    for order in ("identity", "gzip", "identity"), ("gzip", "br", "identity"):
        site = Site()
        answers = [site.get(accept_encoding=one) for one in order]
        assert {READERS[one.headers.get("content-encoding")](one.body) for one in answers} == {PAGE}
        kept.append(site.front._epoch.store.size)
        assert answers[-1].headers["content-length"] == str(len(PAGE))
    assert all(one < OVERHEAD + len(PAGE) for one in kept)
