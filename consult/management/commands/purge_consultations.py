"""`manage.py purge_consultations`: erases what is due; the worker does the same every hour."""

import sys
from functools import partial

from django.core.management.base import BaseCommand
from django.utils.formats import date_format

from consult import lifecycle

LEFT = "有{}条未能删除，下次运行时重试：{}"
PASSED_OVER = "没有可删的内容：{}（已经删除、暂停删除或者不在这个数据库里）。"


class Command(BaseCommand):
    """Prints references and dates, which say nothing of content; exit code 1 if one is left."""

    help = "删除到期的咨询内容，只留下不含内容的记录；已暂停删除的除外。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只列出，不删除。")
        again = "恢复备份后，把备份之后已经删除过的咨询再删除一次：写出它们的编号（见日志）。"
        parser.add_argument("--again", nargs="+", metavar="编号", help=again)

    def handle(self, *, dry_run, again, **options):
        rows = partial(lifecycle.named, again) if again else lifecycle.due
        listed = list(rows())
        for row in listed:
            day = "" if again else f"  {date_format(lifecycle.date_of(row))}到期"
            self.stdout.write(f"{row.reference}{day}")
        # A reference that was mistyped must not pass for one that is done.
        known = {row.reference for row in listed}
        if rest := [reference for reference in again or [] if reference.upper() not in known]:
            self.stdout.write(PASSED_OVER.format("、".join(rest)))
        if dry_run:
            self.stdout.write(f"共{len(listed)}条，没有删除任何内容。")
            return
        done = lifecycle.purge(rows)
        self.stdout.write(f"已删除{len(done.erased)}条咨询的内容。")
        if done.failed:
            self.stderr.write(LEFT.format(len(done.failed), "、".join(done.failed)))
            sys.exit(1)
