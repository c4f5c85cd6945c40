"""The strict policy stands everywhere but beside the editor; no secret is compressed."""

import gzip
import re

import pytest

from tests.factories import (
    make_area,
    make_article,
    make_consultation,
    make_lawyer,
    make_notice,
    make_settings,
    make_superuser,
)

pytestmark = pytest.mark.django_db
STRICT = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'"},
    "connect-src": {"'self'"},
    "worker-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
EDITOR = STRICT | {
    "script-src-attr": {"'unsafe-inline'"},
    "style-src": {"'self'", "'unsafe-inline'"},
    "img-src": {"'self'", "data:", "blob:"},
    "frame-src": {"'self'"},
}
ASKED = {"Accept-Encoding": "gzip"}


def policy(answer):
    """The policy as a table: the order of its parts changes from process to process."""
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {part[0]: set(part[1:]) for part in parts if part}


@pytest.fixture
def admin(client):
    make_settings()
    client.force_login(make_superuser())
    return client


def test_a_visitor_always_gets_the_strict_policy_and_no_frames_or_sniffing(client, settings):
    for page in (
        "/", "/lawyers/", "/articles/", "/articles/feed/", "/search/?q=x", "/consult/", "/contact/",
        "/consult/thread/", "/sitemap.xml", "/robots.txt", "/healthz", "/nothing/", "/admin/",
        "/admin/login/", "/articles/?page=0", "/admin/firm/page/add/", "/admin/nothing/",
    ):  # fmt: skip
        answer = client.get(page)
        assert policy(answer) == STRICT, page
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "camera=(), " in answer.headers["Permissions-Policy"]
        assert answer.headers["Referrer-Policy"]
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    settings.SITE_HOST = "testserver"  # a reader of the feed may show a picture
    answer = client.get("/media/images/none.webp")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_admin_pages_without_the_editor_have_the_strict_policy(admin):
    case = f"consult/consultation/{make_consultation()[0].pk}/change/"
    for page in (
        "", "firm/lawyer/", "firm/lawyer/add/", "firm/page/", "firm/sitesettings/1/change/",
        "firm/office/add/", "articles/article/", "consult/consultation/", "auth/group/", "nothing/",
        "firm/page/999/delete/", "password_change/", case,
    ):  # fmt: skip
        assert policy(admin.get(f"/admin/{page}")) == STRICT, page


@pytest.mark.parametrize(
    ("model", "make"),
    [
        ("articles/article", make_article),
        ("firm/page", lambda: make_notice().page),
        ("firm/practicearea", make_area),
    ],
)
def test_pages_with_the_editor_alone_have_the_wider_policy(admin, model, make):
    everything = set().union(*EDITOR.values())
    assert everything <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
    record = make()
    for answer in (
        admin.get(f"/admin/{model}/add/"),
        admin.post(f"/admin/{model}/add/", {}),  # comes back with errors
        admin.get(f"/admin/{model}/{record.pk}/change/"),
    ):
        assert policy(answer) == EDITOR
    for page in (f"{record.pk}/history/", f"{record.pk}/delete/", ""):
        assert policy(admin.get(f"/admin/{model}/{page}")) == STRICT
    admin.handler.enforce_csrf_checks = True
    answer = admin.post(f"/admin/{model}/add/", {"title": "x"})
    assert (answer.status_code, policy(answer)) == (403, STRICT)


def test_no_page_asks_anything_of_another_host(client):
    """Links lead where they lead; nothing is loaded from there."""
    make_settings(), make_lawyer(), make_article()
    for page in ("/", "/articles/", "/contact/", "/lawyers/", "/consult/"):
        html = client.get(page).text
        loaded = re.findall(r"<(?:script|img|link|iframe|source|video|audio)\b[^>]*", html)
        outside = [tag for tag in loaded if re.search(r'(?:src|href|srcset)="(?:https?:)?//', tag)]
        assert not [tag for tag in outside if 'rel="canonical"' not in tag], page


def test_public_pages_are_compressed_for_who_asks_and_what_may_hold_a_secret_is_not(client):
    make_settings(), make_article()
    draft = make_article(state="draft").get_absolute_url()
    for path in ("/", "/articles/", "/articles/feed/", "/sitemap.xml"):
        answer = client.get(path, headers=ASKED)
        assert answer.headers["Content-Encoding"] == "gzip", path
        assert gzip.decompress(answer.content)
    assert "Content-Encoding" not in client.get("/").headers
    client.force_login(make_superuser())
    secret = ("/consult/", "/consult/thread/", "/admin/", "/admin/login/", f"{draft}?guess")
    for path in secret:
        answer = client.get(path, headers=ASKED)
        assert "Content-Encoding" not in answer.headers, path
    assert answer.status_code == 200
