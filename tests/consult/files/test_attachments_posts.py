"""Attachments as people meet them: in the form, in the thread, in the reply, and as downloads."""

import tempfile

import pytest
from django.urls import reverse

from consult import services
from consult.admin.page import WITHHELD
from consult.base.enums import Conflict, EventKind, Scan
from consult.files.attachments import NotStoredError
from consult.files.types import TOO_BIG, UNKNOWN
from consult.files.types.upload_handler import LARGEST
from consult.forms.attachments import LOST, TOO_MANY_FILES
from consult.models import Attachment, Consultation, Event
from consult.spam import rate_limit
from tests.consult import sample_files
from tests.consult.desk_pages import ALL, CHANGE, VIEW, act, make_answering
from tests.consult.posting import FORM, QUESTION, THREAD, code_of, enter, good_post, token
from tests.factories import make_area, make_consultation, make_staff
from tests.firm.pictures import picture, with_gps

pytestmark = pytest.mark.django_db


def photo(name="照片.jpg"):
    return sample_files.upload(with_gps(), name)


def send(client, *uploads, **changed):
    return client.post(FORM, {**good_post(**changed), "files": list(uploads)})


def on_desk(attachment):
    keys = [attachment.message.consultation_id, attachment.pk]
    return reverse("admin:consult_consultation_file", args=keys)


def downloaded(answer):
    return b"".join(answer.streaming_content)


@pytest.fixture
def attachment(client):
    send(client, photo())
    return Attachment.objects.get()


def test_a_consultation_comes_with_its_files(client):
    assert (
        send(client, photo(), sample_files.upload(sample_files.pdf(), "合同.pdf")).status_code
        == 302
    )
    assert [row.name for row in Attachment.objects.all()] == ["照片.jpg", "合同.pdf"]


def test_the_client_downloads_what_was_sent(client):
    send(client, sample_files.upload(sample_files.pdf(), "合同.pdf"))
    enter(client, code_of(client))
    address = reverse("consult:file", args=[Attachment.objects.get().pk])
    assert address in client.get(THREAD).content.decode()
    assert downloaded(client.get(address)) == sample_files.pdf()
    client.post(THREAD, {"action": "leave"})
    assert client.get(address).status_code == 404


def test_the_client_adds_files_to_the_thread(client):
    enter(client, make_consultation()[1])
    post = {"action": "message", "text": "补充证据", "token": token(), "files": [photo(), photo()]}
    assert client.post(THREAD, post).status_code == 302
    assert Attachment.objects.count() == 2


def test_a_lawyer_answers_with_a_file_that_the_client_sees_later(client):
    asked, code = make_consultation()
    client.force_login(make_answering())
    answer = act(client, asked, "reply", text="请看附件。", files=[photo("方案.jpg")])
    assert (answer.status_code, Attachment.objects.get().name) == (302, "方案.jpg")
    client.logout()
    enter(client, code)
    address = reverse("consult:file", args=[Attachment.objects.get().pk])
    assert client.get(address).status_code == 404  # it can still be taken back


@pytest.mark.parametrize(
    ("uploads", "said"),
    [
        ([sample_files.upload(b"MZ\0\0", "程序.exe")], f"“程序.exe”{UNKNOWN}。"),
        ([sample_files.upload(b"x" * (LARGEST + 1), "大.pdf")], f"“大.pdf”{TOO_BIG}。"),
        (
            [sample_files.upload(picture(), f"{number}.png") for number in range(6)],
            f"“5.png”{TOO_MANY_FILES}",
        ),
    ],
)
def test_a_refused_file_loses_no_word(client, uploads, said):
    answer = send(client, *uploads, name="王女士")
    html = answer.content.decode()
    assert (answer.status_code, Consultation.objects.count()) == (422, 0)
    assert all(shown in html for shown in (said, QUESTION, "王女士"))


def test_every_refused_file_is_named(client):
    wrong = [sample_files.upload(b"MZ\0\0", name) for name in ("甲.exe", "乙.exe")]
    html = send(client, *wrong, photo()).content.decode()
    assert "“甲.exe”" in html
    assert "“乙.exe”" in html


def test_each_refused_file_has_a_line_of_its_own(client):
    wrong = [sample_files.upload(b"MZ\0\0", name) for name in ("甲.exe", "乙.exe")]
    assert "。<br>“乙.exe”" in send(client, *wrong).content.decode()


@pytest.fixture
def none_kept(monkeypatch):
    """As if this address had had enough files kept."""
    none = rate_limit.Limit("park", 0, rate_limit.PARKED.period)
    monkeypatch.setattr(rate_limit, "PARKED", none)


def test_files_that_have_to_be_chosen_anew_are_named_at_the_top(client, none_kept):
    link = f'<a href="#id_files">“照片.jpg”{LOST}'
    assert link in send(client, photo(), consent=None).content.decode()


def test_files_that_are_kept_are_not_asked_for_again(client):
    assert '<a href="#id_files">' not in send(client, photo(), consent=None).content.decode()


def test_pictures_are_opened_only_for_who_has_not_had_enough_kept(client, monkeypatch, none_kept):
    def dear(*_):
        raise AssertionError("opened")

    monkeypatch.setattr("consult.files.types.media.rewritten", dear)
    answer = send(client, photo(), consent=None)
    assert answer.status_code == 422
    assert LOST in answer.content.decode()


