"""A pack from outside, bent in every way: one sentence that names the place, and nothing stored."""

import json
import struct
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from statutes.models import Statute
from statutes.packs import archive, keys, manifest, moved, reading
from statutes.packs.archive import MANIFEST, MOVED, SIGNATURE, TABLE, PackError
from statutes.services import table
from tests.statutes.packs.made import KEY, built, give_text, members, signed_again, zipped
from tests.statutes.rows import TABLE as ROWS
from tests.statutes.rows import sheet

pytestmark = pytest.mark.django_db
TEXT = "texts/00001.json"


@pytest.fixture
def pack(tmp_path):
    table.apply(rows=ROWS, version=ROWS[0].promulgated, own=False)
    give_text("甲法-2020", "第一款。", "第二条。")
    return built(tmp_path)


def told(path):
    """Why it is refused."""
    with pytest.raises(PackError) as error, reading.opened(path):
        pass
    return str(error.value)


def text_with(path, **fields):
    """The text of a pack with other fields."""
    return json.dumps({**json.loads(members(path)[TEXT]), **fields}).encode()


def test_one_that_is_whole_is_read(pack):
    with reading.opened(pack) as found:
        assert found.text("甲法-2020").articles[1] == (2, 0, "", "第二条。")
        assert (len(found.rows), found.signer) == (3, keys.public(KEY))


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert told(tmp_path / "none") == reading.NO_FILE.format(tmp_path / "none")


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


def test_one_byte_that_was_changed_is_noticed_or_changes_nothing(pack):
    content, passed = pack.read_bytes(), 0
    for at in range(0, len(content), 7):
        pack.write_bytes(content[:at] + bytes([content[at] ^ 0x21]) + content[at + 1 :])
        try:
            with reading.opened(pack) as found:
                assert found.rows.keys() == {row.slug for row in ROWS}
                assert found.text("甲法-2020").articles[1][3] == "第二条。"
                passed += 1
        except PackError:
            continue
    assert passed < len(content) / 7 / 2  # days and versions in the headers of the ZIP


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE, TABLE, TEXT])
def test_what_is_missing_is_named(pack, name):
    content = members(pack)
    del content[name]
    assert name in told(zipped(pack, content))


def test_a_member_that_was_exchanged_is_named(pack):
    content = members(pack)
    content[TEXT] = content[TEXT].replace("第二条".encode(), "第三条".encode())
    assert told(zipped(pack, content)) == manifest.CHANGED.format(TEXT)


def test_a_manifest_that_was_changed_does_not_fit_its_signature(pack):
    content = members(pack)
    content[MANIFEST] = content[MANIFEST].replace(b'"format": 1', b'"format":  1')
    assert told(zipped(pack, content)) == keys.FORGED


def test_the_signature_of_another_key_does_not_fit(pack):
    content = members(pack)
    other = keys.sign(Ed25519PrivateKey.generate(), content[MANIFEST]).split(b" ")[1]
    content[SIGNATURE] = content[SIGNATURE].split(b" ")[0] + b" " + other
    assert told(zipped(pack, content)) == keys.FORGED


@pytest.mark.parametrize("said", [b"", b"x", b"0" * 64, b"0" * 64 + b" " + b"0" * 128, b"\xff"])
def test_a_signature_that_is_none_is_told(pack, said):
    assert told(zipped(pack, {**members(pack), SIGNATURE: said})) == keys.NO_SIGNATURE


def test_a_key_that_is_no_point_is_forged(pack):
    said = b"f" * 64 + b" " + b"0" * 128 + b"\n"
    assert told(zipped(pack, {**members(pack), SIGNATURE: said})) == keys.FORGED


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"format": 2}, manifest.NEWER_FORMAT.format(2, 1)),
        ({"format": "1"}, manifest.DAMAGED),
        ({"format": True}, manifest.DAMAGED),
        ({"made": "gestern"}, manifest.DAMAGED),
        ({"made": "2026-01-01T00:00:00"}, manifest.DAMAGED),
        ({"made": 5}, manifest.DAMAGED),
        ({"day": "2026-02-30"}, manifest.DAMAGED),
        ({"since": "never"}, manifest.DAMAGED),
        ({"members": []}, manifest.DAMAGED),
        ({"members": {TABLE: {"size": -1, "sha256": "0" * 64}}}, manifest.DAMAGED),
        ({"members": {TABLE: {"size": 1, "sha256": 5}}}, manifest.DAMAGED),
        ({"made": "2999-01-01T00:00:00+00:00"}, "在将来"),
        ({"day": "2999-01-01"}, "在将来"),
        ({"since": "2020-01-01T00:00:00+00:00"}, MOVED),
    ],
)
def test_a_manifest_that_says_nonsense_is_told(pack, said, words):
    assert words in told(signed_again(pack, said=said))


