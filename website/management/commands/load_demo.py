"""Load the sample firm into an empty database."""

import gc

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import ProtectedError

from articles import demo as articles
from articles.models import Article
from consult import demo as consult
from consult.crypto import keys, receipt_codes
from consult.models import CannedReply, Consultation, KnownParty
from firm import demo as firm
from firm.base import request_cache
from firm.models import Lawyer, Office, SiteSettings
from statutes.services import load_shipped as law

REMOVABLE = [Consultation, KnownParty, CannedReply, Article, Office, Lawyer]
NOT_EMPTY = "数据库中已有内容，未载入示例数据，没有任何改动。"
THERE_ALREADY = "示例数据已存在，没有任何改动。"
IN_USE = "有自己的文章用了示例律师作为作者或核对律师，请先在后台更换；没有任何改动。"


class Command(BaseCommand):
    """Refuses a database that holds anything of its own; a second run changes nothing."""

    requires_system_checks = []  # an empty database lacks every particular; that is no news here
    help = "载入示例律所：律师、业务领域、问答文章、咨询。只用于空数据库。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--remove",
            action="store_true",
            help="删除示例律师、文章、咨询、已知当事人、常用答复和办公地点。",
        )

    def handle(self, *, remove, **options):
        if remove:
            self.stdout.write(f"已删除{self._remove()}条示例记录，固定页面请在后台改写。")
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

    @staticmethod
    @transaction.atomic
    def _remove():
        """Delete what is sample and nothing else; own articles of a sample lawyer stop it."""
        samples = [model._default_manager.filter(is_sample=True) for model in REMOVABLE]
        number = sum(rows.count() for rows in samples)
        articles.remove_tags()
        try:
            for rows in samples:
                rows.delete()
        except ProtectedError as error:
            raise CommandError(IN_USE) from error
        return number
