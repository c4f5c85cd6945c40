"""`manage.py createsuperuser`: Django's command, but nobody is asked to bypass the rules."""

import os

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from website.management import typed_password

UNNAMED = "请用 --username 给出用户名。"
DONE = "已建立超级用户“{}”。"
WITHOUT = "还没有密码，请运行 manage.py changepassword {} 设置。"


class Command(BaseCommand):
    """A superuser, asked for at the terminal or from options and environment (`--noinput`)."""

    help = "建立一个超级用户。"

    def add_arguments(self, parser):
        """Those of Django's command that a site with one database can use."""
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
        """One sentence where it cannot be done."""
        if interactive:
            typed_password.need_terminal()
        ask = typed_password.read if interactive else _nothing
        account = User(
            username=_given("username", options) or ask("用户名："),
            email=_given("email", options) or ask("邮箱（可不填）："),
        )
        if not account.username:
            raise CommandError(UNNAMED)
        _check(account)
        password = self._password(account, interactive)
        User.objects.create_superuser(account.username, account.email, password)
        self.stdout.write(DONE.format(account.username))
        if not password:
            self.stdout.write(WITHOUT.format(account.username))

    def _password(self, account, interactive):
        if interactive:
            return typed_password.ask(account, self.stderr.write)
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        if password and (why := typed_password.refusal(password, account)):
            raise CommandError(why)
        return password


def _nothing(_):
    return ""


def _given(name, options):
    return options[name] or os.environ.get(f"DJANGO_SUPERUSER_{name.upper()}")


def _check(account):
    try:
        account.full_clean(exclude=["password"])
    except ValidationError as error:
        raise CommandError("".join(error.messages)) from error
