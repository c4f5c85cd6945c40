"""Permissions policy, and the guard before Django reads a request."""

import re
from io import BytesIO
from itertools import product

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory

from tests.stages import crossed
from website import wsgi
from website.http import errors

pytestmark = pytest.mark.django_db


POSTS = ["/consult/", "/consult/thread/", "/admin/login/"]
ODD = [
    "utf-7", "utf_7", "UTF-7", "base64", "idna", "punycode", "rot13", "hex", "zlib", "utf-16",
    "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "cp037", "gbk", "latin-1",
    "no-such", "utf-8;x", "'", "", "utf-8", "utf8", "us-ascii",
]  # fmt: skip


FORMS = ["charset={}", 'charset="{}"', "charset*=utf-8''{}", "x=1; CHARSET = {}"]
FORM = "application/x-www-form-urlencoded; "


@pytest.mark.parametrize("charset", ODD)
def test_an_odd_charset_is_never_a_500(client, charset):
    for address, form in crossed(POSTS, FORMS):
        body, kind = b"question=%E4%BD%A0+AGE-&q=\xff", FORM + form.format(charset)
        answer = client.generic("POST", address, body, kind)
        assert 200 <= answer.status_code < 500, (address, form)


CASE = f"/admin/consult/consultation/{'0' * 36}/change/"
TOO_LARGE = dict.fromkeys(["/search/", "/admin/firm/office/add/", "/consult/suggest/"], 21)
TOO_LARGE |= {"/consult/": 201, "/consult/thread/": 201, CASE: 201, "/consult/?": 10**40}


def test_a_length_that_is_no_number_or_too_large_is_refused_before_a_body_is_read(client):
    for length in ("-1", "abc", "1e3", "１", " ", "5;", "0x10"):
        assert client.post("/consult/", {}, CONTENT_LENGTH=length).status_code == 400, length
    for path, megabytes in TOO_LARGE.items():
        answer = client.post(path, {}, CONTENT_LENGTH=str(megabytes * 1024 * 1024))
        words = errors.TOO_LARGE_TO_ASK if "/consult/" in path[:9] else errors.TEXTS[413][1]
        words = errors.TOO_LARGE_IN_OFFICE if path.startswith("/admin/") else words
        assert (answer.status_code, words in answer.text) == (413, True), path


@pytest.fixture(autouse=True)
def _one_connection():
    """A real request closes the connection at both ends, and with it the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def call(**environ):
    """The bare WSGI application, as a server calls it: status line and body."""
    told = []
    known = {**RequestFactory().get("/healthz").environ, **environ}
    body = wsgi.application(known, lambda status, headers: told.append(status))
    return told[0], b"".join(body)


KINDS = [
    "text/plain; charset*=nonsense''a", "text/plain; x*=nonsense''a", ";;;===", "\xff\xfe; a=b",
    "text/plain; charset*=base64''%41", "text/plain; charset*0*=utf-7''a; charset*1=b",
    "; charset*=''''", "text/plain; charset*=utf-7''%C3%28", "text/plain; a*b*c=1",
    "multipart/form-data; boundary*=idna''x",
]  # fmt: skip


def test_a_content_type_that_django_cannot_read_is_no_500_and_with_a_query_a_415_of_ours():
    """Django reads this header before any middleware, outside its own error handling."""
    for kind in KINDS:
        assert not call(CONTENT_TYPE=kind)[0].startswith("5"), kind
    for charset in ("=utf-7", "=idna", "=base64", "=punycode", "*=nonsense''a"):
        kind = f"text/plain; charset{charset}"
        status, page = call(PATH_INFO="/search/", QUERY_STRING="q=x", CONTENT_TYPE=kind)
        assert (status[:3], "/consult/" in page.decode()) == ("415", True), charset


def test_no_path_leads_to_another_host():
    """`APPEND_SLASH` redirects; a browser reads `//host` as another host."""
    for path in ("//evil.example", "//evil.example/", "/\\evil.example", "///a"):
        told, environ = {}, {**RequestFactory().get("/").environ, "PATH_INFO": path}
        wsgi.application(environ, lambda status, headers, told=told: told.update(headers))
        assert not re.match(r"[/\\]{2}|https?:", told.get("Location", "")), path


FIELD = b"--x\r\nContent-Disposition: form-data; "
MULTIPART = [
    FIELD + b"name=\"q\"; filename*=base64''%41\r\n\r\na\r\n--x--",
    FIELD + b"name*=utf-7''%41\r\n\r\na\r\n--x--",
    FIELD + b"name*=nonsense''a\r\n\r\na\r\n--x--",
    FIELD + b"name=q\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--",
    FIELD + b"name=q; filename=a\r\nContent-Type: a; charset=utf-7\r\n\r\n+\r\n--x--",
    FIELD + b"name=q\r\n\r\n\xff\xfe\x00\r\n--x--",
    b"--x\r\nContent-Disp",
    b"--y\r\n\r\n--y--",
    b"",
    b"--x--",
]


def test_a_broken_multipart_is_never_a_500(client):
    for address, body in product(POSTS, MULTIPART):
        answer = client.generic("POST", address, body, "multipart/form-data; boundary=x")
        assert answer.status_code < 500, (address, body)
    for more in ("", "; boundary=" + "x" * 300):
        answer = client.generic("POST", "/consult/", b"--x--", f"multipart/form-data{more}")
        assert 400 <= answer.status_code < 500


def test_a_body_shorter_than_its_length_is_no_500(client):
    request = {"wsgi.input": BytesIO(b"a=1"), "CONTENT_LENGTH": "100", "REQUEST_METHOD": "POST"}
    status, _ = call(
        PATH_INFO="/consult/", CONTENT_TYPE="application/x-www-form-urlencoded", **request
    )
    assert not status.startswith("5")


def test_behind_a_proxy_that_ends_tls_all_but_the_monitor_is_bound_to_https(client, settings):
    bound = "Strict-Transport-Security"
    forged = Client().get("/", headers={"X-Forwarded-Proto": "https"})
    assert bound not in forged.headers  # without a known proxy its header means nothing
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    answer = client.get("/articles/")
    assert (answer.status_code, answer.url) == (301, "https://testserver/articles/")
    answer = client.get("/articles/", secure=True)
    assert (answer.status_code, answer.headers[bound]) == (200, "max-age=31536000")
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


def test_a_session_key_that_django_never_gave_is_no_key(client):
    for key in ('"\\000aaaaaaaa"', "short", "A" * 32, "x" * 5000):
        client.cookies["sessionid"] = key
        assert client.get("/admin/login/").status_code == 200, key
        assert client.get("/consult/thread/").status_code == 200, key
