"""Base of the commands that take long: how far they are, and what breaks them off."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from richtext.base import upkeep

STOPPED = 130
MOST_REMARKS = 200
PAUSE = 30  # seconds between two lines of a log that say how far it is
AWAY = (
    "数据库不可用（{}），请检查 DATABASE_URL、DATA_DIR 和磁盘空间，以及有无其他程序长时间占用；"
    "新建数据库和升级后，须先运行 manage.py migrate。"
)


class LongCommand(BaseCommand):
    requires_system_checks = []
    go_on = ""  # what to do after a failure
    failed = 1  # the exit code of one
    running = ""  # what is said while it runs
    _spoke: float | None = None  # the moment of time.monotonic()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Context: a database that cannot be reached, and a stop by hand, as a CommandError."""
        try:
            yield
        except DatabaseError as error:
            # On one line, though PostgreSQL says it on three.
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            words = f"{AWAY.format(reason)}{self.go_on}"
            raise CommandError(words, returncode=self.failed) from error
        except KeyboardInterrupt as error:
            if self.stderr.isatty():
                self.stderr.write("")  # ends the line that runs along
            raise CommandError(f"已中断。{self.go_on}", returncode=STOPPED) from error

    def count(self, done: int, total: int) -> None:
        self.run_along(f"{self.running}：{done}/{total}", ends=done >= total)

    def report(self, remarks: list[str], refused: list[str]) -> None:
        """What somebody has to know of an import, and what did not come in."""
        for words in remarks[:MOST_REMARKS]:
            self.stdout.write(f"注意：{words}")
        if len(remarks) > MOST_REMARKS:
            self.stdout.write(f"……另有{len(remarks) - MOST_REMARKS}处注意。")
        for words in refused:
            self.stdout.write(f"没有导入：{words}")

    def run_along(self, words: str, *, ends: bool) -> None:
        """One line that runs along on a terminal, and goes at the end; elsewhere one at times."""
        now, is_terminal = time.monotonic(), self.stderr.isatty()
        self._spoke = now if self._spoke is None else self._spoke
        if is_terminal:
            end = "\r\033[K" if ends else ""
            self.stderr.write(f"\r{words}{end}", str, "")
            self.stderr.flush()
        elif words and now - self._spoke >= PAUSE:
            self._spoke = now
            self.stderr.write(words)


class RebuildCommand(LongCommand):
    """A command whose `rebuild(tick)` calls `tick(done, total)` and returns a sentence."""

    go_on = "重新运行即可完成。"

    def handle(self, **options: object) -> None:
        with self.guarded():
            done = self.rebuild(self.count)  # type: ignore[attr-defined]
            upkeep.after_bulk_change()
        self.stdout.write(done)
