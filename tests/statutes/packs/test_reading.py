"""A pack from outside, bent in every way: one sentence that names the place, and nothing stored."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from statutes.models import Statute
from statutes.packs import keys, manifest, moved, reading
from statutes.packs.archive import MANIFEST, MOVED, SIGNATURE, TABLE, PackError
from tests.statutes.packs.made import KEY, members, signed_again, told, zipped
from tests.statutes.rows import TABLE as ROWS
from tests.statutes.rows import sheet

pytestmark = pytest.mark.django_db
TEXT = "texts/00001.json"


def text_with(path, **fields):
    """The text of a pack with other fields."""
    return json.dumps({**json.loads(members(path)[TEXT]), **fields}).encode()


def test_one_that_is_whole_is_read(pack):
    with reading.opened(pack) as found:
        assert found.text("甲法-2020").articles[1] == (2, 0, "", "第二条。")
        assert (len(found.rows), found.signer) == (3, keys.public(KEY))


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert told(tmp_path / "none") == reading.NO_FILE.format(tmp_path / "none")


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
        ({"made": "9999-12-31T23:59:59-23:59"}, manifest.DAMAGED),
        ({"since": "0001-01-01T00:00:00+23:59"}, manifest.DAMAGED),
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
        {"source": {"name": "a", "url": "http://a.cn/", "status": "", "effective_from": None}},
        {"source": {"name": "a", "url": "https://u:p@a.cn/", "status": "", "effective_from": None}},
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


def test_what_a_stranger_wrote_cannot_steer_the_terminal(pack):
    forged = "甲\n签名有效\x1b[2J\u202e\ud800"
    said = json.dumps([{"what": "new", "slug": "x", "words": forged}]).encode()
    signed_again(pack, {MOVED: said}, {"since": "2026-01-01T00:00:00+00:00"})
    with reading.opened(pack) as found:
        assert str(found.moved[0]) == "新增：甲 签名有效?[2J??"
    signed_again(pack, {TABLE: f"网址名称,{forged[:-1]}".encode()})
    assert told(pack).isprintable()


def test_nothing_of_a_bent_pack_is_stored(pack):
    before = list(Statute.objects.values())
    told(signed_again(pack, {TEXT: b"{"}))
    assert list(Statute.objects.values()) == before
