"""Base of the commands that rebuild something from the articles."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from richtext.base import upkeep

STOPPED = 130
WIDTH = 30  # characters of the bar


class RebuildCommand(BaseCommand):
    """A command with a bar on a terminal.

    Each has its own `rebuild(tick)`, which calls `tick(done, total)` and returns a sentence.
    """

    requires_system_checks = []
    running = ""  # what stands before the bar
    go_on = "重新运行即可完成。"  # what to do after a failure

    def handle(self, **options):
        try:
            done = self.rebuild(self._tick)  # type: ignore[attr-defined]
            upkeep.after_bulk_change()
        except DatabaseError as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise CommandError(f"数据库不可用（{reason}）。{self.go_on}") from error
        except KeyboardInterrupt as error:
            if self.stderr.isatty():
                self.stderr.write("")  # ends the line that runs along
            raise CommandError(f"已中断。{self.go_on}", returncode=STOPPED) from error
        self.stdout.write(done)

    def _tick(self, done, total):
        if not self.stderr.isatty():
            return
        full = WIDTH * done // max(total, 1)
        bar = "█" * full + "░" * (WIDTH - full)
        ends = "\r\033[K" if done >= total else ""
        self.stderr.write(f"\r{self.running} {bar} {done}/{total}{ends}", str, "")
        self.stderr.flush()
