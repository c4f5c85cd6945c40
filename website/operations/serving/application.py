"""The WSGI application as granian's workers load it: tied to granian's main process."""

import multiprocessing
import signal

from website.operations.serving import parent_watch

# Imported by hand (a shell, another server) it is the plain application.
if parent := multiprocessing.parent_process():
    # A forked worker begins with the main process' handler, which would swallow a stop that comes
    # while Django loads; granian sets the worker's own afterwards.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent_watch.tie_to(parent.pid)

from website.wsgi import application  # noqa: E402  (loads Django, so the tie comes first)

__all__ = ["application"]
