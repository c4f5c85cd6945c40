"""`manage.py verify`: reads a backup from front to end and opens what is in it."""

import getpass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from richtext.base.disk import MB
from website.operations import schema
from website.operations.backup import age, places, verifying
from website.operations.backup.errors import BackupError

WHOLE = (
    "备份完整：{made}，{engine}，{mb}MB；图片{media}个，附件{private}个，删除标记{erasures}个，"
    "逐个核对无误，数据库可读。"
)
OPENS = "用编号为{}的密钥加密的咨询，能够打开。"
SHUT = "用编号为{}的密钥加密的咨询，无法打开：CONSULT_KEYS 里没有当时的密钥。"
NOTHING = "备份里没有咨询内容，无从试开。"
FOUND = "查询码能找到对应的咨询。"
NOT_FOUND = "备份里没有这个查询码对应的咨询（已经删除，或者是备份以后提交的）。"
MIGRATE = "备份由较早的版本制作，恢复以后要运行 manage.py migrate。"
CODE = "查询码（不显示）："


class Command(BaseCommand):
    """Exit code 0 for a whole backup whose content opens, 1 with a sentence otherwise."""

    help = "检查一份备份：逐个核对文件，试开数据库和咨询内容。什么也不改动。"
    requires_system_checks = []

    def add_arguments(self, parser):
        """The archive, by default the newest of BACKUP_TO; a code is typed in, not an argument."""
        parser.add_argument("archive", nargs="?", metavar="备份", help="默认检查最新的一份。")
        parser.add_argument("--key", type=Path, required=True, metavar="文件", help="私钥文件。")
        parser.add_argument("--code", action="store_true", help="另外核对一个查询码，随后输入。")

    def handle(self, *, archive, key, code, **options):
        try:
            keys = age.identities(key)
            typed = getpass.getpass(CODE) if code else None
            with places.archive(archive) as file:
                self._tell(verifying.verify(file, keys, typed))
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _tell(self, found):
        told = found.told
        made = f"{timezone.localtime(told.made):%Y-%m-%d %H:%M}"
        facts = {"made": made, "engine": told.engine_name, "mb": -(-told.size // MB)}
        self.stdout.write(WHOLE.format(**facts, **told.counts()))
        if set(told.migrations) < schema.named():
            self.stdout.write(MIGRATE)
        for key_id, opens in found.opens.items():
            self.stdout.write((OPENS if opens else SHUT).format(key_id))
        if not found.opens:
            self.stdout.write(NOTHING)
        if found.finds_code is not None:
            self.stdout.write(FOUND if found.finds_code else NOT_FOUND)
        if not all(found.opens.values()) or found.finds_code is False:
            raise CommandError("备份文件完整，但是上面有一项没有通过。")
