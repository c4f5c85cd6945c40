"""PostgreSQL for one command: `python -m tests.servers make test`.

It runs on a free port in a folder that goes with it, and is stopped by its process id; the command
finds it by DATABASE_URL. Ends as the command ends, with 3 when the server is not installed or does
not start.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests.site_process import free_port

USER = "antou"
PATIENCE = 60  # seconds, until a server answers
NOT_FOUND = "没有找到 {0}；Debian、Ubuntu 上可以运行：apt install {0}"
SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


class ServerError(Exception):
    """Why a server is not there, in one sentence."""


def postgres_program(name):
    """A program of the newest PostgreSQL; Debian keeps those of servers out of PATH."""
    found = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=shutil.which(name))
    if newest is None:
        raise ServerError(NOT_FOUND.format("postgresql"))
    return str(newest)


def missing():
    """The packages of Debian without which no server can start."""
    return [] if _has_postgres() else ["postgresql"]


def _has_postgres():
    try:
        return postgres_program("initdb")
    except ServerError:
        return ""


def _unprivileged():
    """How a command is run by somebody else than root, as whom PostgreSQL refuses to run."""
    if os.getuid() != 0:
        return {}
    try:
        return {"user": pwd.getpwnam("postgres").pw_uid}
    except KeyError:
        return {"user": pwd.getpwnam("nobody").pw_uid}


def _wait(process, ready, log):
    """Wait until a server answers, or say what it wrote."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if subprocess.run(ready, capture_output=True).returncode == 0:
            return
        time.sleep(0.1)
    raise ServerError(f"{process.args[0]}：\n{log.read_text(errors='replace')}")


@contextmanager
def _running(command, ready, log, **kwargs):
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, **kwargs)
    try:
        _wait(process, ready, log)
        yield
    finally:
        process.send_signal(2)  # it takes it as: end now, and close what is open
        process.wait(timeout=PATIENCE)


@contextmanager
def cluster():
    """The DATABASE_URL of a server that does not run yet, and a context in which it does."""
    with tempfile.TemporaryDirectory(prefix="antou-pg-", ignore_cleanup_errors=True) as folder:
        port, someone = str(free_port()), _unprivileged()
        if someone:
            os.chown(folder, someone["user"], -1)
        data, log = f"{folder}/data", Path(folder) / "log"
        made = [postgres_program("initdb"), "-D", data, "-U", USER, "--auth=trust"]
        made += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        done = subprocess.run(made, capture_output=True, text=True, cwd=folder, **someone)
        if done.returncode:
            raise ServerError(f"initdb：\n{done.stderr}")
        place = ["-h", "127.0.0.1", "-p", port]
        server = [postgres_program("postgres"), "-D", data, *place, "-k", folder]
        ready = [postgres_program("pg_isready"), *place, "-d", "postgres", "-U", USER]

        def running():
            return _running([*server, *SETTINGS.split()], ready, log, cwd=folder, **someone)

        with running():
            subprocess.run([postgres_program("createdb"), *place, "-U", USER, USER], check=True)
        yield f"postgres://{USER}@127.0.0.1:{port}/{USER}", running


@contextmanager
def postgres():
    """The DATABASE_URL of an empty database."""
    with cluster() as (address, running), running():
        yield address


def main(command):
    """Run a command beside the server; its exit code."""
    try:
        with postgres() as address:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": address})
    except ServerError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
