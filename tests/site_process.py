"""The site as a process of its own, as `make run` starts it, for tests that need a real one."""

import contextlib
import os
import re
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from tests.site_shell import SiteShell

ROOT = Path(__file__).parent.parent
LOAD = """
from django.conf import settings
from django.core.management import call_command
from richtext.base import upkeep
settings.SAMPLE_SITE = True  # to fill a firm's own site with it, as no site does
call_command("load_demo")
upkeep.after_bulk_change()
"""
READY_WITHIN = 480  # seconds; the first start collects the static files
PATIENCE = 120  # seconds for an end or an answer, on a machine that has other work


def free_port():
    """A port that nobody listens on, and that no connection is given before its server has begun.

    The system hands out those above 32767 to whoever connects to something.
    """
    while True:
        port = 12_000 + secrets.randbelow(20_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def listens(port):
    """Whether somebody takes connections on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def descendants(number):
    """The ids of all processes that a process has started, and those have started."""
    for task in Path(f"/proc/{number}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from descendants(child)


def on_server(statement):
    """Run SQL on the PostgreSQL server that the suite runs against."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement)


def drop_database(name):
    """Take a database away, whoever still uses it."""
    on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def wait_for(condition, patience=240, pause=0.1):
    """Wait until something is so, which it gives back."""
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(pause)
    return found


class SiteProcess:
    """Starts `manage.py serve` in a folder and stops it; `password` as it prints it."""

    root = ROOT  # of the code that runs

    def __init__(self, folder, **env):
        self.folder, self.port = Path(folder), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = self._shell = None
        self.env = {**os.environ, "DATA_DIR": str(folder), "PORT": str(self.port), **env}
        if self.env.get("DATABASE_URL", "").startswith("postgres"):
            self._own_database()

    def _own_database(self, more=""):
        """A database of its own on the server that the suite runs against."""
        self.database = f"antou_site_{uuid.uuid4().hex[:12]}"
        on_server(f'CREATE DATABASE "{self.database}" {more}')
        parts = urlsplit(os.environ["DATABASE_URL"])
        self.env["DATABASE_URL"] = parts._replace(path=f"/{self.database}").geturl()

    def ask(self, statement):
        """The rows that a statement gives, straight from its database and by no code of ours."""
        if self.database:
            import psycopg

            with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as connection:
                found = connection.execute(statement)
                return found.fetchall() if found.description else []
        file = sqlite3.connect(self.folder / "db.sqlite3", timeout=30)
        with contextlib.closing(file) as connection, connection:
            return connection.execute(statement).fetchall()

    def __enter__(self):
        self.start()
        return self

    def start(self):
        """Start it, or start it again after `kill`; wait until it says that it runs."""
        self.begin()
        self.wait()

    def begin(self):
        """Start it and wait for nothing."""
        self.log = self.log_path.open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=self.root,
            env=self.env,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def kill(self):
        """End every process of it at one moment, as a power cut would."""
        family = [self.process.pid, *descendants(self.process.pid)]
        for number in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)
        self.log.close()

    def stop(self, number=signal.SIGINT):
        """Send a signal as a terminal does, to the group; wait for the end."""
        self.end_shell()
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        self.process.wait(timeout=PATIENCE)
        self.log.close()

    def end_shell(self):
        """Stop what `shell` has started."""
        if self._shell:
            self._shell.end()
            self._shell = None

    def __exit__(self, *_):
        self.stop()
        self.drop()

    def drop(self):
        """Take away the database of its own, where it has one."""
        if self.database:
            drop_database(self.database)

    def wait(self):
        """Wait until it says that it runs."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            if "按 Ctrl-C 停止" in self.output:
                return
            time.sleep(0.2)
        raise AssertionError(f"the site did not start:\n{self.output}")

    @property
    def output(self):
        """What it has printed so far."""
        return self.log_path.read_text(encoding="utf-8")

    @property
    def log_path(self):
        """Where its words are kept."""
        return self.folder / "serve.log"

    @property
    def first_words(self):
        """What it printed when it was started for the first time."""
        return self.output

    @property
    def password(self):
        """The administrator's password, printed once."""
        return re.search(r"^密码：(.+)$", self.first_words, re.M)[1]

    @property
    def sample_code(self):
        """The receipt code of the sample, printed at the first start."""
        return re.search(r"示例查询码：([\d ]+)", self.first_words)[1].strip()

    @property
    def secret(self):
        """What it characters with."""
        return (self.folder / "secrets" / "secret_key").read_text(encoding="utf-8").strip()

    def get(self, path):
        """Status and text of a page."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=PATIENCE) as response:
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
            timeout=READY_WITHIN,
        )

    def make_tables(self):
        """As `migrate` does; with what it made earlier in this run, if it did."""
        from tests.migrated import give  # names a data folder, for tests alone

        if not give(self.folder):
            self.manage("migrate", "-v0")

    def load_sample(self):
        """Fill this firm's site with the contents of the sample; what is said of it."""
        return self.shell(LOAD)

    def shell(self, code):
        """Run Python inside the site, as `manage.py shell` does; returns what it printed."""
        self._shell = self._shell or SiteShell(self.env)
        return self._shell.run(code)
