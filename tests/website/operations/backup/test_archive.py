"""The archive itself: all that belongs in it, names that stay in their folders."""

import io
import json
import tarfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from website.operations.backup import BackupError, archive
from website.operations.backup.archive import Manifest

LONG = "images/" + "图" * 80 + ".jpg"
FILES = {"a/b.jpg": b"", LONG: b"x" * 513}


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


def test_what_went_in_comes_out(made, tmp_path):
    told, names = read(made, tmp_path)
    assert names == {
        "database.sqlite3", "media/a/b.jpg", f"media/{LONG}", "erasures/one", "erasures/two",
    }  # fmt: skip
    assert told.counts == {"erasures": 2, "media": 2, "private": 0}
    assert told.size == 4000 + 513 + 2
    assert (tmp_path / "media" / LONG).read_bytes() == b"x" * 513


def test_only_what_is_wanted_is_unpacked(made, tmp_path):
    read(made, tmp_path / "to", ("database.",))
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["database.sqlite3"]


def test_any_tar_reads_it_and_what_was_erased_is_last(made):
    with tarfile.open(fileobj=io.BytesIO(made)) as tar:
        names = tar.getnames()
    assert names[0] == "database.sqlite3"
    assert names[-3:] == ["erasures/one", "erasures/two", "manifest.json"]


def test_a_file_that_is_deleted_meanwhile_is_left_out(stored, monkeypatch, tmp_path):
    monkeypatch.setattr(archive, "names", lambda place: {"media": ["gone", LONG]}.get(place, []))
    told = described()
    make(tmp_path, told)
    assert told.counts["media"] == 1


def test_a_file_that_cannot_be_read_ends_it(stored, monkeypatch, tmp_path):
    def away(*_):
        raise ConnectionError

    monkeypatch.setattr(stored["default"], "open", away)
    with pytest.raises(BackupError, match="无法读取"):
        make(tmp_path)


def test_an_archive_without_its_manifest_is_not_whole(made, tmp_path):
    with tarfile.open(fileobj=io.BytesIO(made)) as tar:
        cut = made[: tar.getmember("manifest.json").offset]
    for data in (cut, cut + bytes(1024), b"", made[:600], b"junk" * 500):
        with pytest.raises(BackupError, match="不完整"):
            read(data, tmp_path)


@pytest.mark.parametrize(
    "manifest",
    [
        {"counts": {"media": 3, "private": 0, "erasures": 2}},
        {"engine": "postgresql"},
        {"engine": "oracle"},
        {"made_at": "yesterday"},
    ],
    ids=str,
)
def test_what_differs_from_the_manifest_is_found(made, tmp_path, manifest):
    with pytest.raises(BackupError, match="不完整"):
        read(again(made, **manifest), tmp_path)


def test_a_later_release_may_say_more(made, tmp_path):
    assert read(again(made, more=1), tmp_path)[0].engine == "sqlite"


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../x", "media/../secrets/x", "secrets/secret_key", "db.sqlite3", "media//x"],
)
def test_no_member_is_put_outside_its_folder(made, tmp_path, name):
    info = tarfile.TarInfo(name)
    with pytest.raises(BackupError, match="不完整"):
        read(again(made, lambda tar: tar.addfile(info)), tmp_path / "in")


def test_links_are_refused(made, tmp_path):
    info = tarfile.TarInfo("media/link")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with pytest.raises(BackupError, match="不完整"):
        read(again(made, lambda tar: tar.addfile(info)), tmp_path)


def test_keys_that_are_missing_or_others_are_named(settings):
    settings.CONSULT_KEYS = {"k1": b"1" * 32, "k2": b"2" * 32}
    told = described(consult_keys=archive.fingerprints())
    assert told.wrong_keys() == []
    settings.CONSULT_KEYS = {"k2": b"x" * 32}
    assert told.wrong_keys() == ["k1", "k2"]
    assert "2222" not in str(told.consult_keys)
