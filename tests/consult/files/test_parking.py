"""Parked files in the storage: sealed, found by their form alone, gone after half an hour."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from consult import key_rotation
from consult.crypto import keys
from consult.files import attachments, storage
from consult.files.storage import NotStoredError
from consult.models import Attachment, ParkedFile
from tests.consult.files.test_attachments import SECRET, checked, lying
from tests.consult.posting import shift
from tests.factories import make_submitted as make_consultation
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FORM = "f" * 32


@pytest.fixture
def parked():
    return attachments.park(FORM, checked())


def test_neither_disk_nor_database_holds_content_name_or_token_and_its_form_alone_finds_it(
    parked, settings
):
    (path,) = lying()
    with open(path, "rb") as file:
        assert SECRET not in file.read()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consult_parkedfile")
        held = str(cursor.fetchone())
    assert not any(told in held for told in ("欠条", FORM))
    settings.CONSULT_KEYS = {"next": bytes(range(32)), **settings.CONSULT_KEYS}
    assert attachments.waiting(FORM, [parked.pk]) == [parked]
    assert attachments.waiting("e" * 32, [parked.pk]) == []


def test_after_half_an_hour_it_is_not_read_any_more_and_the_worker_removes_it(
    parked, monkeypatch, django_capture_on_commit_callbacks
):
    (job,) = [one for one in jobs.JOBS if one.run == attachments.remove_expired]
    assert job.every <= 5 * 60
    assert job.run() == 0
    with monkeypatch.context() as later:
        later.setattr(storage, "OLD_ENOUGH", timedelta(seconds=-5))
        assert (storage.remove(), len(lying())) == (0, 1)  # it is no orphan
    shift(monkeypatch, minutes=30, seconds=1)
    assert attachments.waiting(FORM, [parked.pk]) == []
    message = make_consultation()[0].messages.get()
    with pytest.raises(attachments.GoneError), transaction.atomic():
        attachments.take(attachments.Parked(FORM, parked.pk), message)
    with django_capture_on_commit_callbacks(execute=True):
        assert job.run() == 1
    assert (ParkedFile.objects.count(), lying()) == (0, [])


def test_taken_it_is_the_attachment_without_being_written_anew(parked):
    before = lying()
    message = make_consultation()[0].messages.get()
    attachments.take(attachments.Parked(FORM, parked.pk), message)
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.kind, lying()) == ("欠条.txt", "txt", before)
    assert b"".join(attachments.chunks(attachment)) == SECRET
    with pytest.raises(attachments.GoneError), transaction.atomic():  # it is taken once
        attachments.take(attachments.Parked(FORM, parked.pk), message)


def test_what_the_storage_cannot_take_leaves_no_row(monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.PrivateFolder, "_save", full)
    with pytest.raises(NotStoredError):
        attachments.park(FORM, checked())
    assert not ParkedFile.objects.exists()


def test_a_rotation_seals_it_anew_and_the_old_key_may_go(parked, settings):
    old = next(iter(settings.CONSULT_KEYS))
    settings.CONSULT_KEYS = {"next": bytes(range(32)), **settings.CONSULT_KEYS}
    keys.look_again()
    assert key_rotation.need_of(old)
    assert not list(key_rotation.rotate())[-1].stuck
    assert not key_rotation.need_of(old)
    (found,) = attachments.waiting(FORM, [parked.pk])
    assert (found.name, b"".join(attachments.chunks(found))) == ("欠条.txt", SECRET)