def test_a_thread_opens_no_picture_of_who_posts_too_often(client, monkeypatch, none_kept):
    def dear(*_):
        raise AssertionError("opened")

    enter(client, make_consultation()[1])
    monkeypatch.setattr("consult.files.types.media.rewritten", dear)
    monkeypatch.setattr(rate_limit, "POSTS", rate_limit.Limit("post", 0, rate_limit.POSTS.period))
    post = {"action": "message", "text": "补充证据在此", "token": token()}
    answer = client.post(THREAD, {**post, "files": photo()})
    assert answer.status_code == 429
    assert "补充证据在此" in answer.content.decode()


def test_a_thread_says_what_is_wrong_and_keeps_the_text(client):
    enter(client, make_consultation()[1])
    post = {"action": "message", "text": "补充证据在此", "token": token()}
    answer = client.post(THREAD, {**post, "files": sample_files.upload(b"MZ\0\0", "a.exe")})
    assert answer.status_code == 422
    assert all(said in answer.content.decode() for said in ("a.exe", "补充证据在此"))


def test_a_full_disk_keeps_the_text_and_nothing_else(client, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("consult.files.storage.PrivateFolder._save", full)
    answer = send(client, photo())
    assert (answer.status_code, Consultation.objects.count()) == (503, 0)
    assert all(said in answer.content.decode() for said in (str(NotStoredError()), QUESTION))


def test_a_full_folder_for_temporary_files_keeps_the_text_too(client, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    answer = send(client, sample_files.upload(sample_files.pdf(b"x" * 2_000_000), "a.pdf"))
    assert (answer.status_code, Consultation.objects.count()) == (503, 0)
    assert all(said in answer.content.decode() for said in (str(NotStoredError()), QUESTION))


def test_the_desk_downloads_and_the_download_is_recorded(client, attachment):
    user = make_answering()
    client.force_login(user)
    answer = client.get(on_desk(attachment))
    assert downloaded(answer).startswith(b"\xff\xd8")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in answer["Cache-Control"]
    assert [event.actor for event in Event.objects.filter(kind=EventKind.FILE_OPENED)] == [user]


@pytest.mark.parametrize(
    ("permissions", "status"),
    [([], 403), ([VIEW], 404), ([VIEW, CHANGE], 404), ([VIEW, ALL], 200), ([ALL], 403)],
)
def test_a_file_is_for_who_may_open_the_consultation(client, attachment, permissions, status):
    client.force_login(make_staff(*permissions))
    answer = client.get(on_desk(attachment))
    assert answer.status_code == status
    assert Event.objects.filter(kind=EventKind.FILE_OPENED).exists() == (status == 200)


def test_the_assignee_and_who_it_is_shared_with_may(client, attachment):
    consultation, user = attachment.message.consultation, make_staff(VIEW)
    client.force_login(user)
    services.share(consultation=consultation, user=None, people=[user])
    assert client.get(on_desk(attachment)).status_code == 200


def test_a_visitor_is_sent_to_the_login(client, attachment):
    assert "/admin/login/" in client.get(on_desk(attachment)).url


def test_the_file_of_another_consultation_is_not_found(client, attachment):
    client.force_login(make_answering())
    other, _ = make_consultation()
    address = reverse("admin:consult_consultation_file", args=[other.pk, attachment.pk])
    assert client.get(address).status_code == 404


def test_downloads_change_nothing_so_they_take_no_post(client, attachment):
    client.force_login(make_answering())
    assert client.post(on_desk(attachment)).status_code == 405


def test_a_sealed_consultation_keeps_its_files_closed(client, attachment):
    Consultation.objects.update(conflict=Conflict.SEALED)
    client.force_login(make_answering())
    assert client.get(on_desk(attachment)).status_code == 403


def test_after_erasure_there_is_no_file(client, attachment):
    services.erase_now(consultation=attachment.message.consultation)
    client.force_login(make_answering())
    assert client.get(on_desk(attachment)).status_code == 404


@pytest.mark.parametrize("scan", [Scan.PENDING, Scan.INFECTED])
def test_what_the_scanner_has_not_released_is_withheld(client, attachment, scan):
    Attachment.objects.update(scan=scan)
    client.force_login(make_answering())
    answer = client.get(on_desk(attachment), follow=True)
    assert WITHHELD[scan] in answer.content.decode()
    assert not Event.objects.filter(kind=EventKind.FILE_OPENED).exists()


@pytest.mark.parametrize("scan", [Scan.PENDING, Scan.INFECTED])
def test_the_client_is_told_why_a_file_is_withheld(client, scan):
    send(client, photo())
    enter(client, code_of(client))
    Attachment.objects.update(scan=scan)
    address = reverse("consult:file", args=[Attachment.objects.get().pk])
    listed = client.get(THREAD).text.split('<ul class="files"')[1].split("</ul>")[0]
    assert all(shown in listed for shown in ("照片.jpg", '<span class="note">'))
    assert address not in listed
    assert client.get(address).status_code == 404


def test_the_same_form_sent_twice_keeps_its_files_once(client):
    area = make_area().pk
    same = token()
    for _ in range(2):
        assert send(client, photo(), area=area, token=same).status_code == 302
    assert (Consultation.objects.count(), Attachment.objects.count()) == (1, 1)
