"""What an attacker tries who has the password, a session, or one code."""

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_staff, make_superuser
from tests.website.second_factor import (
    LOGIN,
    PAGE,
    clock,
    enrol,
    is_in,
    log_in,
    verified,
)
from website.office.second_factor import devices
from website.office.second_factor.devices import SENTENCES

pytestmark = pytest.mark.django_db


def test_who_is_let_in_after_wrong_codes_is_told_of_them(client, lin):
    TOTPDevice.objects.update(throttling_failure_count=5)
    log_in(client, clock(lin.phone))
    assert "输错了5次验证码" in client.get("/admin/").text


def test_a_code_that_opened_one_session_opens_no_other_act(client, lin):
    code = clock(lin.phone)
    log_in(client, code)
    answer = client.post(f"{PAGE}codes/", {"code": code})
    assert SENTENCES["invalid"] in answer.text
    assert client.post(f"{PAGE}remove/", {"password": "x", "code": code}).status_code == 422


def test_acts_and_enrolment_of_somebody_enrolled_are_closed_without_a_code(client, lin):
    client.force_login(lin)
    for act in ("codes/", "remove/"):
        client.post(PAGE + act, {"password": "x", "code": clock(lin.phone)})
    assert TOTPDevice.objects.get() == lin.phone
    assert lin.staticdevice_set.get().token_set.count() == 2
    client.force_login(lin)  # a session by the password alone
    assert client.get(PAGE).url == f"{LOGIN}?next={PAGE}"
    assert client.post(PAGE, {"code": "000000"}).status_code == 302
    assert TOTPDevice.objects.count() == 1
    assert "_auth_user_id" not in client.session


def test_a_second_telephone_is_not_set_up_beside_the_first(client, lin):
    verified(client, lin)
    other = TOTPDevice.objects.create(user=lin, name="另一部", confirmed=False)
    with pytest.raises(devices.SecondFactorError):
        devices.confirm(lin, clock(other))
    client.post(PAGE, {"code": clock(other)})
    assert not TOTPDevice.objects.get(pk=other.pk).confirmed


def test_the_session_key_changes_with_login_and_enrolment(client, willing):
    client.get(LOGIN)
    session = client.session
    session.save()
    client.cookies["sessionid"] = session.session_key
    planted = session.session_key
    log_in(client)
    by_password = client.session.session_key
    enrol(client, willing)
    assert len({planted, by_password, client.session.session_key}) == 3
    thief = Client()
    for key in (planted, by_password):
        thief.cookies["sessionid"] = key
        assert not is_in(thief)


def test_enrolling_ends_every_other_session_of_the_person_and_nobody_elses(willing):
    thief, owner, colleague = Client(), Client(), Client()
    log_in(thief), log_in(owner)
    colleague.force_login(make_superuser())
    enrol(owner, willing)
    assert [is_in(each) for each in (thief, owner, colleague)] == [False, True, True]


def test_removing_ends_every_other_session(lin, settings):
    thief, owner = Client(), Client()
    log_in(thief, "abcd2345")
    verified(owner, lin)
    settings.OTP_REQUIRED = False
    owner.post(f"{PAGE}remove/", {"password": "x", "code": clock(lin.phone)})
    assert [is_in(each) for each in (thief, owner)] == [False, True]


def test_no_login_leads_out_of_the_site(client, lin):
    evil = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")
    for address in evil:
        TOTPDevice.objects.update(last_t=-1)
        typed = {"username": "lin", "password": "x", "otp_token": clock(lin.phone)}
        answer = client.post(LOGIN, typed | {"next": address})
        assert (answer.status_code, answer.url) == (302, "/admin/")
        client.logout()


def test_who_is_no_staff_has_no_enrolment(client, otp):
    client.force_login(make_staff(is_staff=False))
    assert client.get(PAGE).url.startswith(LOGIN)
    assert not TOTPDevice.objects.exists()
