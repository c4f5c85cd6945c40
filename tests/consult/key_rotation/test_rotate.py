"""A new key in front, and everything sealed under it while the site runs."""

import io
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.formats import date_format

from consult import key_rotation, lifecycle, services
from consult.conflicts import blind_indexes
from consult.crypto import keys, receipt_codes
from consult.files import attachments
from consult.management.commands import rotate_consult_keys as command
from consult.models import (
    Attachment,
    Consultation,
    ConsultKey,
    KnownName,
    KnownParty,
    Message,
    OpponentName,
)
from tests.consult.posting import enter
from tests.factories import make_staff
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OLD, NEW = bytes(range(32)), bytes(range(32, 64))
PERSON = {"name": "王小明", "phone": "13800000000", "opponent": "对方公司"}


@pytest.fixture(autouse=True)
def _old_key(settings):
    settings.CONSULT_KEYS = {"k1": OLD}


@pytest.fixture
def kept():
    consultation, code = make_consultation(**PERSON, city="云澜", email="a@example.com")
    known = {"consultation": consultation, "user": make_staff()}
    services.add_note(**known, text="备注", token="n")
    services.save_draft(**known, text="草稿")
    return consultation, code


@pytest.fixture
def party(kept):
    party = KnownParty.objects.create(name="青石公司", former_names="老青石公司", role="client")
    for name in ("青石公司", "老青石公司"):
        KnownName.objects.create(party=party, index=blind_indexes.index_of_name(name))
    return party


@pytest.fixture
def new_key(kept, settings):
    settings.CONSULT_KEYS = {"k2": NEW, "k1": OLD}


