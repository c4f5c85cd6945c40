"""The site as a process of its own, as `make run` starts it, for tests that need a real one."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
READY_WITHIN = 240  # seconds; the first start collects the static files


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def descendants(number):
    """The ids of all processes that a process has started, and those have started."""
    for task in Path(f"/proc/{number}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from descendants(child)


class SiteProcess:
    """Starts `manage.py serve` in a folder and stops it; `password` as it prints it."""

    root = ROOT  # of the code that runs

    def __init__(self, folder, **env):
        self.folder, self.port = Path(folder), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = None
        self.env = {**os.environ, "DATA_DIR": str(folder), "PORT": str(self.port), **env}
        if self.env.get("DATABASE_URL", "").startswith("postgres"):
            self._own_database()

    def _own_database(self):
        """A database of its own on the server that the suite runs against."""
        self.server = self.env["DATABASE_URL"]
        self.database = f"antou_site_{uuid.uuid4().hex[:12]}"
        self._sql(f'CREATE DATABASE "{self.database}"')
        parts = urlsplit(self.server)
        self.env["DATABASE_URL"] = parts._replace(path=f"/{self.database}").geturl()

    def _sql(self, statement):
        self.execute(statement, self.server)

    def execute(self, statements, address=None):
        """Run statements in its database of PostgreSQL."""
        import psycopg

        with psycopg.connect(address or self.env["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(statements)

    def __enter__(self):
        self.start()
        return self

    def start(self):
        """Start it, or start it again after `kill`."""
        self.log = (self.folder / "serve.log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=self.root,
            env=self.env,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._wait()

    def kill(self):
        """End every process of it at one moment, as a power cut would."""
        family = [self.process.pid, *descendants(self.process.pid)]
        for number in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait(timeout=30)
        self.log.close()

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)
        self.log.close()
        self.tear_down()

    def tear_down(self):
        """The database of its own goes, where it had one."""
        if self.database:
            self._sql(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def _wait(self):
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            if "按 Ctrl-C 停止" in self.output:
                return
            time.sleep(0.2)
        raise AssertionError(f"the site did not start:\n{self.output}")

    @property
    def output(self):
        """What it has printed so far."""
        return (self.folder / "serve.log").read_text(encoding="utf-8")

    @property
    def password(self):
        """The administrator's password, printed once."""
        return re.search(r"^密码：(.+)$", self.output, re.M)[1]

    def get(self, path):
        """Status and text of a page."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=20) as response:
            return response.status, response.read().decode()

    def manage(self, *arguments, check=True):
        """Run a management command against this site."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.root,
            env=self.env,
            capture_output=True,
            text=True,
            check=check,
            timeout=120,
        )
