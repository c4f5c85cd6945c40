"""Submitting: one post is one consultation with one code, shown for ten minutes, kept nowhere."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import State as ArticleState
from consult.base.enums import Source, State
from consult.crypto import receipt_codes
from consult.models import Consultation, Message
from consult.public.intake import RECEIVED, SHOWN_BEFORE
from outbox.models import Notice
from tests.consult.posting import FORM, RECEIPT, THREAD, code_of, enter, good_post, shift, token
from tests.factories import make_area, make_article, make_lawyer, make_notice, make_settings
from tests.screen import Screen

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OWN = "lin.example.cn"


@pytest.fixture(autouse=True)
def _office():
    make_settings(notify_email="office@example.com", reply_promise_hours=24)


@pytest.fixture
def sent(client):
    """What answered a good post."""
    return client.post(FORM, good_post(token=token()))


def shown(client):
    return client.get(RECEIPT).context["code"]


def test_the_code_is_shown_again_for_ten_minutes_and_then_never(client, sent, monkeypatch):
    code, copy = code_of(client), sent.cookies[receipt_codes.COOKIE].value
    with monkeypatch.context() as soon:
        shift(soon, seconds=receipt_codes.SECONDS - 5)
        again = client.get(RECEIPT)
        assert again.context["code"].replace(" ", "") == code
        assert f"<title>{RECEIVED} - " in again.text
    shift(monkeypatch, seconds=receipt_codes.SECONDS + 1)
    late = client.get(RECEIPT)
    assert late.context["code"] is None
    assert all(f"{tag}{SHOWN_BEFORE}" in late.text for tag in ("<h1>", "<title>"))
    assert code not in late.text.replace(" ", "")
    assert client.cookies[receipt_codes.COOKIE].value == ""
    client.cookies[receipt_codes.COOKIE] = copy  # nor to a copy of the cookie
    assert shown(client) is None


@pytest.mark.parametrize("end", ["leave", "enter and leave", "erase"])
def test_leaving_and_erasing_end_it_at_once(client, sent, end):
    assert shown(Client()) is None  # another browser is shown nothing
    if end != "leave":
        enter(client, code_of(client))
    if end == "erase":
        client.post(reverse("consult:erase"), {"sure": "on"})
    else:
        client.post(THREAD, {"action": "leave"})
    assert shown(client) is None


def test_the_code_is_in_no_address_header_session_or_cache(client, sent, settings):
    told = f"{sent.url} {sent.headers} {sent.cookies}".replace(" ", "")
    assert code_of(client) not in told
    assert not Session.objects.exists()
    assert "no-store" in sent["Cache-Control"]
    cookie = sent.cookies[receipt_codes.COOKIE]
    known = {name: cookie[name] for name in ("path", "httponly", "samesite", "secure", "max-age")}
    assert known == {
        "path": RECEIPT, "httponly": True, "samesite": "Strict", "secure": "", "max-age": "",
    }  # fmt: skip
    # The form is kept for the way back, so that a second post brings the same token.
    assert client.get(FORM)["Cache-Control"] == "private, no-cache"
    assert "no-store" in client.post(FORM, {})["Cache-Control"]
    settings.HTTPS = True
    assert client.post(FORM, good_post(), secure=True).cookies[receipt_codes.COOKIE]["secure"]


def test_the_receipt_tells_when_and_how_to_come_back_and_offers_to_leave(client, sent):
    promised = timezone.localtime(Consultation.objects.get().promised_at)
    html = client.get(RECEIPT).text
    for words in (
        f"{promised.month}月{promised.day}日",
        f"{promised:%H:%M}",
        "青石律师事务所，电话0330-5559900",
        f"网址：{site_settings.SITE_URL}{THREAD}",
        f'action="{THREAD}"',
        'name="action" value="leave">',
    ):
        assert words in html.split("<main")[1]
    assert html.count(re.search(r"data-code>([\d ]{19})<", html)[1]) == 1
    assert client.post(RECEIPT).status_code == 405


def test_a_cookie_that_does_not_open_is_no_cookie_and_the_page_says_what_to_do(client):
    make_notice()
    for value in ("x", "enc1:k1:QUJD", "enc1:k1:", "::", '"\\000"', "enc1:none:" + "A" * 60):
        client.cookies[receipt_codes.COOKIE] = value
        response = client.get(RECEIPT)
        assert (response.status_code, response.context["code"]) == (200, None)
    main = response.text.split("<main")[1].split("</main>")[0]
    assert all(f'href="{way}"' in main for way in (FORM, THREAD))


def test_the_same_post_twice_is_one_consultation_one_notice_and_the_same_code(client, settings):
    post, codes = good_post(token=token(), name="王某"), set()
    for _ in range(2):
        assert client.post(FORM, post).url == RECEIPT
        codes.add(code_of(client))
    assert len(codes) == 1
    assert Consultation.objects.count() == Message.objects.count() == Notice.objects.count() == 1
    client.post(FORM, {**post, "name": "李某"})
    forged = good_post(token="forged")
    client.post(FORM, forged), client.post(FORM, forged)
    assert Consultation.objects.count() == 4
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # a token made before still counts
    settings.SECRET_KEY = "z" * 50
    late = good_post(token=post["token"], question="房东不退押金，合同到期了，怎么办？")
    client.post(FORM, late, REMOTE_ADDR="198.51.100.7")
    assert Consultation.objects.latest("received_at").state == State.NEW


@pytest.fixture
def article(settings):
    settings.ALLOWED_HOSTS = [OWN, "testserver"]
    make_notice(), make_area()
    return make_article(author=make_lawyer(name="林致远", slug="lin", hostname=OWN))


def came(client, host="testserver", **fields):
    """What is known of how a consultation came, which is then forgotten."""
    assert client.post(FORM, good_post(**fields), headers={"host": host}).status_code == 302
    found = Consultation.objects.get()
    Consultation.objects.all().delete()
    return found.source, found.source_article


def test_every_way_from_an_article_to_the_form_says_which_one_it_was(client, article):
    page = Screen.at(client, article.get_absolute_url())
    ways = [one["href"] for one in page.soup.select('a[href*="/consult/?"]')]
    assert len(ways) == 3
    for way in ways:
        field = Screen.at(client, way).soup.select_one("input[name=article]")
        assert field["value"] == str(article.pk)
    refused = client.post(FORM, good_post(article=article.pk, question="短"))
    assert f'name="article" value="{article.pk}"' in refused.text
    assert came(client) == (Source.SITE, None)
    assert came(client, article=article.pk) == (Source.ARTICLE, article)
    assert came(client, OWN, article=article.pk) == (Source.LAWYER_HOST, article)
    post = good_post(area=make_area().pk, article=article.pk)
    client.post(FORM, post)
    client.post(FORM, {**post, "article": ""})  # the same post, whatever led to it
    assert Consultation.objects.count() == 1


def test_anything_else_and_what_the_public_does_not_see_is_no_article(client, article):
    hidden = [
        {"state": ArticleState.DRAFT},
        {"is_stub": True},
        {"publish_at": timezone.now() + timedelta(days=90)},
        {"expires_at": timezone.now() - timedelta(hours=1)},
    ]
    odd = ["", "0", "x", "-1", "1.0", "９", "\x00", "<b>", "9" * 18, "9" * 500, "1 or 1=1"]
    for told in [*odd, *[make_article(**fields).pk for fields in hidden]]:
        assert client.get(FORM, {"article": told}).status_code == 200
        assert came(client, article=told) == (Source.SITE, None), told
