"""Attachments as people meet them: in the form, in the thread, in the reply, and as downloads."""

import pytest
from django.urls import reverse

from consult.admin.page import WITHHELD
from consult.base.enums import EventKind, Scan
from consult.files.types import TOO_BIG, UNKNOWN
from consult.files.types.upload_handler import LARGEST
from consult.forms.attachments import LOST, TOO_MANY_FILES
from consult.models import Attachment, Consultation, Event
from consult.spam import rate_limit
from tests.consult import multipart, sample_files
from tests.consult.desk_pages import ALL, VIEW, act, make_answering
from tests.consult.posting import FORM, QUESTION, THREAD, code_of, enter, good_post, token
from tests.factories import make_consultation, make_staff
from tests.firm.pictures import picture, with_gps

pytestmark = pytest.mark.django_db
PDF = sample_files.pdf()
SAID = "补充证据在此"


def photo(name="照片.jpg"):
    return sample_files.upload(with_gps(), name)


def exe(name):
    return sample_files.upload(b"MZ\0\0", name)


def send(client, *uploads, **changed):
    return client.post(FORM, {**good_post(**changed), "files": list(uploads)})


def say(client, *uploads):
    post = {"action": "message", "text": SAID, "token": token(), "files": list(uploads)}
    return client.post(THREAD, post)


def on_desk(attachment, consultation=None):
    keys = [consultation or attachment.message.consultation_id, attachment.pk]
    return reverse("admin:consult_consultation_file", args=keys)


def of_client(attachment):
    return reverse("consult:file", args=[attachment.pk])


def downloaded(answer):
    return b"".join(answer.streaming_content)


@pytest.fixture
def attachment(client):
    send(client, sample_files.upload(PDF, "合同.pdf"))
    return Attachment.objects.get()


def test_the_client_downloads_what_was_sent_and_adds_more(client, attachment):
    enter(client, code_of(client))
    address = of_client(attachment)
    assert address in client.get(THREAD).text
    assert downloaded(client.get(address)) == PDF
    assert say(client, photo(), photo()).status_code == 302
    assert [row.name for row in Attachment.objects.all()] == ["合同.pdf", "照片.jpg", "照片.jpg"]
    enter(client, make_consultation()[1])
    assert client.get(address).status_code == 404


def test_a_lawyer_answers_with_a_file_that_the_client_sees_later(client):
    asked, code = make_consultation()
    client.force_login(make_answering())
    answer = act(client, asked, "reply", text="请看附件。", files=[photo("方案.jpg")])
    assert (answer.status_code, Attachment.objects.get().name) == (302, "方案.jpg")
    client.logout()
    enter(client, code)
    assert client.get(of_client(Attachment.objects.get())).status_code == 404  # till it stands


def test_every_refused_file_is_named_and_no_word_lost(client):
    six = [sample_files.upload(picture(), f"{number}.png") for number in range(6)]
    for uploads, said in [
        ([exe("甲.exe"), exe("乙.exe"), photo()], f"“甲.exe”{UNKNOWN}。<br>“乙.exe”{UNKNOWN}。"),
        ([sample_files.upload(b"x" * (LARGEST + 1), "大.pdf")], f"“大.pdf”{TOO_BIG}。"),
        (six, f"“5.png”{TOO_MANY_FILES}"),
    ]:
        answer = send(client, *uploads, name="王女士")
        assert (answer.status_code, Consultation.objects.count()) == (422, 0)
        assert [one for one in (said, QUESTION, "王女士") if one not in answer.text] == []
    others = [multipart.file("x.txt", b"x", "other")] * 5  # which no honest page sends
    sixth = multipart.send(
        client, FORM, multipart.body(good_post(), *others, multipart.file("6.pdf", PDF))
    )
    assert (sixth.status_code, f"“6.pdf”{TOO_MANY_FILES}" in sixth.text) == (422, True)
    enter(client, make_consultation()[1])
    answer = say(client, exe("a.exe"))
    assert answer.status_code == 422
    assert all(shown in answer.text for shown in ("a.exe", SAID))


def test_who_has_had_enough_kept_chooses_anew_and_no_picture_is_opened(client, monkeypatch):
    link = '<a href="#id_files">'
    assert link not in send(client, photo(), consent=None).text

    def dear(*_):
        raise AssertionError("opened")

    for name in ("PARKED", "POSTS"):
        limit = getattr(rate_limit, name)
        none = rate_limit.Limit(limit.scope, 0, limit.period)
        monkeypatch.setattr(rate_limit, name, none)
    monkeypatch.setattr("consult.files.types.media.rewritten", dear)
    answer = send(client, photo(), consent=None)
    assert (answer.status_code, f"{link}“照片.jpg”{LOST}" in answer.text) == (422, True)
    enter(client, make_consultation()[1])
    answer = say(client, photo())
    assert (answer.status_code, SAID in answer.text) == (429, True)


def opened():
    return [event.actor for event in Event.objects.filter(kind=EventKind.FILE_OPENED)]


def test_a_file_is_for_who_may_open_the_consultation_and_each_download_is_recorded(
    client, attachment
):
    reader, helper = make_staff(VIEW, ALL), make_staff(VIEW)
    attachment.message.consultation.shared_with.add(helper)
    for user in (reader, helper):
        client.force_login(user)
        answer = client.get(on_desk(attachment))
        assert downloaded(answer) == PDF
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert "no-store" in answer["Cache-Control"]
    assert opened() == [reader, helper]
    other, _ = make_consultation()
    assert client.get(on_desk(attachment, other.pk)).status_code == 404
    assert client.post(on_desk(attachment)).status_code == 405


@pytest.mark.parametrize("scan", [Scan.PENDING, Scan.INFECTED])
def test_what_the_scanner_has_not_released_is_withheld_and_that_is_told(client, attachment, scan):
    Attachment.objects.update(scan=scan)
    enter(client, code_of(client))
    address = of_client(attachment)
    listed = client.get(THREAD).text.split('<ul class="files lines"')[1].split("</ul>")[0]
    assert all(shown in listed for shown in ("合同.pdf", '<span class="note">'))
    assert address not in listed
    assert client.get(address).status_code == 404
    client.force_login(make_answering())
    assert WITHHELD[scan] in client.get(on_desk(attachment), follow=True).text
    assert opened() == []
