"""`manage.py enrol_otp USER`: the first second factor, which no password alone sets up."""

import qrcode
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from website.office.second_factor import devices, invitations

NOBODY = "没有用户名为“{}”的用户。"
HAS_ONE = "“{}”已经开通两步验证；要作废重来，请加上 --reset。"
LINK = "72小时内有效，只能使用一次；打开后设置登录密码和两步验证。"


class Command(BaseCommand):
    help = "为一位工作人员开通两步验证：显示二维码和十个恢复码，或者一个开通链接，只显示一次。"

    def add_arguments(self, parser):
        parser.add_argument("user", help="用户名")
        parser.add_argument("--reset", action="store_true", help="作废原有设备和恢复码，重新开通。")
        parser.add_argument("--link", action="store_true", help="只生成开通链接，由本人设置。")

    def handle(self, *, user, reset, link, **options):
        account = get_user_model().objects.filter(username=user).first()
        if account is None:
            raise CommandError(NOBODY.format(user))
        if not reset and devices.has_any(account):
            raise CommandError(HAS_ONE.format(user))
        if link:
            with transaction.atomic():
                if devices.has_any(account):
                    devices.remove(account, devices.RESET)
                    devices.end_sessions(account)
                self.stdout.write(f"开通链接：{invitations.make(account).address}")
            self.stdout.write(LINK)
            return
        device, codes = devices.enrol(account)
        address = device.config_url
        code = qrcode.QRCode(border=2)
        code.add_data(address)
        code.print_ascii(out=self.stdout, invert=True)
        self.stdout.write("用身份验证器扫描上面的二维码，或者手工输入下面的地址：")
        self.stdout.write(address)
        self.stdout.write("恢复码（每个只能用一次，请抄下来放在安全的地方）：")
        for one in codes:
            self.stdout.write(f"  {one}")
