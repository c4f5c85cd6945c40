"""Passwords and second factors at the shell follow the rules of the pages, and are told."""

import getpass
import re
import sys
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django_otp import match_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from outbox.models import Notice
from tests.factories import make_settings, make_staff
from website.management.commands import createsuperuser
from website.management.commands.enrol_otp import HAS_ONE, LINK, NOBODY
from website.office import accounts
from website.office.accounts import COMMON, SHORT

pytestmark = pytest.mark.django_db
GOOD = "雨后的梧桐树下有三只蓝色的鸟"


@pytest.fixture
def typed(monkeypatch):
    """Gives the answers of somebody at a terminal, one after the other, and then Ctrl-D."""

    def give(*answers):
        waiting = list(answers)

        def answer(prompt):
            if not waiting:
                raise EOFError
            return waiting.pop(0)

        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(getpass, "getpass", answer)
        monkeypatch.setattr("builtins.input", answer)

    return give


@pytest.fixture
def lin():
    make_settings()
    return make_staff(username="lin", email="lin@example.com")


def test_the_rules_hold_at_the_shell_three_tries_are_all_and_the_holder_is_told(typed, lin, capsys):
    typed("kurz", "kurz", "admin@antou2026", "admin@antou2026", GOOD, "otherwise")
    with pytest.raises(CommandError, match=createsuperuser.GIVEN_UP):
        call_command("changepassword", "lin")
    said = capsys.readouterr().err
    assert SHORT in said
    assert createsuperuser.UNLIKE in said
    assert not Notice.objects.exists()
    typed(GOOD, GOOD)
    call_command("changepassword", "lin")
    lin.refresh_from_db()
    assert lin.check_password(GOOD)
    body = Notice.objects.get().payload["body"]
    assert accounts.CHANGED in body
    assert accounts.BY_COMMAND in body
    typed("boss", "boss@example.com", "password1234", "password1234", GOOD, GOOD)
    call_command("createsuperuser")
    boss = User.objects.get(username="boss")
    assert (boss.email, boss.is_superuser, boss.check_password(GOOD)) == (
        "boss@example.com", True, True,
    )  # fmt: skip


def test_without_a_terminal_or_a_name_nothing_is_asked(typed, lin, monkeypatch):
    typed(GOOD, GOOD)
    with pytest.raises(CommandError, match="没有用户名为“nobody”的用户"):
        call_command("changepassword", "nobody")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match="请在终端中运行"):
        call_command("changepassword", "lin")
    with pytest.raises(CommandError, match="请在终端中运行"):
        call_command("createsuperuser", username="boss")


@pytest.mark.parametrize("answers", [[], ["boss@example.com"], ["boss@example.com", GOOD]])
def test_who_ends_the_typing_is_told_that_nothing_was_changed(typed, answers):
    typed(*answers)
    with pytest.raises(CommandError, match=createsuperuser.BROKEN_OFF):
        call_command("createsuperuser", username="boss")
    assert not User.objects.exists()


def test_a_superuser_from_the_environment_follows_the_rules_or_is_told_how_to_get_a_password(
    monkeypatch, capsys
):
    call_command("createsuperuser", interactive=False, username="nobody")
    assert not User.objects.get().has_usable_password()
    assert "changepassword nobody" in capsys.readouterr().out
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "password1234")
    with pytest.raises(CommandError, match=COMMON):
        call_command("createsuperuser", interactive=False, username="boss")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", GOOD)
    call_command("createsuperuser", interactive=False, username="boss")
    assert User.objects.get(username="boss").check_password(GOOD)


def test_a_name_that_cannot_be_is_one_sentence(lin):
    for name, why in (("", "--username"), ("a b", "用户名"), ("lin", "已经有这个用户名")):
        with pytest.raises(CommandError, match=why):
            call_command("createsuperuser", interactive=False, username=name)


def enrol(*arguments):
    out = StringIO()
    call_command("enrol_otp", *arguments, stdout=out)
    return out.getvalue()


def test_device_and_recovery_codes_work_until_a_reset_which_may_leave_the_rest_to_the_person(
    settings,
):
    lawyer = User.objects.create_user("lawyer", is_staff=True)
    shown = enrol("lawyer")
    assert "█" in shown
    assert "otpauth://totp/" in shown
    old = re.findall(r"^  ([a-z0-9]{8})$", shown, re.M)
    device = TOTPDevice.objects.get(user=lawyer)
    assert match_token(lawyer, f"{TOTP(device.bin_key).token():06}") == device
    assert len(set(old)) == 10
    assert match_token(lawyer, old[0])
    assert not match_token(lawyer, old[0])
    for more in ([], ["--link"]):
        with pytest.raises(CommandError, match=HAS_ONE.format("lawyer")):
            enrol("lawyer", *more)
    with pytest.raises(CommandError, match=NOBODY.format("nobody")):
        enrol("nobody")
    new = re.findall(r"^  ([a-z0-9]{8})$", enrol("lawyer", "--reset"), re.M)
    assert not set(old) & set(new)
    assert TOTPDevice.objects.get(user=lawyer).key != device.key
    assert not match_token(lawyer, old[1])
    shown = enrol("lawyer", "--reset", "--link")
    assert f"{settings.SITE_URL}/admin/invitation/#" in shown
    assert not TOTPDevice.objects.exists()
    assert LINK in shown
