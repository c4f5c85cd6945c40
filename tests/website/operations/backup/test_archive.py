"""An archive: encrypted, whole or refused, in its place; what PostgreSQL's programs complain of."""

import io
import json
import os
import stat
import subprocess
import sys
import tarfile
import threading
import time
from datetime import datetime
from subprocess import CompletedProcess
from unittest.mock import MagicMock
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.utils import timezone

from website.config.places import BASE_DIR as ROOT
from website.operations.backup import BackupError, age, archive, database, taking
from website.operations.backup.archive import Manifest

TEXT = os.urandom(200_000)  # three blocks of age and a bit
LONG = "images/" + "图" * 80 + ".jpg"
FILES = {"a/b.jpg": b"", LONG: b"x" * 513}
OLD, MIDDLE, NEW = (f"antou-{day}-030000.tar.age" for day in ("20261001", "20261027", "20261128"))
BEGUN = datetime(2026, 11, 28, 3, tzinfo=ZoneInfo("Asia/Shanghai"))  # that of NEW


@pytest.fixture
def sealed(pair):
    """An archive of TEXT."""
    return seal(TEXT, [pair[1]])


def seal(text, recipients, file=None):
    file = file or io.BytesIO()
    with age.encrypted(file, recipients) as plain:
        plain.write(text[:100_001])
        plain.write(text[100_001:])
    return file.getvalue()


def unseal(data, path):
    with age.decrypted(io.BytesIO(data), age.identities(path)) as plain:
        return plain.read()


def test_what_was_sealed_opens_with_each_private_key_and_no_other(pair, sealed, tmp_path):
    assert TEXT[:50] not in sealed
    assert unseal(sealed, pair[0]) == TEXT
    other = age.make_key(tmp_path / "other")
    with pytest.raises(BackupError, match="私钥与这份备份不匹配"):
        unseal(sealed, tmp_path / "other")
    data = seal(TEXT, [pair[1], other])
    assert unseal(data, pair[0]) == unseal(data, tmp_path / "other") == TEXT
    with pytest.raises(BackupError, match="--new-key"):
        seal(b"x", [])


def test_a_file_that_was_cut_or_changed_is_refused(pair, sealed):
    for left in (0, 10, 300, 70_000, 131_600, -1):
        with pytest.raises(BackupError, match="不完整或者已损坏"):
            unseal(sealed[:left], pair[0])
    for place in (30, 400, 100_000, -1):
        data = bytearray(sealed)
        data[place] ^= 1
        with pytest.raises(BackupError, match="不完整或者已损坏|不匹配"):
            unseal(bytes(data), pair[0])


def test_what_reader_source_and_file_raise_is_not_hidden_nor_a_cut_behind_them(pair, sealed):
    def opened(data):
        return age.decrypted(io.BytesIO(data), age.identities(pair[0]))

    with pytest.raises(BackupError, match="不完整"), opened(sealed[:-1]) as plain:
        plain.read(10)
    with pytest.raises(ZeroDivisionError), opened(sealed) as plain:
        divmod(1, len(plain.read(10)) - 10)
    with pytest.raises(ZeroDivisionError), age.encrypted(io.BytesIO(), [pair[1]]) as plain:
        divmod(plain.write(b"x") or 1, 0)
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="no room"):
        seal(TEXT * 10, [pair[1]], full)
    assert "age" not in {thread.name for thread in threading.enumerate()}


def test_a_private_key_is_for_its_owner_and_a_file_without_one_is_refused(pair, tmp_path):
    path, public = pair
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert f"public key: {public}" in path.read_text()
    with pytest.raises(BackupError, match="已经存在"):
        age.make_key(path)
    path = tmp_path / "key"
    for text in ("", "# nothing\n", "AGE-SECRET-KEY-1QQ\n", "age1qq", "\udcff"):
        path.write_bytes(text.encode(errors="surrogateescape"))
        with pytest.raises(BackupError, match="私钥") as told:
            age.identities(path)
        assert "QQ" not in str(told.value)


@pytest.fixture
def stored(monkeypatch):
    """Pictures in a storage, two that were erased, nobody's attachments."""
    found = {name: InMemoryStorage() for name in archive.PLACES.values()}
    for name, data in FILES.items():
        found["default"].save(name, ContentFile(data))
    for name in ("one", "two"):
        found["erasures"].save(name, ContentFile(b"\n"))
    monkeypatch.setattr(archive, "storages", found)
    return found


