"""A database made by an edited migration, as the processes of a real site meet it."""

import subprocess
import sys

import pytest

from tests.site_process import READY_WITHIN, ROOT, SiteProcess
from website.operations import schema

pytestmark = [pytest.mark.process, pytest.mark.ci, pytest.mark.engine]
RENAME = (
    "from django.db import connection; connection.cursor().execute("
    "'ALTER TABLE firm_lawyer RENAME COLUMN summary TO abstract')"
)
TOLD = schema.DIFFERENT.format(found="没有列firm_lawyer.summary、多出必填的列firm_lawyer.abstract")


@pytest.fixture(scope="module")
def yesterdays(tmp_path_factory):
    """A site whose table of lawyers is that of an earlier 0001_initial."""
    site = SiteProcess(tmp_path_factory.mktemp("yesterdays"))
    try:
        site.manage("migrate", "-v0")
        site.manage("shell", "--no-imports", "-c", RENAME)
        yield site
    finally:
        site.drop()


def started(site, *arguments):
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=site.env, capture_output=True, text=True, timeout=READY_WITHIN
    )


def test_by_the_names_of_migrations_all_is_well_and_migrate_refuses_none_the_less(yesterdays):
    assert yesterdays.manage("migrate", "--check", "--skip-checks").returncode == 0
    ended = yesterdays.manage("migrate", check=False)
    assert (ended.returncode, ended.stderr.count(TOLD)) == (1, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["manage.py", "serve"],
        ["-m", "website.operations.serving.web"],
        ["-m", "website.serving.web"],
        ["manage.py", "run_worker"],
        ["manage.py", "run_worker", "--once"],
    ],
    ids=" ".join,
)
def test_nothing_starts_and_one_sentence_says_why(yesterdays, arguments):
    ended = started(yesterdays, *arguments)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"{TOLD}\n")


def test_check_says_it_too(yesterdays):
    ended = yesterdays.manage("check", "--database", "default", check=False)
    assert (ended.returncode, ended.stderr.count(TOLD)) == (1, 1)


def test_an_application_of_another_server_answers_503(yesterdays):
    """Who loads `website.wsgi` by other means starts unseen; the monitor is told."""
    ask = (
        "import website.wsgi; from django.test import Client;"
        "answer = Client().get('/readyz', headers={'host': '127.0.0.1'});"
        "print(answer.status_code, answer.json()['schema'])"
    )
    assert started(yesterdays, "-c", ask).stdout == f"503 {TOLD}\n"
