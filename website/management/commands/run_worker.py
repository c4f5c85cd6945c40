"""`manage.py run_worker`: sends notices and tidies up, beside the web server."""

import signal
import sys
import threading

from django.core.management.base import BaseCommand

from website.base import parent_watch
from website.operations import jobs, schema
from website.operations.backup.daily import DAILY


class Command(BaseCommand):
    help = "发送通知、清理过期数据；随网站一起运行。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="每项任务各做一次，然后退出。")

    def handle(self, *, once, **options):
        """Exit code 1 if a job failed under --once, or at once on a database that does not fit."""
        if why := schema.refusal():
            self.stderr.write(why)
            sys.exit(1)
        if once:
            done = [jobs.run_once(), DAILY.finish()]
            sys.exit(0 if all(done) else 1)
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        parent_watch.tie_to_starter()
        jobs.run_forever(stop)
