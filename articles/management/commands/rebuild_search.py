"""`manage.py rebuild_search`: the index of the search anew, from the articles."""

import time

from django.core.management.base import BaseCommand, CommandError

from articles.search.rebuilding import rebuild

WIDTH = 30  # signs of the bar
RUNNING = "正在重建索引"


class Command(BaseCommand):
    """For after a restore, a load past the site, or a new version that makes other tokens."""

    help = "重建站内搜索的索引。网站可以照常使用；中断后再运行一次即可。"
    requires_system_checks = []

    def handle(self, **options):
        start = time.monotonic()
        try:
            number = rebuild(self._tick)
        except KeyboardInterrupt as error:
            if self.stderr.isatty():
                self.stderr.write("")  # ends the line that runs along
            raise CommandError("已中断，再运行一次就会完成。", returncode=130) from error
        seconds = time.monotonic() - start
        self.stdout.write(f"搜索索引已重建：{number}篇文章，用时{seconds:.1f}秒。")

    def _tick(self, done, total):
        """A bar that fills on a terminal, nothing elsewhere."""
        if not self.stderr.isatty():
            return
        full = WIDTH * done // max(total, 1)
        bar = "█" * full + "░" * (WIDTH - full)
        ends = "\r\033[K" if done >= total else ""
        self.stderr.write(f"\r{RUNNING} {bar} {done}/{total}{ends}", str, "")
        self.stderr.flush()
