"""`manage.py backup`: one encrypted archive of all that cannot be had again."""

import signal
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from richtext.base.disk import MB
from website.base import parent_watch
from website.operations.backup import age, taking

MADE = """私钥在 {path}，公钥：
{public}
接下来：
1. 在环境变量里写入 BACKUP_RECIPIENT={public}
2. 把私钥文件复制到服务器以外，至少存两份；核对能打开以后，删除服务器上的这一份。
   私钥丢失，任何备份都无法打开；有了私钥和咨询密钥，就能读到全部咨询。
3. 咨询密钥（CONSULT_KEYS 或者数据目录下的 secrets 文件夹）不在备份里，请另外保存一份，
   与私钥分开存放。"""
DONE = "已备份：{name}（{mb}MB，图片{media}个，附件{private}个，删除标记{erasures}个）。"


class Command(BaseCommand):
    """Exit code 0 once a whole archive lies in its place, 1 with a sentence otherwise."""

    help = "把数据库、图片、附件和删除标记备份成一个加密文件；网站照常运行。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, metavar="文件夹", help="放到这里，不用 BACKUP_TO。")
        parser.add_argument(
            "--new-key", type=Path, metavar="文件", help="生成一对备份密钥，私钥写入这个文件。"
        )

    def handle(self, *, to, new_key, **options):
        if new_key:
            self.stdout.write(MADE.format(path=new_key, public=age.make_key(new_key)))
            return
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # tidying up on the way
        parent_watch.tie_to_starter()
        name, size, manifest, deleted = taking.take(to)
        self.stdout.write(DONE.format(name=name, mb=-(-size // MB), **manifest.counts))
        if deleted:
            self.stdout.write(f"已删除超过{settings.BACKUP_KEEP}天的旧备份{len(deleted)}份。")
        self.stdout.write("咨询密钥和 SECRET_KEY 不在备份里，请另外保存。")
