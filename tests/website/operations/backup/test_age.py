"""The encryption: a stream that only the private key opens, and only while it is whole."""

import io
import os
import stat
import threading

import pytest

from website.operations.backup import BackupError, age

TEXT = os.urandom(200_000)  # three blocks of age and a bit


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


def read(data, path):
    with age.decrypted(io.BytesIO(data), age.identities(path)) as plain:
        return plain.read()


def test_what_was_sealed_opens_with_the_private_key(pair, sealed):
    assert TEXT[:50] not in sealed
    assert read(sealed, pair[0]) == TEXT


def test_each_of_several_keys_opens(pair, tmp_path):
    other = age.make_key(tmp_path / "other")
    data = seal(TEXT, [pair[1], other])
    assert read(data, pair[0]) == read(data, tmp_path / "other") == TEXT


def test_another_key_is_told_from_a_broken_file(sealed, tmp_path):
    age.make_key(tmp_path / "other")
    with pytest.raises(BackupError, match="私钥与这份备份不匹配"):
        read(sealed, tmp_path / "other")


@pytest.mark.parametrize("left", [0, 10, 300, 70_000, 131_600, -1])
def test_a_file_that_was_cut_is_refused(pair, sealed, left):
    with pytest.raises(BackupError, match="不完整或者已损坏"):
        read(sealed[:left], pair[0])


@pytest.mark.parametrize("place", [30, 400, 100_000, -1])
def test_a_byte_that_was_changed_is_found(pair, sealed, place):
    data = bytearray(sealed)
    data[place] ^= 1
    with pytest.raises(BackupError, match="不完整或者已损坏|不匹配"):
        read(bytes(data), pair[0])


def test_a_cut_is_found_also_by_a_reader_that_stops_before_it(pair, sealed):
    with (
        pytest.raises(BackupError, match="不完整"),
        age.decrypted(io.BytesIO(sealed[:-1]), age.identities(pair[0])) as plain,
    ):
        plain.read(10)


def test_what_a_reader_raises_is_raised_and_the_thread_ends(pair, sealed):
    def stop():
        with age.decrypted(io.BytesIO(sealed), age.identities(pair[0])) as plain:
            plain.read(10)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stop()
    assert "age" not in {thread.name for thread in threading.enumerate()}


def test_what_the_source_and_the_file_raise_is_not_hidden(pair):
    def stop():
        with age.encrypted(io.BytesIO(), [pair[1]]) as plain:
            plain.write(b"x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stop()
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="no room"):
        seal(TEXT * 10, [pair[1]], full)
    assert "age" not in {thread.name for thread in threading.enumerate()}


def test_a_private_key_is_for_its_owner_and_never_overwritten(pair):
    path, public = pair
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert f"public key: {public}" in path.read_text()
    with pytest.raises(BackupError, match="已经存在"):
        age.make_key(path)


@pytest.mark.parametrize("text", ["", "# nothing\n", "AGE-SECRET-KEY-1QQ\n", "age1qq", "\udcff"])
def test_a_file_without_a_private_key_is_refused_and_not_shown(tmp_path, text):
    path = tmp_path / "key"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(BackupError, match="私钥") as told:
        age.identities(path)
    assert "QQ" not in str(told.value)


def test_a_backup_for_nobody_is_refused():
    with pytest.raises(BackupError, match="--new-key"):
        seal(b"x", [])
