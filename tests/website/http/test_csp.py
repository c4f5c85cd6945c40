"""The strict policy stands everywhere; only pages that hold the editor have a wider one."""

import pytest
from django.test import Client

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


def policy(answer):
    """The policy as a table: the order of its parts changes from process to process."""
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {part[0]: set(part[1:]) for part in parts if part}


@pytest.fixture
def admin(client):
    make_settings()
    client.force_login(make_superuser())
    return client


@pytest.mark.parametrize(
    "page",
    [
        "/", "/lawyers/", "/articles/", "/articles/feed/", "/search/?q=x", "/consult/", "/contact/",
        "/consult/thread/", "/sitemap.xml", "/robots.txt", "/healthz", "/nothing/", "/admin/",
        "/admin/login/", "/articles/?page=0", "/admin/firm/page/add/", "/admin/nothing/",
    ],
)  # fmt: skip
def test_a_visitor_always_gets_the_strict_policy(client, page):
    assert policy(client.get(page)) == STRICT


@pytest.mark.parametrize(
    "page",
    [
        "", "firm/lawyer/", "firm/lawyer/add/", "firm/page/", "firm/sitesettings/1/change/",
        "firm/office/add/", "articles/article/", "consult/consultation/", "auth/group/", "nothing/",
        "firm/page/999/delete/", "password_change/",
    ],
)  # fmt: skip
def test_admin_pages_without_the_editor_have_the_strict_policy(admin, page):
    assert policy(admin.get(f"/admin/{page}")) == STRICT


def test_a_consultation_is_read_under_the_strict_policy(admin):
    consultation, _ = make_consultation()
    page = admin.get(f"/admin/consult/consultation/{consultation.pk}/change/", follow=True)
    assert page.status_code == 200
    assert policy(page) == STRICT


@pytest.mark.parametrize("model", ["articles/article", "firm/page", "firm/practicearea"])
def test_a_page_with_the_editor_has_the_wider_policy(admin, model):
    assert policy(admin.get(f"/admin/{model}/add/")) == EDITOR


@pytest.mark.parametrize(
    ("model", "make"),
    [
        ("articles/article", make_article),
        ("firm/page", lambda: make_notice().page),
        ("firm/practicearea", make_area),
    ],
)
def test_the_other_pages_of_such_a_record_have_the_strict_policy(admin, model, make):
    record = make()
    assert policy(admin.get(f"/admin/{model}/{record.pk}/change/")) == EDITOR
    for page in (f"{record.pk}/history/", f"{record.pk}/delete/", ""):
        assert policy(admin.get(f"/admin/{model}/{page}")) == STRICT


def test_a_form_that_comes_back_with_errors_still_works(admin):
    assert policy(admin.post("/admin/firm/page/add/", {})) == EDITOR


def test_the_wider_policy_allows_neither_inline_scripts_nor_eval_nor_other_hosts():
    assert EDITOR["script-src"] == {"'self'"}
    everything = set().union(*EDITOR.values())
    assert everything <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}


def test_a_fault_on_a_page_with_the_editor_is_answered_under_the_strict_policy(admin, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("firm.admin.pages.PageAdmin.get_form", broken)
    admin.raise_request_exception = False
    answer = admin.get("/admin/firm/page/add/")
    assert (answer.status_code, policy(answer)) == (500, STRICT)


def test_a_refused_token_is_answered_under_the_strict_policy():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_superuser())
    answer = client.post("/admin/firm/page/add/", {"title": "x"})
    assert (answer.status_code, policy(answer)) == (403, STRICT)


@pytest.mark.parametrize(
    "page", ["/", "/articles/", "/consult/", "/contact/", "/nothing/", "/search/?q=x"]
)
def test_every_page_forbids_frames_and_sniffing(client, page):
    headers = client.get(page).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"]


@pytest.mark.parametrize("page", ["/", "/consult/", "/admin/login/", "/nothing/", "/robots.txt"])
def test_no_other_site_may_put_an_answer_into_its_pages(client, page):
    assert client.get(page).headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_public_picture_may_be_shown_by_a_reader_of_the_feed(client, settings):
    settings.SITE_HOST = "testserver"
    answer = client.get("/media/images/none.webp")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("page", ["/", "/articles/", "/contact/", "/lawyers/", "/consult/"])
def test_no_page_asks_anything_of_another_host(client, page):
    """Links lead where they lead; nothing is loaded from there."""
    import re

    make_settings(), make_lawyer(), make_article()
    html = client.get(page).content.decode()
    loaded = re.findall(r"<(?:script|img|link|iframe|source|video|audio)\b[^>]*", html)
    outside = [tag for tag in loaded if re.search(r'(?:src|href|srcset)="(?:https?:)?//', tag)]
    assert not [tag for tag in outside if 'rel="canonical"' not in tag]
