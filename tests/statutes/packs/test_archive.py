"""The ZIP that a pack is, bent in every way: refused before it is unpacked."""

import struct
import zipfile

import pytest

from statutes.packs import archive
from statutes.packs.archive import MANIFEST, SIGNATURE, TABLE
from tests.statutes.packs.made import members, signed_again, told

pytestmark = pytest.mark.django_db
TEXT = "texts/00001.json"


@pytest.mark.parametrize("length", [0, 1, 21, 22, 300, -1, -100])
def test_a_file_that_is_cut_off_is_no_pack(pack, length):
    pack.write_bytes(pack.read_bytes()[:length])
    assert told(pack) == archive.NO_PACK


def test_something_behind_the_end_is_no_pack(pack):
    pack.write_bytes(pack.read_bytes() + b"x" * 40)
    assert told(pack) == archive.NO_PACK


@pytest.mark.parametrize("content", [b"", b"x" * 1000, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_is_no_pack(tmp_path, content):
    path = tmp_path / "one"
    path.write_bytes(content)
    assert told(path) in {archive.NO_PACK, archive.MISSING.format(MANIFEST)}


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/passwd",
        "texts/../x.json",
        "texts/1.json",
        "texts/",
        "x.txt",
        "a\\b",
        "Texts/00001.json",
    ],
)
def test_a_member_that_no_pack_has_is_named(pack, name):
    said = told(signed_again(pack, {name: b"x"}))
    assert said == archive.STRANGE.format(name)


def test_a_link_is_no_member(pack):
    content = members(pack)
    with zipfile.ZipFile(pack, "w") as file:
        for name, one in content.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o120777 if name == TEXT else 0o100644) << 16
            file.writestr(info, one)
    assert told(pack) == archive.STRANGE.format(TEXT)


def test_a_name_that_comes_twice_is_told(pack):
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(pack, "a") as file:
        file.writestr(TEXT, b"x")
    assert told(pack) == archive.TWICE.format(TEXT)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_rare_compression_is_told(pack, method):
    content = members(pack)
    with zipfile.ZipFile(pack, "w", method) as file:
        for name, one in content.items():
            file.writestr(name, one)
    assert told(pack) == archive.STRANGE.format(TABLE)


def test_a_member_with_a_password_is_told(pack):
    content = bytearray(pack.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 0x1)
    pack.write_bytes(content)
    assert told(pack) == archive.STRANGE.format(SIGNATURE)


def test_a_bomb_is_not_unpacked(pack):
    assert told(signed_again(pack, {TEXT: b" " * 7_000_000})) == archive.TOO_MUCH.format(TEXT)


def test_a_member_that_is_too_large_is_not_read(pack, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_MEMBER", 300)
    assert told(pack) == archive.TOO_MUCH.format(TABLE)


def test_all_together_may_not_be_too_large(pack, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_WHOLE", 300)
    assert told(pack) == archive.TOO_MUCH.format("全部内容合计")


def test_a_file_that_is_too_large_is_not_read(pack, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST", 300)
    assert told(pack) == archive.TOO_LARGE


def test_a_directory_that_is_too_long_is_not_read(pack, monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    monkeypatch.setattr(archive.zipfile, "ZipFile", None)
    assert told(pack) == archive.NO_PACK


def test_a_directory_of_64_bits_is_not_followed(pack):
    content = pack.read_bytes()
    end = archive.END_LENGTH
    pack.write_bytes(content[:-end] + archive.ZIP64 + bytes(16) + content[-end:])
    assert told(pack) == archive.NO_PACK
