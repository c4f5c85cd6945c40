"""Base of the commands that take long: how far they are, and what breaks them off."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

STOPPED = 130
PAUSE = 30  # seconds between two lines of a log that say how far it is
AWAY = (
    "数据库不可用（{}），请检查 DATABASE_URL、DATA_DIR 和磁盘空间，以及有无其他程序长时间占用；"
    "新建数据库和升级后，须先运行 manage.py migrate。"
)


class LongCommand(BaseCommand):
    requires_system_checks = []
    go_on = ""  # what to do after a failure
    _spoke: float | None = None  # the moment of time.monotonic()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Context: a database that cannot be reached, and a stop by hand, as a CommandError."""
        try:
            yield
        except DatabaseError as error:
            # On one line, though PostgreSQL says it on three.
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise CommandError(f"{AWAY.format(reason)}{self.go_on}") from error
        except KeyboardInterrupt as error:
            if self.stderr.isatty():
                self.stderr.write("")  # ends the line that runs along
            raise CommandError(f"已中断。{self.go_on}", returncode=STOPPED) from error

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
