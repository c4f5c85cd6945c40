"""A `migrate` that was killed: nothing starts on its database, and the next one goes on."""

import subprocess
import sys
import time

import pytest

from tests.site_process import READY_WITHIN, ROOT, SiteProcess
from website.operations import schema

pytestmark = [pytest.mark.process, pytest.mark.ci, pytest.mark.engine]
DONE = "SELECT count(*) FROM django_migrations"
ENOUGH = 20  # migrations, of about a hundred


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """A site whose first `migrate` was killed in the middle."""
    site = SiteProcess(tmp_path_factory.mktemp("half"))
    try:
        command = [sys.executable, "manage.py", "migrate", "-v0"]
        process = subprocess.Popen(command, cwd=ROOT, env=site.env)
        while done(site) < ENOUGH:
            assert process.poll() is None, "it was done before it could be killed"
            time.sleep(0.01)
        process.kill()
        process.wait()
        yield site
    finally:
        site.drop()


def done(site):
    try:
        return site.ask(DONE)[0][0]
    except Exception:  # the table is not there yet; each engine has its own error
        return 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["-m", "website.operations.serving.web"],
        ["-m", "website.serving.web"],
        ["manage.py", "run_worker"],
    ],
    ids=" ".join,
)
def test_nothing_starts_and_one_sentence_says_what_to_run(half, arguments):
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=half.env, capture_output=True, text=True, timeout=READY_WITHIN,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (1, "")
    told, rest = ended.stderr.split("\n", 1)
    begin, end = schema.BEHIND.split("{found}")
    assert (told.startswith(begin), told.endswith(end), rest) == (True, True, "")


def test_the_next_migrate_goes_on(half):
    half.manage("migrate", "-v0")
    assert half.manage("migrate", "--check", check=False).returncode == 0
