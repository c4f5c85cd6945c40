"""Where archives lie: names, what was cut off, and which go when."""

import os
import time
from datetime import datetime

import pytest
from django.core.files.storage import InMemoryStorage
from django.utils import timezone

from website.operations.backup import BackupError, places

OLD, MIDDLE, NEW = (f"antou-{day}-030000.tar.age" for day in ("20261001", "20261027", "20261128"))


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path, monkeypatch):
    """A folder and a bucket, each with three archives and something of somebody else's."""
    names = [NEW, OLD, MIDDLE, "antou-20261301-030000.tar.age", "notes.txt"]
    if request.param == "folder":
        found = places.Place(tmp_path)
        for name in names:
            (tmp_path / name).write_bytes(name.encode())
        return found
    storage = InMemoryStorage()
    monkeypatch.setattr(places, "storages", {"backups": storage})
    for name in names:
        with storage.open(name, "wb") as file:
            file.write(name.encode())
    return places.Place()


def test_an_archive_is_named_by_its_moment_in_the_time_of_the_site():
    moment = timezone.make_aware(datetime(2026, 11, 28, 3, 0, 5))
    name = places.name_of(moment)
    assert name == "antou-20261128-030005.tar.age"
    assert places.day_of(name) == moment


def test_only_archives_are_listed_the_oldest_first(place):
    assert place.names() == [OLD, MIDDLE, NEW]


def test_those_older_than_the_days_to_keep_go(place, settings):
    settings.BACKUP_KEEP = 40
    assert place.rotate(NEW) == [OLD]
    assert place.names() == [MIDDLE, NEW]


def test_the_newest_stays_however_few_days_are_kept(place, settings):
    settings.BACKUP_KEEP = 1
    place.rotate(NEW)
    assert place.names() == [NEW]


def test_a_whole_archive_gets_its_name(place, tmp_path):
    name = "antou-20261129-030000.tar.age"
    part = places.own_part(tmp_path, name)
    part.write_bytes(b"whole")
    place.keep(part, name)
    with place.open(name) as file:
        assert file.read() == b"whole"
    assert place.names()[-1] == name


def test_a_bucket_that_kept_less_is_no_place_for_a_backup(tmp_path, monkeypatch):
    storage = InMemoryStorage()
    storage.size = lambda name: 1
    monkeypatch.setattr(places, "storages", {"backups": storage})
    part = tmp_path / "part"
    part.write_bytes(b"whole")
    with pytest.raises(BackupError, match="没有完整地存进对象存储"):
        places.Place().keep(part, NEW)


def test_what_was_cut_off_goes_and_what_another_machine_writes_stays(tmp_path):
    ours = places.own_part(tmp_path, NEW)
    theirs, abandoned = (tmp_path / f".{NEW}.{host}.part" for host in ("other", "gone"))
    for path in (ours, theirs, abandoned, tmp_path / NEW):
        path.write_bytes(b"x")
    os.utime(abandoned, (time.time() - 2 * places.ABANDONED,) * 2)
    places.sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [theirs.name, NEW]


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(BackupError, match="不存在或者不可写"):
        places.Place(tmp_path / "mount").prepare(tmp_path)
    assert not (tmp_path / "mount").exists()


def test_no_place_at_all_is_said(settings):
    settings.BACKUP_FOLDER = None
    with pytest.raises(BackupError, match="BACKUP_TO"):
        places.chosen()


def test_an_archive_by_path_by_name_or_the_newest(tmp_path, settings):
    settings.BACKUP_FOLDER = tmp_path
    with pytest.raises(BackupError, match="没有备份"):
        places.archive(None)
    for name in (OLD, NEW):
        (tmp_path / name).write_text(name)
    for named, found in [(None, NEW), (OLD, OLD), (str(tmp_path / OLD), OLD)]:
        with places.archive(named) as file:
            assert file.read() == found.encode()
    for named in (MIDDLE, "nowhere", "../x"):
        with pytest.raises(BackupError, match="无法读取"):
            places.archive(named)
