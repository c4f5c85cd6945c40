"""Rotation beside a site that is in use, and a rotation that is killed half-way."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from consult import key_rotation, services
from consult.crypto import keys
from consult.models import Consultation, Message, Note
from tests.factories import make_staff
from tests.factories import make_submitted as make_consultation
from tests.threads import aside, together

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[3]
OLD, NEW = bytes(range(32)), bytes(range(32, 64))
MANY = 40


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


@pytest.mark.process
def test_killed_half_way_and_run_again_it_ends_well(kept, new_key, shared_database, settings):
    """A real process, killed in the middle; the second run does what was left."""
    name = connection.settings_dict["NAME"]
    pairs = ",".join(f"{key_id}:{key.hex()}" for key_id, key in settings.CONSULT_KEYS.items())
    env = {**os.environ, "CONSULT_KEYS": pairs, "DATABASE_URL": _address(name)}
    command = "from consult import key_rotation as r; import time; r.BATCH = 1\n"
    command += "for progress in r.rotate(): time.sleep(0.2)"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-c", command], cwd=ROOT, env=env
    )
    deadline = time.monotonic() + 240
    while "k2" not in aside(_beginnings) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert set(aside(_beginnings)) == {"k1", "k2"}
    aside(rotate)
    assert set(aside(_beginnings)) == set(aside(fresh)) == {"k2"}
    assert aside(lambda: Consultation.objects.get(pk=kept[-1][0].pk).name) == f"咨询人{MANY - 1}"
    assert aside(lambda: services.find_by_code(code=kept[7][1]).pk) == kept[7][0].pk


def _beginnings():
    rows = Consultation.objects.values_list("name", flat=True)
    return [value.split(":")[1] for value in rows]


def _address(name):
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    known = connection.settings_dict
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{name}"


def test_the_register_under_two_first_texts_at_once(transactional_db, shared_database, settings):
    settings.CONSULT_KEYS = {"k1": OLD}
    answers = together(*[keys.sealing_key] * 4)
    assert {key_id for key_id, _ in answers} == {"k1"}
    assert aside(keys.lost) == []
