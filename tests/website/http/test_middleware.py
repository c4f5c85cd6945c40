"""Permissions policy, and the guard before Django reads a request."""

import re
from io import BytesIO

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from website import wsgi


@pytest.mark.django_db
def test_browsers_are_asked_to_refuse_what_the_site_never_uses(client):
    policy = client.get("/").headers["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))


POSTS = ["/consult/", "/consult/thread/", "/admin/login/"]
ODD = [
    "utf-7", "utf_7", "UTF-7", "base64", "idna", "punycode", "rot13", "hex", "zlib", "utf-16",
    "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "cp037", "gbk", "latin-1",
    "no-such", "utf-8;x", "'", "",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ODD)
@pytest.mark.parametrize(
    "form", ["charset={}", 'charset="{}"', "charset*=utf-8''{}", "x=1; CHARSET = {}"]
)
def test_an_odd_charset_is_never_a_500(client, charset, form):
    kind = "application/x-www-form-urlencoded; " + form.format(charset)
    for address in POSTS:
        answer = client.generic("POST", address, b"question=%E4%BD%A0+AGE-&q=\xff", kind)
        assert 200 <= answer.status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", "us-ascii"])
def test_the_charset_of_every_browser_is_fine(client, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert client.generic("POST", "/consult/", b"x=1", kind).status_code in {400, 422}


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "１", " ", "5;", "0x10"])
def test_a_length_that_is_no_number_is_a_400(client, length):
    assert client.post("/consult/", {}, CONTENT_LENGTH=length).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "megabytes"),
    [("/search/", 21), ("/admin/firm/office/add/", 21), ("/consult/suggest/", 21)]
    + [
        ("/consult/", 201),
        ("/consult/thread/", 201),
        (f"/admin/consult/consultation/{'0' * 36}/change/", 201),
    ]
    + [("/consult/", 10**40)],
)
def test_a_body_that_is_too_large_is_refused_before_it_is_read(client, path, megabytes):
    answer = client.post(path, {}, CONTENT_LENGTH=str(megabytes * 1024 * 1024))
    assert (answer.status_code, "过大" in answer.content.decode()) == (413, True)


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind",
    [
        "text/plain; charset*=nonsense''a",
        "text/plain; x*=nonsense''a",
        "text/plain; charset*=base64''%41",
        "text/plain; charset*0*=utf-7''a; charset*1=b",
        "; charset*=''''",
        ";;;===",
        "text/plain; charset*=utf-7''%C3%28",
        "\xff\xfe; a=b",
        "text/plain; a*b*c=1",
        "multipart/form-data; boundary*=idna''x",
    ],
)
def test_a_content_type_that_django_cannot_read_is_no_500(kind):
    """Django reads this header before any middleware, outside its own error handling."""
    status, _ = call(CONTENT_TYPE=kind)
    assert not status.startswith("5")


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-7", "idna", "base64", "punycode", "*=nonsense''a"])
def test_an_odd_charset_of_a_get_with_a_query_is_refused_in_the_design_of_the_site(charset):
    kind = f"text/plain; charset={charset}".replace("=*", "*")
    status, page = call(PATH_INFO="/search/", QUERY_STRING="q=x", CONTENT_TYPE=kind)
    assert status.startswith("415")
    assert "/consult/" in page.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/", "/\\evil.example", "///a"])
def test_no_path_leads_to_another_host(path):
    """`APPEND_SLASH` redirects; a browser reads `//host` as another host."""
    told = {}
    environ = {**RequestFactory().get("/").environ, "PATH_INFO": path}
    wsgi.application(environ, lambda status, headers: told.update(headers))
    assert not re.match(r"[/\\]{2}|https?:", told.get("Location", ""))


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


@pytest.mark.django_db
@pytest.mark.parametrize("body", MULTIPART)
@pytest.mark.parametrize("address", POSTS)
def test_a_broken_multipart_is_never_a_500(client, address, body):
    kind = "multipart/form-data; boundary=x"
    assert client.generic("POST", address, body, kind).status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 300]
)
def test_a_multipart_without_a_usable_boundary_is_a_4xx(client, kind):
    assert 400 <= client.generic("POST", "/consult/", b"--x--", kind).status_code < 500


@pytest.mark.django_db
def test_a_body_shorter_than_its_length_is_no_500(client):
    request = {"wsgi.input": BytesIO(b"a=1"), "CONTENT_LENGTH": "100", "REQUEST_METHOD": "POST"}
    status, _ = call(
        PATH_INFO="/consult/", CONTENT_TYPE="application/x-www-form-urlencoded", **request
    )
    assert not status.startswith("5")


@pytest.fixture
def https(settings):
    """The site behind a proxy that ends TLS, as the settings of a public site make it."""
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000


@pytest.mark.django_db
def test_a_plain_request_is_sent_to_https(client, https):
    answer = client.get("/articles/")
    assert (answer.status_code, answer.url) == (301, "https://testserver/articles/")


@pytest.mark.django_db
def test_a_request_that_came_by_https_is_answered_and_bound_to_it(client, https):
    answer = client.get("/articles/", secure=True)
    assert (answer.status_code, answer.headers["Strict-Transport-Security"]) == (
        200,
        "max-age=31536000",
    )


@pytest.mark.django_db
def test_the_monitor_needs_no_https(client, https):
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_without_a_known_proxy_its_header_means_nothing(client):
    assert (
        "Strict-Transport-Security"
        not in client.get("/", headers={"X-Forwarded-Proto": "https"}).headers
    )


@pytest.mark.django_db
@pytest.mark.parametrize("key", ['"\\000aaaaaaaa"', "short", "A" * 32, "x" * 5000])
def test_a_session_key_that_django_never_gave_is_no_key(client, key):
    client.cookies["sessionid"] = key
    assert client.get("/admin/login/").status_code == 200
    assert client.get("/consult/thread/").status_code == 200
