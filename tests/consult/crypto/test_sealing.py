"""Encrypted values: round trip, bound to a place, keys, tampering."""

import pytest

from consult.crypto.fields import DecryptionError, decrypt, encrypt, keyed_hashes

pytestmark = pytest.mark.django_db
OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.CONSULT_KEYS = {"old": OLD}


@pytest.mark.parametrize("text", ["字", "🐉\u0301\r\n\t", "x" * 100_000, "enc1:old:QUJD", "\x00"])
def test_a_text_comes_back_as_it_was(text):
    assert decrypt(encrypt(text, "a:1"), "a:1") == text
    assert encrypt(text, "a:1") != encrypt(text, "a:1")


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    before = encrypt("字", "a:1")
    settings.CONSULT_KEYS = {"new": NEW, "old": OLD}
    assert decrypt(before, "a:1") == "字"
    assert encrypt("字", "a:1").startswith("enc1:new:")


def test_a_lost_key_raises_and_tells_nothing(settings):
    sealed = encrypt("秘密", "consult.note.text:1")
    settings.CONSULT_KEYS = {"new": NEW}
    with pytest.raises(DecryptionError, match=r"^a value of consult\.note\.text does not open$"):
        decrypt(sealed, "consult.note.text:1")


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value[:-4] + "AAAA",
        lambda value: value.replace("enc1", "enc2"),
        lambda value: value.replace("old", "none"),
        lambda value: value[:12],
        lambda value: "enc1:old:",
        lambda value: "enc1:old:字",
        lambda value: "plain text",
        lambda value: value + ":more",
        lambda value: "",
    ],
)
def test_a_changed_value_raises(change):
    with pytest.raises(DecryptionError):
        decrypt(change(encrypt("字字字字字字", "a:1")), "a:1")


def test_there_is_a_keyed_hash_under_each_key_the_newest_first(settings):
    before = keyed_hashes("code", "1")
    assert before != keyed_hashes("message", "1")
    settings.CONSULT_KEYS = {"new": NEW, "old": OLD}
    after = keyed_hashes("code", "1")
    assert [one.split(":")[0] for one in after] == ["new", "old"]
    assert after[1:] == before
    assert after[0].split(":")[1] != after[1].split(":")[1]
