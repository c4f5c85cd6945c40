"""A disk that is really full: a file system of 64 KiB, mounted where the tests run as root."""

import os
import subprocess
import tempfile

import pytest

from consult.files import storage
from consult.models import Attachment, Consultation
from tests.consult import sample_files
from tests.consult.posting import FORM, QUESTION, good_post

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def tiny(tmp_path):
    """A folder with room for 64 KiB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=750", "antou-test", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


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
