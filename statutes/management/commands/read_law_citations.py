"""`manage.py read_law_citations`: what the worker does within a minute, now."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from statutes.management.commands.import_statutes import away
from statutes.services import law_citations


class Command(BaseCommand):
    help = "读取法规条文中引用的其他条文，供条文页列出；平时由后台进程自动完成。"
    requires_system_checks = []

    def handle(self, **options):
        try:
            number = law_citations.missing()
            law_citations.read_stale()
        except DatabaseError as error:
            raise CommandError(f"{away(error)}重新运行将继续读取。") from error
        self.stdout.write(f"法规之间的引用已读取：{number}部有变化或者尚未读取。")
