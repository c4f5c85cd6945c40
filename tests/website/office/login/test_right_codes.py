"""A right code of the authenticator lets its holder past the ceilings, and nobody else."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.website.login import Counting, guess, hosts, post
from tests.website.second_factor import clock
from website.office.login import backend as ceilings

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def guessed(lin):
    """An account at which strangers have guessed until it waits."""
    guess(hosts(20))
    Counting.evaluated = 0
    return lin


def test_the_holder_gets_in_by_a_right_code(guessed):
    assert post(Client(), password="x", code=clock(guessed.phone)).status_code == 302


def test_strangers_who_type_codes_slow_down_no_telephone(guessed):
    assert guess(hosts(50), code="000000") == 0
    assert TOTPDevice.objects.get().throttling_failure_count == 0


def test_strangers_of_one_network_do_not_close_the_way_to_others(guessed):
    assert guess([f"2001:db8:7:{n:x}::1" for n in range(60)], code="000000") == 0
    assert post(Client(), password="x", code=clock(guessed.phone)).status_code == 302


def test_a_right_code_is_worth_one_password(guessed):
    code = clock(guessed.phone)
    assert guess(hosts(5), code=code) == 1
    assert post(Client(), password="x", code=clock(guessed.phone, 1)).status_code == 302


def test_a_code_that_was_used_up_is_worth_none(guessed):
    code = clock(guessed.phone)
    post(Client(), password="x", code=code)
    assert guess(hosts(5), code=code) == 0


def test_codes_are_guessed_no_faster_here_than_a_few_an_hour(guessed, monkeypatch):
    looked = []
    clocks = SimpleNamespace(verify=lambda code, *_: looked.append(code))
    monkeypatch.setattr(ceilings, "TOTP", lambda *_: clocks)
    guess(["203.0.113.5"] * 20, code="000000")
    assert len(looked) == ceilings.CODES_OF_ADDRESS.most
    guess(hosts(90), code="000000")
    assert len(looked) == ceilings.CODES_OF_ACCOUNT.most


def test_the_code_of_another_opens_no_way(guessed, django_user_model):
    other = django_user_model.objects.create_user("shen", password="x", is_staff=True)
    phone = TOTPDevice.objects.create(user=other, name="手机")
    assert guess(hosts(1), code=clock(phone)) == 0
