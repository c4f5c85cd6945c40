"""`manage.py changepassword USER`: Django's command, with the mail to the holder."""

import getpass

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from website.management.commands import createsuperuser
from website.office import accounts

NOBODY = "没有用户名为“{}”的用户。"
DONE = "“{}”的密码已修改，该账号已有的登录全部退出。"


class Command(BaseCommand):
    """Asks for a new password; every session of the account ends with the old one."""

    help = "修改一个账号的密码，已有的登录全部退出。"

    def add_arguments(self, parser):
        """A user name; without one that of the shell, as Django has it."""
        parser.add_argument("username", nargs="?", help="用户名")

    def handle(self, *, username, **options):
        """Nothing is locked while somebody types: a row is written only at the end."""
        username = username or getpass.getuser()
        account = User.objects.filter(username=username).first()
        if account is None:
            raise CommandError(NOBODY.format(username))
        password = createsuperuser.ask(account, self.stderr.write)
        with transaction.atomic():
            account.set_password(password)
            account.save(update_fields=["password"])
            accounts.tell(account, accounts.CHANGED)
        self.stdout.write(DONE.format(username))
