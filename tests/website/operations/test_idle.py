"""A site that nobody asks: what it writes, what it holds, and what it leaves when it is stopped."""

import subprocess
import sys
import time
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest

from tests.migrated import give
from tests.site_process import ROOT, SiteProcess, descendants

pytestmark = [
    pytest.mark.process,
    pytest.mark.ci,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]
IDLE = 40  # seconds; less than from one sign of life of the worker to the next
MB = 1024 * 1024


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One for all tests of this file; the last of them stops it."""
    folder = tmp_path_factory.mktemp("idle")
    give(folder)
    with SiteProcess(folder, SAMPLE="0", DATABASE_URL="") as running:
        yield running


@pytest.fixture
def site(running):
    """It, after a crowd has left."""
    with ThreadPool(8) as pool:  # each thread of the server has a connection to keep
        pool.map(lambda _: running.get("/articles/"), range(40))
    return running


def log(site):
    return site.folder / "db.sqlite3-wal"


def written(site):
    """What the files of the database look like, and the bytes that all processes have written."""
    files = [site.folder / "db.sqlite3", log(site)]
    family = [site.process.pid, *descendants(site.process.pid)]
    told = [Path(f"/proc/{number}/io").read_text().splitlines() for number in family]
    return [
        *((file.stat().st_size, file.stat().st_mtime_ns) for file in files),
        [line for lines in told for line in lines if line.startswith("write_bytes")],
    ]


def first_round_is_over(site):
    """The worker has said that it lives, and after all other jobs has emptied the log."""
    return site.ask("SELECT 1 FROM outbox_heartbeat") and not log(site).stat().st_size


def test_an_idle_site_writes_nothing(site):
    deadline = time.monotonic() + 240
    while not first_round_is_over(site):
        assert time.monotonic() < deadline
        time.sleep(0.5)
    before = written(site)
    time.sleep(IDLE)
    assert written(site) == before


def test_what_supervises_is_small_and_holds_no_log(site):
    status = Path(f"/proc/{site.process.pid}/status").read_text()
    (kilobytes,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    assert int(kilobytes) * 1024 < 30 * MB
    site.ask("UPDATE django_site SET name = 'x'")
    assert site.ask("PRAGMA wal_checkpoint(TRUNCATE)") == [(0, 0, 0)]


def test_a_stopped_site_leaves_its_database_in_one_file(site):
    site.ask("UPDATE django_site SET name = 'kept'")
    site.stop()
    assert not log(site).exists() or not log(site).stat().st_size


def test_what_supervises_loads_no_django():
    code = (
        "import sys, website.operations.serving.supervise;"
        "sys.exit(any(name.startswith('django') for name in sys.modules))"
    )
    assert subprocess.call([sys.executable, "-c", code], cwd=ROOT) == 0