def described(**known):
    base = {"made_at": "2026-11-28T03:00:00+08:00", "engine": "sqlite"}
    return Manifest(**{**base, "migrations": [], "consult_keys": {}, **known})


@pytest.fixture
def made(stored, tmp_path):
    """Its bytes."""
    return make(tmp_path)


def make(tmp_path, told=None):
    copy, out = tmp_path / "database.sqlite3", io.BytesIO()
    copy.write_bytes(b"rows" * 1000)
    archive.write(out, told or described(), copy, tmp_path)
    assert not copy.exists()
    return out.getvalue()


def again(data, change=lambda tar: None, **manifest):
    """The same archive with something beside, or another manifest."""
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as old, tarfile.open(fileobj=out, mode="w") as new:
        for info in old:
            content = old.extractfile(info).read()
            if info.name == archive.MANIFEST:
                change(new)
                content = json.dumps({**json.loads(content), **manifest}).encode()
                info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return out.getvalue()


def read(data, into, *wanted):
    return archive.read(io.BytesIO(data), into, *wanted)


def test_what_went_in_comes_out_and_any_tar_reads_it(made, tmp_path):
    told, names = read(made, tmp_path)
    assert names == {
        "database.sqlite3", "media/a/b.jpg", f"media/{LONG}", "erasures/one", "erasures/two",
    }  # fmt: skip
    assert told.counts == {"erasures": 2, "media": 2, "private": 0}
    assert told.size == 4000 + 513 + 2
    assert (tmp_path / "media" / LONG).read_bytes() == b"x" * 513
    read(made, tmp_path / "to", ("database.",))  # only what is wanted is unpacked
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["database.sqlite3"]
    with tarfile.open(fileobj=io.BytesIO(made)) as tar:
        inside = tar.getnames()
    assert inside[0] == "database.sqlite3"
    assert inside[-3:] == ["erasures/one", "erasures/two", "manifest.json"]


def test_a_file_that_is_deleted_meanwhile_is_left_out_and_one_that_cannot_be_read_ends_it(
    stored, monkeypatch, tmp_path
):
    def away(*_):
        raise ConnectionError

    monkeypatch.setattr(archive, "names", lambda place: {"media": ["gone", LONG]}.get(place, []))
    told = described()
    make(tmp_path, told)
    assert told.counts["media"] == 1
    monkeypatch.setattr(stored["default"], "open", away)
    with pytest.raises(BackupError, match="无法读取"):
        make(tmp_path)


def test_an_archive_without_its_manifest_or_one_that_differs_is_not_whole(made, tmp_path):
    with tarfile.open(fileobj=io.BytesIO(made)) as tar:
        cut = made[: tar.getmember("manifest.json").offset]
    for data in (cut, cut + bytes(1024), b"", made[:600], b"junk" * 500):
        with pytest.raises(BackupError, match="不完整"):
            read(data, tmp_path)
    for manifest in (
        {"counts": {"media": 3, "private": 0, "erasures": 2}},
        {"engine": "postgresql"},
        {"engine": "oracle"},
        {"made_at": "yesterday"},
    ):
        with pytest.raises(BackupError, match="不完整"):
            read(again(made, **manifest), tmp_path)
    assert read(again(made, more=1), tmp_path)[0].engine == "sqlite"


def test_no_member_is_put_outside_its_folder_and_links_are_refused(made, tmp_path):
    outside = ["/etc/passwd", "../x", "media/../secrets/x", "secrets/secret_key", "db.sqlite3"]
    members = [tarfile.TarInfo(name) for name in (*outside, "media//x", "media/link")]
    members[-1].type, members[-1].linkname = tarfile.SYMTYPE, "/etc/passwd"
    for info in members:
        with pytest.raises(BackupError, match="不完整"):
            read(again(made, lambda tar, info=info: tar.addfile(info)), tmp_path / "in")


def test_keys_that_are_missing_or_others_are_named(settings):
    settings.CONSULT_KEYS = {"k1": b"1" * 32, "k2": b"2" * 32}
    told = described(consult_keys=archive.fingerprints())
    assert told.wrong_keys() == []
    settings.CONSULT_KEYS = {"k2": b"x" * 32}
    assert told.wrong_keys() == ["k1", "k2"]
    assert "2222" not in str(told.consult_keys)


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


