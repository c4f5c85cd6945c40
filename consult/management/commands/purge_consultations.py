"""`manage.py purge_consultations`: erases what is due; the worker does the same every hour."""

import sys

from django.core.management.base import BaseCommand

from consult import retention


class Command(BaseCommand):
    """Prints references and dates, which say nothing of content; exit code 1 if one is left."""

    help = "删除到期的咨询内容，只留下不含内容的记录；已暂停删除的不动。"
    requires_system_checks = []

    def add_arguments(self, parser):
        """--dry-run lists what a run would erase now."""
        parser.add_argument("--dry-run", action="store_true", help="只列出，不删除。")

    def handle(self, *, dry_run, **options):
        listed = [(row.reference, retention.date_of(row)) for row in retention.due()]
        for reference, day in listed:
            self.stdout.write(f"{reference}  {day:%Y年%m月%d日}到期")
        if dry_run:
            self.stdout.write(f"共{len(listed)}条到期，没有删除任何内容。")
            return
        done = retention.purge()
        self.stdout.write(f"已删除{len(done.erased)}条咨询的内容。")
        if done.failed:
            self.stderr.write(
                f"有{len(done.failed)}条没有删掉，下次运行时再试：{'、'.join(done.failed)}"
            )
            sys.exit(1)
