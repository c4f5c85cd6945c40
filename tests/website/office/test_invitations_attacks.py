"""A stranger with the right password and no second factor, and one who guesses."""

import math
from contextlib import suppress

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import State
from tests.factories import make_article, make_submitted, make_superuser
from tests.threads import aside, together
from tests.website.second_factor import (
    INVITATION,
    LOGIN,
    PAGE,
    TELEPHONE,
    clock,
    log_in,
    open_invitation,
)
from website.office.second_factor import devices, invitations
from website.office.second_factor.forms import GONE
from website.office.second_factor.models import Invitation

pytestmark = pytest.mark.engine
PASSWORDS = ["rote-Bete-7-Gurken", "grün-Kohl-88-Rüben"]
# What is open before a login: the login itself, and what hands over nothing without a code.
OPEN = {"login", "logout", "invitation", "invitation_accept", "second_factor_leave"}
OPEN |= {"passkey_ask", "passkey_login", "passkey_offer", "second_factor"}
OPEN |= {"forgotten", "new_password"}


def addresses(key):
    """Every address of the office, with the number or key of a record where it takes one."""
    for name, entries in get_resolver().namespace_dict["admin"][1].reverse_dict.lists():
        if not isinstance(name, str) or name in OPEN:
            continue
        wanted = entries[0][0][0][1]
        for value in (key, 1, "consult"):
            with suppress(NoReverseMatch):
                yield name, reverse(f"admin:{name}", kwargs=dict.fromkeys(wanted, value))
                break
        else:
            raise AssertionError(name)


@pytest.mark.django_db
def test_a_right_password_without_a_factor_opens_no_address_of_the_office(client, new):
    consultation = make_submitted(opponent="对方公司")[0]
    log_in(client)
    answers = {}
    for name, address in addresses(consultation.pk):
        for method in (client.get, client.post):
            answers[name, method.__name__] = method(address)
    assert len(answers) > 200
    assert any("/consultation/" in answer.request["PATH_INFO"] for answer in answers.values())
    led = {key: answer for key, answer in answers.items() if answer.status_code == 302}
    shut = {key for key, answer in answers.items() if answer.status_code in {401, 403, 404, 405}}
    assert set(answers) == set(led) | shut
    assert {a.url.split("?")[0] for a in led.values()} <= {LOGIN, PAGE, INVITATION}
    assert not devices.has_any(new)


@pytest.mark.django_db
def test_what_is_open_says_nothing_of_the_office(client, new):
    make_submitted(opponent="对方公司")
    log_in(client)
    for address in (PAGE, INVITATION, f"{LOGIN}?next=/admin/"):
        page = client.get(address, follow=True).content.decode()
        assert "对方公司" not in page
        assert "/admin/consult/" not in page


@pytest.mark.django_db
def test_a_draft_is_not_shown_to_a_password_alone(client, new):
    draft = make_article(state=State.DRAFT, title="未公开的文章")
    log_in(client)
    assert client.get(f"/articles/{draft.pk}/").status_code == 404


@pytest.mark.django_db
def test_a_stranger_enrols_no_telephone(client, new):
    log_in(client)
    client.get(PAGE), client.get(TELEPHONE)
    assert not TOTPDevice.objects.exists()
    prepared = TOTPDevice.objects.create(user=new, confirmed=False)
    for address in (PAGE, TELEPHONE, f"{INVITATION}accept/"):
        client.post(address, {"password": "x", "code": clock(prepared)})
    assert not devices.has_any(new)


@pytest.mark.django_db
def test_a_code_has_more_than_a_hundred_random_bits(new):
    codes = {invitations.make(new).code.replace("-", "") for _ in range(50)}
    assert len(codes) == 50
    assert min(map(len, codes)) * math.log2(len(invitations.LETTERS)) > 100
    assert set("".join(codes)) == set(invitations.LETTERS)


@pytest.mark.django_db
def test_a_guess_costs_no_hash_of_a_password_and_finds_nothing(client, new, monkeypatch):
    code = invitations.make(new).code
    monkeypatch.setattr("django.contrib.auth.hashers.make_password", None)
    for guess in [code[:-1], f"{code}x", code[::-1], "'; --", "%", "x" * 500, "律师", "\x00"]:
        answer = client.post(INVITATION, {"code": guess})
        assert (answer.status_code, "code" in answer.context["form"].errors) == (422, True)
    assert GONE in client.post(INVITATION, {"code": "abcdef"}).content.decode()


@pytest.mark.django_db
def test_the_link_of_one_account_opens_no_other(client, new):
    other = make_superuser(username="boss")
    link = invitations.make(other)
    log_in(client)
    open_invitation(client, link)
    assert client.get(INVITATION).context["account"] == other


def test_of_two_posts_at_once_one_wins(shared_database, otp):
    """Two windows with the same link, two passwords: one is set, and one telephone counts."""
    windows = [Client(), Client()]
    aside(lambda: _open_in(windows))

    def accept(number):
        known = dict.fromkeys(["new_password1", "new_password2"], PASSWORDS[number])
        code = clock(TOTPDevice.objects.get(user__username="lin"))
        return windows[number].post(f"{INVITATION}accept/", known | {"code": code}).status_code

    answers = together(lambda: accept(0), lambda: accept(1))
    assert sorted(answers) == [200, 302]
    aside(lambda: _one_has_won(PASSWORDS[answers.index(200)]))


def _open_in(windows):
    link = invitations.make(make_superuser(username="lin"))
    for window in windows:
        open_invitation(window, link)
    windows[0].get(INVITATION)


def _one_has_won(password):
    user = get_user_model().objects.get()
    assert user.check_password(password)
    assert TOTPDevice.objects.count() == 1
    assert devices.codes_left(user) == 10
    assert not Invitation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path"), [("get", INVITATION), ("post", "/admin/passkey/offer/")]
)
def test_a_stranger_at_the_door_keeps_no_writer_waiting(client, new, method, path):
    with CaptureQueriesContext(connection) as asked:
        getattr(client, method)(path)
    assert not [one["sql"] for one in asked if not one["sql"].startswith("SELECT")]
