"""Rotation beside a site that is in use, and a rotation that is cut off half-way."""

import pytest

from consult import key_rotation, services
from consult.crypto import keys
from consult.models import Consultation, Message, Note
from tests.factories import make_staff
from tests.factories import make_submitted as make_consultation
from tests.threads import aside, together

pytestmark = pytest.mark.engine

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
MANY = 12


@pytest.fixture
def kept(transactional_db, settings):
    settings.CONSULT_KEYS = {"k1": OLD}
    return [make_consultation(name=f"咨询人{number}") for number in range(MANY)]


@pytest.fixture
def lawyer(transactional_db):
    return make_staff()


@pytest.fixture
def new_key(kept, settings):
    settings.CONSULT_KEYS = {"k2": NEW, "k1": OLD}


def rotate():
    return [progress.done for progress in key_rotation.rotate()]


def fresh():
    rows = Message.objects.values_list("text", flat=True)
    return [value.split(":")[1] for value in rows]


def test_what_is_written_meanwhile_is_neither_lost_nor_left_out(
    kept, new_key, lawyer, shared_database, monkeypatch
):
    monkeypatch.setattr(key_rotation, "BATCH", 3)

    def write(number, consultation):
        services.client_message(consultation=consultation, text=f"补充{number}", token="c")
        services.add_note(consultation=consultation, user=lawyer, text="备注", token="n")

    def many():
        for number, (consultation, _) in enumerate(kept):
            write(number, consultation)

    together(rotate, many, rotate)
    assert aside(lambda: Message.objects.count()) == 2 * MANY
    assert set(aside(fresh)) == {"k2"}
    texts = aside(lambda: {one.text for one in Message.objects.all()})
    assert {f"补充{number}" for number in range(MANY)} < texts
    assert aside(lambda: {one.text for one in Note.objects.all()}) == {"备注"}


def test_a_value_that_was_changed_since_it_was_read_is_not_overwritten(kept, new_key):
    note = Note.objects.create(consultation=kept[0][0], text="第一稿")
    key, old = note.pk, Note.objects.values_list("text", flat=True).get()
    note.text = "第二稿"
    note.save()
    key_rotation._reseal_row(
        Note, {"pk": key, "text": old}, progress := key_rotation.RotationProgress()
    )
    assert progress.done == 0
    assert Note.objects.get().text == "第二稿"


def test_cut_off_half_way_and_run_again_it_ends_well(kept, new_key, monkeypatch):
    monkeypatch.setattr(key_rotation, "BATCH", 1)
    cut = key_rotation.rotate()
    while "k2" not in beginnings():
        next(cut)
    cut.close()
    assert set(beginnings()) == {"k1", "k2"}
    rotate()
    assert set(beginnings()) == set(fresh()) == {"k2"}
    assert Consultation.objects.get(pk=kept[-1][0].pk).name == f"咨询人{MANY - 1}"
    assert services.find_by_code(code=kept[7][1]) == kept[7][0]


def beginnings():
    return [name.split(":")[1] for name in Consultation.objects.values_list("name", flat=True)]


def test_the_register_under_two_first_texts_at_once(transactional_db, shared_database, settings):
    settings.CONSULT_KEYS = {"k1": OLD}
    answers = together(*[keys.sealing_key] * 4)
    assert {key_id for key_id, _ in answers} == {"k1"}
    assert aside(keys.lost) == []
