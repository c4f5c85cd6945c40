"""`manage.py restore`: puts a backup into an empty place, and says what is missing."""

import signal
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from website.operations.backup import restoring


class Command(BaseCommand):
    """Exit code 0 when all is back, 1 with a sentence and nothing put back, 3 when all is back
    and a key is missing or something was not erased again."""

    help = "把一份备份恢复到空的数据目录和空的数据库；不会覆盖任何内容。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("archive", metavar="备份", help="文件，或者 BACKUP_TO 里的文件名。")
        parser.add_argument("--key", type=Path, required=True, metavar="文件", help="私钥文件。")
        parser.add_argument(
            "--erasures", type=Path, metavar="文件夹", help="比备份更新的删除标记，有的话请给出。"
        )
        parser.add_argument(
            "--database-only", action="store_true", help="文件都还在，只恢复数据库。"
        )

    def handle(self, *, archive, key, erasures, database_only, **options):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # tidying up on the way
        lines, is_complete = restoring.restore(archive, key, erasures, database_only)
        self.stdout.write("\n".join(lines))
        if not is_complete:
            sys.exit(3)
