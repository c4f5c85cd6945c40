"""A backup and a restore that are cut off: nothing half passes for whole, the next run works."""

import json
import os
import shutil
from functools import partial

import pytest

from tests.small_disk import small_disk
from tests.website.operations.backup.drill import ASK, Site, archives, killed, when

pytestmark = [pytest.mark.engine, pytest.mark.process, pytest.mark.ci]
MB = 1024 * 1024
LARGE = 400 * MB  # long enough to be met in the middle; zeros, which lie on no disk


@pytest.fixture(scope="module")
def filled(tmp_path_factory, pair):
    """A site with a large file, and a place for backups."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "backups").mkdir()
    site = Site(folder / "site", pair[1], BACKUP_TO=str(folder / "backups"))
    site.folder.mkdir()
    try:
        site.command("migrate", "-v0")
        site.codes = [code for _, code in json.loads(site.shell(ASK))]
        with (site.folder / "media" / "large.bin").open("wb") as file:
            os.truncate(file.fileno(), LARGE)
        yield site, folder / "backups"
    finally:
        site.end_shell()
        site.drop()


def growing(place):
    """Whether a good part of an archive is written."""
    return any((place / name).stat().st_size > LARGE // 10 for name in archives(place))


def test_a_backup_that_is_cut_off_is_none_and_the_next_one_clears_up(filled, pair):
    site, place = filled
    process = site.begun("backup")
    when(lambda: growing(place))
    killed(process)
    (left,) = archives(place)
    assert left.startswith(".")
    assert left.endswith(".part")
    assert "backup-work" in site.lying()
    assert f"{place} 里没有备份" in site.command("verify", "--key", pair[0])
    assert "已备份" in site.command("backup")
    (name,) = archives(place)
    assert name.endswith(".tar.age")
    assert "backup-work" not in site.lying()


def test_one_that_is_asked_to_end_clears_up_by_itself(filled):
    site, place = filled
    before = archives(place)
    process = site.begun("backup")
    when(lambda: any(name.endswith(".part") for name in archives(place)))
    process.terminate()
    assert process.wait(timeout=240) != 0
    process.stdout.close()
    assert archives(place) == before
    assert "backup-work" not in site.lying()


def test_two_at_a_time_are_one(filled):
    site, place = filled
    process = site.begun("backup")
    when(lambda: any(name.endswith(".part") for name in archives(place)))
    assert "refused: 另一个备份或者恢复正在进行" in site.command("backup")
    process.terminate()
    process.wait(timeout=240)
    process.stdout.close()


def test_a_restore_that_is_cut_off_is_no_site_and_can_be_done_again(filled, tmp_path, pair):
    site, place = filled
    archive = place / archives(place)[0]
    other = Site(tmp_path / "other", pair[1])
    other.folder.mkdir()
    try:
        for sign in ("backup-work/media", "restore-begun"):
            _cut_off(other, ["restore", archive, "--key", pair[0]], sign)
        assert "已恢复" in other.command("restore", archive, "--key", pair[0])
        assert not set(other.lying()) & {"backup-work", "restore-begun"}
        assert other.seen(site.codes) == site.seen(site.codes)
        assert (other.folder / "media" / "large.bin").stat().st_size == LARGE
    finally:
        other.end_shell()
        other.drop()


def _cut_off(other, command, sign):
    """Kill it at a sign; once more from nothing where it was quicker than we and already done."""
    for _ in range(5):
        process = other.begun(*command)
        met = partial(os.path.exists, other.folder / sign)
        when(lambda met=met, done=process.poll: met() or done() is not None)
        killed(process)
        if "db.sqlite3" not in other.lying() or not other.ask("select 1 from sqlite_master"):
            return
        shutil.rmtree(other.folder)
        other.folder.mkdir()
    pytest.fail("it was never met in the middle")


def test_a_full_disk_is_a_sentence_and_the_old_backup_stays(filled, tmp_path):
    site, place = filled
    before = archives(place)
    with small_disk(tmp_path / "small", "100m") as disk:
        said = site.command("backup", "--to", disk)
        assert "refused: 磁盘空间不足，备份没有完成" in said
        assert archives(disk) == []
    assert archives(place) == before
