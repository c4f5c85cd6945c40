"""Load the sample firm into an empty database."""

import gc

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import demo as articles
from consult import demo as consult
from consult.crypto import keys, receipt_codes
from consult.models import Consultation
from firm import demo as firm
from firm.base import request_cache
from firm.models import SiteSettings
from statutes.services import load_shipped as law
from website.office.opening import sample_removal

NOT_EMPTY = "数据库中已有内容，未载入示例数据，没有任何改动。"
THERE_ALREADY = "示例数据已存在，没有任何改动。"


class Command(BaseCommand):
    """Refuses a database that holds anything of its own; a second run changes nothing."""

    requires_system_checks = []  # an empty database lacks every particular; that is no news here
    help = "载入示例律所：律师、业务领域、问答文章、咨询。只用于空数据库。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--remove",
            action="store_true",
            help="删除示例：律师、文章、咨询、已知当事人、常用答复、办公地点、固定页面和网站设置里的示例内容。",
        )

    def handle(self, *, remove, **options):
        if remove:
            self._remove()
            return
        if any(app.holds_own_data() for app in (firm, articles, consult)):
            raise CommandError(NOT_EMPTY)
        if SiteSettings.objects.filter(is_sample=True).exists():
            self.stdout.write(THERE_ALREADY)
            return
        gc.freeze()  # the program stays to the end: not to be looked through for garbage meanwhile
        told = law.bring_up_to_date()  # no sample, and first: what cites it is then true at once
        keys.ready()  # before the transaction, in which no key is remembered
        with request_cache.request_scope(), transaction.atomic():
            firm.load()
            number = articles.load()
            code = consult.load()
            asked = Consultation.objects.count()
        if told:
            self.stdout.write(told)
        self.stdout.write(f"已载入示例律所：{number}篇问答、{asked}条咨询。")
        self.stdout.write(f"查看咨询人页面，可用示例查询码：{receipt_codes.grouped(code)}")

    def _remove(self):
        """As the button of the office does; own articles of a sample lawyer stop it."""
        try:
            done = sample_removal.remove()
        except sample_removal.InUseError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已删除示例：{done.told or '没有找到示例'}。")
