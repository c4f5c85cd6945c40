"""The web server as a process, where it must not start."""

import os
import subprocess
import sys

import pytest

from tests.site_process import ROOT


@pytest.mark.parametrize(("name", "value"), [("WEB_THREADS", "99"), ("SITE_URL", "nonsense")])
def test_a_wrong_setting_ends_the_web_server_with_one_sentence(tmp_path, name, value):
    env = {**os.environ, "DATA_DIR": str(tmp_path), name: value}
    command = [sys.executable, "-m", "website.operations.serving.web"]
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=240)
    assert told.returncode
    assert told.stderr.count("\n") == 1
    assert name in told.stderr
