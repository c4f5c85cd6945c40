"""The children of `serve`: started, watched, started again, stopped together."""

import http.client
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

from django.conf import settings

from website.operations.serving import parent_watch
from website.operations.serving.web import host, port

PAUSE = 0.2  # seconds between two looks
GRACE = 10  # seconds a child has to end in good order
READY_WITHIN = 60  # seconds from the start to the first answer
LONGEST_WAIT = 60  # seconds between two tries
STEADY = 60  # a child that lived as long is not one that fails at its start

ENDED = "{}意外退出（{}），{} 秒后重新启动。"


@dataclass
class Child:
    """One process that has to be there; `wait` grows while it fails again and again."""

    name: str
    arguments: list[str]
    process: subprocess.Popen | None = None
    started: float = 0
    wait: int = 0
    due: float = field(default=0)

    def start(self):
        """In a session of its own, so that Ctrl-C reaches `serve` alone, which stops it."""
        env = {**os.environ, parent_watch.VARIABLE: str(os.getpid())}
        command = [sys.executable, *self.arguments]
        self.process = subprocess.Popen(  # noqa: S603  (no shell, fixed arguments)
            command, cwd=settings.BASE_DIR, env=env, start_new_session=True
        )
        self.started = time.monotonic()

    def look(self, say):
        """Start again what has ended, at once the first time, then after growing waits."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            lived = now - self.started
            self.wait = 1 if lived > STEADY or not self.wait else min(self.wait * 2, LONGEST_WAIT)
            self.due = now + self.wait
            say(ENDED.format(self.name, self.process.returncode, self.wait))
            self.process = None
        if not self.process and now >= self.due:
            self.start()


def children():
    """The web server and the worker."""
    return [
        Child("网站服务", ["-m", "website.operations.serving.web"]),
        Child("后台任务", ["manage.py", "run_worker"]),
    ]


def wait_until_ready(web):
    """True as soon as the site answers; False if it ended or did not answer in time."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and web.process.poll() is None:
        if _answers():
            return True
        time.sleep(PAUSE / 2)
    return False


def _answers():
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host(), host())  # noqa: S104
    connection = http.client.HTTPConnection(address, port(), timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": settings.SITE_HOST})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def watch(family, say):
    """Keep the children alive until an exception (Ctrl-C, SIGTERM) ends it."""
    while True:
        for child in family:
            child.look(say)
        time.sleep(PAUSE)


def stop(family):
    """Ask all children to end, then make them."""
    running = [child.process for child in family if child.process]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
