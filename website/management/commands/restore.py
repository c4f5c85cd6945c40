"""`manage.py restore`: puts a backup into an empty place, and says what is missing."""

import os
import signal
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from website.operations.backup import BackupError, age, places, restoring

DONE = "已恢复{made}的备份：图片{media}个，附件{private}个，删除标记{erasures}个。"
ONLY = "已恢复{made}的数据库和删除标记；文件没有改动。"
ERASED = "备份以后删除过的咨询，已再次删除{}条。"
LEFT = "有{}条没有删掉，请运行 manage.py erase_again：{}"
NO_TOMBSTONES = (
    "没有找到删除标记：备份以后有没有删除过咨询，无从知道。"
    "找得到原来的 erasures 文件夹的，请放进数据目录，再运行 manage.py erase_again。"
)
OTHER_KEYS = (
    "有{}条删除标记无法核对：CONSULT_KEYS 里没有当时的密钥。"
    "补上以后，请运行 manage.py erase_again。"
)
VANISHED = "备份过程中有{}个文件被删除，本来就不在备份里。"
LOST = (
    "备份里有、现在存放文件的地方没有的文件{}个，例如{}：请不加 --database-only，恢复到空的地方。"
)
KEYS = (
    "缺少当时的咨询密钥（编号{}），用它加密的咨询无法打开："
    "请放回 CONSULT_KEYS，或者数据目录下的 secrets/consult_keys。"
)
NEXT = "接下来："
MIGRATE = "运行 manage.py migrate，升级到当前版本"
ERASE = "运行 manage.py erase_again，把备份以后删除过的咨询再删除一次"
STATIC = "运行 manage.py collectstatic --noinput，再启动网站和后台进程"
LOOK = "登录后台，打开一条以前的咨询，看能不能读"


class Command(BaseCommand):
    """Exit code 0 when all is back, 1 with a sentence and nothing put back, 3 when all is back
    and a key is missing or something was not erased again."""

    help = "把一份备份恢复到空的数据目录和空的数据库；不会覆盖任何内容。"
    requires_system_checks = []

    def add_arguments(self, parser):
        """The archive by its path, or by its name in the place of BACKUP_TO."""
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
        try:
            keys = age.identities(key)
            with places.archive(archive) as file:
                size = getattr(file, "size", None) or os.fstat(file.fileno()).st_size
                done = restoring.restore(file, keys, size, erasures, database_only)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self._tell(done, database_only)
        if done.told.wrong_keys() or done.keys or done.not_erased:
            sys.exit(3)

    def _tell(self, done, database_only):
        made = f"{timezone.localtime(done.told.made):%Y-%m-%d %H:%M}"
        self.stdout.write((ONLY if database_only else DONE).format(made=made, **done.told.counts))
        if done.told.vanished:
            self.stdout.write(VANISHED.format(done.told.vanished))
        if done.lost:
            self.stdout.write(LOST.format(len(done.lost), done.lost[0]))
        self._tell_erased(done)
        self._tell_keys(done)
        self.stdout.write(NEXT)
        behind = [MIGRATE, ERASE] if done.schema else []
        for number, step in enumerate([*behind, STATIC, LOOK], 1):
            self.stdout.write(f"{number}. {step}。")

    def _tell_erased(self, done):
        if not done.tombstones:
            self.stdout.write(NO_TOMBSTONES)
        if done.other_keys:
            self.stdout.write(OTHER_KEYS.format(done.other_keys))
        if done.erased:
            self.stdout.write(ERASED.format(done.erased))
        if done.not_erased:
            self.stdout.write(LEFT.format(len(done.not_erased), "、".join(done.not_erased)))

    def _tell_keys(self, done):
        if wrong := done.told.wrong_keys():
            self.stdout.write(KEYS.format("、".join(wrong)))
        elif done.keys:
            self.stdout.write(done.keys)
