"""A backup is put back by an operator who forgets what was erased since; the site does not."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess

import pytest

from tests.servers import postgres_program
from tests.site_process import SiteProcess, on_server

pytestmark = [pytest.mark.engine, pytest.mark.process, pytest.mark.ci]

ASK = """
import json
from tests.consult.files.test_attachments import checked
from tests.factories import make_area, make_consultation
area = make_area()
asked = [make_consultation(area=area, name="王某", files=[checked()]) for _ in range(3)]
print(json.dumps([[one.pk.hex, code] for one, code in asked]))
"""
ERASE = """
from datetime import date
from django.utils import timezone
from consult import lifecycle, services
from consult.models import Consultation
by_client, by_date = (Consultation.objects.get(pk=key) for key in {keys})
services.erase_now(consultation=by_client)
past = {{"state": "closed", "closed_at": timezone.now(), "purge_on": date(2026, 1, 1)}}
Consultation.objects.filter(pk=by_date.pk).update(**past)
print(lifecycle.purge().erased)
"""
HELD = """
import json
from consult.models import Attachment, Consultation, Message
names = [one.name for one in Consultation.objects.order_by("received_at")]
print(json.dumps([names, Message.objects.count(), Attachment.objects.count()]))
"""
OPENS = """
from consult import services
print(bool(services.find_by_code(code="{code}")))
"""


@pytest.fixture
def site(tmp_path):
    """A site with its tables and without its processes."""
    site = SiteProcess(tmp_path / "data")
    site.folder.mkdir()
    try:
        site.make_tables()
        yield site
    finally:
        site.end_shell()
        site.drop()


def backup(site, folder):
    """Database and files, as docs/deploy.md says."""
    folder.mkdir()
    shutil.copytree(site.folder / "private", folder / "private")
    if site.database:
        run("pg_dump", "--format=custom", f"--file={folder}/dump", site.env["DATABASE_URL"])
        return
    with contextlib.ExitStack() as stack:
        places = (site.folder, folder)
        opened = [sqlite3.connect(place / "db.sqlite3") for place in places]
        source, target = (stack.enter_context(contextlib.closing(one)) for one in opened)
        source.backup(target)


def restore(site, folder):
    """The same way back; everything that uses the database has stopped."""
    site.end_shell()
    shutil.copytree(folder / "private", site.folder / "private", dirs_exist_ok=True)
    if site.database:
        on_server(f'DROP DATABASE "{site.database}" WITH (FORCE)')
        on_server(f'CREATE DATABASE "{site.database}"')
        address = site.env["DATABASE_URL"]
        run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={address}", f"{folder}/dump")
        return
    for name in ("db.sqlite3-wal", "db.sqlite3-shm"):
        (site.folder / name).unlink(missing_ok=True)
    shutil.copy2(folder / "db.sqlite3", site.folder / "db.sqlite3")


def run(program, *arguments):
    command = [postgres_program(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr


def held(site):
    return json.loads(site.shell(HELD))


def lying(site):
    return [name for _, _, names in os.walk(site.folder / "private") for name in names]


def test_what_was_erased_after_the_backup_is_gone_when_the_worker_has_started(site, tmp_path):
    asked = json.loads(site.shell(ASK))
    backup(site, tmp_path / "backup")
    site.shell(ERASE.format(keys=[key for key, _ in asked[:2]]))
    assert held(site) == [["", "", "王某"], 1, 1]
    restore(site, tmp_path / "backup")
    assert held(site) == [["王某"] * 3, 3, 3]
    assert len(lying(site)) == 3

    told = site.manage("erase_again", "--dry-run").stdout
    assert all(key[:8].upper() in told for key, _ in asked[:2])
    site.manage("run_worker", "--once")
    assert held(site) == [["", "", "王某"], 1, 1]
    assert len(lying(site)) == 1
    opens = [site.shell(OPENS.format(code=code)).strip() for _, code in asked]
    assert opens == ["False", "False", "True"]
