"""What pages cost, as ratios to bare pages of Django (`bench/run.py budget`)."""

import os
import subprocess
import sys
import uuid
from urllib.parse import urlsplit

import pytest

from website.bootstrap import ROOT


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
