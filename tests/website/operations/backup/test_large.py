"""A gigabyte goes through in the memory that a small site takes."""

import json
import os
import subprocess
import sys

import pytest

from tests.website.operations.backup.drill import ASK, Site, archives

pytestmark = [pytest.mark.engine, pytest.mark.process, pytest.mark.audit]
GB = 1024**3
MOST = 300  # MB; Django alone takes some 120
PATIENCE = 900


def run(site, *arguments):
    """A command to its end; the most memory that it took, in MB."""
    command = [sys.executable, "manage.py", *map(str, arguments)]
    process = subprocess.Popen(
        command, cwd=site.root, env=site.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said = process.stdout.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    assert process.returncode == 0, said
    return used.ru_maxrss // 1024


def test_a_gigabyte_is_made_checked_and_put_back_in_little_memory(tmp_path, pair):
    key, public = pair
    (tmp_path / "backups").mkdir()
    site = Site(tmp_path / "site", public, BACKUP_TO=str(tmp_path / "backups"))
    other = Site(tmp_path / "other", public)
    site.folder.mkdir()
    other.folder.mkdir()
    try:
        site.command("migrate", "-v0")
        codes = [code for _, code in json.loads(site.shell(ASK))]
        with (site.folder / "media" / "large.bin").open("wb") as file:
            os.truncate(file.fileno(), GB)
        used = [run(site, "backup"), run(site, "verify", "--key", key)]
        (name,) = archives(tmp_path / "backups")
        used.append(run(other, "restore", tmp_path / "backups" / name, "--key", key))
        assert max(used) < MOST, used
        assert (other.folder / "media" / "large.bin").stat().st_size == GB
        assert other.seen(codes) == site.seen(codes)
    finally:
        for one in (site, other):
            one.end_shell()
            one.drop()
