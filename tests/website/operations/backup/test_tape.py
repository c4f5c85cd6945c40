"""The archive itself: every member in it and none beside, names that stay in their folders."""

import io
import json
import tarfile

import pytest

from website.operations.backup import manifest, tape
from website.operations.backup.errors import BackupError
from website.operations.backup.manifest import Manifest

LONG = "media/" + "图" * 150 + ".jpg"
FILES = {"database.sqlite3": b"rows" * 1000, "media/a/b.jpg": b"", LONG: b"x" * 513}


def make(**known):
    base = {
        "made_at": "2026-11-28T03:00:00+08:00", "version": "1", "engine": "sqlite",
        "database": "database.sqlite3", "migrations": [], "consult_keys": {}, "secret_key": "",
    }  # fmt: skip
    return Manifest(**{**base, **known})


def archive(files=FILES, told=None, change=lambda told: None):
    told = told or make()
    chunks = [
        chunk
        for name, data in files.items()
        for chunk in tape.member(told, name, len(data), io.BytesIO(data))
    ]
    change(told)
    return b"".join([*chunks, *tape.end(told)])


class Kept(io.BytesIO):
    """A file whose content is there after it was closed."""

    def close(self):
        self.data = self.getvalue()
        super().close()


def unwind(data):
    files = {}

    def sink(name):
        files[name] = Kept()
        return files[name]

    told = tape.unwind(io.BytesIO(data), sink)
    return told, {name: file.data for name, file in files.items()}


def test_what_went_in_comes_out():
    told, files = unwind(archive())
    assert files == FILES
    assert told.counts() == {"erasures": 0, "media": 2, "private": 0}
    assert told.size == 4513


def test_any_tar_reads_it():
    with tarfile.open(fileobj=io.BytesIO(archive())) as tar:
        assert tar.getnames() == [*FILES, "manifest.json"]
        assert json.load(tar.extractfile("manifest.json"))["counts"]["media"] == 2


def test_an_archive_without_its_manifest_is_not_whole():
    whole = archive()
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        cut = whole[: tar.getmember("manifest.json").offset]
    for data in (cut, cut + bytes(1024), b"", whole[:600], b"junk" * 500):
        with pytest.raises(BackupError, match="不完整"):
            unwind(data)


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.members.update({"media/a/b.jpg": (0, "0" * 64)}),
        lambda told: told.members.update({"media/c.jpg": (0, "0" * 64)}),
        lambda told: told.members.pop(LONG),
        lambda told: setattr(told, "database", "database.dump"),
        lambda told: setattr(told, "made_at", "yesterday"),
    ],
    ids=["sum", "missing", "beside", "database", "date"],
)
def test_what_differs_from_the_manifest_is_found(change):
    with pytest.raises(BackupError, match="不完整"):
        unwind(archive(change=change))


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../x", "media/../secrets/x", "secrets/secret_key", "db.sqlite3", "media//x"],
)
def test_no_member_is_put_outside_its_folder(name):
    with pytest.raises(BackupError, match="不完整"):
        unwind(archive({**FILES, name: b"x"}))


def test_links_are_refused():
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        info = tarfile.TarInfo("media/link")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(BackupError, match="不完整"):
        unwind(made.getvalue())


def test_the_format_of_a_later_release_is_named():
    with pytest.raises(BackupError, match="格式较新"):
        unwind(archive(told=make(format=manifest.FORMAT + 1)))


def test_a_file_that_grew_is_taken_as_it_was_and_one_that_shrank_is_refused():
    told = make()
    chunks = tape.member(told, "media/x", 3, io.BytesIO(b"12345"))
    assert b"".join(chunks)[512:515] == b"123"
    with pytest.raises(BackupError, match="变短"):
        list(tape.member(told, "media/x", 9, io.BytesIO(b"12345")))


def test_keys_that_are_missing_or_others_are_named(settings):
    settings.CONSULT_KEYS = {"k1": b"1" * 32, "k2": b"2" * 32}
    told = make(consult_keys=manifest.fingerprints())
    assert told.wrong_keys() == []
    settings.CONSULT_KEYS = {"k2": b"x" * 32}
    assert told.wrong_keys() == ["k1", "k2"]
    assert b"2222" not in told.to_bytes()
