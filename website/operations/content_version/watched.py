"""Whether the database tells each change: only then may a page be kept.

A user of the database who may not make triggers cannot bring back one that has gone, nor can a
start on a full disk. The site runs all the same, and makes every page anew.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, connections

from website.operations.content_version import triggers

PATIENCE = 0.25  # seconds that a request waits for the answer
PAUSE = 60  # seconds to the next look; `migrate` may have made them meanwhile
_asking = ThreadPoolExecutor(1, "watched")


class Watched:
    """Of one process. What was whole once is not looked at again: who makes triggers raises all."""

    def __init__(self):
        self._is_whole, self._again_at = False, 0.0
        self._look: asyncio.Future[bool] | None = None

    async def __call__(self) -> bool:
        """False as well while the database does not say."""
        if self._is_whole:
            return True
        if self._look is None or (self._look.done() and time.monotonic() > self._again_at):
            self._again_at = time.monotonic() + PAUSE
            self._look = asyncio.get_running_loop().run_in_executor(_asking, _look)
        await asyncio.wait([self._look], timeout=PATIENCE)
        self._is_whole = self._look.done() and self._look.result()
        return self._is_whole


def _look():
    try:
        return not triggers.missing()
    except DatabaseError:
        return False
    finally:
        connections.close_all()
