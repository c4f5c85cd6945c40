"""Passkeys: made with an invitation or beside a telephone, and proved at the login."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from tests.factories import make_superuser
from tests.website.authenticator import HOST, PRESENT, Authenticator
from tests.website.passkeys import ASK, OFFER, add, enter, invited_by
from tests.website.second_factor import LOGIN, NEW_PASSWORD, PAGE, clock, is_in, log_in, verified
from website.config.engines import relying_party
from website.office.second_factor import devices, passkeys
from website.office.second_factor.views import LAST_METHOD

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(by_name):
    return by_name


def test_an_invitation_is_accepted_with_a_passkey_and_brings_recovery_codes(client, new, key):
    page = invited_by(client, key, new)
    assert page.text.count("<li>") >= 10
    assert is_in(client)
    kept = devices.passkeys(new).get()
    assert (kept.name, bytes(kept.credential_id)) == ("办公室电脑", key.id)
    assert devices.codes_left(new) == 10


def test_a_passkey_leads_in_without_a_password_unless_the_account_was_switched_off(
    client, holder, key
):
    assert get_user_model().objects.filter(devices.protected()).get() == holder
    assert enter(client, key).url == "/admin/"
    assert is_in(client)
    assert client.cookies["device"]["path"] == "/admin/"
    client.logout()
    holder.is_active = False
    holder.save()
    page = enter(client, key)
    assert page.url.startswith(LOGIN)
    assert passkeys.REFUSED in client.get(page.url).text
    assert not is_in(client)


def test_after_the_password_a_passkey_need_not_ask_for_a_finger(client, holder, key):
    key.flags = PRESENT
    enter(client, key)
    assert not is_in(client)
    assert not client.post(ASK).json().get("allowCredentials")
    assert "用通行密钥登录" in log_in(client, password=NEW_PASSWORD).text
    assert not is_in(client)
    assert client.get(PAGE).status_code == 302
    assert len(client.post(ASK).json()["allowCredentials"]) == 1
    enter(client, key)
    assert is_in(client)


def test_passkeys_are_added_beside_the_telephone_and_the_codes_and_one_is_taken_away(
    client, lin, key
):
    verified(client, lin)
    page = add(client, key, name="办公室电脑")
    assert "手机" in page.text
    assert lin.staticdevice_set.get().token_set.count() == 2
    stranger = Client(headers={"host": HOST})
    enter(stranger, key)
    assert is_in(stranger)
    stranger.logout()
    add(client, Authenticator(), name="安全密钥")
    assert [one.name for one in devices.passkeys(lin)] == ["办公室电脑", "安全密钥"]
    address = f"{PAGE}passkeys/{devices.passkeys(lin)[0].pk}/remove/"
    assert "办公室电脑" in client.get(address).text
    assert client.post(address, {"password": "wrong"}).status_code == 422
    client.post(address, {"password": "x"})
    assert [one.name for one in devices.passkeys(lin)] == ["安全密钥"]
    enter(stranger, key)
    assert not is_in(stranger)


def test_the_last_factor_is_not_taken_away_alone_and_a_telephone_is_added_beside(
    client, holder, key
):
    enter(client, key)
    address = f"{PAGE}passkeys/{devices.passkeys(holder).get().pk}/remove/"
    page = client.post(address, {"password": NEW_PASSWORD}, follow=True)
    assert LAST_METHOD in page.text
    assert devices.passkeys(holder).exists()
    address = f"{PAGE}telephone/"
    client.get(address)
    waiting = TOTPDevice.objects.get()
    client.post(address, {"password": NEW_PASSWORD, "code": clock(waiting)})
    assert devices.totp_device(holder)
    assert devices.codes_left(holder) == 10
    assert is_in(client)


@pytest.mark.parametrize(("act", "left"), [("codes/", 10), ("remove/", 0)])
def test_a_passkey_stands_for_a_code(client, holder, key, act, left):
    enter(client, key)
    before = set(holder.staticdevice_set.get().token_set.values_list("token", flat=True))
    answer = key.get(client.post(ASK).json())
    client.post(PAGE + act, {"password": NEW_PASSWORD, "passkey": answer})
    assert devices.codes_left(holder) == left
    kept = holder.staticdevice_set.values_list("token_set__token", flat=True)
    assert not before & set(kept)


def test_the_reset_takes_all_away(client, lin, key, settings):
    verified(client, lin)
    add(client, key)
    settings.OTP_REQUIRED = False
    manager = Client()
    manager.force_login(make_superuser(username="boss"))
    manager.post(f"/admin/people/{lin.pk}/reset/")
    assert not devices.has_any(lin)
    assert not WebAuthnCredential.objects.exists()


def test_where_none_is_required_a_passkey_is_set_up_of_ones_own_will(client, willing, key):
    log_in(client)
    page = add(client, key)
    assert "step-codes" in page.text
    other = Client(headers={"host": HOST})
    log_in(other)
    assert not is_in(other)
    enter(other, key)
    assert is_in(other)


@pytest.mark.parametrize(
    ("url", "host", "told"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "http://localhost:8000"),
        ("http://10.0.0.5", "10.0.0.5", "https"),
    ],
)
def test_where_no_browser_offers_passkeys_the_page_says_so(lin, settings, url, host, told):
    settings.SITE_URL = url
    settings.OTP_WEBAUTHN_RP_ID, settings.PASSKEY_ORIGINS = relying_party("PASSKEY_HOST", url)
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": host})
    assert "用通行密钥登录" not in client.get(LOGIN).text
    verified(client, lin)
    html = client.get(PAGE).text
    assert told in html
    assert "data-passkey=" not in html


def test_a_passkey_is_made_after_the_password_was_looked_at_and_not_twice(client, lin, key):
    verified(client, lin)
    answer = client.post(OFFER, {"password": "wrong"})
    assert (answer.status_code, answer.json()) == (422, {"errors": ["密码有误。"]})
    add(client, key)
    wanted = client.post(OFFER, {"password": "x"}).json()
    assert len(wanted["excludeCredentials"]) == 1
    assert wanted["rp"]["id"] == "localhost"
    assert json.dumps(wanted["user"]["displayName"], ensure_ascii=False)
