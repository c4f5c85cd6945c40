"""Files in the private storage, parked ones too: sealed, streamed, and gone with their row."""

import errno
import os
import stat
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction

from consult import key_rotation, services
from consult.base.enums import Scan
from consult.crypto import keys
from consult.crypto.fields import DecryptionError
from consult.files import attachments, storage
from consult.files.attachments import CheckedFile, NotStoredError
from consult.models import Attachment, Consultation, Message, ParkedFile
from tests.consult.sample_files import pdf, upload
from tests.factories import make_submitted as make_consultation
from tests.factories import make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SECRET = "张三丰的秘密证据".encode()


def checked(data=SECRET, name="欠条.txt"):
    return CheckedFile(name, "txt", len(data), upload(data))


def lying():
    """What lies in the private folder."""
    root = storage.private().location
    return [os.path.join(place, name) for place, _, names in os.walk(root) for name in names]


@pytest.fixture
def asked():
    return make_consultation(files=[checked()])[0]


@pytest.fixture
def attachment(asked):
    return Attachment.objects.get(message__consultation=asked)


def content(attachment):
    return b"".join(attachments.chunks(attachment))


def test_it_opens_as_it_was_and_the_storage_holds_neither_content_nor_name(
    attachment, settings, client
):
    assert (content(attachment), attachment.name, attachment.size) == (SECRET, "欠条.txt", 24)
    assert (attachment.scan, attachment.kind) == (Scan.NOT_NEEDED, "txt")
    (path,) = lying()
    modes = [stat.S_IMODE(os.stat(place).st_mode) for place in (path, os.path.dirname(path))]
    assert modes == [0o640, 0o750]
    with open(path, "rb") as file:
        assert SECRET not in file.read()
    assert "欠条" not in path
    settings.CONSULT_KEYS = {"other": os.urandom(32)}
    with pytest.raises(DecryptionError):
        content(attachment)
    storage.private().delete(attachment.stored_as)
    answer = attachments.response(attachment)
    assert (answer.status_code, answer.text) == (503, attachments.UNREADABLE)
    for address in (attachment.stored_as, f"private/{attachment.stored_as}"):
        assert client.get(f"/media/{address}").status_code == 404
    with pytest.raises(ValueError, match="no address"):
        storage.private().url(attachment.stored_as)


def test_a_large_file_is_streamed_in_pieces_and_opens_at_its_own_place_alone(attachment):
    data = pdf(os.urandom(1024 * 1024))
    make_consultation(files=[CheckedFile("a.pdf", "pdf", len(data), upload(data))])
    row = Attachment.objects.get(kind="pdf")
    pieces = list(attachments.chunks(row))
    assert (b"".join(pieces), max(map(len, pieces))) == (data, 64 * 1024)
    row.stored_as = attachment.stored_as
    with pytest.raises(DecryptionError):
        content(row)


def test_the_answer_is_a_download_that_nothing_runs_and_nobody_keeps(attachment):
    answer = attachments.response(attachment)
    assert b"".join(answer.streaming_content) == SECRET
    assert (
        answer.headers.items()
        >= {
            "Content-Type": "text/plain",
            "Content-Length": "24",
            "Content-Disposition": "attachment; filename*=utf-8''%E6%AC%A0%E6%9D%A1.txt",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store, private",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }.items()
    )


def test_who_hangs_up_leaves_no_file_open(attachment, monkeypatch):
    ended = []

    def pieces(_):
        try:
            yield from (b"first", b"second")
        finally:
            ended.append(True)

    held = pieces(attachment)  # as by the frames of an error
    monkeypatch.setattr(attachments, "chunks", lambda _: held)
    answer = attachments.response(attachment)
    next(iter(answer))
    answer.close()
    assert ended


def test_what_fails_afterwards_takes_its_files_along(monkeypatch):
    def broken(*_):
        raise RuntimeError("conflicts")

    monkeypatch.setattr("consult.conflicts.check.check", broken)
    with pytest.raises(RuntimeError):
        make_consultation(files=[checked()])
    assert (lying(), Consultation.objects.count()) == ([], 0)


def test_what_fails_after_the_commit_takes_no_file_away(transactional_db, monkeypatch):
    def broken(*_):
        transaction.on_commit(lambda: 1 / 0)

    monkeypatch.setattr("consult.conflicts.check.check", broken)
    with pytest.raises(ZeroDivisionError):
        make_consultation(files=[checked()])
    assert content(Attachment.objects.get()) == SECRET


class FullDisk(FileSystemStorage):
    """Room for one file and a part of the next."""

    def _save(self, name, content):
        kept = super()._save(name, content)
        if len(lying()) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return kept


def test_a_full_disk_keeps_nothing_by_halves(settings):
    settings.STORAGES["private"]["BACKEND"] = "tests.consult.files.test_attachments.FullDisk"
    with pytest.raises(NotStoredError):
        make_consultation(files=[checked(), checked(name="二.txt")])
    with pytest.raises(NotStoredError):  # nor is what was lost on its way in stored empty
        make_consultation(files=[CheckedFile("a.pdf", "", 9, None)])
    assert (lying(), Message.objects.count()) == ([], 0)
    assert storage.remove() == 0


def test_a_reply_taken_back_takes_its_files_along_with_the_commit(
    asked, django_capture_on_commit_callbacks
):
    user, stale = make_superuser(), Attachment.objects.get()
    known = {"consultation": asked, "user": user, "text": "答复", "token": "t"}
    message = services.reply(**known, files=[checked(name="答.txt")])
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_reply(message=message, user=user)
        assert len(lying()) == 2
    assert len(lying()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_now(consultation=asked)
        storage.reseal(stale)  # which does not know yet that it is gone
    assert not lying()


def made_old(hours=2):
    for path in lying():
        past = os.stat(path).st_mtime - timedelta(hours=hours).total_seconds()
        os.utime(path, (past, past))


def test_orphans_go_after_an_hour_and_nothing_else_does(attachment):
    with attachments.storing_files([checked()]):
        pass  # nobody attaches them, as after a crash
    parked = attachments.park(FORM, checked())
    assert (storage.remove(), len(lying())) == (0, 3)
    made_old()
    assert (storage.remove(), storage.remove(), content(attachment)) == (1, 0, SECRET)
    assert b"".join(attachments.chunks(parked)) == SECRET


def test_an_empty_database_does_not_empty_the_folder_of_another(asked, monkeypatch):
    monkeypatch.setattr(storage, "FEW", 0)
    Attachment.objects.all().delete()
    made_old()
    with pytest.raises(RuntimeError, match="is this the database"):
        storage.remove()
    assert lying()


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
