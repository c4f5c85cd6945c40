"""Guessing a code: ten tries, then growing waits, and a ceiling for all addresses together."""

import pytest

from consult.spam import rate_limit
from consult.spam.rate_limit import GrowingWait
from tests.consult.posting import enter, shift
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
UNKNOWN = "0" * 16


def guess(client, times=1, **extra):
    return [enter(client, UNKNOWN, **extra).status_code for _ in range(times)]


def test_ten_wrong_tries_are_free_then_one_waits(client):
    assert guess(client, 12) == [422] * 10 + [429] * 2
    response = enter(client, UNKNOWN)
    assert response.context["minutes"] == 1
    assert "1分钟" in response.text.split('id="code-said"')[1].split("</p>")[0]


def test_each_wait_is_twice_the_one_before(client, monkeypatch):
    guess(client, 10)
    for seconds in (30, 60, 120, 240):
        shift(monkeypatch, seconds=seconds - 1)
        assert guess(client) == [429]
        shift(monkeypatch, seconds=1)
        assert guess(client) == [422]


def test_no_wait_is_longer_than_an_hour(client, monkeypatch):
    guess(client, 10)
    for _ in range(12):
        shift(monkeypatch, minutes=61)
        assert guess(client) == [422]


def test_trying_while_waiting_makes_it_no_longer(client, monkeypatch):
    guess(client, 20)
    shift(monkeypatch, seconds=31)
    assert guess(client) == [422]


def test_another_address_is_not_affected(client):
    guess(client, 11)
    assert guess(client, REMOTE_ADDR="198.51.100.7") == [422]


def test_a_told_address_is_not_believed(client):
    guess(client, 10)
    assert guess(client, HTTP_X_FORWARDED_FOR="198.51.100.7") == [429]


def test_the_wait_does_not_tell_whether_a_code_was_right(client):
    _, code = make_consultation()
    guess(client, 10)
    right, wrong = enter(client, code), enter(client, UNKNOWN)
    assert right.status_code == wrong.status_code == 429
    assert "sessionid" not in right.cookies
    assert right.context["minutes"] == wrong.context["minutes"]


def test_a_right_code_does_not_count_and_does_not_clear_the_wrong_ones(client):
    _, code = make_consultation()
    guess(client, 9)
    assert [enter(client, code).status_code for _ in range(3)] == [302] * 3
    assert guess(client, 2) == [422, 429]


def test_half_a_day_later_they_are_forgotten(client, monkeypatch):
    guess(client, 15)
    shift(monkeypatch, hours=12, minutes=1)
    assert guess(client, 10) == [422] * 10


def test_a_clock_set_back_locks_nobody_out(client, monkeypatch):
    guess(client, 11)
    shift(monkeypatch, days=-1)
    assert guess(client) == [422]


@pytest.fixture
def three_for_all(monkeypatch):
    limit = rate_limit.Limit("wrong", 3, rate_limit.ALL_WRONG.period)
    monkeypatch.setattr(rate_limit, "ALL_WRONG", limit)


def test_all_addresses_together_have_a_ceiling(client, three_for_all, monkeypatch):
    answers = [guess(client, REMOTE_ADDR=f"198.51.100.{n}")[0] for n in range(4)]
    assert answers == [422, 422, 422, 429]
    assert enter(client, UNKNOWN).context["minutes"] == 60
    shift(monkeypatch, minutes=61)
    assert guess(client) == [422]


def test_a_site_of_many_households_has_a_ceiling_of_its_own(client, monkeypatch):
    limit = rate_limit.Limit("wrong", 3, rate_limit.SITE_WRONG.period)
    monkeypatch.setattr(rate_limit, "SITE_WRONG", limit)
    answers = [guess(client, REMOTE_ADDR=f"2001:db8:1:{n}::1")[0] for n in range(4)]
    assert answers == [422, 422, 422, 429]
    assert guess(client, REMOTE_ADDR="2001:db8:2::1") == [422]


def test_right_codes_do_not_count_towards_the_ceiling(client, three_for_all):
    _, code = make_consultation()
    assert [enter(client, code).status_code for _ in range(5)] == [302] * 5


def test_of_many_tries_at_one_moment_only_the_free_ones_are_made(monkeypatch):
    monkeypatch.setattr(rate_limit, "WRONG_CODES", GrowingWait("wrong", free=2))
    begun = [rate_limit.begin(rate_limit.of_codes("198.51.100.7")) for _ in range(5)]
    assert [not wait for wait in begun] == [True, True, False, False, False]
