"""`manage.py serve`: the whole site with one command, which is what `make run` calls."""

import os
import shlex
import sys

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

from richtext.base import upkeep
from statutes.services import load_shipped as law
from website.config import places, sample
from website.operations.serving import prepare, supervise
from website.operations.serving.web import host, port

LATER = f"用户名和密码见首次启动时的输出；忘记密码请运行 {{}}{places.COMMAND} changepassword admin"
FIRST = "用上面的用户名和密码；密码只显示这一次，请记下来。"
INVITED = "打开上面的开通链接，设置密码和两步验证；链接只显示这一次，72小时内有效。"


class Command(BaseCommand):
    help = "启动网站和后台任务；首次启动会建好示例网站和管理员。"
    requires_system_checks = []  # prepare.check_system says it in a sentence

    def add_arguments(self, parser):
        parser.add_argument(
            "--only-prepare", action="store_true", help="只做启动前的准备，不启动；可以重复运行。"
        )

    def handle(self, *, only_prepare=False, **options):
        """Prepare and go over; a failed start ends with 1 and a sentence, a stopped one with 0."""
        try:
            supervise.stop_on_signals()
            with prepare.one_start_at_a_time() as lock:
                if not only_prepare:
                    prepare.check_port(host(), port())
                greeting = _greeting(self._prepare())
                if only_prepare:
                    supervise.say("准备好了。")
                    return
                name = settings.SITE_HOST
                supervise.become(supervise.Site(host(), port(), name, lock, greeting, _own()))
        except KeyboardInterrupt:
            supervise.say(supervise.STOPPED)
        except prepare.NotReadyError as error:
            sys.exit(str(error))
        except OperationalError as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            sys.exit(f"数据库不可用（{reason}），请检查 DATABASE_URL 和 DATA_DIR。")

    def _prepare(self):
        prepare.check_system()
        prepare.migrate()
        prepare.check_schema()
        changed = law.bring_up_to_date()
        if changed:
            supervise.say(changed)
        password = prepare.first_run()
        if password:
            supervise.say(f"用户名：{prepare.ADMIN}")
            if settings.OTP_REQUIRED:  # by which the password is set, too
                supervise.say(f"开通链接：{prepare.first_link()}")
            else:
                supervise.say(f"密码：{password}")
        if changed or password:
            upkeep.after_bulk_change()
        prepare.collect_static()
        for connection in connections.all():  # the children open their own
            connection.close()
            if hasattr(connection, "close_pool"):  # PostgreSQL's
                connection.close_pool()
        return password


def _greeting(password):
    """What is said once the site answers; never the password, which `ps` would show."""
    first = INVITED if settings.OTP_REQUIRED else FIRST
    # What makes a command find this database, where it is not the usual one.
    where = f"DATA_DIR={shlex.quote(str(settings.DATA_DIR))} " if os.environ.get("DATA_DIR") else ""
    where += "SAMPLE=only " if settings.SAMPLE_SITE and not _own() else ""
    return [
        f"网站：{settings.SITE_URL}/",
        f"后台：{settings.SITE_URL}/admin/",
        f"登录：{first if password else LATER.format(where)}",
        "按 Ctrl-C 停止",
    ]


def _own():
    """The file whose coming ends the sample; empty where nothing does."""
    ends = settings.SAMPLE_SITE and sample.ends_with_own_site()
    return str(settings.DATA_DIR / sample.DATABASE) if ends else ""
