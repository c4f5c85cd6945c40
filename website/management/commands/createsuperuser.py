"""`manage.py createsuperuser`: Django's command, but nobody is asked to bypass the rules."""

import getpass
import os
import sys
from collections.abc import Callable

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

TRIES = 3
BROKEN_OFF = "输入已中断，没有做任何改动。"
UNLIKE = "两次输入的密码不一致，请重新输入。"
WITHOUT = "还没有密码，请运行 manage.py changepassword {} 设置。"
GIVEN_UP = f"{TRIES}次都没有成功，密码没有设置。"


def need_terminal() -> None:
    if not sys.stdin.isatty():
        raise CommandError("请在终端中运行本命令，密码须在终端中输入。")


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


class Command(BaseCommand):
    help = "建立一个超级用户。"

    def add_arguments(self, parser):
        parser.add_argument("--username", help="用户名")
        parser.add_argument("--email", help="邮箱，账号有变动时通知")
        parser.add_argument(
            "--noinput",
            "--no-input",
            action="store_false",
            dest="interactive",
            help="什么都不问；密码取自环境变量 DJANGO_SUPERUSER_PASSWORD。",
        )

    def handle(self, *, interactive, **options):
        if interactive:
            need_terminal()

        def given(name, question):
            known = options[name] or os.environ.get(f"DJANGO_SUPERUSER_{name.upper()}")
            return known or (read(question) if interactive else "")

        account = User(
            username=given("username", "用户名："), email=given("email", "邮箱（可不填）：")
        )
        if not account.username:
            raise CommandError("请用 --username 给出用户名。")
        try:
            account.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from error
        if interactive:
            password: str | None = ask(account, self.stderr.write)
        else:
            password = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
            if password and (why := refusal(password, account)):
                raise CommandError(why)
        User.objects.create_superuser(account.username, account.email, password)
        self.stdout.write(f"已建立超级用户“{account.username}”。")
        if not password:
            self.stdout.write(WITHOUT.format(account.username))
