"""Many visitors at one moment, through the real granian."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.site_process import ROOT, free_port

pytestmark = [pytest.mark.process, pytest.mark.ci]
SERVE = (
    "from granian import Granian; from website.operations.serving import web;"
    "Granian('tests.website.http.page_cache.counting_site:application', **web.options()).serve()"
)
GET = b"GET /contact/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.fixture
def port(tmp_path):
    """Where it listens; the version lies in a file of the test's folder."""
    number = free_port()
    (tmp_path / "version").write_text("1")
    env = {**os.environ, "PORT": str(number), "WEB_WORKERS": "1", "DATA_DIR": str(tmp_path)}
    env |= {"DJANGO_SETTINGS_MODULE": "website.settings", "SLOW": "1.5"}
    env["VERSION"] = str(tmp_path / "version")
    process = subprocess.Popen([sys.executable, "-c", SERVE], cwd=ROOT, env=env)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", number)):
            break
        time.sleep(0.1)
    yield number
    process.terminate()
    process.wait(timeout=120)


def begin(port):
    """A visitor who has asked and waits."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=120)
    connection.sendall(GET)
    return connection


def end(connection):
    """The number of the rendering that a visitor is shown."""
    with connection:
        told = b""
        while part := connection.recv(65536):
            told += part
    return int(told.rpartition(b"\r\n")[2])


def test_a_herd_is_shown_one_rendering(port):
    with ThreadPoolExecutor(100) as visitors:
        shown = list(visitors.map(lambda _: end(begin(port)), range(100)))
    assert shown == [1] * 100


def test_whoever_began_may_leave(port):
    begin(port).close()
    others = [begin(port) for _ in range(5)]
    assert {end(one) for one in others} == {end(begin(port))}


def test_who_comes_after_a_change_waits_for_nothing_older(port, tmp_path):
    before, came = [begin(port) for _ in range(3)], tmp_path / "version.read"
    until = time.monotonic() + 60
    while not (came.exists() and came.stat().st_size == 3) and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.3)  # from there to where they wait: one that is overtaken is answered by Django
    (tmp_path / "version").write_text("2")
    after = [begin(port) for _ in range(3)]
    assert [end(one) for one in [*before, *after]] == [1, 1, 1, 2, 2, 2]
    assert end(begin(port)) == 2
