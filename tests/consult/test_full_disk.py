"""A disk that is really full: a file system of 64 KiB, mounted where the tests run as root."""

import os
import tempfile

import pytest
from django.core.files.storage import Storage

from consult.files import storage
from consult.forms.files import NO_ROOM
from consult.forms.kept_files import LOST
from consult.models import Attachment, Consultation, ParkedFile
from richtext.base import disk
from tests.consult import sample_files
from tests.consult.posting import FORM, QUESTION, THREAD, enter, good_post, token
from tests.factories import make_submitted
from tests.small_disk import small_disk

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A folder with room for 64 KiB, which others take between the question and the writing."""
    monkeypatch.setattr(storage, "has_room", lambda size: True)
    with small_disk(tmp_path / "tiny", "64k") as folder:
        yield folder


def send(client, size, number=0):
    upload = sample_files.upload(sample_files.pdf(os.urandom(size)), "证据.pdf")
    return client.post(FORM, {**good_post(question=f"{QUESTION}{number}"), "files": [upload]})


def lying(folder):
    return [name for _, _, names in os.walk(folder) for name in names]


def test_what_does_not_fit_is_refused_whole_and_the_next_one_fits(client, tiny, settings):
    options = {"BACKEND": "consult.files.storage.PrivateFolder", "OPTIONS": {"location": tiny}}
    settings.STORAGES = {**settings.STORAGES, "private": options}
    answer = send(client, 100_000)
    assert (answer.status_code, lying(tiny)) == (503, [])
    assert QUESTION in answer.content.decode()
    assert not Consultation.objects.exists()
    assert send(client, 10_000, number=1).status_code == 302
    assert (Attachment.objects.count(), len(lying(tiny))) == (1, 1)
    assert storage.private().exists(Attachment.objects.get().stored_as)


def test_temporary_files_without_room_lose_no_word(client, tiny, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tiny))
    answer = send(client, 2_000_000)
    assert (answer.status_code, Consultation.objects.count()) == (503, 0)
    assert QUESTION in answer.content.decode()


# Below the reserve


@pytest.fixture
def nearly_full(settings):
    """A reserve that is larger than any disk."""
    settings.DISK_RESERVE_MB = 10**9


def test_below_the_reserve_a_file_is_refused_and_the_text_alone_is_taken(client, nearly_full):
    answer = send(client, 10_000)
    page = answer.content.decode()
    assert (answer.status_code, Consultation.objects.count()) == (422, 0)
    assert NO_ROOM in page
    assert QUESTION in page
    assert client.post(FORM, good_post(question=f"{QUESTION}0")).status_code == 302


def test_below_the_reserve_no_refused_form_keeps_its_files(client, nearly_full):
    upload = sample_files.upload(sample_files.pdf(b"x"), "证据.pdf")
    answer = client.post(FORM, {**good_post(question=""), "files": [upload]})
    assert (answer.status_code, ParkedFile.objects.count()) == (422, 0)
    assert NO_ROOM in answer.content.decode()
    assert LOST not in answer.content.decode()


def test_below_the_reserve_a_client_adds_text_and_no_file(client, nearly_full):
    enter(client, make_submitted()[1])
    upload = sample_files.upload(sample_files.pdf(b"x"), "证据.pdf")
    post = {"action": "message", "text": "再补充一点", "token": token()}
    answer = client.post(THREAD, {**post, "files": [upload]})
    assert answer.status_code == 422
    assert NO_ROOM in answer.content.decode()
    assert "再补充一点" in answer.content.decode()
    assert client.post(THREAD, post).status_code == 302


def test_in_a_bucket_the_room_of_this_machine_does_not_matter(nearly_full, settings):
    class Bucket(Storage):
        """Has no paths."""

    assert not storage.has_room(1)
    assert disk.has_room(Bucket(), 1)
