"""The receipt: shown once, kept nowhere."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from consult.client import receipt
from consult.models import Consultation
from consult.public.receipt import RECEIVED, SHOWN_BEFORE
from tests.consult.posting import FORM, RECEIPT, THREAD, code_of, good_post, shift
from tests.factories import make_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return good_post()


def test_the_code_is_shown_once(client, post):
    client.post(FORM, post)
    first, again = client.get(RECEIPT), client.get(RECEIPT)
    assert first.context["code"] in first.content.decode()
    assert again.context["code"] is None
    assert f"<h1>{SHOWN_BEFORE}</h1>" in again.content.decode()
    assert f"<title>{RECEIVED} - " in first.content.decode()
    assert f"<title>{SHOWN_BEFORE} - " in again.content.decode()


def test_a_copy_of_the_cookie_shows_nothing_later(client, post, monkeypatch):
    copy = client.post(FORM, post).cookies[receipt.COOKIE].value
    client.get(RECEIPT)
    shift(monkeypatch, seconds=receipt.SECONDS + 1)
    client.cookies[receipt.COOKIE] = copy
    assert client.get(RECEIPT).context["code"] is None


def test_the_cookie_is_for_this_page_and_no_script(client, post):
    cookie = client.post(FORM, post).cookies[receipt.COOKIE]
    known = {name: cookie[name] for name in ("path", "httponly", "samesite", "secure", "max-age")}
    assert known == {
        "path": RECEIPT, "httponly": True, "samesite": "Strict", "secure": "", "max-age": 600,
    }  # fmt: skip


def test_the_cookie_is_secure_under_https(client, post, settings):
    settings.HTTPS = True
    assert client.post(FORM, post, secure=True).cookies[receipt.COOKIE]["secure"]


def test_the_code_is_in_no_address_header_or_session(client, post):
    response = client.post(FORM, post)
    told = f"{response.url} {response.headers} {response.cookies}".replace(" ", "")
    assert code_of(client) not in told
    assert not Session.objects.exists()


@pytest.mark.parametrize("address", [RECEIPT])
def test_no_copy_is_kept_and_nobody_else_is_told(client, post, address):
    client.post(FORM, post)
    response = client.get(address)
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer, same-origin"
    assert "noindex" in response["X-Robots-Tag"]


def test_the_redirect_is_not_kept_either(client, post):
    assert "no-store" in client.post(FORM, post)["Cache-Control"]


def test_without_a_cookie_the_page_says_what_to_do(client):
    response = client.get(RECEIPT)
    assert response.status_code == 200
    main = response.text.split("<main")[1].split("</main>")[0]
    assert all(f'href="{way}"' in main for way in (FORM, THREAD))


@pytest.mark.parametrize(
    "value", ["x", "enc1:k1:QUJD", "enc1:k1:", "::", '"\\000"', "enc1:none:" + "A" * 60]
)
def test_a_cookie_that_does_not_open_is_no_cookie(client, value):
    client.cookies[receipt.COOKIE] = value
    assert client.get(RECEIPT).context["code"] is None


def test_a_look_at_the_head_alone_does_not_use_the_code_up(client, post):
    client.post(FORM, post)
    assert client.head(RECEIPT).status_code == 200
    assert len(code_of(client)) == 16


def test_other_methods_are_refused(client):
    assert client.post(RECEIPT).status_code == 405


def test_the_receipt_says_when_an_answer_is_promised(client, post):
    client.post(FORM, post)
    promised = timezone.localtime(Consultation.objects.get().promised_at)
    html = client.get(RECEIPT).content.decode()
    assert f"{promised.month}月{promised.day}日" in html
    assert f"{promised:%H:%M}" in html


def test_on_paper_it_names_firm_telephone_and_address_but_the_code_is_in_none(client, post):
    make_settings()
    client.post(FORM, post)
    html = client.get(RECEIPT).content.decode()
    assert "青石律师事务所，电话0330-5559900" in html
    assert f"网址：{settings.SITE_URL}{THREAD}" in html
    assert html.count(code_of_page(html)) == 1


def code_of_page(html):
    return re.search(r"data-code>([\d ]{19})<", html)[1]


def test_the_form_of_the_back_button_is_the_same_form(client):
    """A browser keeps it for the way back, so that a second post brings the same token."""
    assert client.get(FORM)["Cache-Control"] == "private, no-cache"
    assert "no-store" in client.post(FORM, {})["Cache-Control"]
