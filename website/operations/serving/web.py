"""The web server alone, run as a module: a child of `serve` or of systemd."""

import gc
import ipaddress
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from website.base import parent_watch
from website.config import env, places
from website.operations.watching import folder

LOCALHOST = "127.0.0.1"
# Granian counts open connections here, idle ones too, and ten browsers hold sixty of them. A low
# bound would shut visitors out while every thread is free.
CONNECTIONS = 512
BESIDES = 32  # threads of a process that are not granian's: Django's and their helpers'
CHECK = "check"


def host():
    """HOST where it is an address; many shells put the machine's name there, which is not meant."""
    try:
        return str(ipaddress.ip_address(env.env_str("HOST", LOCALHOST)))
    except ValueError:
        return LOCALHOST


def port():
    return env.env_int("PORT", 8000, lowest=1)


def _threads(workers):
    """One for each connection: all but those of Django only wait. Fewer where the unit file allows
    fewer (TasksMax=)."""
    try:
        group = Path("/proc/self/cgroup").read_text().rpartition("0::")[2].strip()
        most = int(Path(f"/sys/fs/cgroup{group}/pids.max").read_text())
    except (OSError, ValueError):  # there is none, or it is "max"
        return CONNECTIONS
    return min(CONNECTIONS, max(most // workers - BESIDES, 4))


def options():
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels, logger

    # It warns of so many threads, which are meant.
    logger.addFilter(lambda line: not line.getMessage().startswith("Configuration allows spawning"))
    workers = env.env_int("WEB_WORKERS", 2, lowest=1, highest=64)
    return {
        "address": host(),
        "port": port(),
        "interface": Interfaces.WSGI,
        "http": HTTPModes.http1,  # which all proxies speak
        "workers": workers,
        "backpressure": CONNECTIONS,
        "blocking_threads": _threads(workers),
        "websockets": False,
        "log_level": LogLevels.warning,
        "respawn_failed_workers": True,
        "workers_kill_timeout": 8,  # seconds; `serve` waits ten before it kills
    }


def check():
    """A sentence where this code must not use the database; one that is away may come back."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        return f"配置有误：{error}"
    from website.operations import schema
    from website.operations.content_version import triggers

    if refusal := schema.refusal():
        return refusal
    triggers.make_if_possible()  # the database has to tell each change of what the pages show
    return 0


def _load():
    """What all workers have in common, once: each is a copy of this process and shares its memory
    until it writes. No thread is begun here, and no connection opened: they outlive no fork."""
    from django.urls import resolve

    from richtext.base.words import segmenter
    from website import wsgi  # noqa: F401  (loads Django)

    resolve("/")
    segmenter()  # the home page asks for it: 33 MB in each worker, if not here
    gc.collect()
    gc.freeze()


def main():
    """Serve until SIGTERM or SIGINT; 1 on a database that this code does not fit."""
    parent_watch.tie_to_starter()
    from granian import Granian

    try:
        chosen, data = options(), env.data_dir(places.DATA_DIR)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"配置有误：{error}\n")
        return 2
    # `serve` has looked already. In a process of its own: this one opens no connection (`_load`).
    command = [sys.executable, "-m", "website.operations.serving.web", CHECK]
    if parent_watch.VARIABLE not in os.environ and subprocess.call(command):  # noqa: S603
        return 1
    folder.prepare(data / "metrics" / str(port()))  # two servers of a folder have two ports
    os.environ["DJANGO_SETTINGS_MODULE"] = "website.settings"
    if multiprocessing.get_start_method() == "fork":
        _load()
    Granian("website.operations.serving.application:application", **chosen).serve()
    return 0


if __name__ == "__main__":
    sys.exit(check() if sys.argv[1:] == [CHECK] else main())
