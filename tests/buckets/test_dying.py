"""A bucket that dies between the trial file and the file: as where it was away from the start."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consult.files import attachments
from consult.models import Attachment, Consultation, Message, ParkedFile
from firm.models import Lawyer
from richtext.core import pictures
from tests.consult.posting import FORM, QUESTION, THREAD, enter, good_post, token
from tests.factories import make_consultation, make_lawyer, make_settings
from tests.firm.pictures import picture, upload
from tests.richtext.core.test_picture_field import post

pytestmark = pytest.mark.django_db
LARGE = (2000, 1000)  # kept in three widths
MORE = "补充证据在此"


@pytest.fixture(params=["full", "dead"])
def vendor(request, vendors, lead):
    """Takes trial files and no other; or not even those, after the first other one."""
    make_settings()
    vendor = lead(vendors["oss"])
    vendor.room, vendor.dies = 0, request.param == "dead"
    return vendor


def evidence():
    return SimpleUploadedFile("证据.txt", "工资条".encode() * 100)


def lying(vendor):
    return [name for name in vendor.files if name != "probe"]


def test_the_form_of_a_lawyer_says_so_and_keeps_what_was_typed(client, vendor):
    lawyer = make_lawyer()
    page = post(client, lawyer, summary="刚写好的简介", portrait=upload(picture(size=LARGE)))
    assert page.context["adminform"].form.errors == {"portrait": [pictures.NOT_TAKEN]}
    assert "刚写好的简介" in page.text
    stored = Lawyer.objects.get()
    assert (stored.portrait.name, stored.summary) == ("", lawyer.summary)
    assert lying(vendor) == []


def test_a_picture_of_which_a_part_found_room_leaves_nothing(client, vendors, lead):
    make_settings()
    vendor = lead(vendors["oss"])
    for room in (1, 2):
        vendor.room = room
        post(client, Lawyer.objects.first() or make_lawyer(), portrait=upload(picture(size=LARGE)))
        assert vendor.room == 0
        assert lying(vendor) == []
    vendor.room = 3
    saved = post(client, Lawyer.objects.get(), portrait=upload(picture(size=LARGE)))
    assert saved.status_code == 302
    assert len(lying(vendor)) == 3


def test_a_question_is_not_taken_and_keeps_its_words(client, vendor):
    page = client.post(FORM, good_post(files=evidence()))
    assert page.status_code == 503
    assert str(attachments.NotStoredError()) in page.text
    assert QUESTION in page.text
    assert not Consultation.objects.exists()
    assert not ParkedFile.objects.exists()
    assert lying(vendor) == []


def test_a_question_of_which_one_file_found_room_leaves_nothing(client, vendors, lead):
    make_settings()
    vendor = lead(vendors["oss"])
    vendor.room, vendor.dies = 1, False
    page = client.post(FORM, good_post(files=[evidence(), evidence()]))
    assert page.status_code == 503
    assert QUESTION in page.text
    assert not Attachment.objects.exists()
    assert lying(vendor) == []


def test_what_is_added_to_a_thread_is_not_taken_and_keeps_its_words(client, vendor):
    enter(client, make_consultation()[1])
    before = Message.objects.count()
    typed = {"action": "message", "text": MORE, "token": token(), "files": evidence()}
    page = client.post(THREAD, typed)
    assert page.status_code == 503
    assert str(attachments.NotStoredError()) in page.text
    assert MORE in page.text
    assert Message.objects.count() == before
    assert lying(vendor) == []
