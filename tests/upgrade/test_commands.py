"""What the guide of an earlier release made operators write into files of their own still runs.

Unit files, jobs that are run every night and shell histories are not upgraded with the code.
"""

import json
import os
import runpy
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.core.management import get_commands, load_command_class

from tests.site_process import ROOT, SiteProcess
from website.operations.serving import web

# ExecStart= of the two unit files of 0.1.0, behind the path of Python.
WEB_UNIT = "-m website.serving.web"
WORKER_UNIT = "manage.py run_worker"
# Every command of the guides of 0.1.0 that may stand in a job or a script, behind `manage.py`.
COMMANDS = """
check --deploy
check --deploy --database default
collectstatic --noinput
dumpdata --natural-foreign --exclude contenttypes --exclude sessions --output all.json
enrol_otp admin
enrol_otp admin --reset
export_articles folder
import_articles folder --dry-run
import_page page.txt --publish --new-firm
import_parties parties.csv
import_statutes folder --dry-run
load_demo
load_statutes
load_statutes --check
loaddata all.json
migrate
purge_consultations --again 1A2B3C4D 5E6F7A8B
rebuild_related
rebuild_search
rotate_consult_keys --dry-run
rotate_consult_keys --forget k1
run_worker
""".strip().splitlines()
# What else stands in the guides by its path.
FILES = [
    "requirements.txt",
    "requirements-extras.txt",
    "manage.py",
    ".env.example",
    "website/wsgi.py",
]
WITHIN = 240  # seconds until the server has to answer


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_takes_the_arguments_that_it_took(line):
    name, *arguments = shlex.split(line)
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(arguments)


def test_the_web_unit_starts_the_web_server(monkeypatch):
    name = WEB_UNIT.split()[1]
    monkeypatch.delitem(sys.modules, name, raising=False)  # as in a process that begins with it
    monkeypatch.setattr(web, "main", lambda: 7)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(name, run_name="__main__")
    assert ended.value.code == 7


def test_the_worker_unit_is_a_command():
    assert WORKER_UNIT.split()[1] in COMMANDS


@pytest.mark.parametrize("name", FILES)
def test_a_file_lies_where_it_lay(name):
    assert (ROOT / name).is_file()


@pytest.fixture
def site(tmp_path):
    """A site whose database is there and that nobody has started."""
    site = SiteProcess(tmp_path)
    try:
        site.manage("migrate", "-v0")
        yield site
    finally:
        site.drop()


def answer(url, process):
    """What the monitor says as soon as it says something."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:  # no static files were collected here
            return json.load(error)
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(process.communicate(timeout=10))


@pytest.mark.ci
@pytest.mark.process
def test_a_unit_file_of_yesterday_serves_the_site_and_ends_at_once(site):
    command = [sys.executable, *shlex.split(WEB_UNIT)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=site.env, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        assert answer(site.url, process)["schema"] == "ok"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
