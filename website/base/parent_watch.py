"""No process outlives the one that started it, however that one ended."""

import os
import signal
import threading
import time

VARIABLE = "ANTOU_PARENT"  # the process id that a child of `serve` is tied to
PAUSE = 0.3  # seconds
GRACE = 10  # seconds to end in good order before the process is cut off


def tie_to(parent):
    """End this process soon after its parent has gone: as on SIGTERM, then by force. A thread asks:
    that works everywhere, also for a parent that is gone already."""
    threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()


def tie_to_starter():
    """The same for a child of `serve`; without effect where an operator's own tool started us."""
    parent = os.environ.get(VARIABLE, "")
    if parent.isdecimal():
        tie_to(int(parent))


def _watch(parent):
    while os.getppid() == parent:
        time.sleep(PAUSE)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
