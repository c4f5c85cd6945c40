"""Password and code in one step: what leads in, what slows down, what stays outside."""

import re

import pytest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_staff, make_superuser
from tests.website.second_factor import LOGIN, clock, is_in, log_in
from website.office.second_factor.devices import SENTENCES
from website.office.second_factor.forms import REQUIRED

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def failures():
    return dict(TOTPDevice.objects.values_list("name", "throttling_failure_count"))


def test_a_password_alone_stays_outside(client, lin):
    answer = log_in(client)
    assert REQUIRED in answer.content.decode()
    assert not is_in(client)


def test_the_login_page_asks_for_the_code(client, lin):
    assert 'name="otp_token"' in client.get(LOGIN).content.decode()


def test_password_and_code_lead_in(client, lin):
    assert log_in(client, clock(lin.phone)).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("form", ["{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", " {0} "])
def test_a_code_may_be_typed_with_spaces(client, lin, form):
    log_in(client, form.format(clock(lin.phone)))
    assert is_in(client)


def test_a_code_may_be_typed_in_full_width_digits(client, lin):
    wide = clock(lin.phone).translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    log_in(client, wide)
    assert is_in(client)


def test_a_code_works_once(client, lin):
    code = clock(lin.phone)
    log_in(client, code)
    client.logout()
    assert SENTENCES["invalid"] in log_in(client, code).content.decode()
    assert not is_in(client)


def test_a_wrong_code_stays_outside_and_the_password_is_not_sent_back(client, lin):
    lin.set_password("geheim-456")
    lin.save()
    page = log_in(client, "000000", password="geheim-456").content.decode()
    assert SENTENCES["invalid"] in page
    assert "geheim-456" not in page


def test_a_code_with_a_wrong_password_stays_outside(client, lin):
    log_in(client, clock(lin.phone), password="wrong")
    assert not is_in(client)


def test_a_recovery_code_leads_in_once(client, lin):
    log_in(client, "abcd2345")
    assert is_in(client)
    client.logout()
    log_in(client, "abcd2345")
    assert not is_in(client)


def test_a_recovery_code_may_be_typed_in_capitals(client, lin):
    log_in(client, "ABCD 2345")
    assert is_in(client)


def test_a_wrong_clock_code_does_not_slow_the_recovery_codes(client, lin):
    log_in(client, "000000")
    assert StaticDevice.objects.get().throttling_failure_count == 0
    log_in(client, "abcd2345")
    assert is_in(client)


def test_a_wrong_recovery_code_does_not_slow_the_telephone(client, lin):
    log_in(client, "zzzz9999")
    assert failures() == {"手机": 0}


def test_the_second_telephone_does_not_slow_the_first(client, lin):
    tablet = TOTPDevice.objects.create(user=lin, name="平板")
    log_in(client, clock(tablet))
    assert is_in(client)
    assert failures() == {"手机": 0, "平板": 0}


def test_a_code_that_fits_no_telephone_slows_them_all(client, lin):
    TOTPDevice.objects.create(user=lin, name="平板")
    log_in(client, "000000")
    assert failures() == {"手机": 1, "平板": 1}


def test_guessing_is_slowed_even_with_the_right_code(client, lin):
    for _ in range(3):
        log_in(client, "000000")
    assert SENTENCES["slowed"] in log_in(client, clock(lin.phone)).content.decode()
    assert not is_in(client)


def test_a_telephone_that_was_not_confirmed_does_not_count(client, lin):
    new = TOTPDevice.objects.create(user=lin, name="新手机", confirmed=False)
    log_in(client, clock(new))
    assert not is_in(client)


def test_the_telephone_of_somebody_else_does_not_count(client, lin):
    other = TOTPDevice.objects.create(user=make_staff(), name="别人的")
    answer = client.post(
        LOGIN,
        {
            "username": "lin",
            "password": "x",
            "otp_token": clock(other),
            "otp_device": other.persistent_id,
        },
    )
    assert answer.status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize(
    "device", ["", "x", "otp_totp.totpdevice/abc", "auth.user/1", "\x00/1", "a/b/c"]
)
@pytest.mark.parametrize(
    "token", ["１２３４５６", "٠١٢٣٤٥", "\x00", "x" * 33, "9" * 32, "律师律师律师"]
)
def test_nonsense_in_the_form_is_answered_in_chinese(client, lin, device, token):
    typed = {"username": "lin", "password": "x", "otp_token": token, "otp_device": device}
    answer = client.post(LOGIN, typed | {"otp_challenge": "1"})
    assert answer.status_code == 200
    told = answer.context["form"].non_field_errors()
    assert told
    assert not re.search("[A-Za-z]{4}", "".join(told))
    assert not is_in(client)


def test_a_session_of_before_the_second_factor_is_sent_to_the_login(client, lin):
    client.force_login(lin)
    assert client.get("/admin/").status_code == 302


def test_without_the_second_factor_a_password_is_enough(client, settings):
    settings.OTP_REQUIRED = False
    make_superuser(username="lin")
    log_in(client)
    assert is_in(client)


def test_someone_who_is_no_staff_stays_outside(client, settings):
    settings.OTP_REQUIRED = False
    make_staff(username="lin", is_staff=False)
    log_in(client)
    assert not is_in(client)
