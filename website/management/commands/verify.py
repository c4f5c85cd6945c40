"""`manage.py verify`: reads a backup from front to end."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from richtext.base.disk import MB
from website.operations import schema
from website.operations.backup import restoring
from website.operations.backup.archive import ENGINES

WHOLE = (
    "备份完整：{made}，{engine}，{mb}MB；图片{media}个，附件{private}个，删除标记{erasures}个，"
    "逐字节解密核对无误，数据库可读。"
)
OPENS = "咨询密钥{}与备份时一致，用它加密的咨询能够打开。"
SHUT = "用编号为{}的密钥加密的咨询，无法打开：CONSULT_KEYS 里没有当时的密钥。"


class Command(BaseCommand):
    """Exit code 0 for a whole backup whose content opens, 1 with a sentence otherwise."""

    help = "检查一份备份：逐字节解密，试读数据库，核对咨询密钥。什么也不改动。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("archive", nargs="?", metavar="备份", help="默认检查最新的一份。")
        parser.add_argument("--key", type=Path, required=True, metavar="文件", help="私钥文件。")

    def handle(self, *, archive, key, **options):
        manifest = restoring.verify(archive, key)
        self.stdout.write(
            WHOLE.format(
                made=f"{timezone.localtime(manifest.made):%Y-%m-%d %H:%M}",
                engine=ENGINES[manifest.engine],
                mb=-(-manifest.size // MB),
                **manifest.counts,
            )
        )
        if set(manifest.migrations) < schema.named():
            self.stdout.write("备份由较早的版本制作，恢复以后要运行 manage.py migrate。")
        wrong = manifest.wrong_keys()
        for key_id in manifest.consult_keys:
            self.stdout.write((SHUT if key_id in wrong else OPENS).format(key_id))
        if wrong:
            raise CommandError("备份文件完整，但是上面有一项没有通过。")
