"""Counts in memory: bounded, shared by threads, written when a process ends."""

import subprocess
import sys
from threading import Thread

import pytest

from richtext.base import counting
from richtext.base.counting import BufferedCounter

PROGRAM = """
import multiprocessing, sys
from richtext.base.counting import BufferedCounter
counter = BufferedCounter(lambda batch: print(batch, flush=True))  # before the fork
def child():
    counter.add("read")
if sys.argv[1] == "alone":
    child()
else:
    worker = multiprocessing.get_context("fork").Process(target=child)
    worker.start()
    worker.join()
"""


def test_threads_count_together():
    written = []
    counts = BufferedCounter(written.append)
    threads = [Thread(target=lambda: [counts.add("one") for _ in range(500)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.flush()
    assert written == [{"one": (4000, 0)}]


def test_memory_is_bounded_and_the_last_telling_counts(monkeypatch):
    monkeypatch.setattr(counting, "MOST", 3)
    written = []
    counts = BufferedCounter(written.append)
    for number in range(10):
        counts.add(number, number)
        counts.add(0, 5 + number)
    counts.flush()
    assert written == [{0: (11, 14), 1: (1, 1), 2: (1, 2)}]


def test_a_failure_is_logged_and_the_counts_wait(caplog):
    written = []

    def write(batch):
        if not written:
            written.append("failed")
            raise OSError("invalid input: 离婚")
        written.append(batch)

    counts = BufferedCounter(write)
    counts.add("one", 7)
    counts.flush()
    counts.add("one", 8)
    counts.flush()
    assert written == ["failed", {"one": (2, 8)}]
    assert "counts not written: OSError" in caplog.text
    assert "离婚" not in caplog.text


def test_a_thread_writes_some_seconds_later(monkeypatch):
    monkeypatch.undo()  # the suite keeps threads off
    monkeypatch.setattr(counting, "AFTER", 0.05)
    written = []
    counts = BufferedCounter(written.append)
    counts.add("one")
    counts._timer.join(60)
    assert written == [{"one": (1, 0)}]


@pytest.mark.parametrize("how", ["alone", "as a worker"])
def test_a_process_that_ends_writes_first(how):
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, how],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    assert ran.stdout.strip() == "{'read': (1, 0)}"


def test_a_failure_is_logged_once_a_minute(caplog, monkeypatch):
    def fail(batch):
        raise OSError

    counts, clock = BufferedCounter(fail), iter([100, 159, 161])
    monkeypatch.setattr(counting.time, "monotonic", lambda: next(clock))
    for _ in range(3):
        counts.add("one")
        counts.flush()
    assert len(caplog.messages) == 2
    monkeypatch.undo()
    assert counts.take() == {"one": (3, 0)}
