"""A web server of one process on a database of a benchmark, asked by one client."""

import http.client
import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.core.management import call_command

from tests.site_process import ROOT, free_port

SERVE = (
    "from granian import Granian; from website.operations.serving import web;"
    "Granian('bench.bare.site:application', **web.options()).serve()"
)
STARTPROJECT = (  # without a line of ours but the view
    "import os; from granian import Granian;"
    "Granian('bench.bare.startproject:application', port=int(os.environ['PORT']),"
    " interface='wsgi', workers=1, blocking_threads=1, websockets=False,"
    " log_enabled=False).serve()"
)
READY_WITHIN = 60  # seconds
TOKEN = "x" * 32  # of Django's CSRF check: in a cookie and in the form, it is one of ours


class Server:
    """The running server: asks pages, and knows what processor time they took."""

    def __init__(self, port):
        self.port = port
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._clock = 0.0  # seconds that asking for the clock itself takes

    def get(self, path, status=200, fields=None, **headers):
        """The answer of one request, or of a form with fields; its status must be as expected."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.line.request("POST" if fields else "GET", path, fields, named)
        answer = self.line.getresponse()
        answer.text = answer.read()
        if answer.status != status:
            raise RuntimeError(f"{path}: {answer.status} instead of {status}")
        return answer

    def post(self, path, fields, address):
        """Post a form from an address, as a browser does; it must lead on to another page."""
        fields, cookie = urlencode({**fields, "csrfmiddlewaretoken": TOKEN}), f"csrftoken={TOKEN}"
        headers = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        self.get(path, 302, fields, X_Forwarded_For=address, **headers)

    def seconds(self, act):
        """Processor time of the server's process while an act asks it."""
        before = self._now()
        act()
        return self._now() - before - self._clock

    def calibrate(self):
        """Learn what the clock costs itself, and warm up what stands before every page."""
        for _ in range(20):
            self._now()
        taken = [self._now() for _ in range(21)]
        self._clock = (taken[-1] - taken[0]) / 20

    def _now(self):
        return float(self.get("/bare/clock/").text)

    def wait(self, process):
        """Until it answers."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and process.poll() is None:
            try:
                return self.get("/bare/fixed/")
            except (OSError, http.client.HTTPException):
                self.line.close()
                time.sleep(0.1)
        raise RuntimeError("没有启动")


def _database(connection):
    """DATABASE_URL of the database that this process is connected to."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(name).resolve()}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def ratio(rounds, ours, theirs):
    """The median of what ours takes by what theirs takes, in turns; the first turn warms up."""
    taken = [ours() / theirs() for _ in range(rounds + 1)]
    return statistics.median(taken[1:])


@contextmanager
def served(connection, program=SERVE, **changed):
    """A `Server` on the database of a connection, ended afterwards."""
    call_command("collectstatic", interactive=False, verbosity=0)
    port = free_port()
    env = {
        **os.environ,
        "PORT": str(port),
        "WEB_WORKERS": "1",
        "DATABASE_URL": _database(connection),
        "DJANGO_SETTINGS_MODULE": "website.settings",
        "SITE_URL": "http://127.0.0.1",
        **changed,
    }
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=env)
    try:
        server = Server(port)
        server.wait(process)
        server.calibrate()
        yield server
        server.line.close()  # or granian waits for what else it is to answer there
    finally:
        process.terminate()
        process.wait(timeout=30)
