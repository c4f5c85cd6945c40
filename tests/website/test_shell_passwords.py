"""Passwords that are set at the shell follow the rules of the pages, and are told."""

import getpass
import sys

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from outbox.models import Notice
from tests.factories import make_settings, make_staff
from website.management.commands import createsuperuser
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


def test_a_new_password_at_the_shell_is_told_to_the_holder(typed, lin):
    typed(GOOD, GOOD)
    call_command("changepassword", "lin")
    lin.refresh_from_db()
    assert lin.check_password(GOOD)
    body = Notice.objects.get().payload["body"]
    assert accounts.CHANGED in body
    assert accounts.BY_COMMAND in body


def test_the_rules_hold_at_the_shell_and_three_tries_are_all(typed, lin, capsys):
    typed("kurz", "kurz", "admin@antou2026", "admin@antou2026", GOOD, "otherwise")
    with pytest.raises(CommandError, match=createsuperuser.GIVEN_UP):
        call_command("changepassword", "lin")
    said = capsys.readouterr().err
    assert SHORT in said
    assert createsuperuser.UNLIKE in said
    assert not Notice.objects.exists()


def test_nobody_of_that_name(typed):
    with pytest.raises(CommandError, match="没有用户名为“nobody”的用户"):
        call_command("changepassword", "nobody")


def test_without_a_terminal_nothing_is_asked(lin, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match="请在终端中运行"):
        call_command("changepassword", "lin")


def test_without_a_terminal_no_superuser_is_asked_for(monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match="请在终端中运行"):
        call_command("createsuperuser", username="boss")


@pytest.mark.parametrize("answers", [[], ["boss@example.com"], ["boss@example.com", GOOD]])
def test_who_ends_the_typing_is_told_that_nothing_was_changed(typed, answers):
    typed(*answers)
    with pytest.raises(CommandError, match=createsuperuser.BROKEN_OFF):
        call_command("createsuperuser", username="boss")
    assert not User.objects.exists()


def test_a_superuser_made_at_the_terminal_cannot_bypass_the_rules(typed):
    typed("boss", "boss@example.com", "password1234", "password1234", GOOD, GOOD)
    call_command("createsuperuser")
    boss = User.objects.get()
    assert (boss.username, boss.email, boss.is_superuser) == ("boss", "boss@example.com", True)
    assert boss.check_password(GOOD)


def test_a_superuser_from_the_environment_follows_the_rules(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "password1234")
    with pytest.raises(CommandError, match=COMMON):
        call_command("createsuperuser", interactive=False, username="boss")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", GOOD)
    call_command("createsuperuser", interactive=False, username="boss")
    assert User.objects.get().check_password(GOOD)


def test_a_superuser_without_a_password_is_told_how_to_get_one(capsys):
    call_command("createsuperuser", interactive=False, username="boss")
    assert not User.objects.get().has_usable_password()
    assert "changepassword boss" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "why"), [("", "--username"), ("a b", "用户名"), ("lin", "已经有这个用户名")]
)
def test_a_name_that_cannot_be_is_one_sentence(lin, name, why):
    with pytest.raises(CommandError, match=why):
        call_command("createsuperuser", interactive=False, username=name)
