"""Load the sample firm into the sample's database."""

import gc

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import demo as articles
from articles.models import Article
from consult import demo as consult
from consult.crypto import keys, receipt_codes
from consult.models import Consultation
from firm import demo as firm
from firm.base import caching
from firm.models import Lawyer, SiteSettings
from statutes.services import load_shipped as law

NOT_THE_SAMPLES = "这是自己的数据库，不载入示例；想看示例，请用 SAMPLE=only 启动。没有任何改动。"
NOT_EMPTY = "数据库中已有内容，未载入示例，没有任何改动。"


class Command(BaseCommand):
    """Refuses every database but the sample's, and that one where it is not empty."""

    requires_system_checks = []  # an empty database lacks every particular; that is no news here
    help = "载入示例律所：律师、业务领域、问答文章、咨询。只载入示例自己的数据库。"

    def handle(self, **options):
        if not settings.SAMPLE_SITE:
            raise CommandError(NOT_THE_SAMPLES)
        if any(kind.objects.exists() for kind in (SiteSettings, Lawyer, Article, Consultation)):
            raise CommandError(NOT_EMPTY)
        gc.freeze()  # the program stays to the end: not to be looked through for garbage meanwhile
        report = law.bring_up_to_date()  # first: what cites it is then true at once
        keys.ready()  # before the transaction, in which no key is remembered
        with caching.request_scope(), transaction.atomic():
            firm.load()
            number = articles.load()
            code = consult.load()
            consultations = Consultation.objects.count()
        if report:
            self.stdout.write(report)
        self.stdout.write(f"已载入示例律所：{number}篇问答、{consultations}条咨询。")
        self.stdout.write(f"查看咨询人页面，可用示例查询码：{receipt_codes.grouped(code)}")
