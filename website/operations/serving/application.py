"""The site as granian's workers load it: tied to granian's main process."""

import multiprocessing
import signal
from multiprocessing import util as processes

from website.base import parent_watch

# Imported by hand (a shell) there is nothing to be tied to.
if parent := multiprocessing.parent_process():
    # A forked worker begins with the main process' handler, which would swallow a stop that comes
    # while Django loads; granian sets the worker's own afterwards.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent_watch.tie_to(parent.pid)

from django.conf import settings  # noqa: E402  (the tie comes first)

from richtext.base import upkeep  # noqa: E402
from website import wsgi  # noqa: E402  (loads Django)
from website.http.page_cache import front  # noqa: E402
from website.operations.content_version.triggers import Watched  # noqa: E402
from website.operations.serving import gateway  # noqa: E402
from website.operations.watching.requests import watched  # noqa: E402

application = watched(
    gateway.StaticFiles(
        gateway.cross_origin(
            gateway.served(wsgi.application, settings.WEB_THREADS, front.before, Watched())
        )
    )
)
# After the counters have written (their priority is 10): whoever copies the database of a site that
# was stopped finds all of it in one file, though the threads keep their connections to the end.
processes.Finalize(None, upkeep.empty_log, exitpriority=1)
