"""`manage.py serve`: the whole site with one command, which is what `make run` calls."""

import os
import shlex
import signal
import sys

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

from statutes.services import load_shipped as law
from website.operations.serving import prepare, supervise
from website.operations.serving.web import host, port

LATER = (
    "用户名和密码见首次启动时的输出；"
    "忘记密码请运行 {}.venv/bin/python manage.py changepassword admin"
)
FIRST = "用上面的用户名和密码；密码只显示这一次，请记下来。"
INVITED = "打开上面的开通链接，设置密码和两步验证；链接只显示这一次，72小时内有效。"


class Command(BaseCommand):
    """Prepares the database and the static files, then runs the site and its worker."""

    help = "启动网站和后台任务；首次启动会建立示例律所和管理员。"
    requires_system_checks = []  # prepare.check_system says it in a sentence

    def handle(self, **options):
        """Run until Ctrl-C or SIGTERM; a failed start ends with 1 and a sentence."""
        family, failure = supervise.children(), ""
        try:
            _stop_on_signals()
            self._run(family)
        except KeyboardInterrupt:
            pass
        except prepare.NotReadyError as error:
            failure = str(error)
        except OperationalError as error:
            failure = f"数据库不可用（{_first_line(error)}），请检查 DATABASE_URL 和 DATA_DIR。"
        finally:
            _ignore_signals()
            supervise.stop(family)
        if failure:
            self.stderr.write(failure)
            sys.exit(1)
        self.say("已停止。")

    def _run(self, family):
        with prepare.one_start_at_a_time():
            password = self._prepare()
            for child in family:
                child.start()
            if not supervise.wait_until_ready(family[0]):
                raise prepare.NotReadyError("网站未能启动，原因见上面的输出。")
        first = INVITED if settings.OTP_REQUIRED else FIRST
        self._tell(first if password else LATER.format(_same_house()))
        supervise.watch(family, self.say)

    def _prepare(self):
        prepare.check_port(host(), port())
        prepare.check_system()
        prepare.migrate()
        prepare.check_schema()
        if told := law.bring_up_to_date():
            self.say(told)
        password = prepare.first_run()
        if password:
            self.say(f"用户名：{prepare.ADMIN}")
            if settings.OTP_REQUIRED:  # by which the password is set, too
                self.say(f"开通链接：{prepare.first_link()}")
            else:
                self.say(f"密码：{password}")
        prepare.collect_static()
        for connection in connections.all():  # the children open their own
            connection.close()
            if hasattr(connection, "close_pool"):  # PostgreSQL's
                connection.close_pool()
        return password

    def _tell(self, how):
        self.say(f"网站：{settings.SITE_URL}/")
        self.say(f"后台：{settings.SITE_URL}/admin/")
        self.say(f"登录：{how}")
        self.say("按 Ctrl-C 停止")

    def say(self, text):
        """A line at once; a terminal that has gone must not keep the site from stopping."""
        try:
            self.stdout.write(text)
            self.stdout.flush()
        except OSError:
            pass


def _same_house():
    """What makes a command find this database: the folder, where it is not the usual one."""
    return f"DATA_DIR={shlex.quote(str(settings.DATA_DIR))} " if os.environ.get("DATA_DIR") else ""


def _first_line(error):
    return (str(error).splitlines() or [type(error).__name__])[0]


def _interrupt(*_):
    raise KeyboardInterrupt


def _stop_on_signals():
    """All three ways to stop end alike; `nohup` (SIGHUP ignored) is respected."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _interrupt)
    # Held back by bootstrap.py until there is somebody to take them.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT, signal.SIGTERM])


def _ignore_signals():
    """A second Ctrl-C must not leave children behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
