"""SQLite: what was erased is not left in free pages or in the write-ahead log."""

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from consult import lifecycle, services
from consult.models import Consultation, Message
from tests.factories import make_consultation
from tests.threads import aside

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="a matter of SQLite")


@pytest.fixture
def kept(transactional_db):
    return make_consultation(name="王小明", question="秘密的问题不能外泄" * 500)[0]


def ciphertexts():
    return [Consultation.objects.values_list("name", flat=True).get().encode()] + [
        value[start : start + 60].encode()
        for value in Message.objects.values_list("text", flat=True)
        for start in range(20, len(value) - 60, 5000)
    ]


def on_disk():
    known = connection.settings_dict["NAME"]
    files = [Path(known), Path(f"{known}-wal")]
    return b"".join(file.read_bytes() for file in files if file.exists())


def purge():
    closed = {"state": "closed", "closed_at": timezone.now(), "purge_on": timezone.localdate()}
    Consultation.objects.update(**closed)
    assert len(lifecycle.purge().erased) == 1


def by_the_client():
    services.erase_now(consultation=Consultation.objects.get())


def erase(act, secure=True):
    """Erase and say what of it is still on the disk, while the connection is kept."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if not secure:
            cursor.execute("PRAGMA secure_delete=OFF")
    before = ciphertexts()
    assert len(before) >= 5
    assert all(text in on_disk() for text in before)
    act()
    return [text for text in before if text in on_disk()]


@pytest.mark.parametrize("act", [purge, by_the_client])
def test_nothing_of_it_is_left_on_the_disk(kept, shared_database, act):
    assert aside(lambda: erase(act)) == []


def test_without_secure_delete_something_would_be_left(kept, shared_database):
    assert aside(lambda: erase(purge, secure=False))