@pytest.mark.parametrize("said", [b"", b"[]", b"5", b"{}", b"[" * 60_000, b"\xff"])
def test_a_manifest_that_is_none_is_told(pack, said):
    content = members(pack) | {MANIFEST: said, SIGNATURE: keys.sign(KEY, said)}
    assert told(zipped(pack, content)) == manifest.DAMAGED


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


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "文件是空的"),
        (b"a,b\n", "第一行应当是表头"),
        (sheet("甲,乙").encode(), "第2行"),
        (b"\x00", "CSV"),
    ],
)
def test_a_table_that_is_none_names_the_line(pack, content, place):
    said = told(signed_again(pack, {TABLE: content}))
    assert TABLE in said
    assert place in said


@pytest.mark.parametrize(
    "fields",
    [
        {"slug": ""},
        {"slug": 5},
        {"preamble": None},
        {"preamble": "\x00"},
        {"annex": "\ud800"},
        {"more": 1},
        {"articles": {}},
        {"articles": [[1, 0, "", "一"], [1, 0, "", "二"]]},
        {"articles": [[2, 0, "", "一"], [1, 0, "", "二"]]},
        {"articles": [[0, 0, "", "一"]]},
        {"articles": [[1, -1, "", "一"]]},
        {"articles": [[10**9, 0, "", "一"]]},
        {"articles": [[True, 0, "", "一"]]},
        {"articles": [[1, 0, "", 5]]},
        {"articles": [[1, 0, "x" * 201, "一"]]},
        {"articles": [[1, 0, "", "一", 5]]},
        {"articles": [5]},
        {"source": {}},
        {"source": {"name": "a", "url": "javascript:x", "status": "", "effective_from": None}},
        {"source": {"name": "a", "url": "", "status": "good", "effective_from": None}},
        {"source": {"name": "a", "url": "", "status": "", "effective_from": "soon"}},
    ],
)
def test_a_text_that_is_none_names_the_member(pack, fields):
    changed = {TEXT: text_with(pack, **fields)}
    assert told(signed_again(pack, changed)) == reading.NO_TEXT.format(TEXT)


@pytest.mark.parametrize("content", [b"", b"5", b"{", b"[" * 60_000, b"\xff"])
def test_what_is_no_json_names_the_member(pack, content):
    assert told(signed_again(pack, {TEXT: content})) == reading.NO_TEXT.format(TEXT)


def test_a_text_without_its_row_is_told(pack):
    changed = {TEXT: text_with(pack, slug="丁法-1")}
    assert told(signed_again(pack, changed)) == reading.NO_ROW.format(TEXT, "丁法-1")


def test_two_texts_of_one_row_are_told(pack):
    other = "texts/00002.json"
    said = told(signed_again(pack, {other: members(pack)[TEXT]}))
    assert said == reading.TWO_TEXTS.format(TEXT, other)


@pytest.mark.parametrize(
    "said", [b"", b"5", b"[5]", b'[{"what": "new"}]', b'[{"what":"x","slug":"","words":""}]']
)
def test_what_moved_must_make_sense(pack, said):
    since = {"since": "2020-01-01T00:00:00+00:00"}
    assert told(signed_again(pack, {MOVED: said}, since)) == moved.DAMAGED


def test_nothing_of_a_bent_pack_is_stored(pack):
    before = list(Statute.objects.values())
    told(signed_again(pack, {TEXT: b"{"}))
    assert list(Statute.objects.values()) == before
