"""Readers of two servers, who count the answers that are older than the last commit.

Whatever is changed bears a number, 第7稿. A commit that has returned is written down; who asks
after that must not be shown a smaller number.
"""

import contextlib
import http.client
import itertools
import os
import re
import signal
import subprocess
import sys
import threading
import time

from tests.site_process import READY_WITHIN, ROOT, free_port

NUMBER = re.compile("第([0-9]+)稿")
A_CONNECTION = 2  # requests, before a new one leads to another worker or server
READERS = 4
AFTER_EACH = 8  # requests by whoever has made a change


@contextlib.contextmanager
def second_server(site):
    """Another web server of two workers on the same database; its port."""
    port = free_port()
    command = [sys.executable, "-m", "website.operations.serving.web"]
    with (site.folder / "second.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**site.env, "PORT": str(port)}, stdout=log, stderr=log
        )
    try:
        _wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=120)


def _wait_for(port):
    deadline = time.monotonic() + READY_WITHIN
    while True:
        try:
            return Asking([port]).get("/healthz")
        except OSError:
            assert time.monotonic() < deadline, "the second server does not answer"
            time.sleep(0.2)


class Asking:
    """Requests to the servers in turn, over connections that are kept for a while."""

    def __init__(self, ports):
        self._ports, self._asked, self._known = itertools.cycle(ports), 0, {}
        self._connection = None

    def get(self, address):
        """Status and text of a page; it is kept as browsers do, who ask whether it still holds."""
        if self._asked % A_CONNECTION == 0:
            if self._connection:
                self._connection.close()
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", next(self._ports), timeout=60
            )
        self._asked += 1
        tag, known = self._known.get(address, ("", ""))
        self._connection.request("GET", address, headers={"If-None-Match": tag})
        response = self._connection.getresponse()
        text = response.read().decode()
        if response.status == 304:
            return 200, known
        self._known[address] = response.headers["ETag"] or "", text
        return response.status, text


def number_in(text):
    """The greatest number that a page shows; 0 for none."""
    return max(map(int, NUMBER.findall(text)), default=0)


class Readers:
    """Read the addresses of `committed` again and again, and compare."""

    def __init__(self, ports):
        self.ports, self.committed = ports, {}
        self.asked, self.stale, self.errors = 0, [], []
        self._stop, self._lock = threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._read, args=[n]) for n in range(READERS)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _read(self, place):
        asking = Asking(self.ports[place % 2 :] + self.ports[: place % 2])
        try:
            while not self._stop.is_set():
                for address in list(self.committed) or ["/"]:
                    self.look(asking, address)
        except Exception as error:  # it would end with its thread
            self.errors.append(error)

    def look(self, asking, address):
        """Ask once; what is shown must not be older than what was committed before."""
        known = self.committed.get(address, 0)
        status, text = asking.get(address)
        self.count(status == 200 and number_in(text) >= known, f"{address}: {known} {status}")

    def count(self, is_fresh, told):
        """One answer more."""
        with self._lock:
            self.asked += 1
            if not is_fresh:
                self.stale.append(f"{told} at {os.times().elapsed:.3f}")

    def changed(self, address, number):
        """A commit with a number has returned; ask at once, each worker of each server."""
        self.committed[address] = number
        asking = Asking(self.ports)
        for _ in range(AFTER_EACH):
            self.look(asking, address)

    def has_status(self, address, status):
        """The address answers so from now on: what was withdrawn, or has come."""
        asking = Asking(self.ports)
        for _ in range(AFTER_EACH):
            found, _ = asking.get(address)
            self.count(found == status, f"{address}: {found} instead of {status}")
