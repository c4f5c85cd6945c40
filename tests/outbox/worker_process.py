"""Workers as processes of their own beside a real mail server, to be killed at any moment."""

import os
import signal
import subprocess
import sys
import time

from aiosmtpd.controller import Controller

from tests.site_process import ROOT, SiteProcess, free_port

FILL = """
from outbox import services
for n in range({number}):
    services.enqueue_mail(kind="test", recipient=f"{{n}}@example.com", subject="有新消息",
                          body="请登录。", dedupe_key=f"k{{n}}")
"""
PENDING = "SELECT count(*) FROM outbox_notice WHERE sent_at IS NULL AND cancelled_at IS NULL"
# As if LEASE and every wait had passed since the workers died: nobody holds anything any more.
EXPIRE = "UPDATE outbox_notice SET leased_until = NULL, due_at = created_at WHERE sent_at IS NULL"


class Sink:
    """A mail server that keeps of each mail to whom it went and under which Message-ID."""

    def __init__(self, delay=0.02):
        self.mails, self.delay, self.port = [], delay, free_port()

    async def handle_DATA(self, server, session, envelope):
        import asyncio

        lines = envelope.content.decode().splitlines()
        (found,) = [line for line in lines if line.lower().startswith("message-id:")]
        self.mails.append((envelope.rcpt_tos[0], found))
        await asyncio.sleep(self.delay)  # taken, and not yet told so: a kill here repeats it
        return "250 OK"

    def start(self):
        """Listen, with nothing in hand; the controller that stops it."""
        self.mails = []
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        return controller


class Workers(SiteProcess):
    """A database of their own, and as many workers as are started."""

    def __init__(self, folder, port):
        super().__init__(folder, EMAIL_URL=f"smtp://127.0.0.1:{port}")
        self.running = []

    def __enter__(self):
        self.make_tables()
        return self

    def __exit__(self, *_):
        self.kill()
        self.drop()

    def start(self, number=1):
        """Start some workers."""
        for _ in range(number):
            command = [sys.executable, "manage.py", "run_worker"]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            self.running.append(subprocess.Popen(command, cwd=ROOT, env=self.env, **quiet))

    def kill(self, number=None):
        """SIGKILL for the oldest ones, or for all."""
        gone, self.running = self.running[:number], self.running[len(self.running[:number]) :]
        for process in gone:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()

    def fill(self, number):
        """Write notices into the empty ledger."""
        self.ask("DELETE FROM outbox_notice")
        self.manage("shell", "-c", FILL.format(number=number))

    def expire(self):
        """Let the leases of dead workers run out."""
        self.ask(EXPIRE)

    def pending(self):
        """How many notices are neither sent nor cancelled."""
        return self.ask(PENDING)[0][0]


def wait_for(condition, within=180):
    """Wait until a condition holds; it is a failure if it never does."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)
