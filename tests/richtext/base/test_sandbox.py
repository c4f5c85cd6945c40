"""The process in which files from outside are read: what is in it, its bounds, how it ends."""

import os
import resource
import signal
import sys
import time
from pathlib import Path

import pytest

from richtext.base import sandbox

HERE = f"{__name__}:"


@pytest.fixture(autouse=True)
def real(read_here):
    """Not in the process of the tests."""
    read_here.undo()


def look(job):
    """What the process has: names of its environment, open files, bounds."""
    paths = [str(one.resolve()) for one in Path("/proc/self/fd").iterdir()]
    bounds = [resource.getrlimit(one)[0] for one in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]
    yield {"job": job, "names": sorted(os.environ), "paths": paths, "bounds": bounds}


def hoard(job):
    yield "begun"
    yield len(bytearray(2 * sandbox.MEMORY))


def spin(job):
    resource.setrlimit(resource.RLIMIT_CPU, (1, resource.RLIM_INFINITY))
    while True:
        pass
    yield


def sleep(job):
    time.sleep(60)
    yield


def babble(job):
    yield "x" * (sandbox.LONGEST + 1)


def test_nothing_of_ours_is_in_it(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "s" * 60)
    with (tmp_path / "own").open("w"):
        (told,) = filter(None, sandbox.run(f"{HERE}look", {"a": "甲"}))
    assert told["job"] == {"a": "甲"}
    assert {*told["names"]} <= {*sandbox.INHERITED, "PYTHONUTF8", "LC_CTYPE"}
    assert not [path for path in told["paths"] if path.startswith(str(tmp_path))]
    assert told["bounds"] == [sandbox.MEMORY, sandbox.SECONDS]


def test_a_service_with_less_memory_keeps_the_bound_of_time(monkeypatch, tmp_path):
    python = tmp_path / "python"
    less = sandbox.MEMORY // 1024 - 1
    python.write_text(f'#!/bin/sh\nulimit -v {less}\nexec {sys.executable} "$@"\n')
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    (told,) = filter(None, sandbox.run(f"{HERE}look", {}))
    assert told["bounds"] == [less * 1024, sandbox.SECONDS]


@pytest.mark.parametrize("what", ["hoard", "spin", "sleep", "babble", "missing"])
def test_what_goes_beyond_its_bounds_is_stopped_and_leaves_us_alone(monkeypatch, what):
    monkeypatch.setattr(sandbox, "SILENT", 3000 if what == "sleep" else sandbox.SILENT)
    with pytest.raises(sandbox.StoppedError):
        list(sandbox.run(HERE + what, {}))


def fall(job):
    """Over 乙 always, over 丙 as if somebody had ended it, once."""
    for number, (name, mark) in enumerate(job["items"]):
        yield number
        if name == "乙" or (name == "丙" and not Path(mark).exists()):
            Path(mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        yield {"name": name}


def test_of_many_one_that_ends_the_process_is_named_and_one_that_was_ended_is_read(tmp_path):
    items = [(name, str(tmp_path / name)) for name in "甲乙丙丁"]
    told = [one for one in sandbox.each(f"{HERE}fall", items) if one]
    assert told == [
        (0, {"name": "甲"}), (1, {"fault": sandbox.TOO_HEAVY}), (2, {"name": "丙"}),
        (3, {"name": "丁"}),
    ]  # fmt: skip


def test_whoever_wants_no_more_of_it_ends_it():
    answers = sandbox.run(f"{HERE}sleep", {})
    assert next(answers) is None  # and meanwhile something else can be done
    answers.close()
    assert list(answers) == []
