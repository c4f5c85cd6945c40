"""`manage.py rebuild_related`: finds the related articles of all articles anew."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles.related import recompute

STOPPED = 130
GO_ON = "已算好的都有效，再运行一次会重新计算全部文章。"
BAR = 30
DONE = "已重新计算{}篇文章的相关文章。"


class Command(BaseCommand):
    """Exit code 0 when all was done."""

    help = "重新计算每一篇文章的相关文章；平时发布和修改文章时会自动计算。"
    requires_system_checks = []

    def handle(self, **options):
        try:
            number = recompute.rebuild(tick=self._tick)
        except DatabaseError as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise CommandError(f"数据库不能用（{reason}）。{GO_ON}") from error
        except KeyboardInterrupt as error:
            if self.stderr.isatty():
                self.stderr.write("")  # ends the line that runs along
            raise CommandError(f"已中断。{GO_ON}", returncode=STOPPED) from error
        self.stdout.write(DONE.format(number))

    def _tick(self, done, total):
        """A bar that grows on a terminal, nothing elsewhere."""
        if not self.stderr.isatty():
            return
        filled = BAR * done // total
        ends = "\r\033[K" if done == total else ""
        bar = "█" * filled + "░" * (BAR - filled)
        self.stderr.write(f"\r{bar} {done}/{total}{ends}", str, "")
        self.stderr.flush()
