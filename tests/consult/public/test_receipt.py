"""The receipt: shown for ten minutes in one browser, kept nowhere."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.crypto import receipt_codes
from consult.models import Consultation
from consult.public.intake import RECEIVED, SHOWN_BEFORE
from tests.consult.posting import FORM, RECEIPT, THREAD, code_of, enter, good_post, shift
from tests.factories import make_notice, make_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return good_post()


def test_the_code_is_shown_again_for_ten_minutes(client, post, monkeypatch):
    client.post(FORM, post)
    code = code_of(client)
    shift(monkeypatch, seconds=receipt_codes.SECONDS - 5)
    again = client.get(RECEIPT)
    assert again.context["code"].replace(" ", "") == code
    assert f"<title>{RECEIVED} - " in again.text


def test_after_ten_minutes_it_is_never_shown_again(client, post, monkeypatch):
    client.post(FORM, post)
    code = code_of(client)
    shift(monkeypatch, seconds=receipt_codes.SECONDS + 1)
    late = client.get(RECEIPT)
    assert late.context["code"] is None
    assert all(f"{tag}{SHOWN_BEFORE}" in late.text for tag in ("<h1>", "<title>"))
    assert code not in late.text.replace(" ", "")
    assert client.cookies[receipt_codes.COOKIE].value == ""


def test_another_browser_is_shown_nothing(client, post):
    client.post(FORM, post)
    assert Client().get(RECEIPT).context["code"] is None


@pytest.mark.parametrize("inside", [True, False])
def test_leaving_ends_it_at_once(client, post, inside):
    client.post(FORM, post)
    code = code_of(client)
    if inside:
        enter(client, code)
    client.post(THREAD, {"action": "leave"})
    assert client.get(RECEIPT).context["code"] is None


def test_after_the_erasure_of_what_it_was_for_it_is_gone(client, post):
    client.post(FORM, post)
    enter(client, code_of(client))
    client.post(reverse("consult:erase"), {"sure": "on"})
    assert client.get(RECEIPT).context["code"] is None


def test_the_receipt_itself_offers_to_show_it_no_more(client, post):
    client.post(FORM, post)
    page = client.get(RECEIPT).text.split("<main")[1]
    assert f'action="{THREAD}"' in page
    assert '<input type="hidden" name="action" value="leave">' in page


def test_a_copy_of_the_cookie_shows_nothing_later(client, post, monkeypatch):
    copy = client.post(FORM, post).cookies[receipt_codes.COOKIE].value
    shift(monkeypatch, seconds=receipt_codes.SECONDS + 1)
    client.cookies[receipt_codes.COOKIE] = copy
    assert client.get(RECEIPT).context["code"] is None


def test_the_cookie_is_for_this_page_and_no_script_and_goes_with_the_browser(client, post):
    cookie = client.post(FORM, post).cookies[receipt_codes.COOKIE]
    known = {name: cookie[name] for name in ("path", "httponly", "samesite", "secure", "max-age")}
    assert known == {
        "path": RECEIPT, "httponly": True, "samesite": "Strict", "secure": "", "max-age": "",
    }  # fmt: skip


def test_the_cookie_is_secure_under_https(client, post, settings):
    settings.HTTPS = True
    assert client.post(FORM, post, secure=True).cookies[receipt_codes.COOKIE]["secure"]


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
    make_notice()
    response = client.get(RECEIPT)
    assert response.status_code == 200
    main = response.text.split("<main")[1].split("</main>")[0]
    assert all(f'href="{way}"' in main for way in (FORM, THREAD))


@pytest.mark.parametrize(
    "value", ["x", "enc1:k1:QUJD", "enc1:k1:", "::", '"\\000"', "enc1:none:" + "A" * 60]
)
def test_a_cookie_that_does_not_open_is_no_cookie(client, value):
    client.cookies[receipt_codes.COOKIE] = value
    assert client.get(RECEIPT).context["code"] is None


def test_other_methods_are_refused(client):
    assert client.post(RECEIPT).status_code == 405


def test_the_receipt_says_when_an_answer_is_promised(client, post):
    make_settings(reply_promise_hours=24)
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
