"""The encrypted field through every door of the ORM."""

import copy
import pickle
import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from consult.crypto.fields import DecryptionError, EncryptedTextField
from consult.models import Consultation, Note
from tests.factories import make_consultation

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


def test_the_database_has_no_plain_text(kept):
    assert raw(kept).startswith("enc1:")
    assert "王小明" not in raw(kept)
    assert again(kept).name == kept.name == "王小明"
    assert Consultation.objects.values_list("name", flat=True).get() == raw(kept)
    assert (raw(kept, "city"), again(kept).city) == ("", "")
    assert Consultation.objects.filter(name__isnull=False).count() == 1


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


@pytest.mark.parametrize(
    "lookup", ["name", "name__contains", "name__in", "name__gt", "name__iregex"]
)
def test_a_search_is_refused(lookup):
    with pytest.raises(FieldError):
        Consultation.objects.filter(**{lookup: "王"}).exists()


def test_no_update_in_bulk_writes_plain_text(kept):
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


def test_bulk_create_seals(kept):
    notes = [Note(consultation=kept, text=text, submission=text) for text in ("甲", "乙")]
    Note.objects.bulk_create(notes)
    assert all(raw(note, "text").startswith("enc1:") for note in notes)
    assert [again(note).text for note in notes] == ["甲", "乙"]


def test_a_deferred_value_is_opened_when_it_is_read(kept):
    assert Consultation.objects.defer("name").get().name == "王小明"
    assert Consultation.objects.only("state").get().phone == "13800000000"
    before = raw(kept)
    Consultation.objects.only("state").get().save()
    again(kept).save()  # which was not opened
    assert raw(kept) == before


def test_an_unopened_row_can_be_saved_without_its_key(kept, settings):
    before = raw(kept)
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


def test_text_that_looks_sealed_is_sealed_like_any_other(kept):
    note = Note(consultation=kept, text=raw(kept))
    note.full_clean(exclude=["author"])
    note.save()
    assert again(note).text == raw(kept) != raw(note, "text")
