"""`manage.py erase_again`: after a backup was put back; the worker does the same by itself."""

import sys

from django.core.management.base import BaseCommand

from consult import lifecycle

WOULD = "共{}条以前已经删除，现在又有了内容，没有改动任何内容。"
DONE = "已再次删除{}条咨询的内容。"
NONE = "没有找到删除标记。如以前删除过咨询，请先把最新一份erasures放回原处，再运行一次。"
OTHER_KEYS = "有{}条删除标记核对不了：CONSULT_KEYS里没有当时的密钥。如能找到，请加上再运行。"


class Command(BaseCommand):
    """Prints references, which say nothing of content; exit code 1 if one is left."""

    help = "恢复备份后，把备份之后已经删除过的咨询再删除一次。可以反复运行。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只列出，不删除。")

    def handle(self, *, dry_run, **options):
        if not lifecycle.tombstone_names():
            self.stdout.write(NONE)
        if other := lifecycle.of_other_keys():
            self.stdout.write(OTHER_KEYS.format(other))
        # Asked of nothing but the key: the database may be of a release that lacks newer columns.
        rows = list(lifecycle.returned().only("pk"))
        for row in rows:
            self.stdout.write(row.reference)
        if dry_run:
            self.stdout.write(WOULD.format(len(rows)))
            return
        done = lifecycle.erase_again()
        self.stdout.write(DONE.format(len(done.erased)))
        if done.failed:
            left = "、".join(done.failed)
            self.stderr.write(f"有{len(done.failed)}条没有删掉，可以再运行一次：{left}")
            sys.exit(1)
