"""Above a quota: the text is taken, the files are not, and everybody concerned is told."""

import io
import zipfile

import pytest
from django.test import Client

from consult.admin.start_page import WHOSE
from consult.client import data_export
from consult.models import Attachment, Consultation, Message, ParkedFile, Throttle
from consult.spam import upload_quota
from consult.spam.upload_quota import CAME, COMING, TOTAL, UNPROVED
from tests import monitor
from tests.consult.files.test_attachments import lying
from tests.consult.posting import (
    FORM,
    QUESTION,
    RECEIPT,
    THREAD,
    code_of,
    enter,
    good_post,
    kept_ids,
    solved,
    token,
)
from tests.consult.sample_files import pdf, upload
from tests.factories import make_consultation, make_settings, make_superuser

pytestmark = pytest.mark.django_db
REFUSED = "个附件未能接收"


def photographs(number=5):
    """So many small files: they count as one KiB each."""
    return [upload(pdf(), f"{place}.pdf") for place in range(number)]


@pytest.fixture
def full(monkeypatch):
    """No file finds room any more."""
    monkeypatch.setattr(upload_quota, "_unopened", lambda: 10**9)


def send(client, **more):
    """A consultation with five files."""
    return client.post(FORM, {**good_post(**more), "files": photographs()})


def say(client, **more):
    """An addition to the thread with two files."""
    fields = {"action": "message", "text": "补充两份材料", "token": token(), **more}
    return client.post(THREAD, {**fields, "files": photographs(2)})


def test_below_it_the_files_are_taken_and_nothing_is_said(client):
    assert send(client).url == RECEIPT
    assert REFUSED not in client.get(RECEIPT).text
    assert (Attachment.objects.count(), Message.objects.get().files_refused) == (5, 0)
    assert Throttle.objects.filter(scope=CAME).count() == 1
    assert not Throttle.objects.filter(scope=COMING).exists()


def test_above_it_the_text_is_taken_and_the_receipt_says_what_was_not(client, full):
    make_settings(phone="0330-5559900")
    assert send(client).url == RECEIPT
    page = client.get(RECEIPT)
    assert f"5{REFUSED}" in page.text
    assert "0330-5559900" in page.text.split(REFUSED)[1]
    assert (Message.objects.get().text, Attachment.objects.count()) == (QUESTION, 0)


def test_a_firm_without_a_telephone_names_none(client, full):
    make_settings(phone="")
    send(client)
    said = client.get(RECEIPT).text.split(REFUSED)[1].split("</p>")[0]
    assert "电话" not in said
    assert "联系我们" in said


def test_the_thread_says_it_for_as_long_as_it_stands(client, full):
    send(client)
    code = code_of(client)
    for _ in range(2):
        assert f"5{REFUSED}" in enter(Client(), code, follow=True).text


def test_the_lawyer_sees_it_beside_the_message(client, full):
    send(client)
    client.force_login(make_superuser())
    page = client.get(f"/admin/consult/consultation/{Consultation.objects.get().pk}/change/")
    assert f"5{REFUSED}" in page.text


def test_what_is_added_to_a_thread_is_taken_without_its_files(client, full):
    enter(client, make_consultation()[1])
    page = say(client)
    assert page.status_code == 302
    assert f"2{REFUSED}" in client.get(THREAD).text
    assert Message.objects.filter(files_refused=2).get().text == "补充两份材料"


def test_later_the_same_files_are_taken_by_the_code(client, full, monkeypatch):
    send(client)
    enter(client, code_of(client))
    monkeypatch.undo()
    say(client)
    assert Attachment.objects.count() == 2


def test_a_double_click_is_one_consultation_and_one_answer(client, full, monkeypatch):
    fields = good_post()
    for _ in range(2):
        client.post(FORM, {**fields, "files": photographs()})
        assert f"5{REFUSED}" in client.get(RECEIPT).text
        monkeypatch.undo()  # there is room again, and still the first answer holds
    assert (Consultation.objects.count(), Attachment.objects.count()) == (1, 0)


