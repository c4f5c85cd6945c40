"""Where archives lie: names, what was cut off, and which go when."""

import os
import subprocess
import sys
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import InMemoryStorage
from django.utils import timezone

from website.config.places import BASE_DIR as ROOT
from website.operations.backup import BackupError, taking

OLD, MIDDLE, NEW = (f"antou-{day}-030000.tar.age" for day in ("20261001", "20261027", "20261128"))
BEGUN = datetime(2026, 11, 28, 3, tzinfo=ZoneInfo("Asia/Shanghai"))  # that of NEW


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path):
    """A folder and a bucket, each with three archives and something of somebody else's."""
    names = [NEW, OLD, MIDDLE, "antou-2026-030000.tar.age", "notes.txt"]
    if request.param == "folder":
        found = taking.chosen(tmp_path)
        for name in names:
            (tmp_path / name).write_bytes(name.encode())
        return found
    storage = InMemoryStorage()
    for name in names:
        with storage.open(name, "wb") as file:
            file.write(name.encode())
    return storage


def test_an_archive_is_named_by_its_moment_in_the_time_of_the_site():
    moment = timezone.make_aware(datetime(2026, 11, 28, 3, 0, 5))
    name = taking.name_of(moment)
    assert name == "antou-20261128-030005.tar.age"


def test_only_archives_are_listed_the_oldest_first(place):
    assert taking.names(place) == [OLD, MIDDLE, NEW]


def test_those_older_than_the_days_to_keep_go(place, settings):
    settings.BACKUP_KEEP = 40
    assert taking.rotate(place, BEGUN) == [OLD]
    assert taking.names(place) == [MIDDLE, NEW]


def test_the_newest_stays_however_few_days_are_kept(place, settings):
    settings.BACKUP_KEEP = 1
    taking.rotate(place, BEGUN)
    assert taking.names(place) == [NEW]


def test_a_whole_archive_gets_its_name(place, tmp_path):
    name = "antou-20261129-030000.tar.age"
    part = taking.prepare(place, tmp_path)
    part.write_bytes(b"whole")
    taking.store(place, part, name)
    with place.open(name) as file:
        assert file.read() == b"whole"
    assert taking.names(place)[-1] == name


def test_a_bucket_that_stored_less_is_no_place_for_a_backup(tmp_path):
    storage = InMemoryStorage()
    storage.size = lambda name: 1
    part = tmp_path / "part"
    part.write_bytes(b"whole")
    with pytest.raises(BackupError, match="没有完整地存进对象存储"):
        taking.store(storage, part, NEW)


def test_what_was_cut_off_goes_and_what_another_machine_writes_stays(tmp_path):
    place = taking.chosen(tmp_path)
    ours = taking.prepare(place, tmp_path)
    theirs, abandoned = (tmp_path / f".antou-{host}.part" for host in ("other", "gone"))
    for path in (ours, theirs, abandoned, tmp_path / NEW):
        path.write_bytes(b"x")
    os.utime(abandoned, (time.time() - 2 * taking.ABANDONED,) * 2)
    assert taking.prepare(place, tmp_path) == ours
    assert sorted(path.name for path in tmp_path.iterdir()) == [theirs.name, NEW]


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(BackupError, match="不存在或者不可写"):
        taking.prepare(taking.chosen(tmp_path / "mount"), tmp_path)
    assert not (tmp_path / "mount").exists()


def test_no_place_at_all_is_said(settings):
    settings.BACKUP_FOLDER = None
    with pytest.raises(BackupError, match="BACKUP_TO"):
        taking.chosen()


def test_an_archive_by_path_by_name_or_the_newest(tmp_path, settings):
    settings.BACKUP_FOLDER = tmp_path
    with pytest.raises(BackupError, match="没有备份"):
        taking.opened(None)
    for name in (OLD, NEW):
        (tmp_path / name).write_text(name)
    for named, found in [(None, NEW), (OLD, OLD), (str(tmp_path / OLD), OLD)]:
        with taking.opened(named) as file:
            assert file.read() == found.encode()
    for named in (MIDDLE, "nowhere", "../x"):
        with pytest.raises(BackupError, match="无法读取"):
            taking.opened(named)


@pytest.mark.process
def test_the_newest_is_looked_for_on_a_machine_without_a_site(pair, tmp_path):
    """Not in the sample, which is never backed up."""
    key, public = pair
    (tmp_path / "backups").mkdir()
    env = os.environ | {
        "DATA_DIR": str(tmp_path / "data"),
        "BACKUP_TO": str(tmp_path / "backups"),
        "BACKUP_RECIPIENT": public,
        "DATABASE_URL": "",
        "SAMPLE": "",
    }
    command = [sys.executable, "manage.py", "verify", "--key", str(key)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert f"{tmp_path / 'backups'} 里没有备份" in done.stderr
    assert done.returncode == 1
