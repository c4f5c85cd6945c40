"""A password that is typed at the terminal: twice, unseen, under the rules of the pages."""

import getpass
import sys
from collections.abc import Callable

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

TRIES = 3
NO_TERMINAL = "请在终端中运行本命令，密码须在终端中输入。"
BROKEN_OFF = "输入已中断，没有做任何改动。"
UNLIKE = "两次输入的密码不一致，请重新输入。"
GIVEN_UP = f"{TRIES}次都没有成功，密码没有设置。"


def need_terminal() -> None:
    """CommandError where nobody could answer a question."""
    if not sys.stdin.isatty():
        raise CommandError(NO_TERMINAL)


def read(question: str, *, unseen: bool = False) -> str:
    """One answer; CommandError for who ends the typing (Ctrl-D) instead."""
    try:
        return getpass.getpass(question) if unseen else input(question)
    except EOFError as error:
        raise CommandError(BROKEN_OFF) from error


def ask(account: User, say: Callable[[str], object]) -> str:
    """A password that the account may have; CommandError after three tries without one."""
    need_terminal()
    for _ in range(TRIES):
        typed = read("新密码：", unseen=True)
        if typed != read("再输入一遍：", unseen=True):
            say(UNLIKE)
        elif not (why := refusal(typed, account)):
            return typed
        else:
            say(why)
    raise CommandError(GIVEN_UP)


def refusal(password: str, account: User) -> str:
    """Why the rules refuse a password; "" when they do not."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        return "".join(error.messages)
    return ""
