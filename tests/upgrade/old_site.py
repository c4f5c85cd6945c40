"""A site of an earlier release: started, backed up and put back as docs/deploy.md says."""

import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import date
from urllib.parse import urlsplit

from tests import monitor
from tests.site_process import READY_WITHIN, ROOT, SiteProcess, on_server
from tests.upgrade import folder
from tests.upgrade.make import pg_dump

GUIDE = ROOT / "docs" / "deploy.md"
# What an operator does as root on the whole machine, and by the code of then, which is not here.
ELSEWHERE = ("systemctl", "chown", "runuser", "antou ")
ROWS = """
import json
from django.db import connection
cursor, rows = connection.cursor(), {}
for table in sorted(connection.introspection.table_names(cursor)):
    cursor.execute(f'SELECT * FROM "{table}"')
    rows[table] = sorted(repr(row) for row in cursor.fetchall())
print(json.dumps(rows))
"""


def documented(heading, word):
    """The commands of the guide below a heading: the first block that holds the word."""
    section = GUIDE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return next(block for block in re.findall(r"```sh\n(.*?)```", section, re.S) if word in block)


class OldSite(SiteProcess):
    """Holds a fixture; `backups` is where its backups lie."""

    def __init__(self, place, release):
        super().__init__(place / "data")
        self.release, self.backups = release, place / "backups"
        self.folder.mkdir(parents=True, exist_ok=True)
        folder.restore(release, self)

    def run_through(self):
        """Start it as `make run` does, ask the monitor, and stop it."""
        self.start()
        try:
            return monitor.told_by(self)
        finally:
            self.stop()

    def refused(self):
        """How a start ends that has to fail, and what it says."""
        command = [sys.executable, "manage.py", "serve"]
        ended = subprocess.run(
            command,
            cwd=self.root,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=READY_WITHIN,
        )
        return ended.returncode, ended.stderr.strip()

    def walked(self, *people):
        """The faults that a walk finds, and how many addresses it visited."""
        command = [sys.executable, "-m", "tests.upgrade.walk", self.release / folder.FACTS, *people]
        ended = subprocess.run(
            command, cwd=self.root, env=self.env, capture_output=True, text=True, timeout=1800
        )
        assert ended.returncode == 0, ended.stderr
        *faults, visited = ended.stdout.splitlines()
        return faults, int(visited)

    def rows(self):
        """Every row of every table as the database holds it."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", ROWS]
        told = subprocess.check_output(command, cwd=ROOT, env=self.env, text=True)
        return json.loads(told)

    def files(self):
        """What lies beside the database, by name and content."""
        found = [path for name in folder.KEPT for path in (self.folder / name).rglob("*")]
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in found
            if path.is_file()
        }

    def back_up(self):
        """By the commands of the guide; PostgreSQL's own one is named in its text."""
        script = documented("Backup", ".backup(sqlite3")
        if self.database:
            words = re.sub(r"\s+", " ", GUIDE.read_text(encoding="utf-8"))
            head, *files = script.splitlines()
            dump = re.search(r"`(pg_dump --format=custom [^`]+)`", words)[1]
            script = "\n".join([head, dump, *files])
        self._follow(script)

    def put_back(self):
        """By the commands of the guide; the machine's services are not ours."""
        self._follow(documented("Backup", "systemctl stop"))
        if self.database:
            self.drop()
            on_server(f'CREATE DATABASE "{self.database}"')
            self._follow(documented("Backup", "pg_restore"))

    def _follow(self, script):
        """Run commands of the guide with this site's places in place of the machine's."""
        lines = [line for line in script.splitlines() if not line.startswith(ELSEWHERE)]
        if self.database:
            lines = [line for line in lines if ".sqlite3" not in line]
        script = "set -e\n" + "\n".join(lines)
        for known, ours in [
            ("/var/backups/antou", f"{self.backups}/antou"),
            ("/var/lib/antou", str(self.folder)),
            ("2026-11-24", f"{date.today():%Y-%m-%d}"),
        ]:
            script = script.replace(known, ours)
        binaries = os.path.dirname(pg_dump()) if self.database else ""
        env = {**self.env, "PATH": f"{binaries}:{self.env['PATH']}"}
        if self.database:
            env["DATABASE_URL"] = urlsplit(env["DATABASE_URL"])._replace(query="").geturl()
        subprocess.run(
            ["bash", "-c", script], env=env, check=True, capture_output=True, timeout=1800
        )
