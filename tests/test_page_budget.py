"""What pages cost, as ratios to bare pages of Django (`bench/run.py budget`)."""

import os
import subprocess
import sys
import uuid
from urllib.parse import urlsplit

import pytest

from bench import floor, run
from website.bootstrap import ROOT


def row(*ratios):
    """A row of the table that measures so, one time after the other; the most it may be is 2."""
    found = iter(ratios)
    return floor.Row("文章", lambda: next(found), 2)


def test_a_busy_machine_is_measured_again():
    assert not floor.held(row(2.1, 2.1, 1.9)).is_over


def test_what_costs_too_much_each_time_is_over_its_limit():
    assert floor.held(row(2.1, 2.2, 2.3)).is_over


def test_make_bench_does_not_measure_the_budget_beside_the_floor():
    assert "floor" in run.wanted([])
    assert "budget" not in run.wanted([])
    assert run.wanted(["budget"]) == ["budget"]


@pytest.mark.ci
@pytest.mark.engine
@pytest.mark.process
def test_pages_stay_within_the_budget():
    env = dict(os.environ)
    if env.get("DATABASE_URL"):  # another one than the suite's, in which a benchmark begins anew
        name = f"/antou_budget_{uuid.uuid4().hex[:12]}"
        env["DATABASE_URL"] = urlsplit(env["DATABASE_URL"])._replace(path=name).geturl()
    done = subprocess.run(
        [sys.executable, "bench/run.py", "budget"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count("（上限") == 10  # all were measured
