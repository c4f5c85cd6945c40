"""Password and code in one step, one's own page, and what an attacker tries with one of them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from outbox.models import Notice
from tests.factories import make_settings, make_staff, make_superuser
from tests.website.second_factor import (
    INVITATION,
    LOGIN,
    NEW_PASSWORD,
    PAGE,
    TELEPHONE,
    accept,
    clock,
    enrol,
    invited,
    is_in,
    log_in,
    verified,
)
from website.office import accounts
from website.office.second_factor import devices, invitations
from website.office.second_factor.devices import SENTENCES
from website.office.second_factor.forms import CODE_USED
from website.office.second_factor.views import SET

pytestmark = pytest.mark.django_db
WIDE = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}


def failures():
    return dict(TOTPDevice.objects.values_list("name", "throttling_failure_count"))


@pytest.mark.parametrize("form", ["{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", " {0} ", "wide"])
def test_a_code_leads_in_once_typed_with_spaces_or_in_full_width_digits(client, lin, form):
    code = clock(lin.phone)
    log_in(client, code.translate(WIDE) if form == "wide" else form.format(code))
    assert is_in(client)
    client.logout()
    assert SENTENCES["invalid"] in log_in(client, code).text
    assert not is_in(client)
    for spelling, lets_in in (("ABCD 2345", True), ("abcd2345", False)):  # a recovery code
        log_in(client, spelling)
        assert is_in(client) is lets_in
        client.logout()


def test_the_way_of_a_mail_leads_to_its_page_through_both_factors(client, lin):
    page = "/admin/consult/consultation/00000000-0000-4000-8000-000000000000/change/"
    door = client.get(page).url
    form = BeautifulSoup(client.get(door).text, "html.parser").find(id="login-form")
    typed = {"username": "lin", "password": "x", "otp_token": clock(lin.phone)}
    onward = form.find(attrs={"name": "next"})["value"]
    assert client.post(door, {**typed, "next": onward}).url == onward == page


def test_what_fails_on_one_device_slows_no_other_and_what_fits_none_all_telephones(client, lin):
    log_in(client, "zzzz9999")
    assert failures() == {"手机": 0}
    tablet = TOTPDevice.objects.create(user=lin, name="平板")
    log_in(client, clock(tablet))
    assert is_in(client)
    assert failures() == {"手机": 0, "平板": 0}
    client.logout()
    log_in(client, "000000")
    assert failures() == {"手机": 1, "平板": 1}
    assert StaticDevice.objects.get().throttling_failure_count == 1  # by the one of above
    log_in(client, "abcd2345")
    assert is_in(client)


def test_a_wrong_code_or_password_stays_outside_and_is_not_sent_back_but_told_of_later(client, lin):
    log_in(client, clock(lin.phone), password="wrong")
    assert not is_in(client)
    lin.set_password("geheim-456")
    lin.save()
    page = log_in(client, "000000", password="geheim-456").text
    assert SENTENCES["invalid"] in page
    assert "geheim-456" not in page
    TOTPDevice.objects.update(throttling_failure_count=5, throttling_failure_timestamp=None)
    log_in(client, clock(lin.phone), password="geheim-456")
    assert "输错了5次验证码" in client.get("/admin/").text


def test_a_telephone_that_was_not_confirmed_or_is_somebody_elses_does_not_count(client, lin):
    for user, confirmed in ((lin, False), (make_staff(), True)):
        device = TOTPDevice.objects.create(user=user, name="另一部", confirmed=confirmed)
        typed = {"username": "lin", "password": "x", "otp_device": device.persistent_id}
        assert client.post(LOGIN, {**typed, "otp_token": clock(device)}).status_code == 200
        assert not is_in(client)


@pytest.mark.engine
def test_nonsense_in_the_form_is_answered_in_chinese(client, lin):
    devices = ["", "x", "otp_totp.totpdevice/abc", "auth.user/1", "\x00/1", "a/b/c"]
    tokens = ["１２３４５６", "٠١٢٣٤٥", "\x00", "x" * 33, "9" * 32, "律师律师律师"]
    for device, token in zip(devices, tokens, strict=True):
        typed = {"username": "lin", "password": "x", "otp_token": token, "otp_device": device}
        answer = client.post(LOGIN, typed | {"otp_challenge": "1"})
        assert answer.status_code == 200
        told = answer.context["form"].non_field_errors()
        assert told
        assert not re.search("[A-Za-z]{4}", "".join(told))
        assert not is_in(client)


def codes_on(page):
    return re.findall("<li>([a-z2-7]{8})</li>", page.text)


def test_a_password_alone_leads_to_what_to_do_and_out_again(client, new):
    assert log_in(client).status_code == 302
    answer = client.get("/admin/consult/consultation/", follow=True)
    assert answer.redirect_chain[-1][0] == PAGE
    html = answer.text
    assert 'href="/admin/invitation/"' in html
    assert "--link" in html
    assert "step-qr" not in html
    assert "step-secret" not in html
    assert not is_in(client)
    log_in(client)
    client.post(f"{PAGE}leave/")
    assert client.get(PAGE).url == f"{LOGIN}?next={PAGE}"


def test_a_code_sets_it_up_and_ten_recovery_codes_are_shown_once_and_lead_in(client, willing):
    log_in(client)
    page = enrol(client, willing)
    codes = codes_on(page)
    assert len(set(codes)) == 10
    assert "no-store" in page.headers["Cache-Control"]
    assert is_in(client)
    html = client.get(PAGE).text
    assert "还剩10个" in html
    assert not [code for code in codes if code in html]
    client.logout()
    log_in(client, codes[0])
    assert CODE_USED.format(9) in client.get("/admin/").text
    StaticToken.objects.exclude(token__in=codes[1:3]).delete()
    client.logout()
    log_in(client, codes[1])
    assert "还剩1个。请尽快" in client.get("/admin/").text


def test_the_enrolment_shows_one_qr_code_and_the_secret_and_a_wrong_code_sets_nothing_up(
    client, willing
):
    log_in(client)
    client.get(PAGE)
    html = client.get(PAGE).text
    assert TOTPDevice.objects.count() == 1
    assert '<svg class="step-qr" role="img" aria-label="二维码"' in html
    (secret,) = re.findall('class="step-secret">([A-Z2-7 ]+)<', html)
    assert [len(group) for group in secret.split()] == [4] * 8
    for code in ("000000", "", "abcd2345", "１２３", "x" * 40, "\x00"):
        answer = client.post(TELEPHONE, {"password": "x", "code": code})
        assert answer.status_code == 422, code
        assert answer.context["form"].errors["code"]
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_new_recovery_codes_take_the_place_of_the_old_for_a_good_code_alone(client, lin):
    code = clock(lin.phone)
    log_in(client, code)
    assert SENTENCES["invalid"] in client.post(f"{PAGE}codes/", {"code": code}).text
    for wrong in ("", "zzzz9999", code):  # the last has opened the session
        assert client.post(f"{PAGE}codes/", {"code": wrong}).status_code == 422
        assert remove(client, lin, code=wrong or "x").status_code == 422
    assert StaticToken.objects.filter(token="abcd2345").exists()
    TOTPDevice.objects.update(last_t=-1, throttling_failure_count=0)
    page = client.post(f"{PAGE}codes/", {"code": clock(lin.phone)})
    assert len(codes_on(page)) == 10
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(codes_on(page))
    assert is_in(client)


def remove(client, user, password="x", code=None):
    typed = {"password": password, "code": code or clock(user.phone)}
    return client.post(f"{PAGE}remove/", typed)


def test_it_goes_by_a_good_password_and_code_alone_uses_up_no_other_and_is_set_up_anew(client, lin):
    verified(client, lin)
    for password, code in (("wrong", "abcd2345"), ("", None), ("x", "000000")):
        answer = remove(client, lin, password, code)
        assert answer.status_code == 422
        assert 'value="wrong"' not in answer.text
    assert TOTPDevice.objects.get() == lin.phone
    assert StaticToken.objects.filter(token="abcd2345").exists()
    assert remove(client, lin, code="abcd2345").url == INVITATION  # of who lost the telephone
    assert not TOTPDevice.objects.exists()
    assert not is_in(client)
    accept(client, lin)
    assert is_in(client)
    assert get_user_model().objects.get().check_password(NEW_PASSWORD)


@pytest.mark.engine
def test_who_can_be_given_no_way_back_keeps_the_second_factor(client, lin, monkeypatch):
    def busy(account):
        raise OperationalError

    verified(client, lin)
    monkeypatch.setattr(invitations, "make", busy)
    client.raise_request_exception = False
    answer = client.post(f"{PAGE}remove/", {"password": "x", "code": clock(lin.phone)})
    assert answer.status_code == 503
    assert devices.totp_device(lin) == lin.phone


def test_where_it_is_not_required_it_is_offered_and_asked_for_once_it_was_set_up(client, settings):
    settings.OTP_REQUIRED = False
    user = make_superuser(username="lin")
    make_staff(username="guest", is_staff=False)
    client.post(LOGIN, {"username": "guest", "password": "x", "next": "/admin/"})
    assert not is_in(client)
    log_in(client)
    assert (offer := f'href="{PAGE}">开通') in client.get("/admin/").text
    enrol(client, user)
    assert offer not in client.get("/admin/").text
    client.logout()
    log_in(client)
    assert not is_in(client)


def mails(account):
    """What each mail says has changed."""
    sent = Notice.objects.filter(kind=accounts.KIND, recipient=account.email)
    lines = [line for one in sent for line in one.payload["body"].splitlines()]
    return [line.removeprefix("变动：") for line in lines if line.startswith("变动：")]


def history(account):
    lines = LogEntry.objects.filter(object_id=str(account.pk), content_type__model="user")
    return list(lines.order_by("pk").values_list("change_message", flat=True))


@pytest.mark.parametrize(
    ("options", "what"),
    [([], devices.ENROLLED), (["--reset"], devices.RESET), (["--reset", "--link"], devices.RESET)],
)
def test_the_command_and_a_link_of_it_are_told(new, capsys, client, options, what):
    new.email = "lin@example.com"
    new.save()
    call_command("enrol_otp", "lin", "--link")
    assert mails(new) == history(new) == []  # it changes nothing yet
    make_settings()
    if options:
        invited(client, new)
        assert mails(new) == history(new) == [SET]
        Notice.objects.all().delete()
        LogEntry.objects.all().delete()
    call_command("enrol_otp", "lin", *options)
    assert mails(new) == [what]
    assert history(new) == [f"{what}（{accounts.BY_COMMAND}）"]


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


def test_enrolling_and_removing_end_every_other_session_of_the_person_and_nobody_elses(willing):
    thief, owner, colleague = Client(), Client(), Client()
    colleague.force_login(make_superuser())
    owner.get(LOGIN)
    session = owner.session
    session.save()
    owner.cookies["sessionid"] = session.session_key
    keys = [session.session_key]  # planted
    log_in(thief), log_in(owner)
    keys.append(owner.session.session_key)
    codes = codes_on(enrol(owner, willing))
    assert [is_in(each) for each in (thief, owner, colleague)] == [False, True, True]
    keys.append(owner.session.session_key)
    assert len(set(keys)) == 3
    for thief.cookies["sessionid"] in keys[:2]:
        assert not is_in(thief)
    fresh = Client()
    log_in(fresh, codes[0])
    assert is_in(fresh)
    owner.post(f"{PAGE}remove/", {"password": "x", "code": codes[1]})
    assert [is_in(each) for each in (fresh, owner, colleague)] == [False, True, True]


def test_no_login_leads_out_of_the_site(client, lin):
    evil = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")
    for address in evil:
        TOTPDevice.objects.update(last_t=-1)
        typed = {"username": "lin", "password": "x", "otp_token": clock(lin.phone)}
        answer = client.post(LOGIN, typed | {"next": address})
        assert (answer.status_code, answer.url) == (302, "/admin/")
        client.logout()
