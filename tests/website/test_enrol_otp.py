"""`manage.py enrol_otp`: a second factor from the command line, shown once."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django_otp import match_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from website.management.commands.enrol_otp import HAS_ONE, LINK, NOBODY

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer(django_user_model):
    return django_user_model.objects.create_user("lawyer", is_staff=True)


def enrol(*arguments):
    out = StringIO()
    call_command("enrol_otp", *arguments, stdout=out)
    return out.getvalue()


def test_it_shows_a_qr_code_the_address_and_ten_recovery_codes(lawyer):
    shown = enrol("lawyer")
    assert "█" in shown
    assert "otpauth://totp/" in shown
    assert len(set(re.findall(r"^  ([a-z0-9]{8})$", shown, re.M))) == 10


def test_the_device_and_the_recovery_codes_work_at_once(lawyer):
    code = re.findall(r"^  ([a-z0-9]{8})$", enrol("lawyer"), re.M)[0]
    device = TOTPDevice.objects.get(user=lawyer)
    token = TOTP(device.bin_key).token()
    assert match_token(lawyer, f"{token:06}") == device
    assert match_token(lawyer, code)
    assert not match_token(lawyer, code)


def test_an_unknown_user_is_refused():
    with pytest.raises(CommandError, match=NOBODY.format("nobody")):
        enrol("nobody")


def test_a_second_device_is_refused(lawyer):
    enrol("lawyer")
    with pytest.raises(CommandError, match=HAS_ONE.format("lawyer")):
        enrol("lawyer")


def test_reset_makes_the_old_device_and_codes_worthless(lawyer):
    old = re.findall(r"^  ([a-z0-9]{8})$", enrol("lawyer"), re.M)
    key = TOTPDevice.objects.get(user=lawyer).key
    new = re.findall(r"^  ([a-z0-9]{8})$", enrol("lawyer", "--reset"), re.M)
    assert not set(old) & set(new)
    assert TOTPDevice.objects.get(user=lawyer).key != key
    assert not match_token(lawyer, old[0])


def test_a_link_takes_nothing_away_from_who_has_a_second_factor(lawyer):
    enrol("lawyer")
    with pytest.raises(CommandError, match=HAS_ONE.format("lawyer")):
        enrol("lawyer", "--link")
    assert TOTPDevice.objects.filter(user=lawyer).exists()


def test_reset_with_a_link_takes_it_away_and_leaves_the_rest_to_the_person(lawyer, settings):
    enrol("lawyer")
    shown = enrol("lawyer", "--reset", "--link")
    assert f"{settings.SITE_URL}/admin/invitation/#" in shown
    assert not TOTPDevice.objects.exists()
    assert LINK in shown
