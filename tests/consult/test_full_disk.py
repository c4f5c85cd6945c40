"""A disk that is really full: a file system of 64 KiB, mounted where the tests run as root."""

import os
import tempfile

import pytest
from django.core.files.storage import Storage

from consult.admin.reply_form import NO_ROOM
from consult.forms.attachments import LOST
from consult.models import Attachment, Consultation, Message, ParkedFile
from consult.spam import upload_quota
from richtext.base import disk
from tests.consult import sample_files
from tests.consult.desk_pages import page_of
from tests.consult.posting import (
    FORM,
    QUESTION,
    RECEIPT,
    THREAD,
    enter,
    good_post,
    reply_token,
    token,
)
from tests.factories import make_submitted, make_superuser
from tests.small_disk import small_disk

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
REFUSED = "1个附件未能接收"


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A folder with room for 64 KiB, which others take between the question and the writing."""
    monkeypatch.setattr(upload_quota, "has_room", lambda size: True)
    with small_disk(tmp_path / "tiny", "64k") as folder:
        yield folder


def send(client, size, number=0):
    upload = sample_files.upload(sample_files.pdf(os.urandom(size)), "证据.pdf")
    return client.post(FORM, {**good_post(question=f"{QUESTION}{number}"), "files": [upload]})


def proof():
    return sample_files.upload(sample_files.pdf(b"x"), "证据.pdf")


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


def test_below_the_reserve_the_text_is_taken_said_what_was_not_and_no_refused_form_keeps_files(
    client, nearly_full
):
    assert send(client, 10_000).url == RECEIPT
    assert REFUSED in client.get(RECEIPT).text
    assert (Attachment.objects.count(), Message.objects.get().files_refused) == (0, 1)
    enter(client, make_submitted()[1])
    post = {"action": "message", "text": "再补充一点", "token": token(), "files": [proof()]}
    assert client.post(THREAD, post).status_code == 302
    assert REFUSED in client.get(THREAD).text
    assert Message.objects.latest("sent_at").text == "再补充一点"
    answer = client.post(FORM, {**good_post(question=""), "files": [proof()]})
    assert (answer.status_code, ParkedFile.objects.count()) == (422, 0)
    assert LOST in answer.text


def test_a_second_click_on_a_disk_that_is_full_by_now_unsays_nothing(client, settings):
    fields = good_post()
    for _ in range(2):
        client.post(FORM, {**fields, "files": [proof()]})
        assert REFUSED not in client.get(RECEIPT).text
        settings.DISK_RESERVE_MB = 10**9
    assert Attachment.objects.count() == 1


def test_below_the_reserve_a_lawyer_is_told_before_the_reply_goes(client, nearly_full):
    asked, _ = make_submitted()
    client.force_login(make_superuser())
    post = {"action": "reply", "text": "答复见附件。", "token": reply_token(asked)}
    answer = client.post(page_of(asked), {**post, "files": [proof()]})
    assert (answer.status_code, Message.objects.count()) == (422, 1)
    assert NO_ROOM in answer.text
    assert LOST not in answer.text
    assert "答复见附件。</textarea>" in answer.text
    assert client.post(page_of(asked), post).status_code == 302


def test_in_a_bucket_the_room_of_this_machine_does_not_matter(nearly_full, settings):
    class Bucket(Storage):
        """Has no paths."""

    assert not upload_quota.has_room(1)
    assert disk.has_room(Bucket(), 1)
