"""How many guesses at a password are evaluated, and who gets in meanwhile."""

import time

import pytest
from django.test import Client

from consult.models import Throttle
from consult.spam.rate_limit import Limit
from tests.factories import accents, make_superuser
from tests.website.login import Counting, guess, hosts, later, post
from tests.website.second_factor import clock
from website.office.login import backend as ceilings

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HOUSEHOLDS = [f"2001:db8:7:{n:x}::1" for n in range(1000)]
ONE_HOUSEHOLD = [f"2001:db8:7:1::{n:x}" for n in range(1, 1001)]
FREE = ceilings.ACCOUNT.free
SOURCES = {"1000 addresses": hosts(1000), "a /48": HOUSEHOLDS, "a /64": ONE_HOUSEHOLD}


@pytest.mark.ci
@pytest.mark.parametrize("addresses", SOURCES.values(), ids=SOURCES)
def test_of_a_thousand_guesses_twenty_are_evaluated_and_the_holder_gets_in(lin, known, addresses):
    assert guess(addresses) <= 20
    assert post(known, password="x", code=clock(lin.phone, 1)).status_code == 302


@pytest.mark.parametrize("addresses", SOURCES.values(), ids=SOURCES)
def test_guesses_at_one_account_are_counted_over_all_addresses(lin, addresses):
    assert guess(addresses[: FREE + 5]) == FREE


def test_another_spelling_of_the_name_is_the_same_account(lin):
    assert guess(hosts(20), name="lin") == FREE
    assert guess(hosts(5), name="LIN") == guess(hosts(5), name="ｌｉｎ") == 0


def test_an_unknown_name_is_answered_and_counted_like_a_known_one(lin):
    told = {}
    for name in ("lin", "nobody"):
        before = Counting.evaluated
        answers = [post(Client(), name, REMOTE_ADDR=one) for one in hosts(FREE + 1)]
        pages = [one.context["form"].non_field_errors() for one in answers]
        told[name] = [one.status_code for one in answers], pages, Counting.evaluated - before
    assert told["lin"] == told["nobody"]


def test_the_wait_is_told_and_grows_with_each_further_guess(lin):
    guess(hosts(FREE))
    answer = post(Client())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "请30秒后重试" in answer.content.decode()
    assert ceilings.OTHER_WAYS in answer.content.decode()
    later(seconds=31)
    assert guess(["203.0.113.1"]) == 1
    assert post(Client()).headers["Retry-After"] == "60"


def test_the_longest_wait_is_an_hour_and_a_night_makes_all_well(lin):
    guess(hosts(FREE))
    Throttle.objects.filter(scope=ceilings.ACCOUNT.scope).update(count=500)
    assert "请60分钟后重试" in post(Client()).content.decode()
    later(hours=13)
    assert guess(hosts(20)) == FREE


def test_one_address_tries_the_passwords_of_many_names_thirty_times_an_hour(db):
    def evaluated():
        for number in range(40):
            post(Client(), f"name{number}", REMOTE_ADDR="203.0.113.5")
        return Counting.evaluated

    assert evaluated() == ceilings.ADDRESS.most
    later(minutes=61)
    assert evaluated() == 2 * ceilings.ADDRESS.most


def test_a_site_of_many_households_tries_as_often_as_four(db, monkeypatch):
    monkeypatch.setattr(ceilings, "ADDRESS", Limit("login", 3, ceilings.HOUR))
    for number, address in enumerate(HOUSEHOLDS[:20]):
        post(Client(), f"name{number}", REMOTE_ADDR=address)
    assert Counting.evaluated == 12
    post(Client(), "other", REMOTE_ADDR="2001:db8:8::1")
    assert Counting.evaluated == 13


def test_guesses_that_are_refused_leave_no_trace_from_however_many_networks(lin):
    guess(hosts(FREE + 1))
    rows = Throttle.objects.count()
    networks = [f"2001:db8:{n:x}::1" for n in range(9)]
    assert (guess(networks), Throttle.objects.count()) == (0, rows)


def test_a_name_of_countless_accents_holds_nobody_up(lin):
    name, began = accents(100_000), time.monotonic()
    assert post(Client(), name, code=name).status_code == 200
    assert time.monotonic() - began < 10


def test_above_the_ceiling_of_all_strangers_wait_and_leave_no_trace(lin, known, monkeypatch):
    monkeypatch.setattr(ceilings, "ALL", Limit("login", 2, ceilings.HOUR))
    guess(hosts(2), name="a")
    rows = Throttle.objects.count()
    assert (guess(hosts(9), name="b"), Throttle.objects.count()) == (0, rows)
    assert post(known, password="x", code=clock(lin.phone, 1)).status_code == 302


def test_right_passwords_use_up_nothing(settings):
    settings.OTP_REQUIRED = False
    make_superuser(username="lin")
    answers = [post(Client(), password="x").status_code for _ in range(40)]
    assert answers == [302] * 40


def test_one_colleague_who_is_guessed_at_keeps_no_other_out(settings, lin):
    settings.OTP_REQUIRED = False
    make_superuser(username="shen")
    guess(["203.0.113.5"] * 15)
    assert post(Client(), "shen", "x", REMOTE_ADDR="203.0.113.5").status_code == 302
