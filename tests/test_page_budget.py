"""What pages cost, as ratios to bare pages of Django (`bench/run.py budget`)."""

import os
import shutil
import subprocess
import sys
import uuid
from urllib.parse import urlsplit

import pytest

from bench.floor import BUDGETED
from tests.migrated import copied
from website.bootstrap import ROOT


@pytest.mark.ci
@pytest.mark.engine
@pytest.mark.process
def test_pages_stay_within_the_budget(tmp_path):
    env = dict(os.environ)
    if copied().exists():
        for name in ("bench", BUDGETED):
            shutil.copy(copied(), tmp_path / f"{name}.sqlite3")
        env["BENCH_KEEP"] = str(tmp_path)
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
