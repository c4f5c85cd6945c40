"""The daily backup: begun by the worker, made by a process of its own, so that mail goes on and its
memory goes with it. Of several machines one makes it."""

import os
import subprocess
import sys
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from outbox import services as outbox
from outbox.models import BACKUP_BEGUN
from website.base import backup_state, parent_watch

AT = 3  # o'clock: the site is quiet
# Without a sign for so long another machine may begin; after a failure it is tried again then.
LEASE = timedelta(hours=1)
COMMAND = [sys.executable, "-m", "django", "backup"]


class FailedError(Exception):
    """The sentence is on the line before: the process wrote it."""


def is_due() -> bool:
    """Whether no good one was begun since it last struck three in the morning."""
    now = timezone.localtime()
    struck = now.replace(hour=AT, minute=0, second=0, microsecond=0)
    struck -= timedelta(days=struck > now)
    made = backup_state.last()
    return made is None or made < struck


class DailyBackup:
    """A job of the worker: begins the process when it is time, and looks after it."""

    def __init__(self):
        self._process: subprocess.Popen | None = None

    def __call__(self) -> None:
        """Never waits. FailedError when the process ended without a backup."""
        if not self._process:
            if backup_state.is_set() and is_due() and outbox.claim(BACKUP_BEGUN, LEASE):
                # Tied to the worker: it ends soon after, however that one ends.
                tied = {parent_watch.VARIABLE: str(os.getpid())}
                env = os.environ | tied | {"DJANGO_SETTINGS_MODULE": "website.settings"}
                self._process = subprocess.Popen(  # noqa: S603  (no shell, fixed arguments)
                    COMMAND, cwd=settings.BASE_DIR, env=env, stdout=subprocess.DEVNULL
                )
        elif (code := self._process.poll()) is None:
            outbox.beat(BACKUP_BEGUN)
        else:
            self._process = None
            if code:
                raise FailedError(f"exit code {code}")

    def finish(self) -> bool:
        """Wait until the process has ended; whether that was well, or there was none."""
        process, self._process = self._process, None
        return process is None or process.wait() == 0


DAILY = DailyBackup()