def test_a_double_click_uses_up_no_more_than_one_post(client, settings):
    settings.UPLOADS_PER_ADDRESS_MB = 0.02  # 10 KiB an hour
    fields = good_post()
    for _ in range(3):
        client.post(FORM, {**fields, "files": photographs()})
        assert REFUSED not in client.get(RECEIPT).text
    assert (Consultation.objects.count(), Attachment.objects.count()) == (1, 5)


def test_a_file_that_waited_is_counted_once_and_not_kept_where_it_is_refused(client, monkeypatch):
    fields = good_post()
    page = client.post(FORM, {**fields, "phone": "12", "files": photographs(2)})
    monkeypatch.setattr(upload_quota, "_unopened", lambda: 10**9)
    client.post(FORM, {**fields, "kept": kept_ids(page)})
    assert f"2{REFUSED}" in client.get(RECEIPT).text
    assert not ParkedFile.objects.exists()


def test_parked_and_sent_it_counts_for_its_address_once(client, settings):
    settings.UPLOADS_PER_ADDRESS_MB = 0.02
    fields = good_post()
    page = client.post(FORM, {**fields, "phone": "12", "files": photographs(5)})
    client.post(FORM, {**fields, "kept": kept_ids(page)})
    send(client, token=token(random="e" * 32), question="另一件事，房东不退押金，该怎么办？")
    assert Attachment.objects.count() == 10


def test_a_proof_finds_room_that_others_do_not(client, settings, monkeypatch):
    held = settings.UPLOADS_UNPROVED_MB * 1024
    monkeypatch.setattr(upload_quota, "_unopened", lambda: held)
    send(client)
    assert REFUSED in client.get(RECEIPT).text
    send(client, proof=solved(), token=token(random="e" * 32), question="房东不退押金怎么办？")
    assert REFUSED not in client.get(RECEIPT).text


def test_a_proof_makes_no_room_for_what_is_in_doubt(client, settings, monkeypatch):
    held = settings.UPLOADS_UNPROVED_MB * 1024
    monkeypatch.setattr(upload_quota, "_unopened", lambda: held)
    send(client, proof=solved(), website="x")
    assert REFUSED in client.get(RECEIPT).text


@pytest.mark.parametrize("answered", [True, False])
def test_whom_a_lawyer_has_answered_needs_no_proof(client, answered, settings, monkeypatch):
    held = settings.UPLOADS_UNPROVED_MB * 1024
    consultation, code = make_consultation()
    if answered:
        Consultation.objects.update(answered_at=consultation.received_at)
    enter(client, code)
    monkeypatch.setattr(upload_quota, "_unopened", lambda: held)
    say(client)
    assert (REFUSED in client.get(THREAD).text) is not answered


def test_a_proof_counts_in_the_thread_too(client, settings, monkeypatch):
    held = settings.UPLOADS_UNPROVED_MB * 1024
    enter(client, make_consultation()[1])
    monkeypatch.setattr(upload_quota, "_unopened", lambda: held)
    say(client, proof=solved())
    assert REFUSED not in client.get(THREAD).text


@pytest.mark.parametrize(("proof", "setting"), [("", UNPROVED), (solved, TOTAL)])
def test_the_desk_and_the_monitor_learn_of_it(client, full, settings, proof, setting):
    send(client, proof=proof and proof())
    assert monitor.told(client)["uploads"] == "used up"
    client.force_login(make_superuser())
    page = client.get("/admin/").text
    assert "有1次提交的附件未能接收" in page
    assert f"{WHOSE[setting]}附件已达上限{getattr(settings, setting)}MB" in page
    assert f"请运维人员调高{setting}" in page


def test_all_is_well_where_nothing_was_refused(client):
    send(client)
    assert monitor.told(client)["uploads"] == "ok"
    client.force_login(make_superuser())
    assert TOTAL not in client.get("/admin/").text


def test_the_copy_says_it(client, full):
    send(client)
    enter(client, code_of(client))
    copy = b"".join(client.post(f"{THREAD}copy/").streaming_content)
    with zipfile.ZipFile(io.BytesIO(copy)) as bundle:
        for name in (data_export.PAGE, data_export.TEXT):
            assert f"5{REFUSED}" in bundle.read(name).decode()


def test_nothing_of_the_files_lies_on_the_disk(client, full):
    send(client)
    assert lying() == []
