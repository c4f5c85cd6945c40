"""Load the sample firm into an empty database."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import demo as articles
from consult import codes
from consult import demo as consult
from firm import demo as firm
from firm.models import SiteSettings


class Command(BaseCommand):
    """Refuses a database that holds anything of its own; a second run changes nothing."""

    requires_system_checks = []  # an empty database lacks every particular; that is no news here
    help = "载入示例律所：律师、业务领域、问答文章、咨询。只用于空数据库。"

    def handle(self, **options):
        if any(app.holds_own_data() for app in (firm, articles, consult)):
            raise CommandError("数据库里已有自己的内容，示例数据不会载入，什么都没有改动。")
        if SiteSettings.objects.filter(is_sample=True).exists():
            self.stdout.write("示例数据已经在了，什么都没有改动。")
            return
        with transaction.atomic():
            firm.load()
            number = articles.load()
            code = consult.load()
        self.stdout.write(f"已载入示例律所：{number} 篇问答、6 条咨询。")
        self.stdout.write(f"想看咨询人看到的页面，可用示例查询码：{codes.grouped(code)}")