def rotate(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("rotate_consult_keys", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue() + err.getvalue()


def stored():
    """Every encrypted value that the database has, past the field."""
    with connection.cursor() as cursor:
        for model, columns in key_rotation.encrypted_models().items():
            for column in columns:
                cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE {column} <> ''")
                yield from (value for (value,) in cursor.fetchall())


def test_everything_is_encrypted_under_the_new_key_and_found_and_reads_the_same(
    party, kept, new_key, client, settings
):
    before = list(stored())
    code, said = rotate("--dry-run")
    assert (code, list(stored())) == (0, before)
    assert is_told("k1", said, encrypted=20)
    code, said = rotate()
    assert code == 0
    values = list(stored())
    # Beside the values: four indexes of the consultation, its short names as one, and the names
    # of the party as one.
    assert command.ROTATED.format("k2", len(values) + 6) in said
    assert len(values) == 11
    assert all(value.startswith("enc1:k2:") for value in values)
    consultation = Consultation.objects.get()
    assert (consultation.name, consultation.city) == ("王小明", "云澜")
    assert (consultation.notes.get().text, consultation.drafts.get().text) == ("备注", "草稿")
    assert KnownParty.objects.get().former_names == "老青石公司"
    assert command.ROTATED.format("k2", 0) in rotate()[1]  # nothing is left to do
    assert list(stored()) == values
    assert services.find_by_code(code=kept[1]) == kept[0]  # an old code opens its thread
    assert enter(client, kept[1]).status_code == 302
    assert len(receipt_codes.possible_hashes("1" * 16)) == 2
    assert [need.key_id for need in key_rotation.needs()] == ["k1"]
    settings.CONSULT_KEYS = {"k2": NEW}
    consultation = Consultation.objects.get()
    assert consultation.name_index in blind_indexes.indexes_of_name(" 王小明")
    assert consultation.opponent_index in blind_indexes.indexes_of_name("对方公司")
    assert consultation.phone_index.startswith("k2:")
    found = KnownName.objects.filter(index__in=blind_indexes.indexes_of_name("老青石公司"))
    assert found.get().party == party
    assert KnownName.objects.count() == 2


@pytest.fixture
def with_file(settings):
    content = io.BytesIO(b"page one\n" * 20_000)
    file = attachments.CheckedFile("证据.txt", "txt", len(content.getvalue()), content)
    return make_consultation(files=[file])[0]


def read(attachment):
    return b"".join(attachments.chunks(attachment))


def stored_files(settings):
    place = settings.STORAGES["private"]["OPTIONS"]["location"]
    return [one.name for one in place.rglob("*") if one.is_file()]


def test_files_are_written_anew_and_open_under_the_new_key_alone(
    with_file, settings, django_capture_on_commit_callbacks
):
    before = stored_files(settings)
    settings.CONSULT_KEYS = {"k2": NEW, "k1": OLD}
    with django_capture_on_commit_callbacks(execute=True):
        assert rotate()[0] == 0
    settings.CONSULT_KEYS = {"k2": NEW}
    attachment = Attachment.objects.get()
    assert (attachment.key_id, attachment.name) == ("k2", "证据.txt")
    assert read(attachment) == b"page one\n" * 20_000
    assert len(stored_files(settings)) == 1
    assert stored_files(settings) != before


def test_a_storage_of_tombstones_that_is_away_is_told(kept, settings, monkeypatch):
    services.erase_now(consultation=kept[0])
    monkeypatch.setattr(lifecycle, "complete", lambda: 1 / 0)
    settings.CONSULT_KEYS = {"k2": NEW, "k1": OLD}
    told = [*key_rotation.rotate()][-1]
    assert told.stuck == ["erasures (ZeroDivisionError)"]


def test_a_file_that_cannot_be_read_is_named_and_keeps_its_key(with_file, settings):
    place = settings.STORAGES["private"]["OPTIONS"]["location"]
    settings.STORAGES["private"]["OPTIONS"]["location"] = place / "elsewhere"
    settings.STORAGES = dict(settings.STORAGES)
    settings.CONSULT_KEYS = {"k2": NEW, "k1": OLD}
    code, said = rotate()
    assert (code, "consult.attachment:" in said) == (1, True)
    assert is_told("k1", said, encrypted=1)
    assert Attachment.objects.get().key_id == "k1"


def is_told(key_id, said, **needed):
    """Whether it is said what a key is still needed for, and that is as much as expected."""
    need = key_rotation.need_of(key_id)
    assert {name: getattr(need, name) for name in needed} == needed
    return command.describe(need) in said


def test_an_old_key_is_needed_for_codes_until_the_last_is_erased(kept, new_key):
    code, said = rotate()
    assert code == 0
    assert is_told("k1", said, encrypted=0, codes=1, undated=1)
    services.close(consultation=kept[0], user=make_staff())
    _, said = rotate()
    last = Consultation.objects.get().purge_on
    assert is_told("k1", said, codes=1, undated=0, last=last)
    assert f"{date_format(last)}" in said


def test_once_nothing_needs_a_key_it_may_go(kept, new_key, settings):
    services.erase_now(consultation=kept[0])
    code, said = rotate()
    assert (code, command.RELEASED.format("k1") in said) == (0, True)
    settings.CONSULT_KEYS = {"k2": NEW}
    keys.look_again()
    assert keys.ready()
    assert not ConsultKey.objects.filter(key_id="k1").exists()


def test_a_key_removed_too_early_is_told_and_its_loss_can_be_accepted(kept, settings):
    before = list(stored())
    settings.CONSULT_KEYS = {"k2": NEW}
    with pytest.raises(CommandError, match=keys.MISSING.format("k1")):
        rotate()
    assert list(stored()) == before
    need = key_rotation.need_of("k1")
    code, said = rotate("--forget", "k1")
    assert (code, command.GIVEN_UP.format("k1", need.encrypted, 1) in said) == (0, True)
    assert keys.ready()
    assert make_consultation()[0].events.count() == 1


def test_a_value_that_does_not_open_stops_no_other_and_is_named(kept, new_key):
    place = f"consult.note.text:{kept[0].notes.get().pk}"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consult_note SET text = 'enc1:k1:AAAA'")
    code, said = rotate()
    assert (code, place in said) == (1, True)
    assert is_told("k1", said, encrypted=1)
    assert Message.objects.get().text == kept[0].messages.get().text


@pytest.mark.parametrize(("given", "why"), [("k1", command.NOT_LOST), ("k9", command.UNKNOWN)])
def test_a_key_that_is_there_or_unknown_is_not_given_up(kept, given, why):
    with pytest.raises(CommandError, match=why.format(given)):
        rotate("--forget", given)
    assert ConsultKey.objects.filter(key_id="k1").exists()


def test_ids_that_differ_in_case_alone_are_two_keys(kept, settings):
    services.erase_now(consultation=kept[0])
    make_consultation(opponent="青石公司、王五")
    settings.CONSULT_KEYS = {"K1": NEW, "k1": OLD}
    rotate()
    assert {value[:8] for value in stored()} == {"enc1:K1:"}
    indexes = OpponentName.objects.values_list("index", flat=True)
    assert {index.split(":")[0] for index in indexes} == {"K1"}
