"""`manage.py changepassword USER`: Django's command, with the mail to the holder."""

import getpass

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from website.management.commands import createsuperuser
from website.office import accounts


class Command(BaseCommand):
    help = "修改一个账号的密码，已有的登录全部退出。"

    def add_arguments(self, parser):
        parser.add_argument("username", nargs="?", help="用户名")

    def handle(self, *, username, **options):
        """Nothing is locked while somebody types: a row is written only at the end."""
        username = username or getpass.getuser()
        account = User.objects.filter(username=username).first()
        if account is None:
            raise CommandError(f"没有用户名为“{username}”的用户。")
        password = createsuperuser.ask(account, self.stderr.write)
        with transaction.atomic():
            account.set_password(password)
            account.save(update_fields=["password"])
            accounts.tell(account, accounts.CHANGED)
        self.stdout.write(f"“{username}”的密码已修改，该账号已有的登录全部退出。")
