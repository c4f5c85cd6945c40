"""The first second factor: a code of whoever made the account sets password and factor at once."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_member, make_staff, make_superuser
from tests.website.second_factor import (
    INVITATION,
    NEW_PASSWORD,
    accept,
    clock,
    invited,
    is_in,
    log_in,
    offered,
    open_invitation,
    verified,
)
from website.office.second_factor import devices, invitations
from website.office.second_factor.forms import GONE, NO_FACTOR
from website.office.second_factor.models import Invitation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LINK, RESET = "/admin/people/{}/hand-over/", "/admin/people/{}/reset/"


@pytest.fixture
def boss(client, otp):
    """A superuser with a telephone, who is in."""
    user = make_superuser(username="boss")
    device = TOTPDevice.objects.create(user=user, name="手机")
    client.post("/admin/login/", {"username": "boss", "password": "x", "otp_token": clock(device)})
    return user


def link_on(page):
    """The code that a page shows as part of a link."""
    return re.search(r"/admin/invitation/#([a-z2-9-]+)<", page.content.decode())[1]


def test_password_and_telephone_are_set_at_once_and_the_person_is_in(client, new):
    page = invited(client, new)
    assert len(set(re.findall("<li>([a-z2-7]{8})</li>", page.content.decode()))) == 10
    assert is_in(client)
    again = Client()
    TOTPDevice.objects.update(last_t=-1)
    log_in(again, clock(devices.totp_device(new)), password=NEW_PASSWORD)
    assert is_in(again)


def test_the_old_password_and_the_sessions_it_opened_are_worth_nothing(client, new):
    thief = Client()
    log_in(thief)
    invited(client, new)
    assert "_auth_user_id" not in thief.session
    assert not get_user_model().objects.get().check_password("x")


def test_the_link_is_shown_once_and_kept_by_nobody(client, boss, new):
    new.set_unusable_password()
    new.save()
    page = client.post(LINK.format(new.pk))
    code = link_on(page)
    assert "72小时" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert code not in client.get(LINK.format(new.pk)).content.decode()
    kept = Invitation.objects.get()
    assert code not in str(vars(kept))
    assert code.replace("-", "") not in str(vars(kept))


def test_the_code_is_behind_the_mark_that_no_browser_sends(new, settings):
    address = invitations.make(new).address
    assert address.startswith(f"{settings.SITE_URL}/admin/invitation/#")
    assert "?" not in address


@pytest.mark.parametrize("form", ["{}", " {} ", "{} ", "\n{}"])
def test_a_code_may_be_typed_in_capitals_and_without_dashes(client, new, form):
    code = invitations.make(new).code.replace("-", " ").upper()
    assert client.post(INVITATION, {"code": form.format(code)}).status_code == 302


def test_looking_uses_nothing_up(client, new):
    link = invitations.make(new)
    for _ in range(3):
        assert client.get(INVITATION).status_code == 200
        open_invitation(Client(), link)
    assert Invitation.objects.exists()
    open_invitation(client, link)
    page = client.get(INVITATION)
    assert page.headers["Referrer-Policy"] == "no-referrer, same-origin"
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize(
    "typed",
    [
        {"code": ""},
        {"code": "000000"},
        {"new_password1": "12345678"},
        {"new_password2": "another-Password-9"},
        {"code": "", "passkey": "{}"},
    ],
)
def test_both_or_neither(client, new, typed):
    open_invitation(client, invitations.make(new))
    answer = accept(client, new, **typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert get_user_model().objects.get().check_password("x")
    assert not devices.has_any(new)
    assert Invitation.objects.exists()
    assert "_auth_user_id" not in client.session


def test_a_missing_factor_is_said(client, new):
    open_invitation(client, invitations.make(new))
    assert NO_FACTOR in accept(client, new, code="").content.decode()


def test_a_member_who_lost_everything_gets_a_link_with_the_reset(client, boss):
    lin = make_superuser(username="lin")
    TOTPDevice.objects.create(user=lin, name="手机")
    page = client.post(RESET.format(lin.pk))  # no mail can go to an account without an address
    person = Client()
    log_in(person)
    assert not is_in(person)
    person.post(INVITATION, {"code": link_on(page)})
    accept(person, lin)
    assert is_in(person)


def test_who_removes_the_old_telephone_sets_up_the_new_one_in_the_same_window(client, lin):
    verified(client, lin)
    typed = {"password": "x", "code": clock(lin.phone)}
    assert client.post("/admin/second-factor/remove/", typed).url == INVITATION
    accept(client, lin)
    assert is_in(client)


def test_the_shell_makes_a_link(client, new, capsys):
    from django.core.management import call_command

    call_command("enrol_otp", "lin", "--link")
    code = re.search(r"/admin/invitation/#(\S+)", capsys.readouterr().out)[1]
    client.post(INVITATION, {"code": code})
    accept(client, new)
    assert is_in(client)


def expire(link):
    Invitation.objects.update(ends_at=timezone.now() - timedelta(seconds=1))


def use(link):
    account = Invitation.objects.get().account
    invited_elsewhere = Client()
    open_invitation(invited_elsewhere, link)
    accept(invited_elsewhere, account)


def change_password(link):
    account = Invitation.objects.get().account
    account.set_password("another-Password-9")
    account.save()


def switch_off_and_on(link):
    account = Invitation.objects.get().account
    for is_active in (False, True):
        account.is_active = is_active
        account.save()


def enrol_in_the_shell(link):
    devices.enrol(Invitation.objects.get().account)


def make_another(link):
    invitations.make(Invitation.objects.get().account)


ENDS = [expire, use, change_password, switch_off_and_on, enrol_in_the_shell, make_another]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_link_that_has_ended_opens_nothing(client, new, end):
    link = invitations.make(new)
    end(link)
    assert GONE in open_invitation(client, link).content.decode()
    assert client.get(INVITATION).context["form"].fields.keys() == {"code"}


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_link_that_ends_in_an_open_window_sets_nothing(client, new, end):
    link = invitations.make(new)
    open_invitation(client, link)
    client.get(INVITATION)
    waiting = TOTPDevice.objects.get()
    end(link)
    typed = {"new_password1": "grün-Kohl-88-x", "new_password2": "grün-Kohl-88-x"}
    answer = client.post(f"{INVITATION}accept/", typed | {"code": clock(waiting)})
    assert answer.status_code == 302
    assert not get_user_model().objects.get().check_password("grün-Kohl-88-x")
    assert "已使用或已失效" in client.get(INVITATION).content.decode()


def test_a_stronger_hash_of_the_same_password_ends_nothing(client, new):
    link = invitations.make(new)
    new.password = "pbkdf2_sha256$1$salt$" + "A" * 44
    new.save()
    assert open_invitation(client, link).status_code == 302


def test_rights_given_since_are_not_for_whoever_made_the_link(client, otp):
    secretary, account = make_staff("firm.manage_people"), make_staff()
    link = invitations.make(account, secretary)
    assert open_invitation(Client(), link).status_code == 302
    account.groups.add(make_member("咨询主管").groups.get())
    assert GONE in open_invitation(client, link).content.decode()


def test_a_link_of_somebody_who_was_switched_off_is_worth_nothing(client, new):
    maker = make_superuser()
    link = invitations.make(new, maker)
    maker.is_active = False
    maker.save()
    assert GONE in open_invitation(client, link).content.decode()


def test_the_secret_of_an_open_window_was_seen_by_nobody_before(client, new, settings):
    settings.OTP_REQUIRED = False
    thief = Client()
    log_in(thief)
    thief.get("/admin/second-factor/")
    seen = offered(new).key
    settings.OTP_REQUIRED = True
    open_invitation(client, invitations.make(new))
    client.get(INVITATION)
    assert offered(new).key != seen
