"""The first second factor: a code sets password and factor at once, and what a stranger tries."""

import math
import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import State
from tests.factories import make_article, make_member, make_staff, make_submitted, make_superuser
from tests.threads import aside, together
from tests.website.second_factor import (
    INVITATION,
    LOGIN,
    NEW_PASSWORD,
    PAGE,
    TELEPHONE,
    accept,
    clock,
    invited,
    is_in,
    log_in,
    offered,
    open_invitation,
)
from website.office.second_factor import devices, invitations
from website.office.second_factor.forms import GONE, NO_FACTOR
from website.office.second_factor.models import Invitation

pytestmark = pytest.mark.django_db
PASSWORDS = ["rote-Bete-7-Gurken", "grün-Kohl-88-Rüben"]


def test_password_and_telephone_are_set_at_once_and_the_person_is_in(client, new):
    other = make_superuser(username="boss")
    open_invitation(client, invitations.make(other))
    assert client.get(INVITATION).context["account"] == other  # whoever opens it
    thief = Client()
    log_in(thief)
    page = invited(client, new)
    assert "_auth_user_id" not in thief.session
    new.refresh_from_db()
    assert not new.check_password("x")
    assert len(set(re.findall("<li>([a-z2-7]{8})</li>", page.text))) == 10
    assert is_in(client)
    again = Client()
    TOTPDevice.objects.update(last_t=-1)
    log_in(again, clock(devices.totp_device(new)), password=NEW_PASSWORD)
    assert is_in(again)


def test_looking_uses_nothing_up_and_a_code_may_be_typed_in_capitals_and_without_dashes(
    client, new, settings
):
    settings.OTP_REQUIRED = False
    thief = Client()
    log_in(thief)
    thief.get(PAGE)
    seen = offered(new).key
    settings.OTP_REQUIRED = True
    link = invitations.make(new)
    for form in ("{}", " {} ", "{} ", "\n{}"):
        typed = form.format(link.code.replace("-", " ").upper())
        assert Client().post(INVITATION, {"code": typed}).status_code == 302
    for _ in range(3):
        assert client.get(INVITATION).status_code == 200
        open_invitation(Client(), link)
    assert Invitation.objects.exists()
    open_invitation(client, link)
    page = client.get(INVITATION)
    assert page.headers["Referrer-Policy"] == "no-referrer, same-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert offered(new).key != seen  # nobody saw the secret of this window before


def test_both_or_neither(client, new):
    open_invitation(client, invitations.make(new))
    assert NO_FACTOR in accept(client, new, code="").text
    for typed in (
        {"code": ""},
        {"code": "000000"},
        {"new_password1": "12345678"},
        {"new_password2": "another-Password-9"},
        {"code": "", "passkey": "{}"},
    ):
        answer = accept(client, new, **typed)
        assert answer.status_code == 422, typed
        assert answer.context["form"].errors
    assert get_user_model().objects.get().check_password("x")
    assert not devices.has_any(new)
    assert Invitation.objects.exists()
    assert "_auth_user_id" not in client.session


def set_by(account, **fields):
    for name, value in fields.items():
        setattr(account, name, value)
    account.save()


ENDS = {
    "expired": lambda link, _: Invitation.objects.update(ends_at=timezone.now()),
    "used": lambda link, account: invited(Client(), account, link=link),
    "another password": lambda _, account: [account.set_password("y"), account.save()],
    "off and on": lambda _, one: [set_by(one, is_active=is_on) for is_on in (False, True)],
    "enrolled in the shell": lambda _, account: devices.enrol(account),
    "another link": lambda _, account: invitations.make(account),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_link_that_has_ended_opens_nothing_and_sets_nothing_in_an_open_window(client, new, end):
    link, other = invitations.make(new), Client()
    open_invitation(client, link)
    client.get(INVITATION)
    waiting = TOTPDevice.objects.get()
    ENDS[end](link, get_user_model().objects.get())
    assert GONE in open_invitation(other, link).text
    assert other.get(INVITATION).context["form"].fields.keys() == {"code"}
    typed = dict.fromkeys(["new_password1", "new_password2"], PASSWORDS[1])
    answer = client.post(f"{INVITATION}accept/", typed | {"code": clock(waiting)})
    assert answer.status_code == 302
    assert not get_user_model().objects.get().check_password(PASSWORDS[1])
    assert "已使用或已失效" in client.get(INVITATION).text


def test_a_stronger_hash_ends_no_link_but_its_maker_who_left_or_is_below_by_now(client, new):
    link = invitations.make(new)
    set_by(new, password="pbkdf2_sha256$1$salt$" + "A" * 44)
    assert open_invitation(client, link).status_code == 302
    maker = make_superuser()
    link = invitations.make(new, maker)
    set_by(maker, is_active=False)
    assert GONE in open_invitation(client, link).text
    secretary, account = make_staff("firm.manage_people"), make_staff()
    link = invitations.make(account, secretary)
    assert open_invitation(Client(), link).status_code == 302
    account.groups.add(make_member("咨询主管").groups.get())  # rights given since
    assert GONE in open_invitation(client, link).text


def test_what_is_open_says_nothing_of_the_office_and_a_stranger_enrols_no_telephone(client, new):
    make_submitted(opponent="对方公司")
    draft = make_article(state=State.DRAFT, title="未公开的文章")
    log_in(client)
    for address in (PAGE, INVITATION, f"{LOGIN}?next=/admin/"):
        page = client.get(address, follow=True).text
        assert "对方公司" not in page
        assert "/admin/consult/" not in page
    assert client.get(f"/articles/{draft.pk}/").status_code == 404
    log_in(client)
    client.get(PAGE), client.get(TELEPHONE)
    assert not TOTPDevice.objects.exists()
    prepared = TOTPDevice.objects.create(user=new, confirmed=False)
    for address in (PAGE, TELEPHONE, f"{INVITATION}accept/"):
        client.post(address, {"password": "x", "code": clock(prepared)})
    assert not devices.has_any(new)


@pytest.mark.engine
def test_a_code_has_a_hundred_random_bits_and_a_guess_costs_no_hash_and_finds_nothing(
    new, client, monkeypatch
):
    codes = {invitations.make(new).code.replace("-", "") for _ in range(50)}
    assert len(codes) == 50
    assert min(map(len, codes)) * math.log2(len(invitations.LETTERS)) > 100
    assert set("".join(codes)) == set(invitations.LETTERS)
    code = invitations.make(new).code
    monkeypatch.setattr("django.contrib.auth.hashers.make_password", None)
    for guess in [code[:-1], f"{code}x", code[::-1], "'; --", "%", "x" * 500, "律师", "\x00"]:
        answer = client.post(INVITATION, {"code": guess})
        assert (answer.status_code, "code" in answer.context["form"].errors) == (422, True)
    assert GONE in client.post(INVITATION, {"code": "abcdef"}).text


@pytest.mark.engine
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


@pytest.mark.engine
@pytest.mark.parametrize(
    ("method", "path"), [("get", INVITATION), ("post", "/admin/passkey/offer/")]
)
def test_a_stranger_at_the_door_keeps_no_writer_waiting(client, new, method, path):
    with CaptureQueriesContext(connection) as asked:
        getattr(client, method)(path)
    assert not [one["sql"] for one in asked if not one["sql"].startswith("SELECT")]
