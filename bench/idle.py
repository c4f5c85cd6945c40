"""A whole site at rest: how soon it answers, how much memory it holds, what it writes to the disk.

BENCH_IDLE_MINUTES=1 waits less than the five minutes of the limit. Linux only: /proc knows all.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError

from bench.frame import Figure, MissingToolError
from tests.site_process import SiteProcess, descendants

MINUTES = float(os.environ.get("BENCH_IDLE_MINUTES") or 5)
MB = 1024 * 1024
SETTLED = 15  # seconds for the first round of the worker, and for the counters
WRITTEN, SUPERVISOR, ALL, COLD = 0.2, 30, 400, 2  # MB in five minutes, MB, MB, seconds
PAGES = ("/", "/articles/", "/consult/", "/healthz")


def measure():
    """Seconds, megabytes of memory, megabytes written."""
    if sys.platform != "linux":
        raise MissingToolError("只能在Linux上测量。")
    with tempfile.TemporaryDirectory(prefix="antou-bench-") as folder:
        site = SiteProcess(folder)
        try:
            site.start()
            site.load_sample()  # the next start is what is measured
            site.stop()
            yield from _figures(site)
        finally:
            site.stop()
            site.drop()


def _figures(site):
    yield from _cold_start(site)
    site.wait()
    for path in PAGES:
        site.get(path)
    time.sleep(SETTLED)
    family = [site.process.pid, *descendants(site.process.pid)]
    before = _written(family)
    time.sleep(MINUTES * 60)
    written = (_written(family) - before) / MB
    yield Figure(f"静置{MINUTES:g}分钟写入磁盘", written, "MB", WRITTEN * MINUTES / 5)
    yield Figure("serve的内存（RSS）", _memory(family[:1], "Rss"), "MB", SUPERVISOR)
    yield Figure("整个网站的内存（RSS）", _memory(family, "Rss"), "MB", ALL)
    yield Figure("整个网站的内存（PSS，共用的只算一次）", _memory(family, "Pss"), "MB")


def _cold_start(site):
    """Processor time that follows one upon the other: `serve`, granian, one of its workers.

    On a machine that does nothing else this is how long somebody waits who has typed `make run`.
    """
    began = time.monotonic()
    site.begin()
    while not _answers(site):
        time.sleep(0.02)
    waited, serve = time.monotonic() - began, site.process.pid
    web, *workers = (one for one in descendants(serve) if "serving.web" in _command(one))
    processor = _seconds(serve) + _seconds(web) + max(map(_seconds, workers))
    yield Figure("再次启动，到第一次应答，处理器时间", processor, "s", COLD)
    yield Figure("再次启动，到第一次应答，按时钟", waited)


def _answers(site):
    try:
        return site.get("/healthz")
    except (URLError, ConnectionError):
        return False


def _command(number):
    return Path(f"/proc/{number}/cmdline").read_text().replace("\0", " ")


def _seconds(number):
    """The processor time of a process so far."""
    told = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _written(family):
    """The bytes that the processes have had written, as the system counts them."""
    return sum(_fact(number, "io", "write_bytes:") for number in family)


def _memory(family, kind):
    return sum(_fact(number, "smaps_rollup", f"{kind}:") for number in family) / 1024


def _fact(number, file, name):
    for line in Path(f"/proc/{number}/{file}").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise MissingToolError(f"/proc/{number}/{file} 里没有 {name}")