def test_only_whole_archives_are_listed_and_old_ones_go_but_for_the_newest(
    place, settings, tmp_path
):
    moment = timezone.make_aware(datetime(2026, 11, 28, 3, 0, 5))
    part = taking.prepare(place, tmp_path)
    part.write_bytes(b"whole")
    assert taking.names(place) == [OLD, MIDDLE, NEW]
    taking.store(place, part, name := taking.name_of(moment))
    assert name == "antou-20261128-030005.tar.age"
    with place.open(name) as file:
        assert file.read() == b"whole"
    assert taking.names(place) == [OLD, MIDDLE, NEW, name]
    settings.BACKUP_KEEP = 40
    assert taking.rotate(place, BEGUN) == [OLD]
    settings.BACKUP_KEEP = 1
    taking.rotate(place, BEGUN)
    assert taking.names(place) == [NEW, name]


def test_what_is_no_place_for_a_backup_is_said(tmp_path, settings):
    storage = InMemoryStorage()
    storage.size = lambda name: 1
    part = tmp_path / "part"
    part.write_bytes(b"whole")
    with pytest.raises(BackupError, match="没有完整地存进对象存储"):
        taking.store(storage, part, NEW)
    with pytest.raises(BackupError, match="不存在或者不可写"):
        taking.prepare(taking.chosen(tmp_path / "mount"), tmp_path)
    assert not (tmp_path / "mount").exists()
    settings.BACKUP_FOLDER = None
    with pytest.raises(BackupError, match="BACKUP_TO"):
        taking.chosen()


def test_what_was_cut_off_goes_and_what_another_machine_writes_stays(tmp_path):
    place = taking.chosen(tmp_path)
    ours = taking.prepare(place, tmp_path)
    theirs, abandoned = (tmp_path / f".antou-{host}.part" for host in ("other", "gone"))
    for path in (ours, theirs, abandoned, tmp_path / NEW):
        path.write_bytes(b"x")
    os.utime(abandoned, (time.time() - 2 * taking.ABANDONED,) * 2)
    assert taking.prepare(place, tmp_path) == ours
    assert sorted(path.name for path in tmp_path.iterdir()) == [theirs.name, NEW]


def test_an_archive_by_path_by_name_or_the_newest(tmp_path, settings):
    settings.BACKUP_FOLDER = tmp_path
    with pytest.raises(BackupError, match="没有备份"):
        taking.opened(None)
    for name in (OLD, NEW):
        (tmp_path / name).write_text(name)
    for named, found in [(None, NEW), (OLD, OLD), (str(tmp_path / OLD), OLD)]:
        with taking.opened(named) as file:
            assert file.read() == found.encode()
    for named in (MIDDLE, "nowhere", "nowhere/../x"):
        with pytest.raises(BackupError, match="无法读取"):
            taking.opened(named)


@pytest.mark.ci
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


@pytest.fixture
def server(monkeypatch):
    """A PostgreSQL that answers whatever it is asked with its version."""
    made = MagicMock(vendor="postgresql", settings_dict={"NAME": "antou", "OPTIONS": {}})
    made.cursor().__enter__().fetchone.return_value = ("170002",)
    monkeypatch.setattr(database, "connection", made)
    return made


def test_a_program_that_is_too_old_is_to_be_replaced_and_another_complaint_told(
    monkeypatch, server
):
    def ended(command, env, **how):
        assert env["LC_ALL"] == "C"
        return CompletedProcess(command, 1, stderr=said[-1])

    said = []
    monkeypatch.setattr(database, "_program", lambda name, major: f"/usr/bin/{name}")
    monkeypatch.setattr(database.subprocess, "run", ended)
    for words, is_old in (
        ("pg_dump: error: aborting because of server version mismatch", True),
        ("pg_restore: error: unsupported version (1.16) in file header", True),
        ("permission denied for table firm_contentversion", False),
    ):
        said.append(words)
        with pytest.raises(BackupError) as refused:
            database._run("pg_dump")
        assert ("同一版本" in str(refused.value)) is is_old
    assert said[-1] in str(refused.value)


def test_a_dump_that_would_fill_the_disk_is_not_begun(server, tmp_path, monkeypatch):
    server.cursor().__enter__().fetchone.return_value = (10**18,)
    monkeypatch.setattr(database.subprocess, "run", pytest.fail)
    with pytest.raises(OSError, match="no room"):
        database.copy(tmp_path)
