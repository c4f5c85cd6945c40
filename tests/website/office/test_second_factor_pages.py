"""The page of one's own second factor: set it up, new recovery codes, take it away."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_staff, make_superuser
from tests.website.second_factor import (
    INVITATION,
    LOGIN,
    NEW_PASSWORD,
    PAGE,
    TELEPHONE,
    accept,
    clock,
    enrol,
    is_in,
    log_in,
    offered,
    verified,
)
from website.office.second_factor import devices, invitations
from website.office.second_factor.forms import CODE_USED

pytestmark = pytest.mark.django_db


def codes_on(page):
    return re.findall("<li>([a-z2-7]{8})</li>", page.content.decode())


def test_a_password_alone_leads_to_a_sentence_of_what_to_do_and_nowhere_else(client, new):
    assert log_in(client).status_code == 302
    answer = client.get("/admin/consult/consultation/", follow=True)
    assert answer.redirect_chain[-1][0] == PAGE
    html = answer.content.decode()
    assert 'href="/admin/invitation/"' in html
    assert "--link" in html
    assert "step-qr" not in html
    assert "step-secret" not in html
    assert not is_in(client)


def test_the_enrolment_shows_a_qr_code_and_the_secret_in_groups(client, willing):
    log_in(client)
    html = client.get(PAGE).content.decode()
    assert '<svg class="step-qr" role="img" aria-label="二维码"' in html
    (secret,) = re.findall('class="step-secret">([A-Z2-7 ]+)<', html)
    assert [len(group) for group in secret.split()] == [4] * 8
    assert "style=" not in html.split('<div class="steps">')[1].split("</main>")[0]


def test_the_qr_code_is_the_same_on_every_look(client, willing):
    log_in(client)
    client.get(PAGE), client.get(PAGE)
    assert TOTPDevice.objects.count() == 1


def test_a_code_sets_it_up_shows_ten_recovery_codes_and_opens_the_desk(client, willing):
    log_in(client)
    page = enrol(client, willing)
    assert len(set(codes_on(page))) == 10
    assert "no-store" in page.headers["Cache-Control"]
    assert is_in(client)


def test_the_codes_are_shown_once(client, willing):
    log_in(client)
    codes = codes_on(enrol(client, willing))
    html = client.get(PAGE).content.decode()
    assert "还剩10个" in html
    assert not [code for code in codes if code in html]


def test_a_recovery_code_of_the_enrolment_leads_in_and_the_number_left_is_told(client, willing):
    log_in(client)
    codes = codes_on(enrol(client, willing))
    client.logout()
    log_in(client, codes[0])
    assert CODE_USED.format(9) in client.get("/admin/").content.decode()


def test_the_last_recovery_codes_ask_for_new_ones(client, willing):
    log_in(client)
    codes = codes_on(enrol(client, willing))
    StaticToken.objects.exclude(token__in=codes[:2]).delete()
    client.logout()
    log_in(client, codes[0])
    assert "还剩1个。请尽快" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("code", ["000000", "", "abcd2345", "１２３", "x" * 40, "\x00"])
def test_a_wrong_code_sets_nothing_up(client, willing, code):
    log_in(client)
    client.get(PAGE)
    answer = client.post(TELEPHONE, {"password": "x", "code": code})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_a_code_may_be_typed_with_spaces_and_in_full_width_digits(client, willing):
    log_in(client)
    client.get(PAGE)
    code = clock(offered(willing)).translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    client.post(TELEPHONE, {"password": "x", "code": f"{code[:3]} {code[3:]}"})
    assert is_in(client)


def test_where_it_is_not_required_it_is_offered(client, settings):
    settings.OTP_REQUIRED = False
    user = make_superuser(username="lin")
    log_in(client)
    assert f'href="{PAGE}"' in client.get("/admin/").content.decode()
    enrol(client, user)
    client.logout()
    log_in(client)
    assert not is_in(client)  # set up by one's own will, it is asked for all the same


def test_new_recovery_codes_take_the_place_of_the_old(client, lin):
    verified(client, lin)
    page = client.post(f"{PAGE}codes/", {"code": clock(lin.phone)})
    assert len(codes_on(page)) == 10
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(codes_on(page))
    assert is_in(client)


@pytest.mark.parametrize("code", ["000000", "", "zzzz9999"])
def test_without_a_good_code_the_old_ones_stay(client, lin, code):
    verified(client, lin)
    assert client.post(f"{PAGE}codes/", {"code": code}).status_code == 422
    assert StaticToken.objects.filter(token="abcd2345").exists()


def remove(client, user, password="x", code=None):
    typed = {"password": password, "code": code or clock(user.phone)}
    return client.post(f"{PAGE}remove/", typed)


def test_it_is_removed_with_password_and_code_and_set_up_anew(client, lin):
    verified(client, lin)
    assert remove(client, lin).url == INVITATION
    assert not is_in(client)
    accept(client, lin)
    assert is_in(client)
    assert get_user_model().objects.get().check_password(NEW_PASSWORD)


def test_a_lost_telephone_is_removed_with_a_recovery_code(client, lin):
    log_in(client, "abcd2345")
    remove(client, lin, code="efgh6723")
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize(("password", "code"), [("wrong", None), ("x", "000000"), ("", None)])
def test_it_stays_without_a_good_password_or_code(client, lin, password, code):
    verified(client, lin)
    answer = remove(client, lin, password, code)
    assert answer.status_code == 422
    assert TOTPDevice.objects.get() == lin.phone
    assert 'value="wrong"' not in answer.content.decode()


def test_a_wrong_password_uses_up_no_code(client, lin):
    verified(client, lin)
    remove(client, lin, "wrong", code="abcd2345")
    assert StaticToken.objects.filter(token="abcd2345").exists()


def test_who_is_not_verified_can_log_out(client, new):
    log_in(client)
    client.post(f"{PAGE}leave/")
    assert client.get(PAGE).url == f"{LOGIN}?next={PAGE}"


def test_who_can_be_given_no_way_back_keeps_the_second_factor(client, lin, monkeypatch):
    def busy(account):
        raise OperationalError

    verified(client, lin)
    monkeypatch.setattr(invitations, "make", busy)
    client.raise_request_exception = False
    answer = client.post(f"{PAGE}remove/", {"password": "x", "code": clock(lin.phone)})
    assert answer.status_code == 503
    assert devices.totp_device(lin) == lin.phone


@pytest.mark.parametrize("page", ["codes/", "remove/", "leave/"])
def test_acts_are_posts(client, lin, page):
    verified(client, lin)
    assert client.get(PAGE + page).status_code == 405


RESET = "/admin/people/{}/reset/"


@pytest.mark.parametrize(("backend", "told"), [("locmem", True), ("dummy", False)])
def test_the_reset_promises_a_mail_only_where_one_can_be_sent(client, settings, backend, told):
    settings.OTP_REQUIRED = False
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    other = make_staff(email="lin@example.com")
    TOTPDevice.objects.create(user=other, name="手机")
    client.force_login(make_superuser())
    html = client.get(RESET.format(other.pk)).text
    assert ("并邮件通知本人" in html) is told


def test_the_start_page_offers_it_to_whom_it_is_not_required_of_and_has_none(client, settings):
    settings.OTP_REQUIRED = False
    user = make_superuser(username="lin")
    log_in(client)
    offer = '<div class="missing">'
    assert offer in client.get("/admin/").content.decode()
    enrol(client, user)
    assert offer not in client.get("/admin/").content.decode()
