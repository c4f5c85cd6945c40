"""Encrypted values: bound to a place and a key, through every door of the ORM and in dumps."""

import copy
import json
import pickle
import uuid
from io import StringIO

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from consult.crypto.fields import (
    DecryptionError,
    EncryptedTextField,
    decrypt,
    encrypt,
)
from consult.models import Consultation, Message, Note
from tests.factories import make_consultation, make_submitted

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def kept():
    return make_consultation(name="王小明", phone="13800000000")[0]


def raw(row, column="name"):
    """The bytes of the database, past the field."""
    table, pk = row._meta.db_table, row._meta.pk.get_db_prep_value(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def overwrite(row, value, column="name"):
    table, pk = row._meta.db_table, row._meta.pk.get_db_prep_value(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_the_database_has_no_plain_text_nor_of_what_looks_sealed(kept):
    assert raw(kept).startswith("enc1:")
    assert "王小明" not in raw(kept)
    assert again(kept).name == kept.name == "王小明"
    assert Consultation.objects.values_list("name", flat=True).get() == raw(kept)
    assert (raw(kept, "city"), again(kept).city) == ("", "")
    assert Consultation.objects.filter(name__isnull=False).count() == 1
    note = Note(consultation=kept, text=raw(kept))
    note.full_clean(exclude=["author"])
    note.save()
    assert again(note).text == raw(kept) != raw(note, "text")


def test_a_value_put_elsewhere_or_forged_does_not_open(kept):
    other, _ = make_consultation(name="李四")
    note = Note.objects.create(pk=kept.pk, consultation=kept, text="备注")
    moved = again(kept)
    moved.pk = uuid.uuid4()
    overwrite(other, raw(kept))  # into another row, another table, another column
    overwrite(note, raw(kept), "text")
    overwrite(kept, raw(kept), "city")
    for row, column in ((other, "name"), (note, "text"), (kept, "city")):
        with pytest.raises(DecryptionError):
            getattr(again(row), column)
    with pytest.raises(DecryptionError):  # under another key
        _ = moved.name
    overwrite(kept, "伪造的内容")
    with pytest.raises(DecryptionError):
        _ = again(kept).name


def test_none_stays_none():
    field = EncryptedTextField(null=True)
    assert field.from_db_value(None, None, connection) is None
    assert field.get_db_prep_save(None, connection) is None


def test_a_search_is_refused():
    for lookup in ["name", "name__contains", "name__in", "name__gt", "name__iregex"]:
        with pytest.raises(FieldError):
            Consultation.objects.filter(**{lookup: "王"}).exists()


def test_nothing_in_bulk_writes_plain_text(kept):
    kept.name = "李四"
    for act in (
        lambda: Consultation.objects.update(name="李四"),
        lambda: Consultation.objects.bulk_update([kept], ["name"]),
    ):
        with pytest.raises(FieldError), transaction.atomic():
            act()
    stale = again(kept)
    assert stale.name == "王小明"
    kept.save()
    stale.refresh_from_db()
    assert stale.name == "李四"
    notes = [Note(consultation=kept, text=text, submission=text) for text in ("甲", "乙")]
    Note.objects.bulk_create(notes)
    assert all(raw(note, "text").startswith("enc1:") for note in notes)
    assert [again(note).text for note in notes] == ["甲", "乙"]


def test_a_value_is_opened_when_it_is_read_and_saved_unopened_without_its_key(kept, settings):
    assert Consultation.objects.defer("name").get().name == "王小明"
    assert Consultation.objects.only("state").get().phone == "13800000000"
    before = raw(kept)
    Consultation.objects.only("state").get().save()
    again(kept).save()  # which was not opened
    assert raw(kept) == before
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    again(kept).save()
    assert raw(kept) == before


def test_a_pickle_of_a_stored_row_holds_no_plain_text(kept):
    stored = again(kept)
    assert stored.name == "王小明"
    assert copy.copy(stored).name == copy.deepcopy(stored).name == "王小明"
    packed = pickle.dumps(stored)
    assert "王小明".encode() not in packed
    assert pickle.loads(packed).name == "王小明"


OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.CONSULT_KEYS = {"old": OLD}


def test_a_text_comes_back_as_it_was():
    for text in ["字", "🐉\u0301\r\n\t", "x" * 100_000, "enc1:old:QUJD", "\x00"]:
        assert decrypt(encrypt(text, "a:1"), "a:1") == text
        assert encrypt(text, "a:1") != encrypt(text, "a:1")


def test_a_lost_key_raises_and_tells_nothing(settings):
    sealed = encrypt("秘密", "consult.note.text:1")
    settings.CONSULT_KEYS = {"new": NEW}
    with pytest.raises(DecryptionError, match=r"^a value of consult\.note\.text does not open$"):
        decrypt(sealed, "consult.note.text:1")


def test_a_changed_value_raises():
    for change in [
        lambda value: value[:-4] + "AAAA",
        lambda value: value.replace("enc1", "enc2"),
        lambda value: value.replace("old", "none"),
        lambda value: value[:12],
        lambda value: "enc1:old:",
        lambda value: "enc1:old:字",
        lambda value: "plain text",
        lambda value: value + ":more",
        lambda value: "",
    ]:
        with pytest.raises(DecryptionError):
            decrypt(change(encrypt("字字字字字字", "a:1")), "a:1")


def dump(*labels):
    out = StringIO()
    call_command("dumpdata", *labels, stdout=out)
    return out.getvalue()


def test_a_dump_holds_no_plain_text_and_loads_also_while_its_key_is_missing(tmp_path, settings):
    kept, _ = make_submitted(name="王小明", question="秘密的问题不能外泄请保密")
    text = dump("consult")
    held = json.dumps(json.loads(text), ensure_ascii=False)
    assert held.count("enc1:") == 3  # name, question, and the names that were compared
    assert not any(word in held for word in ("王小明", "秘密"))
    said = kept.messages.get().text
    (tmp_path / "dump.json").write_text(text, encoding="utf-8")
    for keys in (settings.CONSULT_KEYS, {"other": bytes(range(32))}):
        Consultation.objects.all().delete()
        with override_settings(CONSULT_KEYS=keys):
            call_command("loaddata", tmp_path / "dump.json", verbosity=0)
        assert Consultation.objects.get().name == "王小明"
        assert Message.objects.get().text == said
